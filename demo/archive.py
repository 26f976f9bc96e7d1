"""A generated archive, for measuring how the site behaves with many years of news.

It writes by bulk inserts, past the verbs of `articles.editorial.workflow`: 100,000 stories in minutes. What it
writes is what those would have left behind; tests/demo/test_demo_content.py compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, reset_queries, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import roles
from accounts.people import display_name
from articles.editorial.publishing import slug_of
from articles.editorial.revisions import content_of
from articles.editorial.topics import find_or_make
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    AuthorListing,
    ContentClass,
    Edition,
    EditionKind,
    Editor,
    Photo,
    Revision,
    Section,
    SectionListing,
    Stage,
    StageChange,
    Tag,
    TopicListing,
    Verification,
)
from articles.reading import cache_tags
from articles.richtext import CleanHTML, sanitise
from articles.search import indexes
from articles.story_fields import read_content
from pagecache import invalidate

from .archive_words import DEEDS, DISTRICTS, FAMILY_NAMES, GIVEN_NAMES, WHEN, WHO
from .record import Rows

BATCH = 2_000
BODIES = 300  # different texts below the first paragraph
OLDEST = timedelta(days=8 * 365)
NEWEST = timedelta(days=14)  # the demo newsroom's own stories stay on top


@dataclass(frozen=True)
class Supplies:
    """Everything that stories are put together from."""

    sections: list[Section]
    authors: list[Author]
    reporters: list[User]
    editors: list[tuple[Editor, User]]
    photos: list[Photo]
    tags: dict[str, Tag]
    bodies: list[str]


@dataclass
class Story:
    """One story's rows, before the database has numbered them."""

    article: Article
    section: Section
    authors: list[Author]
    tags: list[Tag]
    reporter: User
    editor: Editor
    publisher: User
    moment: datetime


def fill(
    count: int,
    report: Callable[[int], None],
    oldest: timedelta = OLDEST,
    newest: timedelta = NEWEST,
    used: Rows | None = None,
) -> None:
    """Add `count` published stories from between two ages; `report` hears after each batch how many there are.

    `used` takes the stories, and the authors and topics that are theirs, whether they were there before or not.
    """
    used = {} if used is None else used
    newest_article = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    chance = Random(newest_article)
    supplies = gather(chance)
    used[Author] = {author.pk for author in supplies.authors}
    used[Tag] = {tag.pk for tag in supplies.tags.values()}
    articles = used.setdefault(Article, set())
    done = 0
    for moments in batched(_moments(count, timezone.now(), chance, oldest, newest), BATCH):
        with transaction.atomic():
            stories = [_story(moment, supplies, chance) for moment in moments]
            _write(stories)
            invalidate(cache_tags.site())
        articles.update(story.article.pk for story in stories)
        reset_queries()  # in DEBUG Django keeps the text of every query
        done += len(moments)
        report(done)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as it would do by itself before long; SQLite never does


def gather(chance: Random) -> Supplies:
    tags = find_or_make(_topics())
    return Supplies(
        sections=list(Section.objects.exclude(slug="opini").select_related("parent")),
        authors=_authors(),
        reporters=list(User.objects.filter(groups__name=roles.REPORTER, author__isnull=False).order_by("pk")),
        editors=[
            (user.editor, user)
            for user in User.objects.filter(editor__isnull=False).select_related("editor").order_by("pk")
        ],
        photos=list(Photo.objects.order_by("pk")),
        tags={tag.name: tag for tag in tags},
        bodies=_bodies(chance),
    )


def _moments(count: int, now: datetime, chance: Random, oldest: timedelta, newest: timedelta) -> Iterator[datetime]:
    """Times of publication, oldest first, so that keys grow with time as in a real archive."""
    span = oldest - newest
    return (now - oldest + span * ((number + chance.random()) / count) for number in range(count))


def _story(moment: datetime, supplies: Supplies, chance: Random) -> Story:
    theme = chance.choice(tuple(DEEDS))
    headline_deed, deed = chance.choice(DEEDS[theme])
    town = chance.choice(tuple(DISTRICTS))
    district = chance.choice(DISTRICTS[town])
    headline_when, when = chance.choice(WHEN)
    who = chance.choice(WHO)
    lead = f"{who} di {district} {deed} {when}."
    tags = [theme, district.lower(), *([f"{theme} {district.lower()}"] if chance.random() < 0.5 else [])]
    reporter = chance.choice(supplies.reporters)
    editor, publisher = chance.choice(supplies.editors)
    section = chance.choice(supplies.sections)
    article = Article(
        headline=f"{who} di {district} {headline_deed} {headline_when}".strip(),
        section=section,
        content_class=ContentClass.NEWS,
        verification=Verification.VERIFIED,
        place=town,
        summary=lead,
        body=CleanHTML(f"<p>{lead}</p>{chance.choice(supplies.bodies)}"),  # no letter of the lead needs cleaning
        photo=chance.choice(supplies.photos) if supplies.photos and chance.random() < 0.7 else None,
        editor=editor,
        stage=Stage.PUBLISHED,
        stage_since=moment,
        version=2,  # a save and a publication
        created_by=reporter,
        submitted_by=reporter,
        approved_by=publisher,
        created_at=moment - timedelta(minutes=chance.randint(30, 300)),
        updated_at=moment,
    )
    authors = chance.sample(supplies.authors, 1 if chance.random() < 0.85 else 2)
    return Story(article, section, authors, [supplies.tags[name] for name in tags], reporter, editor, publisher, moment)


def _write(stories: list[Story]) -> None:
    Article.objects.bulk_create(story.article for story in stories)
    revisions = Revision.objects.bulk_create(_revision(story) for story in stories)
    editions = Edition.objects.bulk_create(map(_edition, stories, revisions))
    StageChange.objects.bulk_create(map(_stage_change, stories, editions))
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=story.article, author=author, position=position)
        for story in stories
        for position, author in enumerate(story.authors)
    )
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=story.article, tag=tag) for story in stories for tag in story.tags
    )
    _enter_in_lists(stories, editions)
    indexes.enter(editions)
    indexes.keep_all(
        [(story.article, read_content(revision.content)) for story, revision in zip(stories, revisions, strict=True)]
    )


def _revision(story: Story) -> Revision:
    return Revision(
        article=story.article,
        version=1,
        content=content_of(story.article, story.authors, [tag.name for tag in story.tags]),
        by=story.reporter,
        by_name=display_name(story.reporter),
        saved_at=story.article.created_at,
    )


def _edition(story: Story, revision: Revision) -> Edition:
    article, photo = story.article, story.article.photo
    return Edition(
        article=article,
        number=1,
        kind=EditionKind.FIRST,
        source=revision,
        headline=article.headline,
        slug=slug_of(article.headline),
        summary=article.summary,
        place=article.place,
        body=article.body,
        content_class=article.content_class,
        verification=article.verification,
        section=story.section,
        section_name=story.section.name,
        byline=[{"name": author.name, "slug": author.slug, "code": author.code or ""} for author in story.authors],
        editor=story.editor,
        editor_name=story.editor.name,
        photo=photo,
        photo_caption=photo.caption if photo else "",
        photo_credit=photo.credit if photo else "",
        photo_alt=photo.alt_text if photo else "",
        topics=[{"name": tag.name, "slug": tag.slug} for tag in sorted(story.tags, key=lambda tag: tag.name)],
        published_at=story.moment,
        modified_at=story.moment,
        live_from=story.moment,
        published_by=story.publisher,
        published_by_name=display_name(story.publisher),
    )


def _stage_change(story: Story, edition: Edition) -> StageChange:
    return StageChange(
        article=story.article,
        verb="publish",
        from_stage=Stage.IN_REVIEW,
        to_stage=Stage.PUBLISHED,
        by=story.publisher,
        by_name=display_name(story.publisher),
        at=story.moment,
        edition=edition,
    )


def _enter_in_lists(stories: list[Story], editions: list[Edition]) -> None:
    pairs = list(zip(stories, editions, strict=True))
    SectionListing.objects.bulk_create(
        SectionListing(section=section, **_common(edition))
        for _, edition in pairs
        for section in edition.section.lineage
    )
    AuthorListing.objects.bulk_create(
        AuthorListing(author=author, **_common(edition)) for story, edition in pairs for author in story.authors
    )
    TopicListing.objects.bulk_create(
        TopicListing(tag=tag, **_common(edition)) for story, edition in pairs for tag in story.tags
    )


def _common(edition: Edition) -> dict[str, Any]:
    return {"edition": edition, "published_at": edition.published_at}


def _topics() -> Iterator[str]:
    districts = [district.lower() for around in DISTRICTS.values() for district in around]
    yield from DEEDS
    yield from districts
    yield from (f"{theme} {district}" for theme in DEEDS for district in districts)


def _authors() -> list[Author]:
    """Former reporters: their codes still close the stories of their time."""
    people = [
        Author(
            name=f"{given} {family}",
            slug=slugify(f"{given} {family}"),
            code=f"{given[:2]}{family[:2]}".lower(),
            job_title="Reporter",
            is_active=False,
        )
        for given in GIVEN_NAMES
        for family in FAMILY_NAMES
    ]
    Author.objects.bulk_create(people, ignore_conflicts=True)  # an earlier run engaged them
    return list(Author.objects.filter(slug__in=[person.slug for person in people]).order_by("pk"))


def _bodies(chance: Random) -> list[str]:
    """Texts of the usual length, from the paragraphs of the demo newsroom's published stories."""
    bodies = Edition.objects.listed().order_by("pk").values_list("body", flat=True)[:100]
    paragraphs = [paragraph for body in bodies for paragraph in re.findall(r"<p>.*?</p>", body, re.DOTALL)]
    subheads = [subhead for body in bodies for subhead in re.findall(r"<h2>.*?</h2>", body, re.DOTALL)]
    return [sanitise(_body(paragraphs, subheads, chance)) for _ in range(BODIES)]


def _body(paragraphs: list[str], subheads: list[str], chance: Random) -> str:
    blocks = chance.sample(paragraphs, min(len(paragraphs), chance.randint(6, 12)))
    if subheads and chance.random() < 0.4:
        blocks.insert(len(blocks) // 2, chance.choice(subheads))
    return "".join(blocks)
