"""Live reports at the desk: who lets entries out, and that each goes out once, in order, and can be taken back."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.test import Client

from articles.editorial import live, workflow
from articles.editorial.checks import ChecksFailed
from articles.editorial.workflow import TransitionNotAllowed
from articles.models import (
    Article,
    Edition,
    LiveEntry,
    LiveEntryEdition,
    LiveReport,
    Photo,
    RetractionGround,
    Stage,
    Verification,
)
from articles.richtext import as_typed, typed_plainly
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, fields_of
from tests.together import together

pytestmark = pytest.mark.both_databases

WRITERS, EACH = 8, 5


def screen(report: LiveReport) -> str:
    return f"{STORIES}{report.pk}/langsung/"


def box(desk: AtDesk, report: LiveReport) -> dict[str, list[str]]:
    return fields_of(desk.read(screen(report)), "live-box") | {"step": ["send"]}


def page(report: LiveReport) -> str:
    story = Edition.objects.live().select_related("section").get(article=report.pk)
    return Client().get(story.get_absolute_url()).content.decode()


def sent(report: LiveReport, by: User, text: str = "Feri tiba.") -> live.Sent:
    return live.send(report, by=by, key=uuid4(), body=typed_plainly(text))


@pytest.mark.parametrize("text", ["a < b & c > d", "Baris satu\nbaris dua\n\nAlinea “dua”", "<b>tebal</b>", "  a  "])
def test_what_is_typed_in_the_box_is_shown_as_it_was_typed(text: str) -> None:
    assert as_typed(typed_plainly(text)) == text.strip()


def test_the_box_sends_at_once_and_stands_empty_again(cast: Cast) -> None:
    report, desk = make.live_report(), AtDesk(cast.editor)
    typed = box(desk, report) | {"text": "Kapal <miring>.\n\nPenumpang dievakuasi.", "is_key": "on"}
    assert desk.client.post(screen(report), typed).status_code == 302
    assert "Kapal &lt;miring&gt;.</p>\n<p>Penumpang dievakuasi." in page(report)
    entry = LiveEntryEdition.objects.get()
    assert (entry.is_key, entry.author_name, entry.author_slug) == (True, "Lukman Maulana", "lukman")
    assert box(desk, report)["text"] == [""]


def test_an_entry_of_a_writer_waits_for_an_editor_who_may_let_them_in(cast: Cast) -> None:
    report = make.live_report()
    waiting = sent(report, cast.reporter, "Kabar yang menunggu")
    assert waiting.edition is None
    assert "Kabar yang menunggu" not in page(report)
    assert "Kabar yang menunggu" in AtDesk(cast.editor).read(screen(report))
    with pytest.raises(PermissionDenied):
        live.publish(waiting.entry, by=cast.reporter)
    with pytest.raises(PermissionDenied):
        live.let_writers(report, True, by=cast.reporter)
    AtDesk(cast.editor).client.post(screen(report), {"step": "publish", "entry": waiting.entry.pk})
    assert "Kabar yang menunggu" in page(report)
    with pytest.raises(TransitionNotAllowed):
        live.refuse(waiting.entry, by=cast.editor)
    live.let_writers(report, True, by=cast.editor)
    assert sent(report, cast.reporter).edition
    live.let_writers(report, False, by=cast.editor)
    refused = sent(report, cast.reporter, "Kabar yang disisihkan")
    live.refuse(refused.entry, by=cast.editor)
    with pytest.raises(TransitionNotAllowed):
        live.publish(refused.entry, by=cast.editor)
    assert "Kabar yang disisihkan" not in page(report)


def test_nobody_else_sends_begins_or_changes_anything(cast: Cast) -> None:
    article = make.published()
    for person in (cast.reporter, cast.other_reporter, cast.other_editor, cast.moderator, cast.outsider):
        with pytest.raises(PermissionDenied):
            live.begin(article, by=person)
    report = live.begin(article, by=cast.editor)
    entry = make.live_entry(report).entry
    change = {"base": 1, "body": "<p>Lain</p>", "is_key": False, "kind": "minor"}
    for person in (cast.other_reporter, cast.other_editor, cast.photo_editor, cast.moderator, cast.outsider):
        actions: list[Callable[[], object]] = [
            partial(sent, report, person),
            partial(live.finish, report, by=person),
            partial(live.change, entry, by=person, **change),
            partial(live.break_out, entry, by=person),
        ]
        for action in actions:
            with pytest.raises(PermissionDenied):
                action()
    with pytest.raises(PermissionDenied):
        live.retract(entry, by=cast.editor, ground=RetractionGround.SARA, note="Keliru.")


def test_one_box_makes_one_entry_and_another_text_in_it_is_kept(cast: Cast) -> None:
    report, desk = make.live_report(), AtDesk(cast.editor)
    typed = box(desk, report) | {"text": "Feri tiba."}
    for _ in range(2):
        assert desk.client.post(screen(report), typed).status_code == 302
    answer = desk.client.post(screen(report), typed | {"text": "Feri berangkat lagi."})
    assert (answer.status_code, LiveEntry.objects.count()) == (409, 1)
    assert "Feri berangkat lagi." in answer.content.decode()
    again = fields_of(answer.content.decode(), "live-box") | {"step": ["send"]}
    assert desk.client.post(screen(report), again).status_code == 302
    assert [entry.typed for entry in LiveEntry.objects.order_by("pk")] == ["Feri tiba.", "Feri berangkat lagi."]


@pytest.mark.parametrize("wrong", [{"text": " \n"}, {"text": "a" * 5001}, {"text": "\u200b"}, {"key": "x"}])
def test_what_cannot_be_sent_stays_in_the_box(cast: Cast, wrong: dict[str, str]) -> None:
    report, desk = make.live_report(), AtDesk(cast.editor)
    answer = desk.client.post(screen(report), box(desk, report) | {"text": "Feri tiba."} | wrong)
    assert answer.status_code == 200
    assert not LiveEntry.objects.exists()
    assert fields_of(answer.content.decode(), "live-box")["text"][0].strip() == wrong.get("text", "Feri tiba.").strip()


def test_a_photo_that_arrived_stays_while_the_text_is_mended(cast: Cast) -> None:
    report, desk = make.live_report(), AtDesk(cast.editor)
    typed = box(desk, report) | {"photo": make.picture(4711, (640, 480)), "photo_caption": "Dermaga"}
    answer = desk.client.post(screen(report), typed | {"text": ""})
    photo = Photo.objects.get()
    again = fields_of(answer.content.decode(), "live-box") | {"step": ["send"], "text": "Dermaga penuh."}
    assert again["chosen"] == [str(photo.pk)]
    assert desk.client.post(screen(report), again).status_code == 302
    entry = LiveEntryEdition.objects.get()
    assert (entry.photo, entry.photo_caption, entry.photo_credit) == (photo, "Dermaga", "Lukman Maulana")
    assert photo.files("inline", "jpeg")[0].url in page(report)


def test_every_entry_of_many_writers_goes_out_once_and_in_order(own_cast: Cast) -> None:
    report = make.live_report()

    def write(writer: int) -> None:
        for number in range(EACH):
            body = f"<p>Penulis {writer}, kabar {number}</p>"
            key = uuid4()
            for _ in range(2):  # a second tap
                live.send(report, by=own_cast.editor, key=key, body=body)

    assert together(*(partial(write, writer) for writer in range(WRITERS))) == [None] * WRITERS
    told = list(LiveEntryEdition.objects.of_report(report.pk))[::-1]
    assert len({entry.typed for entry in told}) == len(told) == WRITERS * EACH
    for writer in range(WRITERS):
        own = [entry.typed for entry in told if entry.typed.startswith(f"Penulis {writer},")]
        assert own == [f"Penulis {writer}, kabar {number}" for number in range(EACH)]
    assert [entry.pk for entry in told] == sorted(entry.pk for entry in told)  # as they were written


def test_nothing_is_left_of_an_entry_whose_sending_broke_off(cast: Cast) -> None:
    report = make.live_report()

    def killed() -> None:
        with transaction.atomic():
            sent(report, cast.editor)
            raise KeyboardInterrupt  # before the commit

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert not LiveEntry.objects.exists()
    assert sent(report, cast.editor).edition


def test_what_was_sent_and_shown_is_never_changed_or_deleted(cast: Cast) -> None:
    entry = make.live_entry(make.live_report())
    for model in (LiveReport, LiveEntry, LiveEntryEdition):
        with pytest.raises(models.ProtectedError):
            model.objects.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveEntryEdition.objects.filter(pk=entry.pk).update(body="<p>Lain</p>")
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveEntry.objects.update(body="<p>Lain</p>")
    cast.editor.delete()  # an account may go; the name that readers saw stays
    assert (LiveEntry.objects.get().sent_by, LiveEntryEdition.objects.get().author_name) == (None, "Lukman Maulana")


def test_a_correction_is_told_with_its_time_and_a_late_one_keeps_its_text(cast: Cast) -> None:
    report = make.live_report()
    entry = make.live_entry(report, "Tiga penumpang terluka.")
    desk, address = AtDesk(cast.editor), f"{screen(report)}{entry.entry_id}/"
    typed = {"step": "change", "base": "1", "text": "Dua penumpang terluka.", "kind": "correction", "note": ""}
    assert "Tulis apa yang diralat" in desk.client.post(address, typed).content.decode()
    assert desk.client.post(address, typed | {"note": "Jumlahnya dua."}).status_code == 302
    assert "Jumlahnya dua." in page(report)
    assert "Tiga penumpang" not in page(report)
    late = desk.client.post(address, typed | {"text": "Empat penumpang terluka.", "note": "Empat."})
    assert late.status_code == 409
    assert "Empat penumpang terluka." in late.content.decode()
    assert LiveEntryEdition.objects.get(live_until=None).typed == "Dua penumpang terluka."


def test_a_retracted_entry_is_gone_from_everything_but_the_archive(cast: Cast) -> None:
    report = make.live_report()
    entry = make.live_entry(report, "Korban bernama Rahasia.", is_key=True)
    make.live_entry(report, "Kabar lain.")
    with pytest.raises(ChecksFailed):
        live.retract(entry.entry, by=cast.managing_editor, ground="lain", note="Keliru.")
    address = f"{screen(report)}{entry.entry_id}/"
    typed = {"step": "retract", "ground": RetractionGround.TRAUMA, "note": "Demi keluarga."}
    assert AtDesk(cast.managing_editor).client.post(address, typed).status_code == 302
    shown = page(report) + Client().get(f"/langsung/{report.pk}/").content.decode()
    assert "Rahasia" not in shown
    assert shown.count("Demi keluarga.") == 2
    assert "Kabar lain." in shown
    assert shown.count(f'data-gone="kabar-{entry.entry_id}"') == 2  # for pages that are open
    assert LiveEntryEdition.objects.filter(number=1, entry=entry.entry_id).get().typed == "Korban bernama Rahasia."
    with pytest.raises(TransitionNotAllowed):
        live.change(entry.entry, by=cast.managing_editor, base=2, body="<p>Rahasia</p>", is_key=False, kind="minor")


def test_a_finished_report_takes_nothing_in_until_it_is_reopened(cast: Cast) -> None:
    report, desk = make.live_report(), AtDesk(cast.editor)
    opened = box(desk, report)
    desk.client.post(screen(report), {"step": "finish"})
    assert "Laporan selesai" in page(report)
    assert ">Langsung<" not in page(report)
    late = desk.client.post(screen(report), opened | {"text": "Kabar yang terlambat."})
    assert late.status_code == 409
    assert "Kabar yang terlambat." in late.content.decode()
    desk.client.post(screen(report), {"step": "reopen"})
    assert ">Langsung<" in page(report)
    assert desk.client.post(screen(report), opened | {"text": "Kabar yang terlambat."}).status_code == 302


def test_an_entry_grows_into_a_story_and_the_two_lead_to_each_other(cast: Cast) -> None:
    report = make.live_report()
    entry = make.live_entry(report, "Jembatan ditutup sampai pagi.")
    address = f"{screen(report)}{entry.entry_id}/"
    for _ in range(2):
        assert AtDesk(cast.editor).client.post(address, {"step": "break_out"}).status_code == 302
    story = Article.objects.get(told_by__isnull=False)
    assert (story.headline, story.section) == ("Jembatan ditutup sampai pagi.", report.article.section)
    assert "Selengkapnya" not in page(report)  # a draft is nobody's
    ready = make.edited(
        story, by=cast.editor, verification=Verification.VERIFIED, summary="Ditutup.", place="Samarinda"
    )
    ready = workflow.submit(ready, by=cast.editor)
    workflow.publish(ready, by=cast.managing_editor, confirmed=True)
    live_story = Edition.objects.live().select_related("section").get(article=story)
    assert f'Selengkapnya: <a href="{live_story.get_absolute_url()}">' in page(report)
    of_story = Client().get(live_story.get_absolute_url()).content.decode()
    assert f"?kabar={entry.entry_id}#kabar-{entry.entry_id}" in of_story
    live.retract(entry.entry, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    assert "Berawal dari laporan langsung" not in Client().get(live_story.get_absolute_url()).content.decode()


def test_what_was_withdrawn_takes_no_entry(cast: Cast) -> None:
    report = make.live_report()
    waiting = sent(report, cast.reporter)
    workflow.retract(report.article, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    report.article.refresh_from_db()
    assert report.article.stage == Stage.RETRACTED
    for action in (partial(sent, report, cast.editor), partial(live.publish, waiting.entry, by=cast.editor)):
        with pytest.raises(TransitionNotAllowed):
            action()


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"tags": ["Sidang"]}, True),
        ({"headline": "Saksi hadir di pengadilan negeri"}, True),
        ({"tags": ["pasar"], "headline": "Antrean feri memanjang"}, False),
    ],
)
def test_whoever_reports_from_a_court_is_told_of_the_judges_leave(
    cast: Cast, fields: dict[str, object], is_told: bool
) -> None:
    article = make.published(**fields)
    desk, address = AtDesk(cast.editor), f"{STORIES}{article.pk}/langsung/"
    begin = desk.read(address)
    assert "izin hakim atau ketua majelis" in begin
    assert ("tampaknya dari ruang sidang" in begin) == is_told
    desk.client.post(address, {"step": "begin", "court_leave": "Ketua majelis, 08.15"})
    assert ("izin hakim atau ketua majelis" in desk.read(address)) == is_told
    assert LiveReport.objects.get().court_leave == "Ketua majelis, 08.15"
