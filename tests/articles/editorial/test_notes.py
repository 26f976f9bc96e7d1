"""Notes on a story: found again by their words, in threads, told to who is mentioned, and never outside the desk."""

from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from articles.admin.notes import marked_text
from articles.editorial import checks, notes, preview_links, revisions
from articles.models import Article, Edition, Note
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

BODY = """<p>Feri <strong>berlayar</strong> pagi ini dari Balikpapan.</p>
<p>Tarifnya naik menjadi lima ribu rupiah, kata Siti.</p>
<p>Feri berlayar pagi ini dari Penajam.</p>"""


def noted(article: Article, by: Any, passage: str = "", text: str = "Cek lagi.", **more: Any) -> Note:
    return notes.add(article, text, by=by, key=uuid4(), passage=passage, **more)[0]


def place(article: Article, number: int = 0) -> notes.Place | None:
    article.refresh_from_db()
    return notes.threads(article)[number].place


def test_a_passage_is_found_across_its_format_and_among_equal_ones(cast: Cast) -> None:
    article = make.draft(body=BODY)
    noted(article, cast.editor, "Feri berlayar\n pagi ini dari Pen")
    second = noted(article, cast.editor, "berlayar pagi ini")
    Note.objects.filter(pk=second.pk).update(before="lima ribu rupiah, kata Siti. Feri ", after=" dari Penajam.")
    first, other = notes.threads(article)
    assert first.place
    assert first.place.words == "Feri berlayar pagi ini dari Pen"
    assert other.place
    assert (other.place.field, other.place.number) == ("body", 1)
    html = marked_text(article, [other])
    assert html.count("<mark>") == 1
    assert '<p>Feri <a class="note-mark" href="#catatan-' in html.partition("kata Siti.")[2]


EDITS = {
    "words around it": (
        BODY.replace("Tarifnya naik", "Sejak Senin, tarifnya naik"),
        "menjadi lima ribu rupiah, kata Siti.",
    ),
    "a word within": (BODY.replace("lima ribu", "sekitar enam ribu"), "menjadi sekitar enam ribu rupiah, kata Siti."),
    "moved to the top": (
        "<p>Menjadi menjadi lima ribu rupiah, kata Siti.</p>" + BODY,
        "menjadi lima ribu rupiah, kata Siti.",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_passage_is_found_again_after_edits(cast: Cast, edit: str) -> None:
    article = make.draft(body=BODY)
    noted(article, cast.editor, "menjadi lima ribu rupiah, kata Siti.")
    body, words = EDITS[edit]
    make.edited(article, body=body)
    found = place(article)
    assert found is not None
    assert found.words == words


def test_a_note_whose_passage_is_gone_is_listed_as_such(cast: Cast, client: Client) -> None:
    article = make.draft(body=BODY)
    noted(article, cast.editor, "Tarifnya naik menjadi lima ribu rupiah", text="Dari mana angkanya?")
    make.edited(article, body="<p>Feri berlayar pagi ini.</p>")
    assert place(article) is None
    client.force_login(cast.reporter)
    for address in (article.get_absolute_url(), f"/admin/articles/article/{article.pk}/catatan/"):
        html = client.get(address).content.decode()
        assert "Dari mana angkanya?" in html
        assert "sudah tidak ada di naskah" in html


def test_threads_are_answered_ended_and_opened_again(cast: Cast, client: Client) -> None:
    article = make.draft(body=BODY)
    note = noted(article, cast.editor)
    address = reverse("admin:articles_article_notes", args=[article.pk])
    client.force_login(cast.reporter)
    answer = {"thread": str(note.pk), "text": "Dari Dishub.", "form_key": str(uuid4())}
    assert client.post(address, answer).status_code == 302
    assert client.post(address, answer).status_code == 302  # pressed twice
    [thread] = notes.threads(article)
    assert [one.text for one in thread.answers] == ["Dari Dishub."]
    client.post(address, {"end": str(note.pk)})
    assert notes.count_open(article) == 0
    assert client.post(address, answer | {"text": "Eh.", "form_key": str(uuid4())}).status_code == 302
    assert notes.count_open(article) == 1


def test_each_note_of_one_opened_page_is_kept(cast: Cast, client: Client) -> None:
    """All forms of the page share one key, and Back brings it again."""
    article = make.draft(body=BODY)
    note = noted(article, cast.editor)
    client.force_login(cast.reporter)
    key = str(uuid4())
    for more in ({}, {"passage": "Feri"}, {"thread": str(note.pk)}, {"text": "Lain."}, {"text": "Lain."}):
        sent = {"text": "Cek.", "form_key": key} | more
        assert client.post(reverse("admin:articles_article_notes", args=[article.pk]), sent).status_code == 302
    assert Note.objects.exclude(pk=note.pk).count() == 4


def test_every_open_note_is_shown_however_many_there_are(cast: Cast) -> None:
    article = make.draft(body=BODY)
    values = {"article": article, "text": "Cek.", "by": cast.editor, "by_name": "Lukman"}
    Note.objects.bulk_create(Note(**values, resolved_at=timezone.now()) for _ in range(notes.MOST + 5))
    Note.objects.bulk_create(Note(**values) for _ in range(notes.MOST + 5))
    answer = noted(article, cast.reporter, thread=Note.objects.filter(Note.is_open()).latest("pk"))
    shown = notes.threads(article)
    assert sum(one.note.resolved_at is None for one in shown) == notes.count_open(article) == notes.MOST + 5
    assert sum(one.note.resolved_at is not None for one in shown) == notes.MOST
    assert [one.answers for one in shown if one.answers] == [[answer]]


def test_what_would_take_long_is_not_looked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    class Counted(SequenceMatcher[str]):
        def get_matching_blocks(self) -> Any:
            compared.append(len(self.a))  # type: ignore[attr-defined]
            return super().get_matching_blocks()

    monkeypatch.setattr(notes, "SequenceMatcher", Counted)
    article = make.draft(body=f"<p>{'a ' * 8_000}</p>")
    values = {"article": article, "text": "Cek.", "by": cast.editor, "by_name": "Lukman"}
    Note.objects.create(**values, passage="a a b " * 80)
    assert place(article) is None
    assert not compared
    Note.objects.all().delete()
    make.edited(article, body=f"<p>{' '.join(map(str, range(8_000)))}</p>")
    passage = " ".join(str(number) for number in range(50) if number % 5)
    Note.objects.bulk_create(Note(**values, passage=passage) for _ in range(300))
    article.refresh_from_db()
    found = notes.threads(article)
    assert found[0].place
    assert found[-1].is_lost
    assert sum(compared) <= notes.MOST_WORDS_OF_ALL


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_refused_note_loses_nothing(cast: Cast, client: Client, text: str) -> None:
    article = make.draft(body=BODY)
    client.force_login(cast.reporter)
    response = client.post(
        reverse("admin:articles_article_notes", args=[article.pk]), {"passage": "Feri berlayar", "text": text}
    )
    assert response.status_code == 200
    assert "Feri berlayar</textarea>" in response.content.decode()
    assert text.strip() in response.content.decode()
    assert not Note.objects.exists()


def test_who_is_mentioned_hears_of_it_once(cast: Cast, client: Client) -> None:
    article = make.draft(body=BODY)
    client.force_login(cast.reporter)
    text = "@lmo dan @hasan, tolong lihat. @rin @nobody @yusuf (surel a@b.id)"
    sent = {"text": text, "form_key": str(uuid4())}
    said = client.post(reverse("admin:articles_article_notes", args=[article.pk]), sent, follow=True).content.decode()
    client.post(reverse("admin:articles_article_notes", args=[article.pk]), sent)
    assert sorted(Notice.objects.values_list("user__username", flat=True)) == ["hasan", "lukman"]
    notice = Notice.objects.first()
    assert notice
    assert notice.title.startswith("Menyebut Anda")
    assert "@nobody, @yusuf tidak diberi tahu" in said  # who may not see the story does not learn of it


def test_open_notes_stand_wherever_the_story_does(cast: Cast, client: Client) -> None:
    article = make.in_review(body=BODY)
    note = noted(article, cast.reporter, "Feri berlayar")
    client.force_login(cast.editor)
    assert "1 catatan" in client.get("/admin/articles/article/").content.decode()
    html = client.get(article.get_absolute_url()).content.decode()
    assert "1 catatan belum selesai" in html
    assert 'data-note-words="Feri berlayar"' in html
    assert any(finding.field == "notes" and finding.may_stand for finding in checks.before_publishing(article))
    notes.end(note, by=cast.editor)
    assert "note-badge" not in client.get("/admin/articles/article/").content.decode()


def test_the_text_beside_the_notes_is_marked_and_escaped(cast: Cast, client: Client) -> None:
    article = make.draft(headline="Harga < naik", body="<p>Satu &lt;script&gt; dua.</p>")
    noted(article, cast.editor, "<script> dua", text="<b>tebal</b>")
    client.force_login(cast.reporter)
    html = client.get(reverse("admin:articles_article_notes", args=[article.pk])).content.decode()
    assert "<mark>&lt;script&gt; dua</mark>" in html
    assert "<b>tebal" not in html


def test_outsiders_and_colleagues_without_the_story_write_none(cast: Cast, client: Client) -> None:
    article = make.draft(body=BODY)
    note = noted(article, cast.editor)
    for person in (cast.other_reporter, cast.outsider, cast.moderator):
        client.force_login(person)
        address = reverse("admin:articles_article_notes", args=[article.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Halo"}).status_code == 404
        with pytest.raises(PermissionDenied):
            noted(article, person)
        with pytest.raises(PermissionDenied):
            notes.end(note, by=person)
    assert Note.objects.count() == 1


def test_no_note_is_ever_outside_the_desk(cast: Cast, client: Client) -> None:
    article = make.published(body=BODY)
    noted(article, cast.editor, "Feri berlayar", text="RAHASIADAPUR jangan terbit")
    latest = revisions.latest(article)
    assert latest
    assert "RAHASIADAPUR" not in str(latest.content)
    edition = Edition.objects.get(article=article)
    link = preview_links.share(latest, by=cast.managing_editor, for_whom="Sumber", lasts=timedelta(days=1))
    pages = ["/", edition.get_absolute_url(), "/feed/", "/feed/json/", "/cari/?q=RAHASIADAPUR", link.get_absolute_url()]
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "jangan terbit" not in response.content.decode()
    client.force_login(cast.managing_editor)
    assert article.headline not in client.get("/admin/articles/article/?q=RAHASIADAPUR").content.decode()


def test_the_page_costs_the_same_however_many_notes(cast: Cast, client: Client) -> None:
    article = make.draft(body=BODY)
    client.force_login(cast.editor)
    address = reverse("admin:articles_article_notes", args=[article.pk])
    noted(article, cast.reporter, "Feri berlayar")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(5):
        noted(article, cast.reporter, "Feri berlayar")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)
