"""What a timer runs notes down how it went, and a run that reaches nobody has failed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import DatabaseError
from django.utils import timezone
from pytest_django import Settings

from jobs.models import Timer
from jobs.timers import TimerCommand, noted
from tests.jobs.sink import Sink, mail_server
from tests.kateid.test_settings import ROOT

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with mail_server() as running:
        options = {"host": "127.0.0.1", "port": running.port, "timeout": 1}
        smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
        settings.MAILERS = {"default": {"BACKEND": "jobs.mail.OutboxBackend"}, "transport": smtp}
        yield running


def test_a_run_is_noted_with_its_end() -> None:
    begun = timezone.now()
    call_command("forget", verbosity=0, stdout=None)
    timer = Timer.objects.get()
    assert (timer.name, timer.failures, timer.error) == ("forget", 0, "")
    assert timer.succeeded_at
    assert timer.succeeded_at >= timer.started_at >= begun


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CommandError("Tidak sampai ke websub."), "Tidak sampai ke websub."),
        (ValueError("siti@contoh.id"), "ValueError"),  # what others say may name a person
        (DatabaseError("siti@contoh.id"), "DatabaseError"),
        (SystemExit(1), "SystemExit"),
    ],
)
def test_failures_in_a_row_are_counted_until_one_goes_well(error: BaseException, told: str) -> None:
    for number in (1, 2):
        with pytest.raises(type(error)), noted("coba"):
            raise error
        timer = Timer.objects.get(name="coba")
        assert (timer.failures, timer.error, timer.succeeded_at) == (number, told, None)
        assert timer.ended_at
    with noted("coba"):
        pass
    timer = Timer.objects.get(name="coba")
    assert (timer.failures, timer.error) == (0, "")


def test_mail_that_nobody_takes_is_a_failed_run(sink: Sink) -> None:
    def write() -> None:
        mail.EmailMessage("Halo", "Isi", "redaksi@kateid.example", ["siti@contoh.id"]).send()

    sink.does = "refuses"
    write()
    with pytest.raises(CommandError, match="1 surel tertahan"):
        call_command("send_outbox")
    with pytest.raises(CommandError, match="1 surel tertahan"):  # nothing is due, and still nobody has it
        call_command("send_outbox")
    sink.does = "takes"
    write()
    call_command("send_outbox")
    assert Timer.objects.get(name="send_outbox").failures == 0


def test_whatever_a_timer_of_ours_runs_is_noted() -> None:
    run = {
        word
        for unit in (ROOT / "deploy").glob("kateid-*.service")
        for line in unit.read_text().splitlines()
        if line.startswith("ExecStart=")
        for word in line.partition("manage.py ")[2].split()[:1]
    }
    assert len(run) > 8
    apps = get_commands()
    assert [name for name in run if not isinstance(load_command_class(apps[name], name), TimerCommand)] == []


NOWHERE = "postgres://kateid@/kateid?host=/tidak/ada"


def run(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("command", ["tend_comments", "make_renditions", "sweep_photos", "announce", "send_outbox"])
def test_without_a_database_a_timer_says_so_and_leaves_no_bare_trace(command: str) -> None:
    done = run(command, DJANGO_SETTINGS_MODULE="tests.settings", DATABASE_URL=NOWHERE)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Basis data tidak menjawab" in done.stderr
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert f"{command} failed" in told[-1]["message"]
