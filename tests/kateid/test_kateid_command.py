"""deploy/kateid runs manage.py with the environment that systemd would read, and no other."""

import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from jobs.backups.making import environment_file


@pytest.fixture
def wrapper() -> ModuleType:
    loader = SourceFileLoader("kateid_command", str(Path(settings.BASE_DIR) / "deploy/kateid"))
    spec = spec_from_loader("kateid_command", loader)
    assert spec
    module = module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=Kabar Kaltim", "Kabar Kaltim"),
        ("A= Kabar ", "Kabar"),
        ('A="Kabar \\"Kaltim\\" | $HOME `id`"', 'Kabar "Kaltim" | $HOME `id`'),
        ("A='satu \\ dua'", "satu \\ dua"),
        ("A=google.com, pub-1, DIRECT | OWNERDOMAIN=kate.id", "google.com, pub-1, DIRECT | OWNERDOMAIN=kate.id"),
        ("A=#b3261e", "#b3261e"),
        ("A=satu \\\ndua", "satu dua"),
        ("A=", ""),
        ("  A=1", "1"),
        ("#A=2\n;A=3\nA=4", "4"),
    ],
)
def test_a_line_means_what_it_means_to_systemd(wrapper: ModuleType, tmp_path: Path, line: str, value: str) -> None:
    (tmp_path / "env").write_text(f"{line}\nB=2\n")
    assert wrapper.variables(str(tmp_path / "env")) == {"A": value, "B": "2"}


@pytest.mark.parametrize("value", ["", "satu", "satu dua", 'satu "dua"', "satu\\dua\\", "'satu'", "$A `b` | #c", "é ü"])
def test_the_settings_of_a_backup_are_read_as_they_were(wrapper: ModuleType, tmp_path: Path, value: str) -> None:
    (tmp_path / "env").write_text(environment_file({"A": value, "B": "2"}))
    assert wrapper.variables(str(tmp_path / "env")) == {"A": value, "B": "2"}


def test_nothing_of_who_calls_gets_in(tmp_path: Path) -> None:
    names = ("SECRET_KEY", "ALLOWED_HOSTS", "KATEID_SITE_URL", "DATABASE_URL", "MEDIA_ROOT", "EMAIL_URL")
    kept = "".join(f"{name}={os.environ[name]}\n" for name in names)
    (tmp_path / "env").write_text(f"{kept}KATEID_SITE_NAME=Kabar Kaltim\n")
    asked = "from django.conf import settings; print(settings.KATEID_SITE_NAME, settings.KATEID_COMPANY)"
    done = subprocess.run(
        ["deploy/kateid", "--env", str(tmp_path / "env"), "shell", "-v0", "-c", asked],
        cwd=settings.BASE_DIR,
        env=os.environ | {"KATEID_COMPANY": "dari luar", "KATEID_SALAH": "1"},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("Kabar Kaltim", "")


def test_without_its_file_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        ["deploy/kateid", "--env", str(tmp_path / "none"), "check"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Run it with sudo" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_is_written_with_a_hyphen_too(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("DEBUG=true\n")
    command = ["deploy/kateid", "--env", str(tmp_path / "env"), "move-database", "--help"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "move_database" in done.stdout
