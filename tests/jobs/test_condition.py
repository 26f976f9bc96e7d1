"""What is not well with the machine is red at the desk, counted for programs, and told to the operator once a day."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from jobs import condition, measures, outbox, timers
from jobs.models import Channel, Job, JobState, Outbox, Timer
from tests.cast import Cast

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]

PAGE = "/admin/kondisi/"
TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def all_well(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Timers ran, a backup was made and rehearsed, and disks have room."""
    settings.KATEID_BACKUPS = tmp_path / "backups"
    monkeypatch.setattr(condition, "LEAST_FREE", 0)
    monkeypatch.setattr(condition, "LEAST_FREE_SHARE", 0)
    now = timezone.now()
    for name in timers.EXPECTED:
        Timer.objects.create(name=name, started_at=now, ended_at=now, succeeded_at=now)
    for kind in ("backup", "rehearsal"):
        Job.objects.create(kind=kind, key="2026-11-30T01-30-00Z", state=JobState.DONE, finished_at=now)


def red() -> dict[str, str]:
    return {found.title: f"{found.said} {found.to_do}" for found in condition.findings(timezone.now()) if found.to_do}


def delayed_mail(age: timedelta) -> None:
    outbox.put(Channel.MAIL, "siti@contoh.id", {"subject": "Rahasia"}, now=timezone.now() - age)
    Outbox.objects.update(failures=3, last_error="ConnectionRefusedError", next_try_at=timezone.now() + age)


def test_nothing_is_red_when_all_is_well(all_well: None) -> None:
    assert red() == {}


def no_backup() -> None:
    Job.objects.filter(kind="backup").delete()


def failed_rehearsal() -> None:
    Job.objects.create(kind="rehearsal", key="x", state=JobState.FAILED, report={"error": "Berkas berbeda: a.jpg."})


def silent_timer() -> None:
    Timer.objects.filter(name="backup").update(succeeded_at=timezone.now() - timedelta(days=2))


def failing_timer() -> None:
    Timer.objects.filter(name="announce").update(failures=3, error="Tidak sampai ke websub.")


def missing_timer() -> None:
    Timer.objects.filter(name="forget").delete()


def mail_that_waits() -> None:
    delayed_mail(timedelta(hours=1))


def stuck_job() -> None:
    Job.objects.create(kind="move_in", key="x", heartbeat=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (no_backup, {"Cadangan terakhir": "kateid backup"}),
        (failed_rehearsal, {"Gladi pemulihan": "Berkas berbeda: a.jpg."}),
        (silent_timer, {"Pengatur waktu backup": "2\xa0hari"}),
        (failing_timer, {"Pengatur waktu announce": "Gagal 3 kali berturut-turut: Tidak sampai ke websub."}),
        (missing_timer, {"Pengatur waktu forget": "systemctl enable --now kateid-forget.timer"}),
        (mail_that_waits, {"Surel keluar": "1 menunggu, 1 tertahan"}),
        (stuck_job, {"Pekerjaan panjang": "1 berhenti di tengah jalan"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_fault_is_red_alone_and_says_what_to_do(all_well: None, happens, said: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    happens()
    found = red()
    assert set(found) == set(said)
    for title, words in said.items():
        assert words in found[title]


def test_a_full_disk_and_waiting_migrations_are_red(all_well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(condition, "LEAST_FREE", 10**18)
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: {})
    disks = {"media", "originals", "backups"} | ({"database"} if connection.vendor == "sqlite" else set())
    assert set(red()) == {"Migrasi", *(f"Diska, {name}" for name in disks)}


def test_a_disk_that_takes_no_writes_or_no_more_files_is_red(
    all_well: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = "/proc/sys"  # which nobody may write to
    assert "tidak dapat ditulisi" in red()["Diska, media"]
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(condition, "LEAST_FILES", 10**18)
    assert "berkas yang dapat dibuat" in red()["Diska, media"]


def test_the_page_is_for_who_keeps_the_machine_or_answers_for_the_newsroom(all_well: None, cast: Cast) -> None:
    delayed_mail(timedelta(hours=1))
    for user, status in (
        (cast.administrator, 200), (cast.managing_editor, 200), (cast.editor, 403), (cast.reporter, 403),
        (cast.moderator, 403), (cast.outsider, 404),
    ):  # fmt: skip
        client = Client()
        client.force_login(user)
        response = client.get(PAGE)
        assert response.status_code == status, user
        if status == 200:
            page = response.content.decode()
            assert "ConnectionRefusedError" in page
            assert ("Coba kirim sekarang" in page) == (user == cast.administrator)
            assert "siti@contoh.id" not in page
            assert "Rahasia" not in page


def test_an_administrator_has_waiting_mail_tried_at_once(all_well: None, cast: Cast) -> None:
    delayed_mail(timedelta(hours=1))
    client = Client()
    client.force_login(cast.managing_editor)
    assert client.post(f"{PAGE}kirim-lagi/").status_code == 403
    assert not Outbox.objects.due(timezone.now()).exists()
    client.force_login(cast.administrator)
    assert client.post(f"{PAGE}kirim-lagi/").headers["Location"] == PAGE
    assert Outbox.objects.due(timezone.now()).count() == 1


def test_however_much_there_is_it_asks_the_same(
    all_well: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hours in range(1, 30):
        delayed_mail(timedelta(hours=hours))
        stuck_job()
    with django_assert_num_queries(12 if connection.vendor == "postgresql" else 11):
        condition.findings(timezone.now())


def test_the_operator_is_told_of_each_red_thing_once_a_day(all_well: None, settings: Settings) -> None:
    settings.KATEID_OPERATOR_MAIL = "teknisi@kateid.example"
    settings.MAILERS = {"default": {"BACKEND": "jobs.mail.OutboxBackend"}, "transport": settings.MAILERS["transport"]}
    call_command("report_condition")
    assert not Outbox.objects.exists()
    failing_timer()
    for _run in range(3):
        call_command("report_condition")
    assert [row.content["subject"] for row in Outbox.objects.all()] == ["[Kate.id] Pengatur waktu announce"]
    no_backup()
    call_command("report_condition")
    assert Outbox.objects.count() == 2


def test_with_nobody_to_tell_it_has_failed(all_well: None) -> None:
    call_command("report_condition")
    failing_timer()
    with pytest.raises(CommandError, match="KATEID_OPERATOR_MAIL"):
        call_command("report_condition")
    assert mail.outbox == []


def test_programs_count_it_only_with_the_token(all_well: None, client: Client, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 404
    settings.KATEID_METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer salah"}).status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer é"}).status_code == 404
    failing_timer()
    right = {"authorization": f"Bearer {TOKEN}"}
    for outside in ({"x-forwarded-for": "127.0.0.1"}, {"x-forwarded-proto": "https"}, {"forwarded": "for=127.0.0.1"}):
        assert client.get("/metrics", headers=right | outside).status_code == 404
    for address in ("203.0.113.7", "10.0.0.2", ""):
        assert client.get("/metrics", headers=right, REMOTE_ADDR=address).status_code == 404
    response = client.get("/metrics", headers=right)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    lines = response.content.decode().splitlines()
    assert 'kateid_red{name="timer_age_seconds_announce"} 1' in lines
    assert 'kateid_red{name="timer_age_seconds_backup"} 0' in lines
    assert "kateid_migrations_waiting 0" in lines


def test_a_disk_that_shrinks_is_red_before_it_is_full(all_well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    name = "disk_free_bytes_media"
    free = condition.sizes()[name]
    for days_left, is_red in ((10, True), (60, False)):
        monkeypatch.setattr(measures, "certificate_end", lambda: None)
        measures.note(now - timedelta(days=5), {name: free * (1 + 5 / days_left), "database_bytes": 0})
        found = {one.name: one for one in condition.findings(now)}[name]
        assert f"cukup untuk {days_left} hari" in found.said
        assert bool(found.to_do) == is_red
        assert "lebih besar daripada 5" in {one.name: one for one in condition.findings(now)}["database_bytes"].said
    measures.note(now - timedelta(days=5), {name: free / 2, "database_bytes": 0})  # it grew
    assert "laju" not in {one.name: one for one in condition.findings(now)}[name].said


def test_one_note_a_day_and_none_for_ever(all_well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "certificate_end", lambda: None)
    now = timezone.now()
    for age in (timedelta(days=90), timedelta(days=1), timedelta(), timedelta()):
        measures.note(now - age, {"x": 1.0})
    assert Job.objects.filter(kind=measures.KIND).count() == 2


@pytest.mark.parametrize(
    ("days", "said", "is_red"),
    [(60, "Berlaku 60 hari lagi.", False), (5, "Berlaku 5 hari lagi.", True), (-1, "Sudah berakhir", True)],
)
def test_the_end_of_the_certificate_that_readers_are_shown_is_seen(
    all_well: None, settings: Settings, tmp_path: Path, days: int, said: str, is_red: bool
) -> None:
    with showing_certificate(tmp_path, days) as port:
        settings.KATEID_SITE_URL = f"https://koran.example:{port}"
        measures.note(timezone.now(), {})
    found = {one.name: one for one in condition.findings(timezone.now())}["certificate_days_left"]
    assert said in found.said
    assert bool(found.to_do) == is_red


def test_where_no_certificate_can_be_had_nothing_is_said(all_well: None, settings: Settings) -> None:
    for site in ("http://127.0.0.1:8000", "https://127.0.0.1:1"):
        settings.KATEID_SITE_URL = site
        measures.note(timezone.now(), {})
        assert "certificate_days_left" not in {one.name for one in condition.findings(timezone.now())}


@contextmanager
def showing_certificate(folder: Path, days: int) -> Iterator[int]:
    """A server of TLS alone, whose certificate ends in so many days; gives its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "koran.example")])
    ends = timezone.now() + timedelta(days=days, hours=1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(ends - timedelta(days=400)).not_valid_after(ends)
    chain = folder / "chain.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with suppress(OSError):
                context.wrap_socket(listener.accept()[0], server_side=True).close()

        answering = Thread(target=answer)
        answering.start()
        yield listener.getsockname()[1]
        answering.join()


@pytest.mark.parametrize("name", ["media", "originals", "backups"])
def test_a_disk_that_is_not_mounted_any_more_is_red_and_no_backup_is_made_of_nothing(
    all_well: None, settings: Settings, tmp_path: Path, name: str
) -> None:
    folders = {one: tmp_path / one for one in ("media", "originals", "backups")}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    settings.KATEID_OPERATOR_MAIL = "teknisi@kateid.example"
    call_command("report_condition")
    assert red() == {}
    folders[name].rename(tmp_path / "mounted")
    folders[name].mkdir()  # what is left where a disk was
    assert "bukan folder yang kemarin" in red()[f"Diska, {name}"]
    call_command("report_condition")  # which does not make it the right one by and by
    assert list(red()) == [f"Diska, {name}"]
    with pytest.raises(CommandError, match="mungkin diskanya tidak terpasang"):
        call_command("backup")
    assert not list(folders[name].iterdir())
    folders[name].rmdir()
    (tmp_path / "mounted").rename(folders[name])
    assert set(red()) == {"Pengatur waktu backup"}

    (folders[name] / ".kateid/here").unlink()  # moved by hand, and meant so
    assert f"Diska, {name}" in red()
    call_command("report_condition", accept_folders=True)
    assert set(red()) == {"Pengatur waktu backup"}
