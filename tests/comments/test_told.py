"""Who writes is told: where a comment stands, why, what can be done, and nothing that a later decision overtook."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article, Edition
from comments import decision_mail, lifecycle, moderation, readers, reports
from comments.models import Comment, CommentLog, Letter, MailChoice, Report, ReportEvent, ReportOutcome, Status
from tests import make
from tests.cast import Cast
from tests.together import together

from .writing import address, send, written

pytestmark = pytest.mark.both_databases

WORDS = "Semoga dermaga Mahakam cepat selesai."
SENT = timedelta(minutes=11)  # by then the letters of a decision have left


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


@pytest.fixture
def writer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.outsider)
    return client


@pytest.fixture
def held(story: Article, cast: Cast) -> Comment:
    return written(story, cast.outsider, WORDS, status=Status.HELD)


def page(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


# The writer alone sees what is not public


@pytest.mark.parametrize("status", [Status.HELD, Status.REFUSED, Status.HIDDEN])
def test_only_its_writer_sees_it(held: Comment, story: Article, cast: Cast, writer: Client, status: Status) -> None:
    if held.status != status:
        lifecycle.decide(held, status, action="test", by=None)
    other, stranger = Client(), Client()
    other.force_login(cast.other_reporter)
    below_story = Edition.objects.live().get(article=story).get_absolute_url()
    own = f"{address(story)}{held.pk}/"
    personal = [address(story), f"{address(story)}formulir/", own]
    for path in personal:
        response = writer.get(path, follow=True)
        assert WORDS in response.content.decode(), path
        assert "no-store" in response["Cache-Control"], path
    for client in (stranger, other, Client()):
        for path in (*personal, below_story, f"{below_story}?x=1"):
            assert WORDS not in page(client, path), path
        assert client.get(own).status_code == 404
        for deed in ("sunting", "hapus"):
            assert client.get(f"{own}{deed}/").status_code in {302, 404}
    writer.get(below_story)
    assert WORDS not in page(stranger, below_story)


def test_it_is_edited_and_taken_back_from_there(held: Comment, story: Article, writer: Client) -> None:
    shown = page(writer, address(story))
    for deed in ("sunting", "hapus"):
        assert f'href="{address(story)}{held.pk}/{deed}/"' in shown
    assert "Menunggu diperiksa moderator." in shown
    writer.post(f"{address(story)}{held.pk}/hapus/")
    assert WORDS not in page(writer, address(story))


def test_many_cost_as_much_as_one(held: Comment, story: Article, cast: Cast, writer: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            writer.get(address(story))
        return len(queries)

    asked()
    few = asked()
    for number in range(12):
        written(story, cast.outsider, f"{WORDS} {number}", status=Status.HELD)
    assert asked() == few


# True reasons


def test_a_moderators_reason_stands_with_the_way_to_appeal(
    held: Comment, story: Article, cast: Cast, writer: Client
) -> None:
    moderation.refuse(held, by=cast.moderator, reason="di_luar_topik", note="Ini tentang feri.")
    shown = page(writer, address(story))
    assert "Di luar topik berita" in shown
    assert "Ini tentang feri." in shown
    assert f'href="/komentar/banding/{held.pk}/"' in shown


def test_a_repetition_is_called_one(story: Article, cast: Cast, writer: Client) -> None:
    text = "Terima kasih banyak atas penjelasannya, Pak."
    for _ in range(2):
        response = send(writer, cast.outsider, story, text)
    shown = page(writer, response["Location"])
    assert "Komentar dengan isi yang sama sudah Anda kirim." in shown
    assert "melanggar ketentuan" not in shown
    assert "/komentar/banding/" in shown


def test_gambling_is_called_so_and_teaches_no_word(story: Article, cast: Cast, writer: Client) -> None:
    text = "SLOT GACOR MAXWIN bandar togel PULAU88 depo 10rb wd cepat gacor slot maxwin bonus new member judi online"
    comment = lifecycle.write(story, author=cast.outsider, text=text, form_key=uuid4())
    assert comment.status == Status.REFUSED
    shown = page(writer, f"/komentar/banding/{comment.pk}/")
    assert "terbaca sebagai promosi judi" in shown
    assert "bobot" not in shown


def test_who_edits_what_was_decided_is_not_told_of_the_time(held: Comment, cast: Cast, writer: Client) -> None:
    moderation.refuse(held, by=cast.moderator, reason="kasar")
    response = writer.post(f"/komentar/{held.article_id}/{held.pk}/sunting/", {"text": "Lain."})
    assert response.status_code == 409
    assert "sudah diputuskan" in response.content.decode()
    assert "lima menit sejak dikirim, sudah lewat" not in response.content.decode()


# Who may not write


@pytest.mark.parametrize("kind", ["suspension", "ban"])
def test_a_sentence_stands_in_place_of_the_form(story: Article, cast: Cast, writer: Client, kind: str) -> None:
    if kind == "ban":
        readers.ban(cast.outsider, by=cast.moderator, reason="Menghina penulis lain.")
    else:
        until = timezone.now() + timedelta(days=2)
        readers.suspend(cast.outsider, by=cast.moderator, reason="Menghina penulis lain.", until=until)
    for path in (address(story), f"{address(story)}formulir/"):
        shown = page(writer, path)
        assert "Menghina penulis lain." in shown
        assert ("sampai" if kind == "suspension" else "berkomentar lagi") in shown
        assert "data-comment-sender" not in shown
    response = send(writer, cast.outsider, story, WORDS)
    assert response.status_code == 403
    assert WORDS in response.content.decode()
    assert not Comment.objects.exists()
    with make.moment(timezone.now() + timedelta(days=3)):
        assert ("data-comment-sender" in page(writer, address(story))) == (kind == "suspension")


def test_who_may_not_write_may_still_take_back(held: Comment, story: Article, cast: Cast, writer: Client) -> None:
    shown = written(story, cast.outsider, text="Sudah tampil.")
    edits = [f"{address(story)}{comment.pk}/sunting/" for comment in (held, shown)]
    assert all(edit in page(writer, address(story)) for edit in edits)
    readers.ban(cast.outsider, by=cast.moderator, reason="Promosi.")
    assert not any(edit in page(writer, address(story)) for edit in edits)  # nothing is offered that is refused
    assert [writer.get(edit).status_code for edit in edits] == [403, 403]
    assert writer.post(f"{address(story)}{held.pk}/sunting/", {"text": "Lain."}).status_code == 403
    assert writer.post(f"{address(story)}{held.pk}/hapus/").status_code == 302
    held.refresh_from_db()
    assert held.status == Status.DELETED


# A retracted story


def test_below_a_retracted_story_ones_own_goes_back(story: Article, cast: Cast, writer: Client) -> None:
    comment = written(story, cast.outsider, WORDS)
    workflow.retract(story, by=cast.managing_editor, ground="trauma_korban", note="Demi keluarga.")
    data = page(writer, "/akun/data/")
    deed = f"{address(story)}{comment.pk}/hapus/"
    assert deed in data
    assert f"{address(story)}{comment.pk}/#" not in data  # it leads nowhere any more
    other = Client()
    other.force_login(cast.other_reporter)
    assert other.post(deed).status_code == 404
    assert writer.get(deed).status_code == 200
    assert writer.post(deed)["Location"] == "/akun/data/"
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.DELETED, "")


# Letters


def letters() -> list[str]:
    decision_mail.send_due(timezone.now() + SENT)
    return [str(message.subject) for message in mail.outbox]


def test_an_approval_is_told(held: Comment, cast: Cast) -> None:
    moderation.approve(held, by=cast.moderator)
    assert letters() == ["Komentar Anda sudah tampil"]


def test_who_wants_no_mail_gets_none(held: Comment, cast: Cast, writer: Client) -> None:
    writer.post("/komentar/pemberitahuan/", {"balasan": "ya"})
    assert not MailChoice.objects.get(user=cast.outsider).decisions
    moderation.refuse(held, by=cast.moderator, reason="kasar")
    assert letters() == []


def test_what_is_overtaken_is_not_sent(story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider, WORDS)
    moderation.hide(comment, by=cast.moderator, reason="kasar")
    moderation.unhide(comment, by=cast.moderator)
    assert letters() == []
    moderation.hide(comment, by=cast.moderator, reason="kasar")
    assert letters() == ["Komentar Anda disembunyikan"]
    moderation.unhide(comment, by=cast.moderator)
    assert letters()[1:] == ["Komentar Anda tampil lagi"]


def test_only_the_last_decision_is_told(held: Comment, cast: Cast) -> None:
    moderation.refuse(held, by=cast.moderator, reason="kasar")
    moderation.approve(held, by=cast.moderator)
    moderation.hide(held, by=cast.moderator, reason="bohong")
    assert letters() == ["Komentar Anda disembunyikan"]


def test_nothing_is_told_of_what_its_writer_took_back(held: Comment, cast: Cast) -> None:
    moderation.refuse(held, by=cast.moderator, reason="kasar")
    lifecycle.delete_own(held, by=cast.outsider)
    assert letters() == []


# Complaints


def complain(client: Client, comment: Comment, **more: str) -> str:
    data = {"reason": "bohong", "text": "Ini keliru.", "email": "adu@contoh.id"} | more
    response = client.post(reverse("comments:report", args=[comment.pk]), data)
    return str(response.get("Location", ""))


def test_a_complaint_sent_twice_is_one(story: Article, cast: Cast, client: Client, writer: Client) -> None:
    comment = written(story, cast.reporter)
    assert complain(client, comment) == complain(client, comment)
    assert (Report.objects.count(), Letter.objects.count()) == (1, 1)
    complain(client, comment, text="Lain lagi.")
    writer.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert complain(writer, comment) == complain(writer, comment)  # somebody else
    assert Report.objects.count() == 3


def test_two_at_once_are_one_ticket(own_cast: Cast) -> None:
    comment = written(make.published(), own_cast.reporter)
    found = together(*[lambda: complain(Client(), comment)] * 3)
    assert len(set(map(str, found))) == Report.objects.count() == 1


def test_an_answer_that_was_wrong_is_put_right_and_both_stand(story: Article, cast: Cast, client: Client) -> None:
    comment = written(story, cast.outsider)
    ticket_page = complain(client, comment)
    decision_mail.send_due(timezone.now())
    moderation.hide(comment, by=cast.moderator, reason="kasar")
    decision_mail.send_due(timezone.now())
    moderation.unhide(comment, by=cast.moderator)
    report = Report.objects.get()
    assert [event.outcome for event in ReportEvent.objects.filter(report=report).exclude(outcome="")] == [
        ReportOutcome.HIDDEN,
        ReportOutcome.KEPT,
    ]
    shown = page(client, ticket_page)
    assert "Sudah diputuskan: Komentar tetap tampil." in shown
    assert "Dibetulkan" in shown
    assert "Komentar disembunyikan" in shown
    log = "".join(reports.lines(Report.objects.all()))
    assert "Komentar disembunyikan" in log
    assert "Komentar tetap tampil" in log
    moderation.hide(comment, by=cast.moderator, reason="bohong")
    assert Report.objects.get().answer == ReportOutcome.HIDDEN


def test_an_answer_that_has_not_left_yet_leaves_right(story: Article, cast: Cast, client: Client) -> None:
    comment = written(story, cast.outsider)
    complain(client, comment)
    moderation.hide(comment, by=cast.moderator, reason="kasar")
    moderation.unhide(comment, by=cast.moderator)
    decision_mail.send_due(timezone.now())
    answers = [str(message.body) for message in mail.outbox if "sudah diputuskan" in message.subject]
    assert len(answers) == 1
    assert "Keputusan: Komentar tetap tampil." in answers[0]


# Everything we hold


def test_my_data_hold_the_words_taken_back_findings_decisions_and_reasons(
    story: Article, cast: Cast, writer: Client
) -> None:
    refused = written(story, cast.outsider, "Kunjungi contoh.example sekarang juga.", status=Status.HELD)
    moderation.refuse(refused, by=cast.moderator, reason="promosi", note="Ini iklan.")
    gone = written(story, cast.outsider, WORDS)
    lifecycle.edit(gone, by=cast.outsider, text="Semoga dermaga lekas rampung.")
    lifecycle.delete_own(gone, by=cast.outsider)
    held = page(writer, "/akun/data/")
    file = writer.get("/akun/data/unduh/").content.decode()
    steps = CommentLog.objects.filter(comment__author=cast.outsider)
    texts = {text for step in steps for text in (step.text_before, step.text_after, step.note) if text}
    findings = {found["detail"] for found in Comment.objects.get(pk=refused.pk).findings}
    assert {WORDS, "Semoga dermaga lekas rampung.", "Ini iklan."} <= texts
    assert findings
    for shown in (held, file):
        for text in texts | findings | {"Promosi atau tautan"}:
            assert text.replace('"', "&quot;" if shown is held else '\\"') in shown
        assert cast.moderator.get_full_name() not in shown  # whose decision it was is the newsroom's


def test_nobody_elses_are_in_it(held: Comment, cast: Cast) -> None:
    other = Client()
    other.force_login(cast.other_reporter)
    assert WORDS not in page(other, "/akun/data/")
