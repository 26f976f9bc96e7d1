"""A backup in one encrypted file, by gpg and a passphrase that lies in a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from . import BackupError

SUFFIX = ".tar.gpg"


def seal(folder: Path, target: Path, passphrase: Path) -> None:
    """Write a folder into one encrypted file. Raises BackupError."""
    encrypting = _gpg(passphrase, "--symmetric", "--cipher-algo=AES256", "--compress-algo=none")
    with encrypting as command, target.open("wb") as out:
        running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            with tarfile.open(fileobj=_pipe(running.stdin), mode="w|") as archive:
                archive.add(folder, arcname=".")
        except OSError:
            running.kill()
        _end(running, "dienkripsi; mungkin diska penuh")
        os.fsync(out.fileno())


def unseal(sealed: Path, folder: Path, passphrase: Path) -> None:
    """Write what is in such a file into a folder. Raises BackupError."""
    with _gpg(passphrase, "--decrypt") as command, sealed.open("rb") as read:
        running = subprocess.Popen(command, stdin=read, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            with tarfile.open(fileobj=_pipe(running.stdout), mode="r|") as archive:
                archive.extractall(folder, filter="data")
        except (OSError, tarfile.TarError):
            running.kill()
        _end(running, "dibuka; sandinya salah, berkasnya rusak, atau diska penuh")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe  # noqa: S101 (it was asked for)
    return pipe


def _end(running: subprocess.Popen[bytes], what: str) -> None:
    for pipe in (running.stdin, running.stdout):
        if pipe and not pipe.closed:
            with suppress(BrokenPipeError):
                pipe.close()
    if running.wait():
        raise BackupError(f"Cadangan tidak dapat {what}.")


@contextmanager
def _gpg(passphrase: Path, *options: str) -> Iterator[list[str]]:
    program = shutil.which("gpg")
    if program is None:
        raise BackupError("Program gpg tidak ada. Pasang: apt install gpg gpg-agent")
    if not passphrase.is_file():
        raise BackupError(f"Berkas sandi {passphrase} tidak ada.")
    with tempfile.TemporaryDirectory(prefix="kateid-gpg-") as home:
        asked = ["--batch", "--quiet", "--no-tty", "--pinentry-mode=loopback", f"--passphrase-file={passphrase}"]
        try:
            yield [program, f"--homedir={home}", *asked, *options]
        finally:  # it starts an agent, which nobody needs any more
            subprocess.run(["gpgconf", f"--homedir={home}", "--kill", "all"], stderr=subprocess.DEVNULL)  # noqa: PLW1510, S603, S607
