"""Each rule of what may be listed, written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import connections, models
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from adminkit.keyset import Keyset
from articles.models.choices import EditionKind, Stage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from .models import Author, Section, Tag

NEWEST = Keyset({"-published_at": datetime, "-pk": int})
LISTED = Keyset({"-listed_at": datetime, "-listed_id": int})  # the same, as a table of listings has it
CHANGES = Keyset({"-live_from": datetime, "-pk": int})
ENTRIES = Keyset({"-at": datetime, "-entry_id": int})  # of a live report


@models.DateTimeField.register_lookup
class HasCome(LessThanOrEqual[Any]):
    """As `lte`, where nearly all rows fulfil it: SQLite would find them by an index and sort the whole archive."""

    lookup_name = "has_come"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        operator: str = connection.operators[LessThanOrEqual.lookup_name]
        return operator % rhs

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, parameters = self.as_sql(compiler, connection)
        return f"+{sql}", parameters  # which keeps indexes out


class UndeletableQuerySet(models.QuerySet[Any]):
    """Rows that stay for ever; the database refuses too (see `database_rules`)."""

    def delete(self) -> NoReturn:
        raise models.ProtectedError(f"{self.model._meta.verbose_name_plural} are never deleted.", set(self[:1]))


class EditionQuerySet(UndeletableQuerySet):
    def live(self, at: datetime | None = None) -> Self:
        """Editions that are public at a moment, retractions included. The one rule of what readers may see."""
        at = at or timezone.now()
        return self.filter(Q(live_until=None) | Q(live_until__gt=at), live_from__has_come=at)

    def listed(self, at: datetime | None = None) -> Self:
        """Live stories that may stand in a list, a feed or a search: everything but retractions."""
        return self.live(at).exclude(kind=EditionKind.RETRACTION)

    def public_history(self, at: datetime | None = None) -> Self:
        """Every edition that is or was public, oldest first; withdrawn schedules never were."""
        at = at or timezone.now()
        return (
            self.filter(live_from__lte=at)
            .filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
            .order_by("number")
        )

    def newest(self) -> Self:
        return self.order_by(*NEWEST.ordering())

    def for_cards(self) -> Self:
        """What a list entry prints, without the body."""
        cards = self.select_related("section", "photo").defer("body", "inner_pictures", "gallery", "public_note")
        return cards.with_report()

    def with_report(self) -> Self:
        """Told whether the story is a live report, whether that goes on, and when it last changed."""
        report = "article__live_report__"
        return self.annotate(
            report_begun_at=F(f"{report}begun_at"),
            report_finished_at=F(f"{report}finished_at"),
            report_changed_at=F(f"{report}changed_at"),
        )

    def in_section(self, section: Section | int | OuterRef) -> Self:
        return self._listed_in("section_listings", section=section)

    def by_author(self, author: Author | int) -> Self:
        return self._listed_in("author_listings", author=author)

    def on_topic(self, tag: Tag | int) -> Self:
        return self._listed_in("topic_listings", tag=tag)

    def on_day(self, day: date) -> Self:
        """Stories first published on a day of the newsroom's clock."""
        start = timezone.make_aware(datetime.combine(day, time.min))
        return self.filter(published_at__gte=start, published_at__lt=start + timedelta(days=1))

    def older_than(self, published_at: datetime, pk: int) -> Self:
        """The entries after one of the list, newest first: where the next page begins."""
        keyset = LISTED if "listed_at" in self.query.annotations else NEWEST
        return self.filter(keyset.beyond((published_at, pk)))

    def public_changes(self, kind: str, at: datetime | None = None) -> Self:
        """What readers were told, by changes of one kind, newest first."""
        return self.public_history(at).filter(kind=kind).order_by(*CHANGES.ordering())

    def changed_before(self, live_from: datetime, pk: int) -> Self:
        """The changes after one of `public_changes`: where its next page begins."""
        return self.filter(CHANGES.beyond((live_from, pk)))

    def _listed_in(self, listings: str, **list_: Any) -> Self:
        """In the order of one list table, so that a page of it is a range of its index."""
        return (
            self.annotate(listing=FilteredRelation(listings))
            .filter(**{f"listing__{name}": value for name, value in list_.items()})
            .annotate(listed_at=F("listing__published_at"), listed_id=F("listing__edition_id"))
            .order_by(*LISTED.ordering())
        )


class LiveEntryEditionQuerySet(UndeletableQuerySet):
    """Only for a report whose story readers have: that is asked of the story (`EditionQuerySet.listed`)."""

    def of_report(self, report: int) -> Self:
        """Each entry as it stands, newest first; a retracted one is its notice."""
        return self.filter(report=report, live_until=None).order_by(*ENTRIES.ordering())

    def readable(self) -> Self:
        """Those of `of_report` that have a text: everything but notices of retraction."""
        return self.exclude(kind=EditionKind.RETRACTION)

    def texts_of(self, reports: Iterable[int]) -> Self:
        """All entries of some reports that have a text, oldest first."""
        return self.filter(report__in=reports, live_until=None).readable().order_by("report", "at", "entry")

    def public_changes(self, kind: str) -> Self:
        """What readers were told of entries, by changes of one kind, newest first."""
        return self.filter(kind=kind).order_by(*CHANGES.ordering())


DUE_OR_OUT = {Stage.SCHEDULED, Stage.PUBLISHED}


class ArticleQuerySet(models.QuerySet[Any]):
    def delete(self) -> NoReturn:
        raise models.ProtectedError("An article is never deleted: spike it.", set(self[:1]))

    def in_stage(self, stage: str, at: datetime | None = None) -> Self:
        """Articles in a stage as of a moment: a schedule that has fallen due counts as published."""
        at = at or timezone.now()
        if stage == Stage.SCHEDULED:
            return self.filter(stage=Stage.SCHEDULED, publish_at__gt=at)
        if stage == Stage.PUBLISHED:
            # Said by what it is not: given `stage = …`, SQLite would fetch and sort all that was ever published.
            others = [stage for stage in Stage if stage not in DUE_OR_OUT]
            return self.exclude(stage__in=others).filter(Q(publish_at=None) | Q(publish_at__lte=at))
        return self.filter(stage=stage)

    def of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Articles that are somebody's own: begun by them or under their byline."""
        if user.pk is None:
            return self.none()
        # As a list of keys, not EXISTS: whoever wrote little then costs little, however large the archive.
        bylines = self.model.authors.through.objects.filter(author__user=user.pk)
        return self.filter(Q(created_by=user.pk) | Q(pk__in=bylines.values("article")))

    def for_desk(self) -> Self:
        """What a row of a desk list prints."""
        return self.select_related("section", "created_by", "editor").prefetch_related("authors").defer("body")


class RedirectQuerySet(models.QuerySet[Any]):
    def starting_with(self, path: str) -> Self:
        """Redirects of the addresses that begin so, in their order, as a range of one index."""
        start = path[: self.model._meta.get_field("path_start").output_field.max_length]
        if connections[self.db].vendor == "sqlite":  # whose LIKE looks at every row
            begun = Q(path_start__gte=start, path_start__lt=start + chr(0x10FFFF))
        else:
            begun = Q(path_start__startswith=start)
        return self.filter(begun, path__startswith=path).order_by("path_start", "pk")

    def for_answer(self) -> Self:
        """With what a redirect may lead to, in one query."""
        return self.select_related("section", "author", "tag")
