"""The real server program, as a process of its own, on a free port."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

PATIENCE = 300  # seconds, on a busy machine


@dataclass(frozen=True)
class Server:
    url: str
    database_url: str
    media: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def failures(self) -> list[str]:
        """The log lines that speak of an error; every one is a bug or a test's own doing."""
        return [
            line
            for line in self.log.read_text().splitlines()
            if line.startswith("{") and json.loads(line)["level"] in {"error", "critical"}
        ]

    def answers(self, path: str) -> int:
        """How many there were, to whomever, at addresses that begin so. Ready pages are logged a second late."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        return sum(line.get("times", 1) for line in lines if str(line.get("path", "")).startswith(path))


@contextmanager
def running_server(
    database_url: str, directory: Path, port: int = 0, code: Path = settings.BASE_DIR, **environment: str
) -> Iterator[Server]:
    """A server of the code in a folder, which is this project's unless another is given."""
    port = port or free_port()
    server = Server(f"http://127.0.0.1:{port}", database_url, directory / "media", directory / "server.log")
    with server.log.open("w") as log:
        process = subprocess.Popen(
            ["deploy/serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=code,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": database_url,
                "MEDIA_ROOT": str(server.media),
                "KATEID_ORIGINALS": str(server.media.parent / "originals"),
                "KATEID_SITE_URL": server.url,
                "LOG_LEVEL": "INFO",
            }
            | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_it_answers(server, process)
            yield replace(server, process=process)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{server.url}/healthz", timeout=PATIENCE):
                return
        except OSError:  # also where it does not answer in time: the keeper listens before anything is loaded
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
