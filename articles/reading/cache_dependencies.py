"""What readers' pages show, and what of it a new edition changes, in the names of the page cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from articles.models import AuthorListing, Edition, EditionKind, SectionListing, TopicListing

from . import cache_tags, related
from .paging import EditionPage

MOST = 300  # editions that the agenda tells of one by one; more are never scheduled at once
NOTED = {EditionKind.UPDATE, EditionKind.CORRECTION, EditionKind.RETRACTION}


def cards(entries: Iterable[Edition]) -> Iterator[str]:
    """Stories in a list: their own words, their section and their photo."""
    for edition in entries:
        yield from words(edition)
        if edition.photo_id:
            yield cache_tags.photo(edition.photo_id)


def words(edition: Edition) -> Iterator[str]:
    """A story in a list that shows no photos."""
    yield cache_tags.story(edition.article_id)
    yield cache_tags.section(edition.section_id)


def texts(entries: Iterable[Edition]) -> Iterator[str]:
    """Whole stories, with the photos in their text and gallery."""
    for edition in entries:
        yield from cards([edition])
        yield from map(cache_tags.photo, edition.photo_numbers)


def story_page(edition: Edition) -> Iterator[str]:
    """A story's own page, without the lists beside it."""
    yield from texts([edition])
    yield cache_tags.comments(edition.article_id)
    if edition.section.parent_id:
        yield cache_tags.section(edition.section.parent_id)


def leads_on(article: int, entries: Iterable[Edition]) -> Iterator[str]:
    """What a story leads on to, below its text."""
    yield cache_tags.related(article)
    yield from cards(entries)


def beside(entries: Iterable[Edition]) -> Iterator[str]:
    """The newest stories, and those most read, beside a story and beside every longer list (`views.sidebar`)."""
    yield cache_tags.latest()
    for edition in entries:
        yield from words(edition)


def page_of_list(name: str, page: EditionPage) -> Iterator[str]:
    """A page of the stories of a section, author or topic."""
    yield from beginning_of_list(name) if page.is_first else (name, cache_tags.list_of(name))
    yield from cards(page.entries)


def beginning_of_list(name: str) -> tuple[str, str, str]:
    return name, cache_tags.list_of(name), cache_tags.top(name)


def changed_by(edition: Edition, before: Edition | None, *, on_top: bool) -> set[str]:
    """What becomes another when an edition takes the place of the one before.

    Args:
        on_top: whether no other story is newer, so that it comes first in all of its lists.
    """
    found = {
        cache_tags.story(edition.article_id),
        cache_tags.editions(),
        *map(cache_tags.related, related.led_to_by(edition)),
    }
    if edition.kind in NOTED:
        found.add(cache_tags.corrections())
    if edition.kind == EditionKind.RETRACTION:
        return found | {cache_tags.day(published_on(edition))}
    if before is None:
        found |= {cache_tags.latest(), *entered(lists_of(edition), on_top=on_top)}
        return found if on_top else found | {cache_tags.day(published_on(edition))}
    # A story that stays in a list is shown there under its own name; only what it enters anew must be told.
    return found | entered(lists_of(edition) - lists_of(before), on_top=False)


def entered(lists: set[str], *, on_top: bool) -> set[str]:
    """Lists that have a story more: those who show a later page need not hear of one that came on top."""
    return {*map(cache_tags.top, lists), *(() if on_top else map(cache_tags.list_of, lists))}


def lists_of(edition: Edition) -> set[str]:
    """The sections, authors and topics that list it."""
    return {
        *map(cache_tags.section, SectionListing.objects.filter(edition=edition).values_list("section", flat=True)),
        *map(cache_tags.author, AuthorListing.objects.filter(edition=edition).values_list("author", flat=True)),
        *map(cache_tags.topic, TopicListing.objects.filter(edition=edition).values_list("tag", flat=True)),
    }


def is_on_top(edition: Edition) -> bool:
    # In the order of an index: databases left alone with "is there a newer one" look through the whole archive.
    others = Edition.objects.listed().exclude(article=edition.article_id).newest()
    newest = others.values_list("published_at", flat=True).first()
    return newest is None or newest <= edition.published_at


def published_on(edition: Edition) -> date:
    return timezone.localdate(edition.published_at)


def of_edition(edition: Edition, now: datetime) -> set[str]:
    """What publishing an edition changes, now or, if it is scheduled, for those who look at the agenda."""
    if edition.live_from > now:
        return {cache_tags.agenda()}
    return changed_by(edition, edition_before(edition), on_top=is_on_top(edition))


def of_old_editions(editions: Sequence[Edition]) -> set[str]:
    """What many first editions of old stories change, which come in somewhere in their lists."""
    prefetch_related_objects(editions, "section_listings", "author_listings", "topic_listings")
    found = {cache_tags.editions(), cache_tags.latest()}
    for edition in editions:
        lists = {
            *(cache_tags.section(one.section_id) for one in edition.section_listings.all()),
            *(cache_tags.author(one.author_id) for one in edition.author_listings.all()),
            *(cache_tags.topic(one.tag_id) for one in edition.topic_listings.all()),
        }
        found |= {cache_tags.story(edition.article_id), cache_tags.day(published_on(edition))}
        found |= entered(lists, on_top=False)
    return found


def edition_before(edition: Edition) -> Edition | None:
    """The edition that readers had until this one began."""
    of_story = Edition.objects.filter(article=edition.article_id, live_until=edition.live_from)
    return of_story.exclude(live_from=F("live_until")).defer("body").first()


def agenda(since: datetime) -> Iterator[tuple[datetime, set[str]]]:
    """Every moment after one at which an edition appears in the place of another, with what it changes."""
    coming = Edition.objects.filter(live_from__gt=since).exclude(live_until=F("live_from")).order_by("-live_from")
    found = list(coming.defer("body")[: MOST + 1])
    if len(found) > MOST:  # an import, for instance
        yield since + timedelta(microseconds=1), {cache_tags.site()}
    for edition in found:
        # No story that is there by then can be newer.
        yield edition.live_from, changed_by(edition, edition_before(edition), on_top=True)
