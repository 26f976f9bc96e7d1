"""Every story says whether it was verified; what was not says so at its end (domain 1.1, PPMS 2a-2d)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.editorial import piles, verification, workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Article, Confirmation, ConfirmationAnswer, Edition, UnverifiedCase, Verification
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

pytestmark = pytest.mark.both_databases
DEFAULT = "(Berita ini masih memerlukan verifikasi lebih lanjut. Redaksi sedang mengupayakannya.)"
REASONS = {
    "urgency": "Warga perlu menghindari jembatan itu malam ini.",
    "first_source": "Kepala BPBD, di lokasi.",
    "unreachable": "Pemilik kapal belum dikenal.",
}
ASKED = {
    "step": "confirmation", "who": "Sudarsono Kesuma", "at": "2026-01-05T10:00", "channel": "WhatsApp",
    "answer": "answered", "words": "Ia membantah seluruhnya.",
}  # fmt: skip


def screen(article: Article) -> str:
    return f"{STORIES}{article.pk}/verifikasi/"


def doubted(*, note: str = "", **fields: Any) -> Article:
    """An unverified story that may run: its reasons stand at the desk."""
    article = make.in_review(verification=Verification.UNVERIFIED, **fields)
    UnverifiedCase.objects.create(article=article, note=note or DEFAULT.strip("()"), **REASONS)
    return article


def published(cast: Cast, article: Article, **more: Any) -> Edition:
    workflow.publish(article, by=cast.managing_editor, **more)
    return Edition.objects.live().get(article=article)


def everywhere(client: Client, edition: Edition) -> dict[str, str]:
    """A story's text as readers and programs get it."""
    api = client.get(f"/api/berita/{edition.article_id}/").json()
    feed = client.get("/feed/json/").json()
    own = next(item for item in feed["items"] if item["url"].endswith(edition.get_absolute_url()))
    page = client.get(edition.get_absolute_url()).content.decode()
    rss = client.get("/feed/").content.decode()
    (content,) = (
        item for item in re.findall(r"<item>.*?</item>", rss, re.DOTALL) if edition.get_absolute_url() in item
    )
    return {
        "page": page.partition('story__body">')[2].partition("</div>")[0],
        "api": api["bodies"][0]["value"],
        "json": own["content_html"],
        "rss": content.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"'),
        "atom": client.get("/feed/atom/").content.decode().replace("&lt;", "<").replace("&gt;", ">"),
    }


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
@pytest.mark.press_rule("PPMS 2a")
def test_nothing_is_published_before_somebody_says_whether_it_was_verified(cast: Cast, verb: str) -> None:
    article = make.in_review(verification=Verification.UNSET)
    needs = {"at": timezone.now() + timedelta(days=1)} if verb == "schedule" else {}
    with pytest.raises(ChecksFailed) as refused:
        workflow.VERBS[verb].act(article, by=cast.editor, confirmed=True, **needs)
    assert [finding.field for finding in refused.value.findings] == ["verification"]
    desk = AtDesk(cast.editor)
    assert "Status verifikasi belum dipilih" in desk.read(f"{STORIES}{article.pk}/langkah/{verb}/")
    assert "Status verifikasi belum dipilih" in desk.read(article.get_absolute_url())


@pytest.mark.press_rule("PPMS 2a")
def test_nobody_says_of_a_new_story_that_it_ran_elsewhere(cast: Cast) -> None:
    desk = AtDesk(cast.reporter)
    desk.save(None, headline="Baru", verification="inherited")
    assert not Article.objects.filter(verification="inherited").exists()
    moved_in = make.draft(verification=Verification.INHERITED)
    desk.save(moved_in, headline="Judul yang diperbaiki")
    assert Article.objects.get(pk=moved_in.pk).verification == Verification.INHERITED


@pytest.mark.press_rule("PPMS 2b")
def test_what_may_harm_somebody_needs_a_confirmation_that_no_reader_gets(cast: Cast, client: Client) -> None:
    article = make.in_review(may_harm=True)
    with pytest.raises(ChecksFailed) as refused:
        published(cast, article)
    assert [finding.field for finding in refused.value.findings] == ["may_harm"]
    desk = AtDesk(cast.reporter)
    assert desk.client.post(screen(article), ASKED).status_code == 302
    assert "Sudarsono Kesuma" in desk.read(screen(article))
    edition = published(cast, article)
    texts_of = [*everywhere(client, edition).values(), client.get(f"/api/berita/{article.pk}/").content.decode()]
    texts_of.append(client.get(edition.get_absolute_url()).content.decode())
    for text in texts_of:
        assert "Sudarsono" not in text
        assert "membantah" not in text


@pytest.mark.press_rule("PPMS 2b")
def test_an_answer_is_written_down_in_the_past_and_for_ever(cast: Cast) -> None:
    article = make.draft(may_harm=True)
    desk = AtDesk(cast.reporter)
    for wrong, field in (({"words": " "}, "words"), ({"at": "2099-01-01T10:00"}, "at"), ({"answer": "lain"}, "answer")):
        refused = desk.client.post(screen(article), ASKED | wrong)
        assert list(refused.context["forms"][0][2].errors) == [field]
        assert "Sudarsono Kesuma" in refused.content.decode()
    assert desk.client.post(screen(article), ASKED | {"answer": "silent", "words": ""}).status_code == 302
    made = Confirmation.objects.get()
    assert (made.answer, made.recorded_by) == (ConfirmationAnswer.SILENT, cast.reporter)
    for change in ({"who": "Lain"}, {"words": "Lain"}, {"answer": "answered"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Confirmation.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(pk=made.pk)._raw_delete("default")


@pytest.mark.press_rule("PPMS 2c")
def test_an_unverified_story_needs_all_three_reasons(cast: Cast) -> None:
    article = make.in_review(verification=Verification.UNVERIFIED, may_harm=True)
    with pytest.raises(ChecksFailed) as refused:
        published(cast, article)
    assert [finding.field for finding in refused.value.findings] == ["verification"]
    desk = AtDesk(cast.editor)
    for missing in REASONS:
        answer = desk.client.post(screen(article), {"step": "case", "note": "x", **REASONS, missing: " "})
        assert list(answer.context["forms"][1][2].errors) == [missing]
    assert desk.client.post(screen(article), {"step": "case", "note": "(*Belum pasti.*)", **REASONS}).status_code == 302
    assert published(cast, article).verification_note == "Belum pasti."


@pytest.mark.press_rule("PPMS 2c")
def test_its_last_paragraph_says_so_in_brackets_and_italics_everywhere(cast: Cast, client: Client) -> None:
    edition = published(cast, doubted(note="Jumlah korban <b>belum</b> pasti."))
    note = '<p class="catatan-verifikasi"><em>(Jumlah korban &lt;b&gt;belum&lt;/b&gt; pasti.)</em></p>'
    found = everywhere(client, edition)
    for place in ("page", "api", "json"):
        assert note in found[place], place
    for place in ("page", "api"):
        assert found[place].rstrip().endswith(note), place
    for place in ("rss", "atom"):
        assert '<p class="catatan-verifikasi"><em>(Jumlah korban' in found[place], place
    verified = published(cast, make.in_review())
    assert not any(
        "catatan-verifikasi" in everywhere(client, verified)[place] for place in ("page", "api", "json", "rss")
    )


@pytest.mark.press_rule("PPMS 2d")
def test_the_result_and_the_first_story_lead_to_each_other_and_the_note_follows(cast: Cast, client: Client) -> None:
    first = published(cast, doubted(headline="Kapal diduga menabrak jembatan"))
    assert DEFAULT in everywhere(client, first)["page"]
    desk = AtDesk(cast.editor)
    made = desk.client.post(screen(first.article), {"step": "result"})
    result = Article.objects.latest("pk")
    assert made["Location"] == result.get_absolute_url()
    assert desk.client.post(screen(first.article), {"step": "result"})["Location"] == result.get_absolute_url()
    assert DEFAULT in everywhere(client, first)["page"]
    result = make.edited(
        result, headline="Kapal memang menabrak", body="<p>Sudah pasti.</p>", verification="verified",
        authors=[make.author()],
    )  # fmt: skip
    told = published(cast, workflow.submit(result, by=cast.editor))
    for place, text in everywhere(client, first).items():
        assert DEFAULT not in text, place
        assert "(Sudah diverifikasi, baca <a href=" in text, place
        assert told.get_absolute_url() in text, place
    page = client.get(told.get_absolute_url()).content.decode()
    assert "Hasil verifikasi atas berita" in page
    assert first.get_absolute_url() in page
    workflow.retract(result, by=cast.managing_editor, ground="sara", note="Maaf.")
    assert DEFAULT in everywhere(client, first)["page"]
    assert DEFAULT in everywhere(client, first)["api"]


@pytest.mark.press_rule("PPMS 2d")
def test_the_desks_queue_has_the_oldest_first_and_empties(cast: Cast) -> None:
    now = timezone.now()
    editions = [published(cast, doubted(), now=now - timedelta(hours=hours)) for hours in (2, 30, 5)]
    published(cast, make.in_review())
    shown = [entry.url for entry in piles.unverified(cast.editor, now).entries]
    assert shown == [screen(editions[place].article) for place in (1, 2, 0)]
    assert "Belum terverifikasi" in AtDesk(cast.editor).read("/admin/")
    changed = workflow.reopen(editions[1].article, by=cast.editor)
    changed = make.edited(changed, verification=Verification.VERIFIED)
    workflow.publish(workflow.submit(changed, by=cast.reporter), by=cast.editor, kind="update", note="Sudah pasti.")
    assert len(piles.unverified(cast.editor, timezone.now()).entries) == 2
    for edition in editions:
        answer = verification.begin_result(edition.article, by=cast.editor)
        answer = make.edited(answer, body="<p>Pasti.</p>", verification="verified", authors=[make.author()])
        published(cast, workflow.submit(answer, by=cast.editor))
    assert piles.unverified(cast.editor, timezone.now()).entries == []


@pytest.mark.press_rule("PPMS 2b")
def test_the_records_are_the_desks_alone(cast: Cast, client: Client) -> None:
    article = make.draft()
    for user in (cast.photo_editor, cast.moderator, cast.outsider, cast.other_reporter):
        client.force_login(user)
        assert client.get(screen(article)).status_code in {403, 404}
        assert client.post(screen(article), ASKED).status_code in {403, 404}
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("stage", ["in_review", "approved"])
def test_whoever_may_not_change_the_text_does_not_change_its_closing_note(cast: Cast, stage: str) -> None:
    article = doubted(note="Masih diperiksa.")
    if stage == "approved":
        article = workflow.approve(article, by=cast.editor, confirmed=True)
    rina, sent = AtDesk(cast.reporter), {"step": "case", "note": "Sudah benar semuanya", **REASONS}
    assert "Simpan alasan" not in rina.read(screen(article))
    assert rina.client.post(screen(article), sent).status_code == 403
    assert UnverifiedCase.objects.get().note == "Masih diperiksa."
    assert rina.client.post(screen(article), ASKED).status_code == 302  # whom one asked may be added
    assert AtDesk(cast.editor).client.post(screen(article), sent).status_code == 302


def test_a_result_that_was_set_aside_makes_room_for_another(cast: Cast) -> None:
    article = doubted()
    published(cast, article)
    first = verification.begin_result(article, by=cast.reporter)
    assert verification.begin_result(article, by=cast.editor) == first
    workflow.spike(first, by=cast.managing_editor, reason="Tidak jadi.")
    second = verification.begin_result(article, by=cast.editor)
    assert second != first


def test_the_pile_shows_what_an_editor_decides_on(cast: Cast) -> None:
    published(cast, doubted(section=cast.samarinda, headline="Jembatan miring"))

    def titles(user: Any) -> list[str]:
        return [entry.title for entry in piles.unverified(user, timezone.now()).entries]

    assert titles(cast.editor) == ["Jembatan miring"]
    assert titles(cast.other_editor) == []
