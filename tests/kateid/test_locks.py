"""What is installed is exactly what was chosen, wherever it is fetched from."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
# A pin, a hash, or for whose sake it is there; no option and no address.
LINE = re.compile(
    r"""[a-z0-9-]+==[a-z0-9.]+ (?: \ ;\ [A-Za-z0-9_.'!=<>\ ]+ )? \ \\
    | [ ]{4}--hash=sha256:[0-9a-f]{64} (?: \ \\ )?
    | [ ]{4}\# (?: \ via )? (?: [ ]+ [a-z0-9._-]+ (?: \ \(pyproject\.toml (?: :[a-z]+ )? \) )? )?
    | [ ]{4}\# (?: \ via )? [ ]+ -c\ requirements/[a-z]+\.txt""",
    re.VERBOSE,
)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_says_what_is_wanted_and_not_from_where(lock: Path) -> None:
    assert [line for line in lock.read_text().splitlines() if not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text())
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_development_runs_on_the_versions_of_production() -> None:
    runtime, dev = (
        dict(PINNED.findall((ROOT / "requirements" / name).read_text())) for name in ("runtime.txt", "dev.txt")
    )
    assert runtime.items() <= dev.items()


def test_each_declared_library_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for lock, declared in (
        ("runtime.txt", project["project"]["dependencies"]),
        ("dev.txt", project["dependency-groups"]["dev"]),
    ):
        names = {re.match(r"[A-Za-z0-9-]+", requirement)[0] for requirement in declared}
        assert names <= dict(PINNED.findall((ROOT / "requirements" / lock).read_text())).keys()
