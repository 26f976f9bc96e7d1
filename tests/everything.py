"""Runs everything a change must pass, and at the very end names what failed and what could not run here.

python -m tests.everything            what a change must pass
python -m tests.everything lint       the part of it without tests
python -m tests.everything all        all tests on both databases, what measures too, with more examples
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = (ROOT / "deploy" / "kateid.env").read_text()
SETTINGS = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
CI = os.environ.get("CI") == "true"
PYTHON = sys.executable
AT_ONCE = os.cpu_count() or 1
PYTEST = [PYTHON, "-m", "pytest", "-q", "-ra"]
UNIT = [*PYTEST, "-n", "logical", "--dist", "worksteal", "--ignore=tests/browser"]
# A file's server and what is in it are made once; the files are given out one by one, the longest first. Browsers
# wait a lot, so there is one more of them than there are processors.
BROWSER = [*PYTEST, "-n", str(AT_ONCE + 1), "--dist", "loadfile", "tests/browser"]
ON_POSTGRESQL = [PYTHON, "-m", "tests.postgres", "--"]

LINT = {  # the longest first
    "types": [PYTHON, "-m", "mypy"],
    "style": [PYTHON, "-m", "ruff", "check"],
    "format": [PYTHON, "-m", "ruff", "format", "--check"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    "templates": [PYTHON, "-m", "djlint", "--lint", "--quiet", "--use-gitignore", "--allow-empty-input", "."],
    "scripts and style sheets": [PYTHON, "-m", "tests.scripts"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}

# What the databases may answer differently runs on both (tests/test_both_databases.py); the browser on the one whose
# tests are fewer, each file once.
TESTS = {
    "tests on SQLite": [*UNIT, "-m", "not nightly"],
    "tests on PostgreSQL": [*ON_POSTGRESQL, *UNIT, "-m", "(both_databases or postgresql) and not nightly"],
    "tests in a browser, on PostgreSQL": [*ON_POSTGRESQL, *BROWSER, "-m", "not nightly"],
}

ALL = {
    "all tests on SQLite": UNIT,
    "all tests on PostgreSQL": [*ON_POSTGRESQL, *UNIT],
    "all tests in a browser, on SQLite": BROWSER,
    "all tests in a browser, on PostgreSQL": [*ON_POSTGRESQL, *BROWSER],
}
MEASURING = {"HYPOTHESIS_PROFILE": "nightly", "COMMENTS_EACH": "30", "MANY_ROWS": "10000"}
TESTS_OF = {"": TESTS, "lint": {}, "all": ALL}


class Outcome(NamedTuple):
    name: str
    seconds: float
    passed: bool

    def __str__(self) -> str:
        """As pytest closes, for a step of tests."""
        report = slowest_report(self.name)
        counts = report.read_text().partition("\n")[0] if report.exists() else "passed" if self.passed else "failed"
        return f"{self.name}: {counts} in {self.seconds:.0f} s"


def main(which: str) -> int:
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "not-run"
        report.touch()
        more = MEASURING if which == "all" else {}
        outcomes = list(lint(report))
        outcomes += [run(name, command, surroundings(name, report) | more) for name, command in TESTS_OF[which].items()]
        not_run = report.read_text().splitlines()
    for line in conclusion(outcomes, not_run):
        print(line, flush=True)
    return 1 if not all(outcome.passed for outcome in outcomes) or (CI and not_run) else 0


def lint(report: Path) -> Iterator[Outcome]:
    """As many steps at once as there are processors, since each uses one; each prints when it is done."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(
            lambda step: run(step[0], step[1], surroundings(step[0], report), captured=True),
            LINT.items(),
        )


def run(name: str, command: list[str], environment: dict[str, str], *, captured: bool = False) -> Outcome:
    if not captured:
        print(f"\n=== {name}", flush=True)
    slowest_report(name).unlink(missing_ok=True)
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=PIPE if captured else None,
        stderr=STDOUT if captured else None,
    )
    seconds = time.monotonic() - started
    said = f"\n=== {name}\n{done.stdout}" if captured else ""
    print(f"{said}=== {name}: {seconds:.0f} s, exit {done.returncode}", flush=True)
    return Outcome(name, seconds, done.returncode == 0)


def surroundings(name: str, report: Path) -> dict[str, str]:
    """The environment of a step: nothing of the caller's own newsroom, and production's for its check."""
    mine = production(report.parent) if name == "deployment" else {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    others = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    return others | mine | {"NOT_RUN_REPORT": str(report), "SLOWEST_REPORT": str(slowest_report(name))}


def slowest_report(name: str) -> Path:
    """Where a step's slowest tests are listed, so that the next one is seen."""
    folder = ROOT / "var" / "slowest-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name.replace(',', '').replace(' ', '-')}.txt"


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


def conclusion(outcomes: list[Outcome], not_run: list[str]) -> Iterator[str]:
    yield ""
    yield from map(str, outcomes)
    if not_run:
        yield "NOT RUN HERE:"
        yield from (f"  {number} tests: {reason}" for reason, number in Counter(not_run).items())
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    yield f"FAILED: {', '.join(failed)}" if failed else "Everything that ran has passed."


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:])))
