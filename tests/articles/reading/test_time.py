"""What is public at a moment is one comparison: schedules come and go by the clock, no job has to run."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles.editorial import workflow
from articles.editorial.workflow import TransitionNotAllowed
from articles.models import Article, Edition, EditionKind, RetractionGround, Stage, StageChange, Tag
from articles.reading import cache_dependencies
from tests import make
from tests.cast import Cast

WITA = ZoneInfo("Asia/Makassar")
MORNING = datetime(2026, 7, 12, 8, 0, tzinfo=WITA)
NOON = MORNING + timedelta(hours=4)
EVENING = MORNING + timedelta(hours=10)
INSTANT = timedelta(microseconds=1)


def live_numbers(article: Article, at: datetime) -> list[int]:
    return list(Edition.objects.live(at).filter(article=article).values_list("number", flat=True))


def moments_after(since: datetime) -> list[datetime]:
    """When kept pages will end by themselves."""
    return [moment for moment, _names in cache_dependencies.agenda(since)]


def scheduled_change(cast: Cast) -> Article:
    """A story live since the morning, with a change of it scheduled for noon."""
    article = make.reopened(at=MORNING, headline="Feri kembali", changes={"at": MORNING, "headline": "Feri batal"})
    with make.moment(MORNING + timedelta(hours=1)):
        article = workflow.submit(article, by=cast.reporter)
        return workflow.schedule(article, by=cast.editor, at=NOON, kind="update", note="Pelayaran dibatalkan.")


def test_an_edition_is_public_from_its_first_moment_until_just_before_its_last(cast: Cast) -> None:
    article = make.published(at=MORNING)
    with make.moment(NOON):
        workflow.retract(article, by=cast.managing_editor, ground=RetractionGround.SARA, note="Menyinggung.")
    assert live_numbers(article, MORNING - INSTANT) == []
    assert live_numbers(article, MORNING) == [1]
    assert live_numbers(article, NOON - INSTANT) == [1]
    assert live_numbers(article, NOON) == [2]
    assert [edition.is_live(NOON) for edition in article.editions.order_by("number")] == [False, True]
    assert [edition.is_live(NOON - INSTANT) for edition in article.editions.order_by("number")] == [True, False]


def test_a_retraction_leaves_every_list_at_its_moment(cast: Cast) -> None:
    make.retracted(at=MORNING)  # an hour later
    gone = MORNING + timedelta(hours=1)
    for listed in (
        Edition.objects.all(),
        Edition.objects.in_section(cast.metropolis),
        Edition.objects.by_author(cast.reporter.author),
        Edition.objects.on_topic(Tag.objects.get(slug="feri")),
        Edition.objects.on_day(date(2026, 7, 12)),
    ):
        assert listed.listed(gone - INSTANT).exists()
        assert not listed.listed(gone).exists()


def test_a_scheduled_story_becomes_public_at_its_minute_though_no_job_runs(cast: Cast) -> None:
    with make.moment(MORNING):
        article = make.scheduled(at=NOON)
    assert live_numbers(article, NOON - INSTANT) == []
    assert live_numbers(article, NOON) == [1]
    with make.moment(NOON - INSTANT):
        assert Article.objects.get().effective_stage == Stage.SCHEDULED
        assert Article.objects.in_stage(Stage.SCHEDULED).exists()
        assert not Article.objects.in_stage(Stage.PUBLISHED).exists()
    with make.moment(NOON):
        assert Article.objects.get().effective_stage == Stage.PUBLISHED
        assert Article.objects.in_stage(Stage.PUBLISHED).exists()
        assert not Article.objects.in_stage(Stage.SCHEDULED).exists()
    edition = article.editions.get()
    assert edition.published_at == edition.modified_at == edition.live_from == NOON


def test_the_next_step_enters_in_stage_and_log_what_the_clock_has_done(cast: Cast) -> None:
    with make.moment(MORNING):
        article = make.scheduled(at=NOON)
    with make.moment(EVENING):
        workflow.reopen(article, by=cast.reporter)
    by_clock, by_reporter = StageChange.objects.filter(article=article).order_by("pk").reverse()[:2][::-1]
    assert (by_clock.verb, by_clock.from_stage, by_clock.to_stage) == ("publish", "scheduled", "published")
    assert (by_clock.at, by_clock.by, by_clock.by_name) == (NOON, None, "Jadwal")
    assert by_clock.edition == article.editions.get()
    assert (by_reporter.from_stage, by_reporter.at) == ("published", EVENING)


def test_who_saw_the_story_before_its_schedule_fell_due_may_go_on_without_reloading(cast: Cast) -> None:
    with make.moment(MORNING):
        article = make.scheduled(at=NOON)
    with make.moment(EVENING):
        seen = Article.objects.get(pk=article.pk).version
        assert workflow.reopen(article, by=cast.editor, version=seen).stage == Stage.DRAFT


def test_a_step_that_the_due_schedule_forbids_is_refused_and_the_story_stays_public(cast: Cast) -> None:
    with make.moment(MORNING):
        article = make.scheduled(at=NOON)
    with make.moment(NOON), pytest.raises(TransitionNotAllowed, match="Terbit"):
        workflow.unschedule(article, by=cast.editor)
    assert live_numbers(article, NOON) == [1]


def test_a_scheduled_change_takes_the_live_storys_place_at_its_moment(cast: Cast) -> None:
    article = scheduled_change(cast)
    assert live_numbers(article, MORNING) == [1]
    assert live_numbers(article, NOON - INSTANT) == [1]
    assert live_numbers(article, NOON) == [2]
    first, second = article.editions.order_by("number")
    assert second.published_at == first.published_at == MORNING
    assert (second.modified_at, second.kind) == (NOON, EditionKind.UPDATE)
    assert (first.headline, second.headline) == ("Feri kembali", "Feri batal")
    assert moments_after(MORNING + timedelta(hours=2)) == [NOON]
    assert moments_after(NOON) == []


def test_taking_a_scheduled_change_back_lets_the_former_go_on(cast: Cast) -> None:
    article = scheduled_change(cast)
    with make.moment(NOON - INSTANT):
        assert workflow.unschedule(article, by=cast.editor).stage == Stage.APPROVED
    assert live_numbers(article, NOON) == live_numbers(article, EVENING) == [1]
    assert [edition.number for edition in article.editions.public_history(EVENING)] == [1]
    assert moments_after(MORNING + timedelta(hours=2)) == []
    with make.moment(EVENING):
        workflow.publish(article, by=cast.editor, kind="correction", note="Feri tidak jadi berlayar.")
    assert live_numbers(article, EVENING) == [3]
    assert [edition.number for edition in article.editions.public_history(EVENING)] == [1, 3]


def test_taking_a_story_off_the_schedule_leaves_it_unpublished(cast: Cast) -> None:
    with make.moment(MORNING):
        article = make.scheduled(at=NOON)
        workflow.unschedule(article, by=cast.editor)
    assert live_numbers(article, EVENING) == []
    with make.moment(EVENING):
        assert not article.editions.public_history().exists()
        workflow.publish(article, by=cast.editor)
    assert [(edition.number, edition.kind) for edition in article.editions.public_history(EVENING)] == [(2, "first")]


def test_publishing_at_once_what_was_scheduled_puts_the_schedule_aside(cast: Cast) -> None:
    article = scheduled_change(cast)
    now = NOON - timedelta(hours=1)
    with make.moment(now):
        article = workflow.publish(article, by=cast.editor, kind="correction", note="Feri tidak jadi berlayar.")
    assert (article.stage, article.publish_at) == (Stage.PUBLISHED, None)
    assert [live_numbers(article, at) for at in (now - INSTANT, now, NOON, EVENING)] == [[1], [3], [3], [3]]


def test_a_new_time_replaces_the_old_one(cast: Cast) -> None:
    article = scheduled_change(cast)
    with make.moment(NOON - timedelta(hours=1)):
        article = workflow.unschedule(article, by=cast.editor)
        article = workflow.schedule(article, by=cast.editor, at=EVENING, kind="update", note="Batal berlayar.")
    assert [live_numbers(article, at) for at in (NOON, EVENING - INSTANT, EVENING)] == [[1], [1], [3]]


def test_retracting_a_story_takes_its_scheduled_change_along(cast: Cast) -> None:
    article = scheduled_change(cast)
    now = NOON - timedelta(hours=1)
    with make.moment(now):
        workflow.retract(article, by=cast.managing_editor, ground="sara", note="Menyinggung.")
    assert [live_numbers(article, at) for at in (now - INSTANT, now, NOON, EVENING)] == [[1], [3], [3], [3]]
    assert article.editions.get(number=3).headline == "Feri kembali"


@pytest.mark.parametrize(("kind", "moves"), [("minor", False), ("update", True), ("correction", True)])
def test_the_published_time_never_moves_and_a_typing_error_moves_no_time_at_all(
    cast: Cast, kind: str, moves: bool
) -> None:
    article = make.reopened(at=MORNING)
    with make.moment(NOON):
        article = workflow.submit(article, by=cast.reporter)
        workflow.publish(article, by=cast.editor, kind=kind, note="Jam berangkat diperbaiki.")
    changed = article.editions.get(number=2)
    assert changed.published_at == MORNING
    assert changed.modified_at == (NOON if moves else MORNING)
    assert changed.public_note == ("Jam berangkat diperbaiki." if moves else "")


def test_a_day_of_the_archive_begins_at_midnight_in_the_newsroom(cast: Cast) -> None:
    midnight = datetime(2026, 7, 12, 16, 0, tzinfo=UTC)
    before, after = make.published(at=midnight - INSTANT), make.published(at=midnight)
    on_day = Edition.objects.listed(EVENING + timedelta(days=9)).on_day
    assert [edition.article for edition in on_day(date(2026, 7, 12))] == [before]
    assert [edition.article for edition in on_day(date(2026, 7, 13))] == [after]
    assert not on_day(date(2026, 7, 11)).exists()
    assert not on_day(date(2026, 7, 14)).exists()


def test_an_importer_retells_steps_at_their_own_moments(cast: Cast) -> None:
    article = make.draft(at=MORNING)
    with make.moment(EVENING):
        article = workflow.submit(article, by=cast.reporter, now=MORNING)
        article = workflow.schedule(article, by=cast.editor, at=NOON, now=MORNING + timedelta(hours=1))
        assert article.stage == Stage.SCHEDULED
        workflow.unschedule(article, by=cast.editor, now=NOON - INSTANT)
    assert live_numbers(article, EVENING) == []
