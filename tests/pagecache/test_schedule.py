"""What is scheduled ends cached pages at its minute, though no job runs and nobody does anything."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.editorial import workflow
from articles.models import Article, Edition
from comments.models import Discussion
from pagecache import maker
from tests import make
from tests.cast import Cast
from tests.door import CountingMiddleware

pytestmark = pytest.mark.both_databases

NOW = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)  # later than the door
DUE = NOW + timedelta(seconds=20)


def test_a_scheduled_story_is_there_at_its_moment(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        make.published(headline="Feri hari ini")
        for path in ("/", "/metropolis/", "/redaksi/"):
            reader.get(path)
        make.scheduled(headline="Feri malam ini", at=DUE)
        clock.move_to(DUE - timedelta(seconds=1))
        middleware.asked.clear()
        assert "Feri malam ini" not in reader.get("/").content.decode()
        assert middleware.asked == []
        clock.move_to(DUE)
        assert "Feri malam ini" in reader.get("/").content.decode()
        assert "Feri malam ini" in reader.get("/metropolis/").content.decode()
        reader.get("/redaksi/")
        assert middleware.asked == ["/", "/metropolis/"]


def test_a_schedule_that_was_taken_back_ends_nothing(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        make.published()
        story = make.scheduled(at=DUE)
        reader.get("/")
        workflow.unschedule(story, by=own_cast.managing_editor)
        middleware.asked.clear()
        clock.move_to(DUE + timedelta(seconds=1))
        reader.get("/")
        assert middleware.asked == []


def test_a_scheduled_correction_is_there_at_its_moment(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    by = own_cast.managing_editor
    with time_machine.travel(NOW, tick=False) as clock:
        article = make.published(headline="Feri hari ini")
        path = address_of(article)
        story = make.edited(workflow.reopen(article, by=by), by=by, body="<p>Jam berangkat dibetulkan.</p>")
        story = workflow.submit(story, by=by)
        workflow.schedule(story, by=by, at=DUE, kind="correction", note="Jamnya salah.")
        assert "Jamnya salah" not in reader.get(path).content.decode()
        clock.move_to(DUE)
        assert "Jamnya salah" in reader.get(path).content.decode()


@pytest.mark.parametrize("seconds", [0, 30])
def test_what_fell_due_is_not_forgotten_when_the_agenda_changes(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client, seconds: int
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        make.scheduled(headline="Feri malam ini", at=DUE)
        reader.get("/")
        clock.move_to(DUE + timedelta(seconds=seconds))
        make.scheduled(at=DUE + timedelta(days=1))
        assert "Feri malam ini" in reader.get("/").content.decode()


@pytest.mark.parametrize("others_make_it", [False, True])
def test_comments_close_by_age_at_their_minute(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client, settings: Settings, others_make_it: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(maker, "PATIENCE", 0.01)
    settings.KATEID_COMMENTS_DAYS = 30
    with time_machine.travel(NOW, tick=False) as clock:
        path = address_of(make.published(at=DUE - timedelta(days=30)))
        assert "Tulis komentar" in reader.get(path).content.decode()
        if others_make_it:  # while they do, readers get what is no longer fresh
            middleware.maker.flights.join(("http", "testserver", path, ""))
        clock.move_to(DUE - timedelta(seconds=1))
        middleware.asked.clear()
        assert "Tulis komentar" in reader.get(path).content.decode()
        assert middleware.asked == []
        clock.move_to(DUE)
        page = reader.get(path).content.decode()
        assert "Tulis komentar" not in page
        assert "ditutup 30 hari sesudah berita terbit" in page


def test_comments_that_the_desk_keeps_open_do_not_close(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client, settings: Settings
) -> None:
    settings.KATEID_COMMENTS_DAYS = 30
    with time_machine.travel(NOW, tick=False) as clock:
        story = make.published(at=DUE - timedelta(days=30))
        Discussion.objects.create(article=story, state="open")
        reader.get(address_of(story))
        middleware.asked.clear()
        clock.move_to(DUE)
        assert "Tulis komentar" in reader.get(address_of(story)).content.decode()
        assert middleware.asked == []


def test_a_story_marked_sensitive_closes_its_comments_when_that_is_published(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    by = own_cast.managing_editor
    story = make.published()
    path = address_of(story)
    reader.get(path)
    draft = make.edited(workflow.reopen(story, by=by), by=by, is_sensitive=True)
    assert "Tulis komentar" in reader.get(path).content.decode()
    assert "Tulis komentar" in Client(HTTP_HOST="testserver").get(path).content.decode()
    workflow.publish(workflow.submit(draft, by=by), by=by, kind="update", note="Nama korban disamarkan.")
    assert "Kolom komentar berita ini ditutup." in reader.get(path).content.decode()


def address_of(story: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=story).get_absolute_url()
