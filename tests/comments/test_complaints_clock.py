"""The clock of 2 x 24 hours: what is complained of and not decided in time goes at its moment, though no job runs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.reading import cache_tags
from comments import lifecycle, moderation, reports
from comments.models import Comment, CommentLog, Report, ReportEvent, ReportOutcome, Status
from tests import make
from tests.cast import Cast

from .builders import public, reader, reported, written

RECEIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
JUST_BEFORE, JUST_AFTER = RECEIVED + timedelta(hours=47, minutes=59), RECEIVED + timedelta(hours=48, minutes=1)


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published(at=RECEIVED - timedelta(hours=3))


@pytest.fixture
def report(story: Article) -> Report:
    return reported(story, at=RECEIVED)


def is_on_page(comment: Comment, client: Client) -> bool:
    page = client.get(reverse("comments:discussion", args=[comment.article_id])).content.decode()
    thread = client.get(reverse("comments:thread", args=[comment.article_id, comment.pk]))
    shown = comment.text in page
    assert (comment.text in thread.content.decode()) == shown
    return shown


@pytest.mark.press_rule("PPMS 3f")
def test_it_is_there_at_47_59_and_gone_at_48_01(report: Report, client: Client) -> None:
    with time_machine.travel(JUST_BEFORE, tick=False):
        assert Comment.objects.public().filter(pk=report.comment_id).exists()
        assert is_on_page(report.comment, client)
    with time_machine.travel(JUST_AFTER, tick=False):
        assert not Comment.objects.public().filter(pk=report.comment_id).exists()
        assert not is_on_page(report.comment, client)
        assert (
            "1 komentar"
            not in client.get(reverse("comments:discussion", args=[report.comment.article_id])).content.decode()
        )


def test_the_job_only_enters_what_the_clock_did_once(report: Report) -> None:
    with time_machine.travel(JUST_BEFORE, tick=False):
        call_command("tend_comments")
    assert Comment.objects.get(pk=report.comment_id).status == Status.PUBLISHED
    with time_machine.travel(JUST_AFTER, tick=False):
        for _ in range(2):
            call_command("tend_comments")
    comment = Comment.objects.get(pk=report.comment_id)
    assert comment.status == Status.HIDDEN
    log = CommentLog.objects.get(comment=comment, action="run_out")
    assert (log.note, log.by, log.by_name) == ("otomatis: batas 2x24 jam", None, "Otomatis")
    assert log.at == report.due_at
    event = ReportEvent.objects.get(report=report, kind="hidden")
    assert (event.at, event.get_kind_display()) == (report.due_at, "otomatis: batas 2x24 jam")


def test_deciding_after_the_time_enters_it_first_and_the_moderator_goes_on(report: Report, cast: Cast) -> None:
    moderation.unhide(report.comment, by=cast.moderator, now=JUST_AFTER)
    actions = CommentLog.objects.filter(comment=report.comment_id).values_list("action", flat=True)
    assert list(actions)[:2] == ["unhide", "run_out"]
    comment = Comment.objects.get(pk=report.comment_id)
    assert (comment.status, comment.hide_at) == (Status.PUBLISHED, None)
    assert Report.objects.get().outcome == ReportOutcome.KEPT


def test_the_desk_offers_what_fits_the_clock_before_anything_was_entered(report: Report, cast: Cast) -> None:
    for moment, offered in (
        (JUST_BEFORE, {"keep", "hide", "edit", "feature"}),
        (JUST_AFTER, {"unhide", "confirm", "edit"}),
    ):
        with time_machine.travel(moment, tick=False):
            comment = Comment.objects.get(pk=report.comment_id)
            assert {verb.name for verb in moderation.offered(cast.moderator, comment)} == offered
    moderation.confirm(report.comment, by=cast.moderator, reason="bohong", now=JUST_AFTER)
    assert Report.objects.get().outcome == ReportOutcome.HIDDEN


def test_deciding_stops_the_clock(report: Report, cast: Cast) -> None:
    moderation.keep(report.comment, by=cast.moderator, now=JUST_BEFORE)
    assert Comment.objects.public(JUST_AFTER).filter(pk=report.comment_id).exists()
    decided = Report.objects.get()
    assert (decided.outcome, decided.decided_by_name, decided.decided_at) == ("kept", "Dewi Lestari", JUST_BEFORE)


def test_a_second_complaint_does_not_move_the_first_ones_time(report: Report) -> None:
    reports.receive(report.comment, reason="kebencian", now=RECEIVED + timedelta(hours=40))
    assert Comment.objects.get(pk=report.comment_id).hide_at == report.due_at


def test_without_the_setting_the_clock_only_counts(story: Article, settings: LazySettings) -> None:
    settings.KATEID_HIDE_UNDECIDED = False
    report = reported(story, at=RECEIVED)
    assert Comment.objects.public(JUST_AFTER).filter(pk=report.comment_id).exists()
    assert reports.urgency(report.due_at, JUST_AFTER) == "overdue"


def test_however_many_new_accounts_complain_nothing_is_hidden_by_number(story: Article) -> None:
    comment = public(story, at=RECEIVED)
    for number in range(30):
        reports.receive(comment, reason="bohong", reporter=reader(f"baru{number}"), now=RECEIVED)
    assert Comment.objects.public(JUST_BEFORE).filter(pk=comment.pk).exists()


def test_the_page_changes_next_when_the_time_runs_out(report: Report, story: Article) -> None:
    assert list(reports.agenda(RECEIVED)) == [(report.due_at, {cache_tags.comments(story.pk)})]
    assert list(reports.agenda(report.due_at)) == []


@pytest.mark.parametrize(
    ("hours", "urgency"), [(49, "overdue"), (48, "overdue"), (43, "urgent"), (42, "urgent"), (25, "soon"), (23, "calm")]
)
def test_colours_come_at_24_and_6_hours_and_when_it_is_over(hours: int, urgency: str) -> None:
    assert reports.urgency(RECEIVED + timedelta(hours=48), RECEIVED + timedelta(hours=hours)) == urgency


def test_moderators_get_a_digest_with_what_is_late(report: Report, cast: Cast) -> None:
    cast.moderator.email = "dewi@kateid.example"
    cast.moderator.save()
    with time_machine.travel(JUST_AFTER, tick=False):
        call_command("remind_moderators")
        call_command("tend_comments")
    [letter] = [letter for letter in mail.outbox if letter.to == ["dewi@kateid.example"]]
    assert report.ticket in letter.body
    assert "LEWAT" in letter.body


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_the_timer_has_the_digest_sent_by_the_clock_of_the_newsroom(
    report: Report, cast: Cast, settings: LazySettings, zone: str
) -> None:
    cast.moderator.email = "dewi@kateid.example"
    cast.moderator.save()
    settings.TIME_ZONE = zone
    sent = []
    for hour in range(24):
        with time_machine.travel(datetime(2026, 12, 1, hour, 0, 30, tzinfo=ZoneInfo(zone)), tick=False):
            call_command("remind_moderators", "--at", "8", "13", "18")
            call_command("tend_comments")
        sent += [hour] * len([letter for letter in mail.outbox if letter.to == [cast.moderator.email]])
        mail.outbox.clear()
    assert sent == [8, 13, 18]


def test_the_digest_counts_what_is_held_and_since_when(cast: Cast) -> None:
    cast.moderator.email = "dewi@kateid.example"
    cast.moderator.save()
    story = make.published()
    for hours in (3, 1):
        written(story, at=RECEIVED + timedelta(hours=hours))
    call_command("remind_moderators")
    call_command("tend_comments")
    [letter] = [letter for letter in mail.outbox if letter.to == ["dewi@kateid.example"]]
    assert "2 komentar ditahan menunggu diperiksa, yang paling lama sejak Senin, 2 Maret 2026" in letter.body
    assert "antrean=ditahan" in letter.body


def test_without_anything_waiting_there_is_no_digest(cast: Cast) -> None:
    call_command("remind_moderators")
    call_command("tend_comments")
    assert mail.outbox == []


def test_the_reporter_is_told_and_then_forgotten(story: Article, cast: Cast) -> None:
    report = reported(story, email="warga@surat.example")
    call_command("tend_comments")
    assert report.ticket in mail.outbox[0].subject
    moderation.hide(report.comment, by=cast.moderator, reason="bohong", note="Terima kasih.")
    call_command("tend_comments")
    assert mail.outbox[1].to == ["warga@surat.example"]
    assert "Komentar disembunyikan" in mail.outbox[1].body
    assert Report.objects.get().email == ""
    assert ReportEvent.objects.filter(kind="told").count() == 1


def test_what_its_writer_deletes_is_answered_too(report: Report) -> None:
    from_lifecycle = Comment.objects.get(pk=report.comment_id)
    lifecycle.delete_own(from_lifecycle, by=from_lifecycle.author)
    with time_machine.travel(JUST_BEFORE, tick=False):
        call_command("tend_comments")
    assert Report.objects.get().outcome == ReportOutcome.DELETED
