"""Runs everything a change must pass, and at the very end names what failed and what could not run here.

python -m tests.everything            all of it
python -m tests.everything lint       the part without tests
"""

import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = (ROOT / "deploy" / "kateid.env").read_text()
SETTINGS = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
CI = os.environ.get("CI") == "true"
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-q", "-ra", "--durations=10"]
UNIT = [*PYTEST, "-n", "logical", "--ignore=tests/browser"]
BROWSER = [*PYTEST, "-n", "logical", "--dist", "loadfile"]
# Each in a browser once, half of them on either database: what is the database's is in the tests without a browser.
BROWSER_FILES = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests" / "browser").glob("test_*.py"))]
ON_POSTGRESQL = [PYTHON, "-m", "tests.postgres", "--"]

LINT = {
    "style": [PYTHON, "-m", "ruff", "check"],
    "format": [PYTHON, "-m", "ruff", "format", "--check"],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    "templates": [PYTHON, "-m", "djlint", "--lint", "--quiet", "--use-gitignore", "--allow-empty-input", "."],
    "scripts and style sheets": [PYTHON, "-m", "tests.scripts"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}

TESTS = {
    "tests on SQLite": UNIT,
    "tests on PostgreSQL": [*ON_POSTGRESQL, *UNIT],
    "tests in a browser, on SQLite": [*BROWSER, *BROWSER_FILES[::2]],
    "tests in a browser, on PostgreSQL": [*ON_POSTGRESQL, *BROWSER, *BROWSER_FILES[1::2]],
}


def main(only_lint: bool) -> int:
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "not-run"
        report.touch()
        steps = LINT if only_lint else LINT | TESTS
        failed = [name for name, command in steps.items() if not passes(name, command, report)]
        not_run = report.read_text().splitlines()
    for line in conclusion(failed, not_run):
        print(line, flush=True)
    return 1 if failed or (CI and not_run) else 0


def passes(name: str, command: list[str], report: Path) -> bool:
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    outcome = subprocess.run(command, cwd=ROOT, env=surroundings(name, report))
    print(f"=== {name}: {time.monotonic() - started:.0f} s, exit {outcome.returncode}", flush=True)
    return outcome.returncode == 0


def surroundings(name: str, report: Path) -> dict[str, str]:
    """The environment of a step: nothing of the caller's own newsroom, and production's for its check."""
    mine = production(report.parent) if name == "deployment" else {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    others = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    return others | mine | {"NOT_RUN_REPORT": str(report)}


def production(scratch: Path) -> dict[str, str]:
    """What deploy/kateid.env says, with a key, a publisher and a database that this machine has."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE)) | {
        "DJANGO_SETTINGS_MODULE": "kateid.settings",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "DATABASE_URL": f"sqlite:///{scratch}/check.sqlite3",
        "KATEID_COMPANY": "PT Kabar Timur",
        "KATEID_ADDRESS": "Samarinda",
        "KATEID_RESPONSIBLE": "Rina Oktavia",
    }


def conclusion(failed: list[str], not_run: list[str]) -> Iterator[str]:
    yield ""
    if not_run:
        yield "NOT RUN HERE:"
        yield from (f"  {number} tests: {reason}" for reason, number in Counter(not_run).items())
    yield f"FAILED: {', '.join(failed)}" if failed else "Everything that ran has passed."


if __name__ == "__main__":
    sys.exit(main(only_lint=sys.argv[1:] == ["lint"]))
