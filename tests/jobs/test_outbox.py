"""Mail leaves after the request that caused it, each once, however the mail server behaves meanwhile."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comments import decision_mail
from comments.models import Letter
from desk.dashboard import first_page
from jobs import outbox
from jobs.models import Outbox, State
from tests.accounts.conftest import application, sign_up
from tests.cast import Cast
from tests.jobs.sink import Sink, mail_server
from tests.together import together

pytestmark = [pytest.mark.both_databases]

PATIENCE = 60  # seconds


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with mail_server() as running:
        options = {"host": "127.0.0.1", "port": running.port, "timeout": 1}
        smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
        settings.MAILERS = {"default": {"BACKEND": "jobs.mail.OutboxBackend"}, "transport": smtp}
        yield running


def write(subject: str = "Halo", *to: str, **headers: str) -> None:
    mail.EmailMultiAlternatives(
        subject, "Isi surat.", "Redaksi <redaksi@kateid.example>", to or ["siti@contoh.id"], headers=headers
    ).send()


def later(**time: float) -> int:
    return outbox.send_due(timezone.now() + timedelta(**time))


@pytest.mark.django_db
def test_a_mail_is_put_down_for_each_recipient_and_arrives_as_it_was_written(sink: Sink) -> None:
    message = mail.EmailMultiAlternatives(
        "Kabar: “baru”",
        "Isi – surat.",
        "Redaksi <redaksi@kateid.example>",
        ["satu@contoh.id", "dua@contoh.id"],
        reply_to=["meja@kateid.example"],
        headers={"List-Unsubscribe": "<https://kateid.example/berhenti/>"},
    )
    message.attach_alternative("<p>Isi</p>", "text/html")
    message.send()
    assert sink.taken == []
    assert later() == 2
    assert sorted(str(taken["To"]) for taken in sink.taken) == ["dua@contoh.id", "satu@contoh.id"]
    taken = sink.taken[0]
    assert (taken["Subject"], taken["Reply-To"]) == ("Kabar: “baru”", "meja@kateid.example")
    assert taken["List-Unsubscribe"] == "<https://kateid.example/berhenti/>"
    assert [part.get_content().strip() for part in taken.walk() if not part.is_multipart()] == [
        "Isi – surat.",
        "<p>Isi</p>",
    ]
    assert later(hours=1) == 0
    assert set(Outbox.objects.values_list("state", "recipient")) == {(State.SENT, "")}
    assert list(Outbox.objects.values_list("content", flat=True)) == [{}, {}]


@pytest.mark.django_db
def test_what_is_undone_is_not_sent(sink: Sink) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert later() == 0


@pytest.mark.django_db
def test_the_same_key_is_put_down_once(sink: Sink) -> None:
    for _ in range(2):
        write("Sekali", "satu@contoh.id", **{"X-Outbox-Key": "surat:1"})
    assert later() == 1
    write("Sekali", "satu@contoh.id", **{"X-Outbox-Key": "surat:1"})
    assert later(hours=1) == 0
    assert "X-Outbox-Key" not in sink.taken[0]


@pytest.mark.django_db
@pytest.mark.parametrize("does", ["refuses", "knows nobody", "hangs"])
def test_a_mail_server_that_takes_nothing_gets_each_mail_once_when_it_does_again(sink: Sink, does: str) -> None:
    write("Pertama", "satu@contoh.id")
    write("Kedua", "dua@contoh.id")
    sink.does = does
    assert later() == 0
    sink.does = "takes"
    assert later(days=1) == 2
    assert later(days=2) == 0
    assert sorted(sink.subjects()) == ["Kedua", "Pertama"]


@pytest.mark.django_db
def test_pauses_grow_and_end_at_a_longest(sink: Sink) -> None:
    write()
    sink.does = "refuses"
    pauses = []
    for _ in range(12):
        Outbox.objects.update(next_try_at=timezone.now())
        later()
        pauses.append(round((Outbox.objects.get().next_try_at - timezone.now()).total_seconds()))
    assert pauses == sorted(pauses)
    assert pauses[0] <= outbox.FIRST_PAUSE.total_seconds()
    assert pauses[-1] == outbox.LONGEST_PAUSE.total_seconds()


@pytest.mark.django_db
def test_what_nobody_wants_any_more_is_wiped_unsent(sink: Sink) -> None:
    write("Kode", **{"X-Outbox-Seconds": "900"})
    assert later(seconds=901) == 0
    assert Outbox.objects.values_list("state", "recipient", "content").get() == (State.EXPIRED, "", {})
    assert later() == 0
    assert sink.taken == []
    later(days=31)
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_who_was_killed_while_sending_leaves_it_to_the_next(sink: Sink) -> None:
    write()
    Outbox.objects.update(next_try_at=timezone.now() + outbox.LEASE)  # as it stands while somebody sends it
    assert later() == 0
    assert later(seconds=outbox.LEASE.total_seconds() + 1) == 1


def test_two_senders_never_send_the_same(own_database: str, sink: Sink) -> None:
    for number in range(8):
        write(f"Surat {number}", f"orang{number}@contoh.id")
    listed = Barrier(3)

    def send() -> int:
        first = iter([True])

        def goes_on() -> bool:
            if next(first, False):
                listed.wait(PATIENCE)  # all know of all messages before anybody claims one
            return True

        return outbox.send_due(goes_on=goes_on)

    assert sum(number for number in together(send, send, send) if isinstance(number, int)) == 8
    assert sorted(sink.subjects()) == [f"Surat {number}" for number in range(8)]


def test_the_server_sends_without_being_asked(
    own_database: str, sink: Sink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KATEID_BACKGROUND = True
    sender = outbox.Sender()
    monkeypatch.setattr(outbox, "sender", sender)
    write()
    wait_until(lambda: Outbox.objects.get().state == State.SENT)
    sender.end()
    assert sink.subjects() == ["Halo"]


@pytest.mark.django_db
def test_who_signs_up_while_the_mail_server_is_away_gets_a_code_later_and_with_a_second_try(
    client: Client, sink: Sink
) -> None:
    sink.does = "refuses"
    assert client.post("/akun/daftar/", application())["Location"] == "/akun/surel/kode/"
    later()
    later(hours=1)  # the code is over by now
    cache.clear()  # and so are the ten seconds between two mails to one address
    sink.does = "takes"
    again = Client()
    assert again.post("/akun/daftar/", application(display_name="Siti R"))["Location"] == "/akun/surel/kode/"
    assert later() == 1
    [message] = sink.taken
    code = re.search(r"Kode Anda: ([A-Z]{4}-[A-Z]{4})", message.get_content())
    assert code
    page = again.post("/akun/surel/kode/", {"code": code[1]}, follow=True)
    assert page.context["user"] == User.objects.get(email="siti@contoh.id")


@pytest.mark.django_db
def test_a_confirmed_account_is_not_replaced_by_whoever_signs_up_with_its_address(client: Client, cast: Cast) -> None:
    user = sign_up(client)
    cache.clear()  # more than ten seconds later
    Client().post("/akun/daftar/", application(display_name="Orang Lain"))
    assert User.objects.get(email="siti@contoh.id") == user
    assert "sudah punya akun" in mail.outbox[-1].subject


@pytest.mark.django_db
def test_letters_of_moderators_go_the_same_way(sink: Sink) -> None:
    now = timezone.now()
    Letter.objects.create(to="siti@contoh.id", subject="Komentar Anda", body="Isi", due_at=now)
    sink.does = "refuses"
    assert decision_mail.send_due(now) == 1
    assert later() == 0
    sink.does = "takes"
    assert later(hours=1) == 1
    assert sink.subjects() == ["Komentar Anda"]


@pytest.mark.django_db
def test_no_content_and_no_person_stands_in_the_log_or_the_error(sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    write("Kode 123456")
    sink.does = "knows nobody"
    later()
    later(days=30)
    assert caplog.records
    told = caplog.text + Outbox.objects.get().last_error
    assert "550" in told
    for secret in ("siti@", "123456", "Isi surat"):
        assert secret not in told


@pytest.mark.django_db
def test_the_desk_tells_administrators_what_waits_and_nobody_else(cast: Cast, sink: Sink) -> None:
    write()
    assert [pile.entries for pile in first_page(cast.administrator).piles if pile.name == "outbox"] == [[]]
    sink.does = "refuses"
    later()
    [pile] = [pile for pile in first_page(cast.administrator).piles if pile.name == "outbox"]
    assert "SMTPRecipientsRefused 450" in " ".join(pile.entries[0].details)
    assert "siti@" not in str(pile)
    assert not [pile for pile in first_page(cast.moderator).piles if pile.name == "outbox"]


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
