"""Stories of another system, written many at a time: what a save, a submission and a publication would leave.

`revisions`, `workflow` and `publishing` do it for people, one story after the other; a test holds the two against
each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.people import display_name
from articles.models import (
    Article,
    ArticleAuthor,
    ArticlePhoto,
    ArticleTag,
    Author,
    AuthorListing,
    Edition,
    EditionKind,
    EditionPhoto,
    Editor,
    Photo,
    Revision,
    SectionListing,
    Stage,
    StageChange,
    Tag,
    TopicListing,
)
from articles.reading import cache_dependencies, cache_tags, related
from articles.search import indexes
from articles.story_fields import Content
from pagecache import invalidate

from . import checks, publishing, revisions, topics
from .workflow import VERBS

SAVED, SUBMITTED, PUBLISHED = 1, 2, 3  # the version of an article after each step


@dataclass(eq=False)
class OldStory:
    """A story as it comes.

    Attributes:
        article: unsaved, with its content fields; its section, editor and photo as objects.
        at: when it was published over there; of what was not, when it was saved.
        is_public: whether readers saw it there.
        findings: why it is a draft although they did.
        edition: what readers see of it; none of a draft.
    """

    article: Article
    authors: list[Author]
    topics: list[str]
    at: datetime
    is_public: bool
    findings: list[checks.Finding] = field(default_factory=list)
    edition: Edition | None = None
    tags: list[Tag] = field(default_factory=list)
    content: Content = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        return self.article.photo_numbers


@transaction.atomic
def take_over(stories: Sequence[OldStory], *, writer: User, publisher: User) -> None:
    """Write new stories, and publish those that readers had and that pass what every publication has to pass.

    Args:
        writer: whose the working copies are.
        publisher: who may publish them; not their writer, so that a second person has read them.

    Raises:
        PermissionDenied: the publisher may not.
    """
    now = timezone.now()
    tags = topics.found_or_made(name for story in stories for name in story.topics)
    for story in stories:
        _begin(story, tags, writer, now)
        if story.is_public:
            _pass_on(story, publisher)
    photos = Photo.objects.in_bulk({number for story in stories for number in story.numbers})
    saved = _save(stories, photos, writer)
    public = [story for story in stories if story.article.stage == Stage.PUBLISHED]
    _publish(public, saved, photos, publisher)


def _begin(story: OldStory, tags: dict[str, Tag], writer: User, now: datetime) -> None:
    article = story.article
    revisions.clean(article)
    story.authors = list(dict.fromkeys(story.authors))
    found = (tags.get(topics.slug_of(name)) for name in story.topics)
    story.tags = sorted({tag for tag in found if tag}, key=lambda tag: tag.name)
    story.content = revisions.content_of(article, story.authors, [tag.name for tag in story.tags])
    article.created_by, article.version = writer, SAVED
    article.created_at = article.updated_at = article.stage_since = min(story.at, now)


def _pass_on(story: OldStory, publisher: User) -> None:
    article = story.article
    if not all(VERBS[name].permitted(publisher, article) for name in ("submit", "publish")):
        raise PermissionDenied
    story.findings = checks.before_publishing(article, story.at, confirmed=True, has_author=bool(story.authors))
    if not story.findings:
        article.stage, article.submitted_by, article.version = Stage.PUBLISHED, publisher, PUBLISHED
        article.updated_at = article.stage_since = story.at


# Working copies


def _save(stories: Sequence[OldStory], photos: dict[int, Photo], writer: User) -> dict[Article, Revision]:
    Article.objects.bulk_create(story.article for story in stories)
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=story.article, author=author, position=position)
        for story in stories
        for position, author in enumerate(story.authors)
    )
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=story.article, tag=tag) for story in stories for tag in story.tags
    )
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=story.article, photo_id=number)
        for story in stories
        for number in sorted(photos.keys() & set(story.numbers))
    )
    indexes.keep_all([(story.article, story.content) for story in stories])
    name = display_name(writer)
    saved = Revision.objects.bulk_create(
        Revision(
            article=story.article,
            content=story.content,
            by=writer,
            by_name=name,
            version=SAVED,
            saved_at=story.article.created_at,
        )
        for story in stories
    )
    return {revision.article: revision for revision in saved}


# Editions


def _publish(
    stories: Sequence[OldStory], saved: dict[Article, Revision], photos: dict[int, Photo], publisher: User
) -> None:
    own_card = Editor.objects.filter(user=publisher).first()
    name = display_name(publisher)
    for story in stories:
        edition = publishing.composed(
            story.article,
            story.content,
            section=story.article.section,
            editor=story.article.editor or own_card,
            authors=story.authors,
            photo=story.article.photo,
            by=publisher,
        )
        publishing.freeze_pictures(edition, story.content["gallery"], photos)
        edition.source, edition.number, edition.kind = saved[story.article], 1, EditionKind.FIRST
        edition.published_at = edition.modified_at = edition.live_from = story.at
        edition.published_by, edition.published_by_name = publisher, name
        edition.topics = [{"name": tag.name, "slug": tag.slug} for tag in story.tags]
        story.edition = edition
    editions = Edition.objects.bulk_create(story.edition for story in stories if story.edition)
    StageChange.objects.bulk_create(change for story in stories for change in _log(story, publisher, name))
    _enter_in_lists(stories)
    indexes.enter(editions)
    led_on = related.relate_all(editions)
    invalidate(*cache_dependencies.of_old_editions(editions), *map(cache_tags.related, led_on))


def _log(story: OldStory, publisher: User, name: str) -> tuple[StageChange, StageChange]:
    common: dict[str, Any] = {"article": story.article, "by": publisher, "by_name": name, "at": story.at}
    return (
        StageChange(verb="submit", from_stage=Stage.DRAFT, to_stage=Stage.IN_REVIEW, **common),
        StageChange(
            verb="publish", from_stage=Stage.IN_REVIEW, to_stage=Stage.PUBLISHED, edition=story.edition, **common
        ),
    )


def _enter_in_lists(stories: Sequence[OldStory]) -> None:
    pairs = [(story, story.edition) for story in stories if story.edition]
    SectionListing.objects.bulk_create(
        SectionListing(section=section, edition=edition, published_at=story.at)
        for story, edition in pairs
        for section in edition.section.lineage
    )
    AuthorListing.objects.bulk_create(
        AuthorListing(author=author, edition=edition, published_at=story.at)
        for story, edition in pairs
        for author in story.authors
    )
    TopicListing.objects.bulk_create(
        TopicListing(tag=tag, edition=edition, published_at=story.at) for story, edition in pairs for tag in story.tags
    )
    EditionPhoto.objects.bulk_create(
        EditionPhoto(edition=edition, photo_id=number) for _, edition in pairs for number in edition.photos_by_number
    )
