"""A complaint that says again what was decided before: the decision holds, and no new clock runs."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import lifecycle, moderation, reports
from comments.models import Comment, Report
from tests import make
from tests.cast import Cast

from .builders import public

pytestmark = pytest.mark.both_databases


@pytest.fixture
def kept(cast: Cast) -> Comment:
    """A comment that stayed after somebody complained of it."""
    comment = public(make.published(), text="Pak Lurah jarang di kantor.")
    reports.receive(comment, reason="bohong", text="Beliau selalu di kantor.")
    moderation.keep(comment, by=cast.moderator)
    return Comment.objects.get(pk=comment.pk)


def again(comment: Comment, **said: str) -> Report:
    return reports.receive(comment, **{"reason": "bohong"} | said)


@pytest.mark.parametrize("text", ["", "  ", "Beliau selalu di kantor.", "beliau SELALU di kantor!!!"])
def test_the_same_again_hides_nothing_however_long_it_waits(kept: Comment, text: str) -> None:
    report = again(kept, text=text)
    assert report.repeats is not None
    much_later = timezone.now() + timedelta(days=9)
    assert reports.settle_overdue(much_later) == 0
    assert Comment.objects.public(much_later).filter(pk=kept.pk).exists()
    assert not report.is_late(much_later)


@pytest.mark.parametrize(
    "said",
    [{"text": "Ada buktinya di absensi kantor."}, {"reason": "kasar"}, {"reason": "promosi", "text": "Ini judi."}],
)
def test_what_is_new_starts_a_clock(kept: Comment, said: dict[str, str]) -> None:
    again(kept)
    report = again(kept, **said)
    assert report.repeats is None
    assert not Comment.objects.public(report.due_at).filter(pk=kept.pk).exists()


def test_new_words_of_the_comment_are_judged_anew(kept: Comment) -> None:
    lifecycle.edit(kept, by=kept.author, text="Pak Lurah tidak pernah di kantor, saya saksinya.")
    Comment.objects.filter(pk=kept.pk).update(status="published", has_place=True, published_at=timezone.now())
    assert again(kept).repeats is None


def test_so_are_words_that_the_newsroom_gave_it(kept: Comment, cast: Cast) -> None:
    lifecycle.edit_by_newsroom(kept, by=cast.moderator, text="Pak Lurah jarang terlihat.", reason="lainnya")
    assert again(kept).repeats is None


def test_after_a_correction_the_answer_is_no_longer_that_it_stays(kept: Comment, cast: Cast) -> None:
    moderation.hide(kept, by=cast.moderator, reason="bohong")
    assert reports.kept_before(kept) == []


def test_moderators_see_the_decision_before_and_answer_with_one_step(client: Client, kept: Comment, cast: Cast) -> None:
    report = again(kept)
    client.force_login(cast.moderator)
    page = client.get("/admin/comments/comment/?antrean=dilaporkan").content.decode()
    assert "Sudah pernah diputuskan" in page
    assert "putuskan sebelum" not in page
    client.post(f"/admin/comments/comment/{kept.pk}/keep/", {"antrean": "dilaporkan"})
    report.refresh_from_db()
    assert not report.is_open


def test_a_reader_reads_the_decision_before_and_after_complaining(client: Client, kept: Comment) -> None:
    form = reverse("comments:report", args=[kept.pk])
    assert "sudah diputuskan" in client.get(form).content.decode()
    page = client.get(client.post(form, {"reason": "bohong", "email": "warga@surat.example"})["Location"])
    assert "Aduan yang sama sudah diputuskan" in page.content.decode()
    assert "Diputuskan paling lambat" not in page.content.decode()
    call_command("tend_comments")
    assert "sudah diputuskan" in mail.outbox[-1].body


def test_a_comment_without_decision_promises_two_days(client: Client, cast: Cast) -> None:
    comment = public(make.published())
    assert "sudah diputuskan" not in client.get(reverse("comments:report", args=[comment.pk])).content.decode()
