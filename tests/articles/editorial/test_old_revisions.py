"""A revision that an older version saved previews, compares, merges, restores and publishes as if it were new.

old_revisions.json was saved by the code of commit c39bb70, and the last two of it as the code before that did; rows
from number 9001 on are those they refer to. Section 9002, author 9002, editor 9002 and photo 9005 are gone.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from articles.editorial import checks, publishing, revisions, workflow
from articles.models import Article, Author, Edition, Editor, Revision, RevisionKind, Section, Verification
from articles.search import indexes
from articles.story_fields import SCHEMA, STORY_FIELDS, read_content
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, fields_of

OLD: dict[str, dict[str, Any]] = {
    old["about"]: old["content"] for old in json.loads((Path(__file__).parent / "old_revisions.json").read_text())
}
# The others are refused by the checks: no text, or a gallery's photo that is gone.
PUBLISHABLE = {
    "everything filled",
    "a figure and a table, and an opinion",
    "as the code before galleries saved it",
}


@pytest.fixture
def rows(cast: Cast) -> None:
    Section.objects.create(pk=9001, name="Penajam", slug="penajam")
    Author.objects.create(pk=9001, name="Siti Rahma", slug="siti-rahma", code="str")
    Editor.objects.create(pk=9001, name="Wahyu Redaktur")
    for pk in range(9001, 9005):
        make.photo_row(pk=pk, caption=f"Foto lama nomor {pk}")


@pytest.fixture(params=OLD)
def about(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def article(rows: None) -> Article:
    return make.draft(is_sensitive=False)


@pytest.fixture
def old(article: Article, cast: Cast, about: str) -> Revision:
    """Kept aside by the older version, on top of the story's first."""
    return Revision.objects.create(
        article=article,
        kind=RevisionKind.SET_ASIDE,
        content=OLD[about],
        by=cast.reporter,
        by_name="Rina Oktavia",
        base_version=1,
    )


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


def test_a_content_is_read_with_every_field_and_what_it_held(about: str) -> None:
    content = read_content(OLD[about])
    assert content.keys() == {"schema"} | {field.name for field in STORY_FIELDS}
    assert content["schema"] == SCHEMA
    assert {name: content[name] for name in OLD[about]} == OLD[about]
    assert read_content(content) == content


def test_what_a_newer_version_added_is_passed_over() -> None:
    assert read_content({"headline": "Judul", "schema": SCHEMA + 1, "mood": "ceria"}) == read_content(
        {"headline": "Judul"}
    )


def test_it_previews(rina: AtDesk, article: Article, old: Revision) -> None:
    assert old.content["headline"] in rina.read(f"{STORIES}{article.pk}/revisi/{old.pk}/")


def test_it_compares(rina: AtDesk, article: Article, old: Revision) -> None:
    standing = revisions.latest(article)
    assert standing
    for first, second in ((standing, old), (old, standing)):
        html = rina.read(f"{STORIES}{article.pk}/bandingkan/?dari={first.pk}&ke={second.pk}")
        assert "<h2>Judul</h2>" in html


def test_it_merges(rina: AtDesk, article: Article, old: Revision) -> None:
    assert "Tulisan Rina Oktavia" in rina.read(f"{STORIES}{article.pk}/bentrok/{old.pk}/")
    form = fields_of(
        rina.read(f"{STORIES}{article.pk}/change/?gabung={old.pk}&headline=mine&body=mine"), "article_form"
    )
    assert form["headline"] == [old.content["headline"]]
    assert "".join(form["body"][0].split()) == "".join(old.content["body"].split())
    # An empty text over a full one is asked about first, as in any form.
    sent = rina.save(article, form | ({} if old.content["body"] else {"empty_body": ["on"]}))
    if any(entry["photo"] == 9005 for entry in old.content.get("gallery", [])):  # the photo that is gone is named
        assert "Foto nomor 9005 tidak ada di perpustakaan." in sent.content.decode()
    else:
        assert sent["Location"] == f"{STORIES}{article.pk}/change/"


def test_it_merges_without_a_base(rina: AtDesk, article: Article, old: Revision) -> None:
    again = Revision.objects.create(
        article=article, kind=RevisionKind.SET_ASIDE, content=old.content, by_name="Rina Oktavia", base_version=0
    )
    assert "Tulisan Rina Oktavia" in rina.read(f"{STORIES}{article.pk}/bentrok/{again.pk}/")


def test_it_restores(rina: AtDesk, article: Article, old: Revision) -> None:
    response = rina.client.post(f"{STORIES}{article.pk}/revisi/{old.pk}/pulihkan/", {"version": article.version})
    assert response["Location"] == f"{STORIES}{article.pk}/change/"
    restored = revisions.content_of(Article.objects.get(pk=article.pk))
    whole = read_content(old.content)
    gone = {"section", "photo", "editor", "authors"}
    assert {name: restored[name] for name in restored.keys() - gone} == {
        name: whole[name] for name in whole.keys() - gone
    }
    for name in gone - {"authors"}:
        is_there = whole[name] and whole[name]["id"] not in {9002, 9005}
        assert restored[name] == (whole[name] if is_there else None)
    assert restored["authors"] == [author for author in whole["authors"] if author["id"] != 9002]


def test_it_publishes(cast: Cast, article: Article, old: Revision, about: str) -> None:
    revisions.restore(article, old, by=cast.reporter, base_version=article.version)
    # What was saved before stories said whether they were verified says it before it is published again.
    article = make.edited(article, verification=Verification.VERIFIED)
    assert (checks.before_publishing(article) == []) == (about in PUBLISHABLE)
    edition = publishing.compose(article, read_content(old.content), by=cast.editor)
    assert edition.headline == old.content["headline"]
    if about in PUBLISHABLE:
        workflow.publish(workflow.submit(article, by=cast.reporter), by=cast.managing_editor)
        printed = Edition.objects.get(article=article)
        assert (printed.headline, printed.section_name) == (old.content["headline"], "Penajam")


def test_the_search_is_rebuilt_from_it(cast: Cast, article: Article, old: Revision) -> None:
    Revision.objects.create(article=article, content=old.content, by_name="Rina Oktavia", version=2, base_version=1)
    indexes.rebuild(report=lambda done: None)
