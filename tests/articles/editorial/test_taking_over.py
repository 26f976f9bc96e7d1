"""Old stories that are written many at a time are as if each had been saved, submitted and published by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from articles.editorial import revisions, workflow
from articles.editorial.taking_over import OldStory, take_over
from articles.models import (
    Article,
    Author,
    DeskSearchEntry,
    Edition,
    EditionPhoto,
    Photo,
    RelatedStory,
    Revision,
    SearchEntry,
    SearchWord,
    Section,
    Stage,
    StageChange,
    Verification,
)
from articles.reading import cache_dependencies, cache_tags, related
from moving.writing import mover, old_site
from tests import make

WHEN = datetime(2019, 5, 4, 2, 30, tzinfo=UTC)
OWN_KEYS = {"id", "article_id", "edition_id", "source_id", "story_id"}


@pytest.fixture
def parts(db: None) -> tuple[Section, list[Author], Photo, Photo]:
    below = make.section("Balikpapan", parent=make.section("Daerah"))
    return below, [make.author("Bunga Sari", "bsa"), make.author("Andi Rahman")], make.photo(), make.photo()


def article_of(parts: tuple[Section, list[Author], Photo, Photo], **changed: Any) -> Article:
    section, _, lead, inner = parts
    body = f'<p>Warga menutup jembatan di Muara Jawa.</p><figure data-photo="{inner.pk}"></figure>'
    fields = {"headline": "Jembatan Muara Jawa ditutup", "summary": "Mulai pagi.", "place": "KUTAI", "body": body}
    fields["verification"] = Verification.INHERITED
    return Article(**fields | {"section": section, "photo": lead, "slug": "jembatan-ditutup"} | changed)


def test_it_is_as_if_each_had_gone_the_way(parts: tuple[Section, list[Author], Photo, Photo]) -> None:
    writer, publisher = old_site(), mover()
    by_steps = article_of(parts)
    topics = ["Muara Jawa", "banjir", "BANJIR"]
    revisions.save(by_steps, by=writer, authors=parts[1], tags=topics, base_version=0, now=WHEN)
    workflow.submit(by_steps, by=publisher, now=WHEN)
    workflow.publish(by_steps, by=publisher, now=WHEN, confirmed=True)
    words = {row.word: (row.editions, row.named) for row in SearchWord.objects.all()}
    at_once = article_of(parts)
    taken(OldStory(at_once, parts[1], topics, WHEN, is_public=True), by=(writer, publisher))
    assert what_stays(at_once) == what_stays(by_steps)
    assert {row.word: (row.editions, row.named) for row in SearchWord.objects.all()} == {
        word: (2 * editions, 2 * named) for word, (editions, named) in words.items()
    }
    assert set(RelatedStory.objects.values_list("story", "other")) == {
        (by_steps.pk, at_once.pk),
        (at_once.pk, by_steps.pk),
    }


def test_what_changes_of_pages_is_told(parts: tuple[Section, list[Author], Photo, Photo]) -> None:
    make.published()  # which is newer
    story = OldStory(article_of(parts), parts[1], ["banjir"], WHEN, is_public=True)
    taken(story)
    assert story.edition
    told = cache_dependencies.of_old_editions([story.edition])
    led_on = map(cache_tags.related, related.led_to_by(story.edition))
    assert told.union(led_on) == cache_dependencies.changed_by(story.edition, None, on_top=False)


def test_a_draft_and_one_that_is_not_complete_stay_drafts(parts: tuple[Section, list[Author], Photo, Photo]) -> None:
    draft = OldStory(article_of(parts), parts[1], [], WHEN, is_public=False)
    empty = OldStory(article_of(parts, body=""), parts[1], [], WHEN, is_public=True)
    nobody = OldStory(article_of(parts), [], [], WHEN, is_public=True)
    whole = OldStory(article_of(parts), parts[1], [], WHEN, is_public=True)
    taken(draft, empty, nobody, whole)
    assert [one.article.stage for one in (draft, empty, nobody, whole)] == [Stage.DRAFT] * 3 + [Stage.PUBLISHED]
    assert [finding.field for one in (draft, empty, nobody, whole) for finding in one.findings] == ["body", "authors"]
    assert Edition.objects.get().article == whole.article
    assert Revision.objects.count() == 4


def test_who_may_not_publish_takes_nothing_over(parts: tuple[Section, list[Author], Photo, Photo]) -> None:
    story = OldStory(article_of(parts), parts[1], [], WHEN, is_public=True)
    with pytest.raises(PermissionDenied):
        take_over([story], writer=old_site(), publisher=old_site())
    assert not Article.objects.exists()


def test_ten_stories_ask_the_database_little_more_than_two(parts: tuple[Section, list[Author], Photo, Photo]) -> None:
    def queries(number: int) -> int:
        stories = [
            OldStory(article_of(parts), parts[1], [f"topik {one}"], WHEN + timedelta(days=one), is_public=True)
            for one in range(number)
        ]
        with CaptureQueriesContext(connection) as asked:
            taken(*stories)
        return len(asked)

    queries(1)
    two = queries(2)
    assert queries(10) - two <= 8 * 4  # for the photos of each, and what it leads on to


def taken(*stories: OldStory, by: tuple[User, User] | None = None) -> None:
    writer, publisher = by or (old_site(), mover())
    take_over(stories, writer=writer, publisher=publisher)


def what_stays(article: Article) -> dict[str, Any]:
    """All rows about a story, but for their keys."""
    edition = Edition.objects.get(article=article)
    assert edition.source
    assert edition.source.article == article
    return {
        "article": values(Article, pk=article.pk),
        "authors": list(article.bylines.values_list("author", "position")),
        "tags": sorted(article.tags.values_list("name", "slug")),
        "photos": list(article.photo_numbers),
        "revisions": values(Revision, article=article),
        "steps": values(StageChange, article=article),
        "editions": values(Edition, article=article),
        "pictures": list(EditionPhoto.objects.filter(edition=edition).values_list("photo", flat=True)),
        "sections": sorted(edition.section_listings.values_list("section", "published_at")),
        "names": sorted(edition.author_listings.values_list("author", "published_at")),
        "topics": sorted(edition.topic_listings.values_list("tag", "published_at")),
        "found by": values(SearchEntry, edition=edition),
        "found at the desk by": values(DeskSearchEntry, article=article),
    }


def values(model: type[Model], **of: Any) -> list[dict[str, Any]]:
    rows = model._default_manager.filter(**of).order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in OWN_KEYS} for row in rows]
