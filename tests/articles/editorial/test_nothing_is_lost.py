"""What was published, saved or logged can be neither deleted nor changed: by no ORM call, no SQL and no cascade."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from articles.database_rules import RULES
from articles.editorial import workflow
from articles.models import Article, Author, Edition, Editor, Photo, Revision, Section, SectionListing, StageChange, Tag
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

KEPT: tuple[type[models.Model], ...] = (Edition, Revision, StageChange)
# What may change in a kept row: the end of an edition's time, and the person, whose account may go.
MAY_CHANGE = {Edition: {"live_until", "published_by"}, Revision: {"by"}, StageChange: {"by"}}


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published(kind="correction", photo=make.photo(), editor=Editor.objects.get(name="Lukman Maulana"))


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (*KEPT, Article)]  # type: ignore[attr-defined]


@contextmanager
def checked() -> Iterator[None]:
    """A transaction whose foreign keys are checked as a commit would."""
    with transaction.atomic():
        yield
        connection.check_constraints()


def refused(action: Callable[[], object]) -> None:
    before = everything()
    with pytest.raises((models.ProtectedError, IntegrityError)), checked():
        action()
    assert everything() == before


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", [*KEPT, Article])
@pytest.mark.press_rule("PPMS 5a")
def test_kept_rows_cannot_be_deleted(story: Article, model: Any) -> None:
    row = model.objects.latest("pk")
    refused(row.delete)
    refused(model.objects.all().delete)
    refused(model.objects.filter(pk=row.pk).delete)
    refused(lambda: model._base_manager.all().delete())
    refused(lambda: model.objects.filter(pk=row.pk)._raw_delete("default"))
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        sql(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}")
    refused(lambda: sql(f"DELETE FROM {model._meta.db_table}"))


def test_an_article_without_any_trace_cannot_be_deleted_either(cast: Cast) -> None:
    bare = Article.objects.create(headline="Tanpa revisi", created_by=cast.reporter)
    refused(bare.delete)
    refused(Article.objects.all().delete)


def other_value(field: models.Field[Any, Any], value: Any) -> Any:
    """A value of the field that differs and that no other constraint refuses."""
    if isinstance(field, models.DateTimeField):
        return value + timedelta(seconds=1)
    if isinstance(field, models.JSONField):
        return [{"name": "Bukan Penulis", "slug": "x", "code": ""}]
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.IntegerField):
        return 4711
    if isinstance(field, models.ForeignKey):
        return None if field.null else 4711
    return "minor" if field.name == "kind" else "diubah"


@pytest.mark.parametrize("model", KEPT)
def test_a_kept_row_cannot_be_changed_in_any_field(story: Article, model: Any) -> None:
    for field in model._meta.concrete_fields:
        if field.name in MAY_CHANGE[model]:
            continue
        row = model.objects.latest("pk")
        value = other_value(field, getattr(row, field.attname))
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{field.attname: value})
        refused(partial(sql, f"UPDATE {model._meta.db_table} SET {field.column} = {field.column}"))
        if not field.primary_key:
            setattr(row, field.attname, value)
            refused(partial(model.objects.bulk_update, [row], [field.name]))
            refused(row.save)
            refused(partial(row.save, update_fields=[field.name]))


def test_rows_that_are_written_over_at_insertion_are_kept_too(story: Article) -> None:
    edition = Edition.objects.latest("pk")
    edition.headline = "Judul lain"
    refused(lambda: Edition.objects.bulk_create([edition]))
    refused(
        lambda: Edition.objects.bulk_create(
            [edition], update_conflicts=True, unique_fields=["id"], update_fields=["headline"]
        )
    )


@pytest.mark.parametrize("model", [Author, Photo, Section, Tag, Editor, User])
def test_who_and_what_a_published_story_names_cannot_take_it_along(story: Article, model: Any) -> None:
    before = everything_but_people()
    for row in model.objects.all():
        try:
            with checked():
                row.delete()
        except models.ProtectedError:
            continue
    try:
        with transaction.atomic():
            model.objects.all().delete()
    except models.ProtectedError:
        pass
    assert everything_but_people() == before
    edition = Edition.objects.get(number=2)
    assert (edition.section.slug, edition.photo is not None, edition.editor is not None) == ("metropolis", True, True)
    assert edition.author_listings.count() == 1
    assert edition.topic_listings.count() == 2


def everything_but_people() -> list[object]:
    people = {"by_id", "published_by_id", "created_by_id", "submitted_by_id", "approved_by_id"}
    return [
        [{name: value for name, value in row.items() if name not in people} for row in rows]  # type: ignore[attr-defined]
        for rows in everything()
    ]


def test_somebody_whose_account_goes_stays_in_the_records_by_name(story: Article) -> None:
    User.objects.all().delete()
    edition = Edition.objects.get(number=1)
    assert (edition.published_by, edition.published_by_name) == (None, "Hasan Basri")
    assert edition.byline == [{"name": "Rina Oktavia", "slug": "rina", "code": "rin"}]
    for rows, names in ((StageChange.objects, {"Rina Oktavia", "Hasan Basri"}), (Revision.objects, {"Rina Oktavia"})):
        assert {(row.by, row.by_name) for row in rows.all()} == {(None, name) for name in names}
    assert Author.objects.filter(code="rin", user=None).exists()


def test_a_story_that_was_only_scheduled_keeps_its_trace(cast: Cast) -> None:
    article = workflow.unschedule(make.scheduled(), by=cast.editor)
    refused(article.editions.get().delete)
    refused(article.delete)


def test_emptying_the_database_is_refused(story: Article) -> None:
    before = everything()
    connection.check_constraints()
    with pytest.raises((CommandError, DatabaseError)), transaction.atomic():
        call_command("flush", interactive=False, stdout=io.StringIO())
    assert everything() == before


@pytest.mark.postgresql
@pytest.mark.parametrize("model", [*KEPT, Article])
def test_a_table_of_kept_rows_cannot_be_truncated(story: Article, model: Any) -> None:
    connection.check_constraints()  # as before a commit: no check is left that would refuse by itself
    refused(lambda: sql(f"TRUNCATE {model._meta.db_table} CASCADE"))


# What the database itself enforces


def triggers() -> set[str]:
    catalogue = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"}
    postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(catalogue.get(connection.vendor, postgresql))
        return {name for (name,) in cursor.fetchall()}


def test_after_all_migrations_every_rule_is_in_the_database(db: None) -> None:
    assert {rule.name for rule in RULES} <= triggers()


def copy_of(edition: Edition, **values: Any) -> Edition:
    copy = Edition(**{field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields})
    copy.pk, copy.number, copy.live_until = None, 99, edition.live_from  # closed, so that one stays open
    for name, value in values.items():
        setattr(copy, name, value)
    return copy


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("edition_kind_known", {"kind": "iklan", "public_note": "x"}),
        ("edition_number_once", {"number": 1}),
        ("edition_one_open_per_article", {"live_until": None}),
        ("edition_interval_forward", {"live_until": timezone.now() - timedelta(days=9)}),
        ("edition_published_before_live", {"published_at": timezone.now() + timedelta(days=9)}),
        ("edition_change_has_note", {"kind": "update", "public_note": ""}),
        ("edition_change_has_note", {"kind": "correction", "public_note": ""}),
        ("edition_change_has_note", {"kind": "retraction", "public_note": "", "ground": "sara"}),
        ("edition_ground_iff_retraction", {"kind": "retraction", "public_note": "x", "ground": ""}),
        ("edition_ground_iff_retraction", {"kind": "retraction", "public_note": "x", "ground": "lain"}),
        ("edition_ground_iff_retraction", {"ground": "sara"}),
    ],
)
def test_the_database_refuses_an_impossible_edition(cast: Cast, constraint: str, values: dict[str, Any]) -> None:
    edition = make.published().editions.get()
    copy_of(edition).save(force_insert=True)
    copy = copy_of(edition, **({"number": 98} | values))
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        copy.save(force_insert=True)
    assert constraint in str(refusal.value) or "UNIQUE constraint failed: articles_edition" in str(refusal.value)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("article_stage_known", {"stage": "terbit"}),
        ("article_content_class_known", {"content_class": "iklan"}),
        ("article_scheduled_has_time", {"stage": "scheduled", "publish_at": None}),
    ],
)
def test_the_database_refuses_an_impossible_article(cast: Cast, constraint: str, values: dict[str, Any]) -> None:
    make.draft()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.update(**values)


def test_the_database_keeps_sections_two_levels_deep(cast: Cast) -> None:
    for parent, section in ((cast.samarinda, cast.ekonomi), (cast.ekonomi, cast.metropolis)):
        with pytest.raises(IntegrityError, match="two levels"), transaction.atomic():
            Section.objects.filter(pk=section.pk).update(parent=parent)
    with pytest.raises(IntegrityError, match="two levels"), transaction.atomic():
        make.section(parent=cast.samarinda)
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=cast.ekonomi.pk).update(parent=cast.ekonomi)
    make.section(parent=cast.ekonomi)


def test_the_database_keeps_a_version_a_byline_and_a_listing_from_standing_twice(story: Article) -> None:
    revision, listing, byline = story.revisions.get(), SectionListing.objects.latest("pk"), story.bylines.get()
    revision.pk = listing.pk = byline.pk = None
    for row in (revision, listing, byline):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_the_database_keeps_a_focal_point_inside_its_photo(cast: Cast) -> None:
    make.photo()
    with pytest.raises(IntegrityError, match="photo_focal_point_inside"), transaction.atomic():
        Photo.objects.update(focal_x=101)
