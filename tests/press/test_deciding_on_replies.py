"""A request is closed by a decision and its reason alone, which the sender is sent (domain 1.3; PPMS 4b, 4c, 4e)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article, Edition, FollowUp, Verification
from press import piles, replies, tickets
from press.attachments import Attachment
from press.database_rules import RULES
from press.models import EventKind, Outcome, ReplyEvent, ReplyFile, ReplyRequest
from press.replies import NotPossible
from tests import make
from tests.cast import Cast

from .asking import PDF, asked, desk

pytestmark = pytest.mark.both_databases
NOON = datetime(2026, 7, 14, 12, 0, tzinfo=ZoneInfo("Asia/Makassar"))
QUEUE = "/admin/press/replyrequest/"


def at_desk(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def published_answer(request: ReplyRequest, cast: Cast) -> Edition:
    answer = replies.draft_answer(request, by=cast.editor)
    publish(answer, cast)
    return Edition.objects.get(article=answer)


def publish(answer: Article, cast: Cast) -> None:
    answer = make.edited(answer, by=cast.editor, verification=Verification.VERIFIED)
    workflow.publish(workflow.submit(answer, by=cast.editor), by=cast.editor)


def about(cast: Cast) -> ReplyRequest:
    return asked(story_named=str(make.published().pk))


@pytest.mark.parametrize("outcome", [*Outcome.values, "", "lain"])
@pytest.mark.press_rule("PPMS 4e")
def test_nothing_is_closed_without_a_reason(cast: Cast, outcome: str) -> None:
    request = about(cast)
    published_answer(request, cast)
    with pytest.raises(ValidationError) as refused:
        replies.decide(request, by=cast.editor, outcome=outcome, reason="  \n")
    assert "reason" in refused.value.message_dict
    request.refresh_from_db()
    assert request.is_open


def test_the_database_closes_nothing_without_decision_and_reason(cast: Cast) -> None:
    row = ReplyRequest.objects.filter(pk=about(cast).pk)
    for values in (
        {"decided_at": timezone.now()},
        {"decided_at": timezone.now(), "outcome": "refused"},
        {"decided_at": timezone.now(), "reason": "Ya."},
        {"outcome": "refused", "reason": "Ya."},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values)


@pytest.mark.press_rule("PPMS 4e")
def test_the_sender_is_told_the_decision_and_the_reason(cast: Cast, client: Client) -> None:
    request = about(cast)
    response = at_desk(cast.editor).post(
        desk(request), {"outcome": "refused", "reason": "Keterangan Anda sudah dimuat."}
    )
    assert response.status_code == 302
    letter = mail.outbox[-1]
    assert letter.to == ["sari@surat.example"]
    assert "Ditolak" in letter.body
    assert "Keterangan Anda sudah dimuat." in letter.body
    page = client.get(tickets.status_url(request)).content.decode()
    assert "Ditolak" in page
    assert "Keterangan Anda sudah dimuat." in page


def test_a_decision_stays(cast: Cast) -> None:
    request = about(cast)
    replies.decide(request, by=cast.editor, outcome="refused", reason="Bukan tentang kami.")
    with pytest.raises(NotPossible):
        replies.decide(request, by=cast.editor, outcome="agreed", reason="Sudah bertemu.")
    assert at_desk(cast.editor).post(desk(request), {"outcome": "agreed", "reason": "Ya."}).status_code == 409
    for action in (
        lambda: ReplyRequest.objects.filter(pk=request.pk).update(reason="Lain."),
        lambda: ReplyRequest.objects.filter(pk=request.pk).update(statement="Lain."),
        lambda: ReplyRequest.objects.filter(pk=request.pk).update(email="lain@surat.example"),
        lambda: ReplyEvent.objects.filter(request=request).update(note="lain"),
        lambda: ReplyRequest.objects.all()._raw_delete("default"),
        request.delete,
        ReplyEvent.objects.all().delete,
    ):
        with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
            action()


def test_told_as_published_only_when_readers_have_the_reply(cast: Cast) -> None:
    request = about(cast)
    with pytest.raises(ValidationError, match="belum terbit"):
        replies.decide(request, by=cast.editor, outcome="replied", reason="Dimuat.")
    answer = replies.draft_answer(request, by=cast.editor)
    with pytest.raises(ValidationError, match="belum terbit"):
        replies.decide(request, by=cast.editor, outcome="replied", reason="Dimuat.")
    publish(answer, cast)
    request.refresh_from_db()
    assert replies.decide(request, by=cast.editor, outcome="replied", reason="Dimuat.").outcome == "replied"


def test_told_as_corrected_only_when_readers_were_told_since(cast: Cast) -> None:
    story = make.published(kind="correction", at=NOON - timedelta(days=1))
    request = asked(story_named=str(story.pk), at=NOON)
    with time_machine.travel(NOON + timedelta(hours=1)):
        with pytest.raises(ValidationError, match="belum diralat"):
            replies.decide(request, by=cast.editor, outcome="corrected", reason="Diralat.")
        story = workflow.submit(workflow.reopen(story, by=cast.editor), by=cast.editor)
        workflow.publish(story, by=cast.editor, kind="correction", note="Nama dinasnya diperbaiki.")
        replies.decide(request, by=cast.editor, outcome="corrected", reason="Diralat.")


@pytest.mark.press_rule("PPMS 4b")
def test_a_reply_stands_in_the_same_section_and_both_stories_lead_to_each_other(cast: Cast, client: Client) -> None:
    """Pedoman Media Siber 4b and 4c: linked both ways, each with its time and zone, from when readers have it."""
    story = make.published(headline="Dinas lalai", section=cast.samarinda)
    first = Edition.objects.get(article=story).get_absolute_url()
    request = asked(story_named=first)
    answer = replies.draft_answer(request, by=cast.editor)
    assert answer.section == cast.samarinda
    assert "<p>Kami sudah meminta maaf.</p>" in answer.body
    assert "Hak jawab," not in client.get(first).content.decode()  # a draft is nobody's
    publish(answer, cast)
    edition = Edition.objects.get(article=answer)
    page, other = (client.get(address).content.decode() for address in (first, edition.get_absolute_url()))
    assert f'<a href="{edition.get_absolute_url()}">{edition.headline}</a>' in page
    assert f'<a href="{first}">Dinas lalai</a>' in other
    assert "Hak jawab, <time" in page
    assert "Hak jawab atas berita, <time" in other
    assert "WITA" in page.split("Hak jawab, <time")[1][:200]


@pytest.mark.press_rule("PPMS 4b")
def test_neither_side_of_a_link_is_taken_away(cast: Cast) -> None:
    request = about(cast)
    published_answer(request, cast)
    for action in (
        FollowUp.objects.get().delete,
        FollowUp.objects.all().delete,
        lambda: FollowUp.objects.all()._raw_delete("default"),
        lambda: FollowUp.objects.update(story=make.draft()),
    ):
        with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
            action()


def test_a_retracted_story_is_named_nowhere(cast: Cast, client: Client) -> None:
    story = make.published(headline="Nama Anak Disebut")
    request = asked(story_named=str(story.pk))
    answer = published_answer(request, cast)
    workflow.retract(story, by=cast.managing_editor, ground="masa_depan_anak", note="Demi anak itu.")
    assert "Nama Anak Disebut" not in client.get(answer.get_absolute_url()).content.decode()


def test_a_sent_statement_cannot_smuggle_markup_into_a_story(cast: Cast) -> None:
    hostile = "<script>alert(1)</script>\n<a href='javascript:1'>x</a>"
    request = asked(story_named=str(make.published().pk), statement=hostile)
    body = replies.draft_answer(request, by=cast.editor).body
    assert "<script" not in body
    assert "<a " not in body
    page = at_desk(cast.editor).get(desk(request)).content.decode()
    assert "<script>alert" not in page


def test_a_draft_is_made_once(cast: Cast) -> None:
    request = about(cast)
    assert replies.draft_answer(request, by=cast.editor) == replies.draft_answer(request, by=cast.editor)
    unknown = asked()
    with pytest.raises(NotPossible):
        replies.draft_answer(unknown, by=cast.editor)


@pytest.mark.press_rule("PPMS 4e")
def test_the_queue_counts_the_age_by_the_newsrooms_own_aim(cast: Cast) -> None:
    for hours, flag in ((0, ""), (47, ""), (48, "Lebih dari 2 x 24 jam"), (100, "Lebih dari 2 x 24 jam")):
        request = asked(at=NOON - timedelta(hours=hours))
        entry = next(entry for entry in piles.requests(cast.editor, NOON).entries if entry.url == desk(request))
        assert entry.flag == flag, hours


def test_a_flood_hides_nobody_whose_mailbox_answers_and_is_cleared_at_once(cast: Cast) -> None:
    for number in range(150):
        asked(name=f"Banjir {number}", at=NOON + timedelta(seconds=number))
    real = asked(name="Orang Sungguhan", at=NOON + timedelta(hours=1))
    replies.confirm(real)
    assert piles.requests(cast.editor, NOON).entries[0].details[1] == "Orang Sungguhan"
    client = at_desk(cast.editor)
    with CaptureQueriesContext(connection) as few:
        page = client.get(f"{QUEUE}?keadaan=pasti").content.decode()
    assert "Orang Sungguhan" in page
    assert "Banjir" not in page
    with CaptureQueriesContext(connection) as many:
        assert client.get(QUEUE).content.decode().count("Banjir") == 50
    assert len(many) == len(few)
    keys = "&".join(
        f"nomor={pk}" for pk in ReplyRequest.objects.filter(is_confirmed=False).values_list("pk", flat=True)
    )
    before = len(mail.outbox)
    assert client.post(f"{QUEUE}tolak/?{keys}", {"reason": ""}).status_code == 400
    assert not ReplyRequest.objects.exclude(decided_at=None).exists()
    client.post(f"{QUEUE}tolak/?{keys}", {"reason": "Ini bukan permintaan hak jawab."})
    refused = ReplyRequest.objects.filter(outcome="refused", reason="Ini bukan permintaan hak jawab.")
    assert refused.count() == len(mail.outbox) - before == 100
    assert ReplyRequest.objects.count() == 151  # nothing is lost


def with_file(cast: Cast) -> tuple[ReplyRequest, ReplyFile]:
    request = about(cast)
    row = Attachment("ktp.pdf", "application/pdf", PDF, is_identity=True).sealed()
    row.request = request
    row.save()
    return request, row


def test_a_file_is_downloaded_by_who_decides_and_that_is_written_down(cast: Cast) -> None:
    request, row = with_file(cast)
    address = f"{desk(request)}lampiran/{row.pk}/"
    for outsider in (cast.reporter, cast.moderator, cast.administrator, cast.photo_editor):
        assert at_desk(outsider).post(address).status_code == 403
        assert at_desk(outsider).get(desk(request)).status_code == 403
    assert at_desk(cast.outsider).post(address).status_code == 404
    response = at_desk(cast.editor).post(address)
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="ktp.pdf"'
    assert "no-store" in response["Cache-Control"]
    opened = ReplyEvent.objects.get(request=request, kind=EventKind.OPENED)
    assert opened.by == cast.editor
    ReplyFile.objects.update(sealed=b"rusak")
    assert at_desk(cast.editor).post(address).status_code == 302


@pytest.mark.press_rule("1.3 forms")
def test_who_somebody_is_goes_thirty_days_after_the_decision_and_the_record_stays(cast: Cast) -> None:
    request, _ = with_file(cast)
    replies.decide(request, by=cast.editor, outcome="refused", reason="Bukan tentang kami.", now=NOON)
    waiting, _ = with_file(cast)
    assert replies.forget(NOON + timedelta(days=30)) == 0
    assert replies.forget(NOON + timedelta(days=30, seconds=1)) == 1
    assert replies.forget(NOON + timedelta(days=31)) == 0
    request.refresh_from_db()
    assert (request.email, request.phone, request.files.count()) == ("", "", 0)
    assert (request.name, request.reason) == ("Sari Utami", "Bukan tentang kami.")
    assert waiting.files.count() == 1  # whose case goes on


def test_after_all_migrations_every_rule_is_in_the_database(db: None) -> None:
    catalogue = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"}
    with connection.cursor() as cursor:
        cursor.execute(catalogue.get(connection.vendor, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
        assert {rule.name for rule in RULES} <= {name for (name,) in cursor.fetchall()}
