"""Writing what can be found: editions for readers, working copies for the desk, never one in the other's table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched, chain
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, transaction
from django.db.models import F, Max, Q, Window, prefetch_related_objects
from django.db.models.functions import Lag
from django.utils import timezone

from articles.models import (
    Article,
    DeskSearchEntry,
    Edition,
    EditionKind,
    LiveEntryEdition,
    SearchEntry,
    SearchWord,
)
from articles.richtext import plain_text
from articles.story_fields import read_content

from .descriptions import LISTINGS, Description, describe_edition, describe_working_copy
from .spelling import sound

BATCH = 500
NEAR_ENOUGH = timedelta(days=1)  # between stories in the wrong order

type Counts = dict[str, tuple[int, int]]  # of each word the editions that have it, and those where it is a name


def settle(article: Article, now: datetime) -> None:
    """Let readers' search hold exactly those editions of a story that are public or are going to be.

    Call it where the editions change, in the same transaction.
    """
    expected = {edition.pk: edition for edition in _expected(Edition.objects.filter(article=article), now)}
    entered = set(SearchEntry.objects.filter(edition__article=article).values_list("edition_id", flat=True))
    _exchange(
        leave=Edition.objects.filter(pk__in=entered - expected.keys()).prefetch_related(*LISTINGS),
        enter=[edition for pk, edition in expected.items() if pk not in entered],
    )


def settle_entry(before: LiveEntryEdition | None, after: LiveEntryEdition, now: datetime) -> None:
    """Let readers' search find a live report by an entry as it is now, and no longer by what it was.

    Call it where an entry changes, in the same transaction, with the report locked.
    """
    editions = list(_expected(Edition.objects.filter(article=after.report_id), now).prefetch_related(*LISTINGS))
    bodies = entry_bodies([after.report_id]).get(after.report_id, {})
    were = bodies | {after.entry_id: before.body if before else ""}
    change: Counts = defaultdict(lambda: (0, 0))
    for edition in editions:
        edition.entry_texts = texts_of_entries(were)
        left = describe_edition(edition)
        edition.entry_texts = texts_of_entries(bodies)
        entered = describe_edition(edition)
        columns = {"head": entered.head, "lead": entered.lead, "terms": entered.terms}
        SearchEntry.objects.filter(edition=edition.pk).update(**columns)
        _add(change, _counted([entered]), 1)
        _add(change, _counted([left]), -1)
    _count(change)


def look_up_entries(editions: Sequence[Edition]) -> None:
    """Tell editions of live reports the texts of their entries: one query for all."""
    bodies = entry_bodies([edition.article_id for edition in editions]) if editions else {}
    for edition in editions:
        edition.entry_texts = texts_of_entries(bodies.get(edition.article_id, {}))


def entry_bodies(reports: Iterable[int]) -> dict[int, dict[int, str]]:
    """The texts of live reports by the numbers of their stories and entries, in the order in which they were told."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for report, entry, body in LiveEntryEdition.objects.texts_of(reports).values_list("report_id", "entry_id", "body"):
        found[report][entry] = body
    return found


def texts_of_entries(bodies: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(line for body in bodies.values() for line in plain_text(body).split("\n") if line)


def enter(editions: Sequence[Edition]) -> None:
    """Let many new editions be found, in their order."""
    _exchange(leave=(), enter=editions)


def keep(article: Article, content: dict[str, Any]) -> None:
    """Let the desk find a working copy by the text that was just saved."""
    keep_all([(article, content)])


def keep_all(contents: Sequence[tuple[Any, dict[str, Any]]], model: Any = DeskSearchEntry) -> None:
    """Let the desk find working copies by these texts, the last saved first."""
    model.objects.filter(article__in=[article.pk for article, _content in contents]).delete()
    model.objects.bulk_create(
        model(article=article, terms=describe_working_copy(article.created_by_id, content).terms)
        for article, content in contents
    )


def rebuild(report: Callable[[int], None], models: Apps = apps) -> None:
    """Write everything anew, oldest first, while the site goes on; `report` hears after each batch how many are done.

    After a change of how words are compared, and after an import of old stories: the order of the rows is what
    search takes for the order of time.

    Args:
        models: those of a migration, which asks with them.
    """
    done = 0
    for number in chain(_rebuild_readers(models), _rebuild_desk(models)):
        report(done := done + number)


def are_in_order() -> bool:
    """Whether the rows of readers' search are in the order of time, which it takes them for: near enough."""
    before = Window(Lag("published_at"), order_by=F("pk").asc())
    return not SearchEntry.objects.annotate(before=before).filter(before__gt=F("published_at") + NEAR_ENOUGH).exists()


def tidy() -> None:
    """Make the databases' own indexes compact, after much was written."""
    with connection.cursor() as cursor:
        for model in (SearchEntry, DeskSearchEntry):
            table = model._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute(f"INSERT INTO {table}_index ({table}_index) VALUES ('optimize')")
            else:
                cursor.execute(f"SELECT gin_clean_pending_list('{table}_index')")


def _expected(editions: Any, now: datetime) -> Any:
    """Editions that readers find now or later, unless something changes."""
    return (
        editions.filter(Q(live_until=None) | Q(live_until__gt=now))
        .exclude(live_until=F("live_from"))  # withdrawn before its time
        .exclude(kind=EditionKind.RETRACTION)
    )


def _exchange(leave: Iterable[Edition], enter: Sequence[Edition]) -> None:
    leaving = list(leave)
    look_up_entries([*leaving, *enter])
    left = _counted(map(describe_edition, leaving))
    SearchEntry.objects.filter(edition__in=[edition.pk for edition in leaving]).delete()
    change = _enter(enter)
    _add(change, left, -1)
    _count(change)


def _add(counts: Counts, others: Counts, sign: int) -> None:
    for word, (editions, named) in others.items():
        counts[word] = (counts[word][0] + sign * editions, counts[word][1] + sign * named)


def _counted(descriptions: Iterable[Description]) -> Counts:
    counts: Counts = defaultdict(lambda: (0, 0))
    for description in descriptions:
        for word in description.words:
            editions, named = counts[word]
            counts[word] = (editions + 1, named + (word in description.names))
    return counts


def _enter(editions: Sequence[Any], model: Any = SearchEntry) -> Counts:
    """Write the entries; how many of the editions have each word."""
    prefetch_related_objects(editions, *LISTINGS)
    described = [(edition, describe_edition(edition)) for edition in editions]
    model.objects.bulk_create(
        model(
            edition=edition,
            published_at=edition.published_at,
            head=description.head,
            lead=description.lead,
            terms=description.terms,
        )
        for edition, description in described
    )
    return _counted(description for _edition, description in described)


def _count(changes: Counts) -> None:
    """Add to the words' numbers of editions. In their order, so that two who publish never wait for each other."""
    table = SearchWord._meta.db_table
    with connection.cursor() as cursor:
        for batch in batched(sorted((word, change) for word, change in changes.items() if any(change)), BATCH):
            rows = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
            cursor.execute(
                f"INSERT INTO {table} (word, sound, editions, named) VALUES {rows} ON CONFLICT (word) DO UPDATE SET"
                f" editions = {table}.editions + excluded.editions, named = {table}.named + excluded.named",
                [value for word, change in batch for value in (word, sound(word), *change)],
            )


def _rebuild_readers(models: Apps) -> Iterator[int]:
    edition, entry = models.get_model("articles", "Edition"), models.get_model("articles", "SearchEntry")
    expected = _expected(edition.objects.all(), timezone.now())
    entry.objects.exclude(edition__in=expected).delete()
    count: Counts = defaultdict(lambda: (0, 0))
    for keys in batched(list(expected.order_by("published_at", "pk").values_list("pk", flat=True)), BATCH):
        with transaction.atomic():
            editions = edition.objects.in_bulk(keys)
            if models is apps:  # a migration's know nothing of live reports
                look_up_entries(list(editions.values()))
            entry.objects.filter(edition__in=keys).delete()
            for word, (number, named) in _enter([editions[key] for key in keys], entry).items():
                count[word] = (count[word][0] + number, count[word][1] + named)
        yield len(keys)
    with transaction.atomic():
        models.get_model("articles", "SearchWord").objects.all().delete()
        _count(count)


def _rebuild_desk(models: Apps) -> Iterator[int]:
    article, revision = models.get_model("articles", "Article"), models.get_model("articles", "Revision")
    entry = models.get_model("articles", "DeskSearchEntry")
    for keys in batched(list(article.objects.order_by("updated_at", "pk").values_list("pk", flat=True)), BATCH):
        with transaction.atomic():
            # Locked, so that nobody saves a newer text meanwhile.
            articles = article.objects.select_for_update(of=("self",)).only("created_by").in_bulk(keys)
            saved = revision.objects.filter(article__in=keys, version__isnull=False).order_by()
            latest = saved.values("article").annotate(latest=Max("pk")).values("latest")
            contents = dict(revision.objects.filter(pk__in=latest).values_list("article", "content"))
            keep_all([(articles[key], read_content(contents[key])) for key in keys if key in contents], entry)
        yield len(keys)
