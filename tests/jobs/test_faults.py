"""Errors are counted by their kind, shown at the desk, and told to the operator, without what anybody typed."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from pytest_django import Settings

from jobs import condition
from jobs import faults as counting
from jobs.faults import faults
from jobs.models import Fault
from kateid import connections
from tests.server import PATIENCE

pytestmark = [pytest.mark.both_databases]

SECRET = "siti@contoh.id"


@pytest.fixture
def logger(db: None) -> Iterator[logging.Logger]:
    faults.forget_process()
    yield logging.getLogger("tests.faults")  # below the root, which hands on to FaultHandler
    faults.forget_process()


def fail(logger: logging.Logger, number: int = 1) -> None:
    for _ in range(number):
        try:
            condition._disk_to_do(Path("/tidak/ada", SECRET), 0, 0)
        except FileNotFoundError:
            logger.exception("Internal Server Error: %s", f"/akun/{SECRET}/")


def kinds() -> dict[str, int]:
    return dict(Fault.objects.values_list("kind", "times"))


def findings() -> list[condition.Finding]:
    return [found for found in condition.findings(timezone.now()) if found.name.startswith("fault")]


def test_the_same_error_is_one_kind_by_class_and_place(logger: logging.Logger) -> None:
    fail(logger, 3)
    logger.error("%s cannot be reached", SECRET)
    logger.warning("no error")
    faults.write()
    [(of_code, times), (of_words, once)] = sorted(kinds().items())
    assert (times, once) == (3, 1)
    assert "Error (jobs/condition.py, _disk_to_do)" in of_code
    assert of_words == "tests.faults: %s cannot be reached"
    fail(logger)
    faults.write()
    assert kinds()[of_code] == 4
    assert SECRET not in str(list(Fault.objects.values_list()))


def test_nothing_is_lost_while_the_database_is_away(logger: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(logger, 2)

    def away(*_arguments: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(counting, "enter", away)
        faults.write()
    fail(logger)
    faults.write()
    assert list(kinds().values()) == [3]


def test_no_flood_of_kinds_fills_the_memory(logger: logging.Logger) -> None:
    for number in range(counting.MOST_KINDS + 50):
        logger.error(f"kind {number}")  # noqa: G004 (as others write it)
    faults.write()
    assert len(kinds()) == counting.MOST_KINDS


def test_the_desk_shows_a_week_and_red_is_what_happened_within_a_day(logger: logging.Logger) -> None:
    assert [(found.said, found.to_do) for found in findings()] == [("Tidak ada.", "")]
    now = timezone.now()
    for kind, age in (("Baru", 0), ("Baru", 1), ("Lama", 3), ("Usang", 9)):
        counting.enter(kind, 2, now - timedelta(days=age))
    said = {found.said.partition(":")[0]: (found.number, bool(found.to_do)) for found in findings()}
    assert said == {"Baru": (4, True), "Lama": (2, False)}


def test_the_operator_is_told_once_a_day_of_each_kind_and_old_ones_are_forgotten(
    logger: logging.Logger, settings: Settings
) -> None:
    settings.KATEID_OPERATOR_MAIL = "mesin@kateid.example"
    counting.enter("Purba", 1, timezone.now() - timedelta(days=40))
    fail(logger)
    faults.write()
    call_command("report_condition", stdout=StringIO())
    told = [letter for letter in mail.outbox if "jobs/condition.py, _disk_to_do" in letter.body]
    [letter] = told
    assert (letter.to, SECRET in letter.body) == ([settings.KATEID_OPERATOR_MAIL], False)
    assert "Purba" not in kinds()


def test_a_statement_that_takes_long_is_counted_by_who_asked_and_is_no_error(
    logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SLOW_SECONDS", -1.0)
    condition.findings(timezone.now())
    monkeypatch.undo()
    faults.write()
    assert "slow: jobs/condition.py, _outbox" in kinds()
    assert findings()[0].said == "Tidak ada."
    slow = next(found for found in condition.findings(timezone.now()) if found.name == "slow_statements")
    assert slow.number == sum(kinds().values())
    assert "paling sering jobs/" in slow.said
    assert slow.to_do == ""


@pytest.mark.parametrize("background", ["true", "false"])
def test_a_process_writes_what_it_counted_whether_it_does_other_work_or_not(own_database: str, background: str) -> None:
    """It ends without a word, and has written before."""
    fails = (
        "import logging, time\n"
        "from jobs.models import Fault\n"
        "logging.getLogger('tests').error('broken')\n"
        "while not Fault.objects.exists():\n"
        "    time.sleep(0.1)\n"
    )
    more = {"DATABASE_URL": own_database, "KATEID_BACKGROUND": background, "KATEID_ERRORS_SECONDS": "1"}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", fails]
    done = subprocess.run(command, cwd=django_settings.BASE_DIR, env=os.environ | more, timeout=PATIENCE)
    assert done.returncode == 0
    assert kinds() == {"tests: broken": 1}
