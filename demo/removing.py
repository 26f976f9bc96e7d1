"""Takes the demo newsroom out of a database that goes on without it: what the demo made, and what hangs on that.

Published stories are never deleted, and the database itself refuses it. Here, and nowhere else, that is lifted for one
transaction: what the demo made up was never news.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import batched
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.storage import default_storage, storages
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from articles.audience import most_read
from articles.models import Article, ArticleTag, Edition, LiveReport, Photo, Ranking, Tag, TopicListing
from articles.search import indexes
from comments.models import Comment, Report
from jobs.models import Job
from pagecache import EVERY_PAGE, invalidate

from . import record
from .record import Rows

BATCH = 500
GOES_ALONG = (models.CASCADE, models.PROTECT, models.RESTRICT)
# Rows that name a real story too, and go without a word: they are worked out anew, or of a demo account's last visit.
MERE_LINKS = {"articles.ArticleTag", "articles.RelatedStory", "articles.Autosave", "comments.Presence"}
# What only somebody real can have said about a story of the demo.
WORDS = {"comments.Report", "press.ReplyRequest"}

type Reference = tuple[type[models.Model], models.ForeignKey[Any, Any]]


class Removal:
    """What would go, and what hangs on it that is not the demo's.

    Attributes:
        rows: by model, the keys of all that goes.
        hanging: by model, the keys of what is real and could not stand without it, or would lose who wrote it.
        emptied: references of what stays that become empty.
    """

    def __init__(self, *, with_words: bool = False) -> None:
        self.with_words = with_words
        self.demo = record.made()
        self.demo[Tag] -= _topics_in_use(self.demo)
        said_by_demo = Comment.objects.filter(article__in=self.demo[Article])
        if not with_words:
            said_by_demo = said_by_demo.filter(author__in=self.demo[User])
        self.demo[Comment] |= set(said_by_demo.values_list("pk", flat=True))
        self.rows: Rows = {}
        self.hanging: Rows = {}
        self.emptied: list[tuple[Reference, set[int]]] = []
        self._follow()
        self._find_real_stories()

    def words(self) -> int:
        """How many comments, complaints and requests of others would go."""
        said = (
            sum(len(keys) for model, keys in self.rows.items() if model._meta.label in WORDS) - self._own_complaints()
        )
        return 0 if self.with_words else said + len(self.hanging.get(Comment, ()))

    def _own_complaints(self) -> int:
        """How many complaints the demo's own readers made."""
        keys = self.rows.get(Report, set())
        return Report.objects.filter(pk__in=keys, reporter__in=self.demo[User]).count() if keys else 0

    def real(self) -> list[models.Model]:
        """What is real and hangs on the demo, but for words."""
        found = [(model, keys) for model, keys in self.hanging.items() if model is not Comment]
        return [row for model, keys in found for row in model._base_manager.filter(pk__in=keys).order_by("pk")]

    def _follow(self) -> None:
        """From row to row that cannot be without the one before, until there are no more."""
        found = self.demo
        while any(found.values()):
            for model, keys in found.items():
                self.rows.setdefault(model, set()).update(keys)
            newer: Rows = {}
            for model, keys in found.items():
                for reference in _references_to(model):
                    newer.setdefault(reference[0], set()).update(self._going_along(reference, keys))
            found = {model: keys - self.rows.get(model, set()) for model, keys in newer.items()}

    def _going_along(self, reference: Reference, keys: set[int]) -> set[int]:
        model, field = reference
        referring = _referring(reference, keys)
        goes = field.remote_field.on_delete in GOES_ALONG
        if not goes:
            self.emptied.append((reference, referring))
        if model in self.demo and (goes or model is Article):
            self._note_hanging(model, referring)
        return (referring & self.demo[model] if model in self.demo else referring) if goes else set()

    def _note_hanging(self, model: type[models.Model], keys: set[int]) -> None:
        if real := keys - self.demo[model]:
            self.hanging.setdefault(model, set()).update(real)

    def _find_real_stories(self) -> None:
        """Those that are named by rows which would go: bylines, photos in their text, answers.

        What is printed may differ from the working copy: an edition has rows of its own.
        """
        ways = [(reference, "") for reference in _references_to(Article)]
        ways += [(reference, "__article") for named in (Edition, LiveReport) for reference in _references_to(named)]
        for (model, field), way in ways:
            if model not in self.demo and model._meta.label not in MERE_LINKS:
                for keys in batched(self.rows.get(model, ()), BATCH):
                    rows = model._base_manager.filter(pk__in=keys)
                    self._note_hanging(Article, set(rows.values_list(f"{field.name}{way}", flat=True)) - {None})

    def carry_out(self) -> None:
        """All of it or nothing; pictures go once it is certain."""
        photos = list(Photo.objects.filter(pk__in=self.rows[Photo]))
        with transaction.atomic():
            connection.check_constraints()  # PostgreSQL lifts nothing while a check still waits
            with _rules_lifted():
                for (model, field), keys in self.emptied:
                    self._empty(model, field, keys - self.rows.get(model, set()))
                for model, keys in self.rows.items():
                    _delete(model, keys)
                connection.check_constraints()
            Job.objects.filter(kind=record.KIND).delete()
            indexes.rebuild(lambda _number: None)
            now = timezone.now()
            Ranking.objects.update(ranked_at=F("ranked_at") - timedelta(days=1))
            most_read.refresh(now)
            invalidate(EVERY_PAGE)
            transaction.on_commit(partial(_delete_files, photos))

    def _empty(self, model: type[models.Model], field: models.ForeignKey[Any, Any], keys: set[int]) -> None:
        for some in batched(keys, BATCH):
            model._base_manager.filter(pk__in=some).update(**{field.attname: None})


def _topics_in_use(demo: Rows) -> set[int]:
    """A topic is a word: what real stories are about, printed or not, and what others were merged into, stays."""
    used = set(ArticleTag.objects.values_list("content_object", "tag"))
    used |= set(TopicListing.objects.values_list("edition__article", "tag"))
    merged = set(Tag.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    of_real_stories = {tag for article, tag in used if article not in demo[Article]}
    return of_real_stories | {into for tag, into in merged if tag not in demo[Tag] and into}


def _references_to(model: type[models.Model]) -> Iterator[Reference]:
    for referring in apps.get_models(include_auto_created=True):
        for field in referring._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield referring, field


def _referring(reference: Reference, keys: set[int]) -> set[int]:
    model, field = reference
    found: set[int] = set()
    for some in batched(keys, BATCH):
        found.update(model._base_manager.filter(**{f"{field.name}__in": some}).values_list("pk", flat=True))
    return found


def _delete(model: type[models.Model], keys: set[int]) -> None:
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        for some in batched(keys, BATCH):
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({places})", some)  # noqa: S608 (our own names)


@contextmanager
def _rules_lifted() -> Iterator[None]:
    """The database's own rules that forbid to delete and to change, put back as they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%%RAISE(ABORT%%'", []
            )
            triggers = cursor.fetchall()
            lift = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            put_back = [sql for _name, sql in triggers]
        else:
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
                " AND tgrelid::regclass::text = ANY(%s)",
                [[model._meta.db_table for model in apps.get_models()]],
            )
            tables = [table for (table,) in cursor.fetchall()]
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            put_back = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in lift:
            cursor.execute(statement)
        yield  # whatever is raised here takes the whole transaction back
        for statement in put_back:
            cursor.execute(statement)


def _delete_files(photos: list[Photo]) -> None:
    """What fails is found by `sweep_photos`."""
    originals = set(Photo.objects.values_list("original", flat=True))
    for photo in photos:
        for name in photo.every_file():
            default_storage.delete(name)
        if photo.original and photo.original not in originals:
            storages["originals"].delete(photo.original)
