"""What happens to a story is told to whom it concerns: at the desk and by mail as they choose, each once."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts import notices
from accounts.models import Notice, NoticeMail
from articles.editorial import news, workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Article, Edition, Stage
from jobs import outbox
from jobs.models import Outbox
from tests import make
from tests.cast import Cast

pytestmark = [pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def by_the_outbox(settings: Settings) -> None:
    locmem = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    settings.MAILERS = {"default": {"BACKEND": "jobs.mail.OutboxBackend"}, "transport": locmem}


@pytest.fixture
def people(cast: Cast) -> Cast:
    for person in cast.everybody().values():
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@kateid.example")
    return cast


def told() -> set[tuple[str, str]]:
    return {(notice.user.username, notice.title.partition(":")[0]) for notice in Notice.objects.all()}


def mailed() -> set[str]:
    return {row.recipient.partition("@")[0] for row in Outbox.objects.all()}


def silent() -> None:
    Notice.objects.all().delete()
    Outbox.objects.all().delete()


def test_a_submitted_story_is_told_to_those_who_may_decide_on_it(people: Cast) -> None:
    workflow.submit(make.draft(headline="Feri"), by=people.reporter)
    assert told() == {("lukman", "Menunggu redaktur"), ("hasan", "Menunggu redaktur")}  # not wati, of another section
    assert mailed() == {"lukman", "hasan"}


def test_an_editor_of_every_section_and_one_of_the_section_above_are_told(people: Cast) -> None:
    people.other_editor.editor.sections.clear()
    workflow.submit(make.draft(section=people.samarinda), by=people.reporter)
    assert {name for name, _ in told()} == {"lukman", "wati", "hasan"}


def test_who_submits_an_own_story_as_editor_is_not_told_of_it(people: Cast) -> None:
    workflow.submit(make.draft(by=people.editor), by=people.editor)
    assert {name for name, _ in told()} == {"hasan"}


def test_who_has_left_or_lost_the_role_hears_nothing(people: Cast) -> None:
    User.objects.filter(pk=people.managing_editor.pk).update(is_active=False)
    people.editor.groups.clear()
    workflow.submit(make.draft(), by=people.reporter)
    assert told() == set()


def test_its_writers_hear_the_decision_and_its_reason(people: Cast) -> None:
    article = make.in_review(authors=[people.reporter.author, people.other_reporter.author])
    silent()
    workflow.send_back(article, by=people.editor, reason="Kurang narasumber.")
    assert told() == {("rina", "Dikembalikan"), ("yusuf", "Dikembalikan")}
    assert "Kurang narasumber." in Notice.objects.first().text
    silent()
    article = workflow.approve(workflow.submit(article, by=people.reporter), by=people.editor)
    assert ("rina", "Disetujui") in told()
    assert "lukman" not in {name for name, title in told() if title == "Disetujui"}
    silent()
    workflow.publish(article, by=people.managing_editor)
    assert told() == {("rina", "Terbit"), ("yusuf", "Terbit")}


def test_what_did_not_happen_is_told_to_nobody(people: Cast) -> None:
    article = make.draft(section=None)
    with suppress(ChecksFailed):
        workflow.submit(article, by=people.reporter)
    with suppress(ZeroDivisionError), transaction.atomic():
        workflow.submit(make.draft(), by=people.reporter)
        raise ZeroDivisionError
    assert told() == set()
    assert mailed() == set()


def test_what_an_import_does_is_no_news(people: Cast) -> None:
    workflow.submit(make.draft(), by=people.reporter, now=timezone.now() - timedelta(days=400))
    assert told() == set()


def test_a_process_killed_after_the_commit_leaves_the_mail_to_the_outbox_and_none_goes_twice(
    people: Cast, mailoutbox: list[object]
) -> None:
    workflow.submit(make.draft(), by=people.reporter)  # nothing is sent in here: the request ended with the commit
    assert mailoutbox == []
    assert outbox.send_due() == 2
    assert outbox.send_due() == 0
    assert len(mailoutbox) == 2


def test_the_clock_tells_once_what_it_published_also_when_a_step_comes_first(people: Cast) -> None:
    at = timezone.now() + timedelta(hours=1)
    article = workflow.schedule(make.approved(), by=people.editor, at=at)
    silent()
    later = at + timedelta(minutes=1)
    for _ in range(2):
        news.tell_of_the_clock(later)
    assert told() == {("rina", "Terbit"), ("lukman", "Terbit")}
    assert Notice.objects.count() == 2
    with make.moment(later):
        workflow.reopen(article, by=people.reporter)
    assert Notice.objects.count() == 2


def test_a_step_that_settles_a_schedule_tells_of_it_where_the_timer_never_ran(people: Cast) -> None:
    at = timezone.now() + timedelta(hours=1)
    article = workflow.schedule(make.approved(), by=people.editor, at=at)
    silent()
    with make.moment(at + timedelta(minutes=2)):
        workflow.reopen(article, by=people.managing_editor)
    assert told() == {("rina", "Terbit"), ("lukman", "Terbit")}


def test_a_schedule_that_passed_without_the_story_coming_out_is_told_to_its_editors(people: Cast) -> None:
    article = make.in_review()
    silent()
    before = timezone.now() - timedelta(minutes=10)
    Article.objects.filter(pk=article.pk).update(stage=Stage.SCHEDULED, publish_at=before)
    for _ in range(2):
        call_command("tell_newsroom")
    assert not Edition.objects.filter(article=article).exists()
    assert told() == {("lukman", "Terlambat terbit"), ("hasan", "Terlambat terbit")}
    assert Notice.objects.count() == 2


def test_each_chooses_mail_at_once_in_a_digest_or_none(people: Cast) -> None:
    notices.choose_mail(people.editor, NoticeMail.DIGEST)
    notices.choose_mail(people.managing_editor, NoticeMail.NONE)
    for _ in range(3):
        workflow.submit(make.draft(), by=people.reporter)
    assert mailed() == set()
    assert notices.unread(people.editor) == notices.unread(people.managing_editor) == 3
    due = notices.next_digest(timezone.now())
    assert notices.send_digests(due - timedelta(seconds=1)) == 0
    assert [notices.send_digests(due), notices.send_digests(due)] == [1, 0]
    row = Outbox.objects.get()
    assert row.recipient == "lukman@kateid.example"
    assert row.content["subject"] == "3 kabar dari meja redaksi"


def test_a_digest_leaves_out_what_was_read_and_is_no_digest_of_nothing(people: Cast) -> None:
    notices.choose_mail(people.editor, NoticeMail.DIGEST)
    workflow.submit(make.draft(), by=people.reporter)
    notices.read(notices.newest(people.editor), timezone.now())
    assert notices.send_digests(timezone.now() + timedelta(days=2)) == 0


@pytest.mark.parametrize(
    ("now", "then"),
    [("2026-11-30T06:59:59", "2026-11-30T07:00"), ("2026-11-30T07:00", "2026-11-30T17:00"),
     ("2026-11-30T23:30", "2026-12-01T07:00")],
)  # fmt: skip
def test_digests_leave_in_the_morning_and_in_the_afternoon(now: str, then: str) -> None:
    of = timezone.make_aware
    assert notices.next_digest(of(datetime.fromisoformat(now))) == of(datetime.fromisoformat(then))


def test_the_page_shows_ones_own_news_counts_them_and_forgets_none_that_came_since(people: Cast) -> None:
    workflow.submit(make.draft(headline="Feri Satu"), by=people.reporter)
    client, rival = Client(), Client()
    client.force_login(people.editor)
    rival.force_login(people.other_editor)
    page = client.get("/admin/kabar/").content.decode()
    assert "Feri Satu" in page
    assert "desk-news-count" in page
    assert "Feri Satu" not in rival.get("/admin/kabar/").content.decode()
    seen = notices.newest(people.editor)[0]
    workflow.submit(make.draft(headline="Feri Dua"), by=people.reporter)
    assert rival.post(f"/admin/kabar/{seen.pk}/").status_code == 404
    client.post("/admin/kabar/", {"newest": str(seen.pk)})
    assert notices.unread(people.editor) == 1
    newer = notices.newest(people.editor)[0]
    assert client.post(f"/admin/kabar/{newer.pk}/")["Location"] == newer.address
    assert notices.unread(people.editor) == 0
    assert "desk-news-count" not in client.get("/admin/kabar/").content.decode()


def test_a_bad_choice_is_said_and_changes_nothing(people: Cast) -> None:
    client = Client()
    client.force_login(people.editor)
    assert "Pilih salah satu cara." in client.post("/admin/kabar/", {"mail": "merpati"}).content.decode()
    client.post("/admin/kabar/", {"mail": "none"})
    assert notices.mail_choice(people.editor) == NoticeMail.NONE


def test_what_is_told_costs_the_same_however_many_hear_it(people: Cast) -> None:
    workflow.submit(make.draft(), by=people.reporter)  # with rights that are remembered from here on
    costs = []
    for number in (0, 20):
        for extra in range(number):
            user = User.objects.create_user(f"redaktur{extra}", is_staff=True)
            user.groups.set(people.managing_editor.groups.all())
        article = make.draft()
        with CaptureQueriesContext(connection) as asked:
            workflow.submit(article, by=people.reporter)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_an_update_of_an_old_story_that_came_out_in_time_is_not_late(people: Cast) -> None:
    article = workflow.reopen(make.published(at=timezone.now() - timedelta(days=10)), by=people.managing_editor)
    article = make.edited(article, headline="Judul yang diperbarui")
    article = workflow.approve(workflow.submit(article, by=people.reporter), by=people.editor, confirmed=True)
    at = timezone.now() + timedelta(hours=1)
    workflow.schedule(
        article, by=people.editor, at=at, kind="update", note="Tanggapan warga ditambahkan.", confirmed=True
    )
    silent()
    news.tell_of_the_clock(at + timedelta(minutes=10))
    assert {title for _, title in told()} == {"Terbit"}
