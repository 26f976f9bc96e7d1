"""What a proxy in front may keep: pages for everybody, for the second that is running, if changes wait for the next."""

import time
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kateid.page_cache.second import MARGIN
from tests import make
from tests.cast import Cast
from tests.door import CountingDoor
from tests.forms import AtDesk, fields_of

pytestmark = pytest.mark.usefixtures("own_cast")


@pytest.fixture
def kept_by_a_proxy(settings: Settings) -> None:
    settings.KATEID_PROXY_KEEPS_PAGES = True


def until(reader: Client, path: str) -> int | None:
    """The last second in which a proxy may give this page, for which it asks as in deploy/nginx.conf."""
    as_proxy = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http", "x-request-id": "4f1d-from-the-proxy"}
    said = reader.get(path, headers=as_proxy).headers.get("X-Accel-Expires")
    return int(said.removeprefix("@")) if said else None


def test_nothing_is_kept_where_nobody_waits(reader: Client) -> None:
    assert until(reader, "/") is None


@pytest.mark.usefixtures("kept_by_a_proxy")
def test_a_page_is_kept_for_the_second_in_which_it_was_asked_for(reader: Client) -> None:
    for _made_and_ready in range(2):
        before = int(time.time())
        assert before <= (until(reader, "/") or 0) <= time.time()


@pytest.mark.usefixtures("kept_by_a_proxy")
def test_what_is_not_for_everybody_is_not_kept(own_cast: Cast, reader: Client) -> None:
    assert until(reader, "/akun/masuk/") is None
    assert until(reader, "/tidak-ada/") is None
    reader.force_login(own_cast.reporter)
    assert until(reader, "/") is None


@pytest.mark.usefixtures("kept_by_a_proxy")
def test_nothing_is_kept_in_a_second_in_which_something_falls_due(reader: Client, door: CountingDoor) -> None:
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=500_000)
    make.scheduled(at=moment)
    reader.get("/")
    (key,) = door.pages
    page = door.pages.get(key)
    assert door.headers_for_a_proxy(page, moment.timestamp() - 0.4) == []
    assert door.headers_for_a_proxy(page, moment.timestamp() - 0.6) != []
    page.ends = moment.timestamp() - 1
    assert door.headers_for_a_proxy(page, moment.timestamp() - 1.1) == []


@pytest.mark.usefixtures("kept_by_a_proxy")
def test_a_change_is_answered_in_the_next_second_and_all_else_at_once(own_cast: Cast) -> None:
    chief, story = AtDesk(own_cast.managing_editor), make.published()
    step = f"/admin/articles/article/{story.pk}/langkah/retract/"
    fields = fields_of(chief.read(step), "story-step-form") | {"ground": "trauma_korban", "note": "Demi keluarga."}
    with mock.patch("kateid.page_cache.second.time", wraps=time) as clock:
        chief.read(step)
        assert not clock.sleep.called
        assert chief.client.post(step, fields).status_code == 302
    clock.sleep.assert_called_once()
    (seconds,) = clock.sleep.call_args.args
    assert MARGIN < seconds <= 1 + MARGIN
