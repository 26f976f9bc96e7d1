"""What is scheduled ends cached pages at its minute, though no job runs and nobody does anything."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Edition
from tests import make
from tests.cast import Cast
from tests.door import CountingDoor

NOW = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)  # later than the door
DUE = NOW + timedelta(seconds=20)


def test_a_scheduled_story_is_there_at_its_moment(own_cast: Cast, door: CountingDoor, reader: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        make.published(headline="Feri hari ini")
        for path in ("/", "/metropolis/", "/redaksi/"):
            reader.get(path)
        make.scheduled(headline="Feri malam ini", at=DUE)
        clock.move_to(DUE - timedelta(seconds=1))
        door.asked.clear()
        assert "Feri malam ini" not in reader.get("/").content.decode()
        assert door.asked == []
        clock.move_to(DUE)
        assert "Feri malam ini" in reader.get("/").content.decode()
        assert "Feri malam ini" in reader.get("/metropolis/").content.decode()
        reader.get("/redaksi/")
        assert door.asked == ["/", "/metropolis/"]


def test_a_schedule_that_was_taken_back_ends_nothing(own_cast: Cast, door: CountingDoor, reader: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        make.published()
        story = make.scheduled(at=DUE)
        reader.get("/")
        workflow.unschedule(story, by=own_cast.managing_editor)
        door.asked.clear()
        clock.move_to(DUE + timedelta(seconds=1))
        reader.get("/")
        assert door.asked == []


def test_a_scheduled_correction_is_there_at_its_moment(own_cast: Cast, door: CountingDoor, reader: Client) -> None:
    by = own_cast.managing_editor
    with time_machine.travel(NOW, tick=False) as clock:
        article = make.published(headline="Feri hari ini")
        path = Edition.objects.live().select_related("section").get(article=article).get_absolute_url()
        story = make.edited(workflow.reopen(article, by=by), by=by, body="<p>Jam berangkat dibetulkan.</p>")
        story = workflow.submit(story, by=by)
        workflow.schedule(story, by=by, at=DUE, kind="correction", note="Jamnya salah.")
        assert "Jamnya salah" not in reader.get(path).content.decode()
        clock.move_to(DUE)
        assert "Jamnya salah" in reader.get(path).content.decode()


@pytest.mark.parametrize("seconds", [0, 30])
def test_what_fell_due_is_not_forgotten_when_the_agenda_changes(
    own_cast: Cast, door: CountingDoor, reader: Client, seconds: int
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        make.scheduled(headline="Feri malam ini", at=DUE)
        reader.get("/")
        clock.move_to(DUE + timedelta(seconds=seconds))
        make.scheduled(at=DUE + timedelta(days=1))
        assert "Feri malam ini" in reader.get("/").content.decode()
