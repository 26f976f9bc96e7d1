"""What a cache in front may keep, until when, and who waits until it is gone. Without one nobody does."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django import Settings

from articles.editorial import workflow
from articles.photos import rights
from comments import lifecycle
from comments.models import Comment, Status
from pagecache.edge import MARGIN, EdgeCacheMiddleware, window_end
from pagecache.proxies import is_ours
from tests import make
from tests.cast import Cast
from tests.comments import builders
from tests.door import CountingMiddleware

Act = Callable[[], object]

pytestmark = pytest.mark.usefixtures("own_cast")


@pytest.fixture(autouse=True)
def _a_proxy(settings: Settings) -> Iterator[None]:
    settings.KATEID_PROXIES = ["127.0.0.1"]
    is_ours.cache_clear()
    yield
    is_ours.cache_clear()


@pytest.fixture
def edge(settings: Settings) -> None:
    settings.KATEID_EDGE_CACHE_SECONDS = 1


@pytest.fixture
def clock() -> Iterator[mock.Mock]:
    with mock.patch("pagecache.edge.time", wraps=time) as clock:
        yield clock


def asked_by_a_proxy(reader: Client, path: str) -> Any:
    return reader.get(path, headers={"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http"})


def marked(reader: Client, path: str) -> list[str | None]:
    """Until when each of three answers may be kept."""
    return [asked_by_a_proxy(reader, path).headers.get("X-Accel-Expires") for _ in range(3)]


def test_a_ready_page_may_be_kept_to_the_end_of_the_second_and_no_longer(edge: None, reader: Client) -> None:
    before = int(time.time())
    first, *later = marked(reader, "/")
    assert first is None
    assert {*later} <= {f"@{second}" for second in range(before, int(time.time()) + 1)}


def test_a_window_ends_at_the_same_moment_for_all(settings: Settings) -> None:
    settings.KATEID_EDGE_CACHE_SECONDS = 5
    assert [window_end(moment) for moment in (100.0, 104.9, 105.0)] == [105, 105, 110]


def test_nothing_may_be_kept_that_is_not_for_everybody(edge: None, own_cast: Cast, reader: Client) -> None:
    for path in ("/akun/masuk/", "/tidak-ada/", "/cari/?q=kata", "/?utm_source=wa"):
        assert {*marked(reader, path)} == {None}, path
    reader.force_login(own_cast.reporter)
    assert {*marked(reader, "/")} == {None}


@pytest.mark.parametrize(("due", "right_until", "kept"), [
    (101, 999, True), (100.5, 999, False), (999, 101, True), (999, 100.5, False),
])  # fmt: skip
def test_nothing_may_be_kept_beyond_the_moment_at_which_it_ends(
    edge: None, reader: Client, middleware: CountingMiddleware, due: float, right_until: float, kept: bool
) -> None:
    start = int(time.time()) + 10
    reader.get("/")
    with time_machine.travel(start + 0.4, tick=False):
        marked(reader, "/")
        page = middleware.pages.get(next(iter(middleware.pages)))
        middleware.freshness.schedule.due, page.valid_until = start + due - 100, start + right_until - 100
        assert ("X-Accel-Expires" in asked_by_a_proxy(reader, "/").headers) is kept


def retraction(cast: Cast) -> Act:
    return partial(
        workflow.retract, make.published(), by=cast.managing_editor, ground="trauma_korban", note="Keluarga."
    )


def withdrawn_photo(cast: Cast) -> Act:
    return partial(rights.withdraw, make.photo_row(), by=cast.photo_editor, reason="Keluarga meminta")


def hidden_comment(_cast: Cast) -> Act:
    return partial(decide, builders.public(), Status.HIDDEN)


def deleted_comment(cast: Cast) -> Act:
    return partial(lifecycle.delete_own, builders.public(by=cast.outsider), by=cast.outsider)


def publication(cast: Cast) -> Act:
    return partial(workflow.publish, make.approved(), by=cast.managing_editor)


def refused_comment(_cast: Cast) -> Act:
    return partial(decide, builders.written(), Status.REFUSED)


def published_comment(_cast: Cast) -> Act:
    return partial(decide, builders.written(), Status.PUBLISHED)


def decide(comment: Comment, status: Status) -> None:
    lifecycle.decide(comment, status, action="approve", by=None)


def answered(act: Act) -> HttpResponseBase:
    """What is done inside the answer to a request."""

    def view(_request: HttpRequest) -> HttpResponse:
        act()
        return HttpResponse()

    return EdgeCacheMiddleware(view)(RequestFactory().post("/"))


@pytest.mark.parametrize("make_act", [retraction, withdrawn_photo, hidden_comment, deleted_comment])
def test_what_is_withdrawn_is_answered_in_the_next_second(
    own_cast: Cast, edge: None, clock: mock.Mock, make_act: Callable[[Cast], Act]
) -> None:
    answered(make_act(own_cast))
    clock.sleep.assert_called_once()
    (seconds,) = clock.sleep.call_args.args
    assert MARGIN < seconds <= 1 + MARGIN
    answered(lambda: None)
    clock.sleep.assert_called_once()


@pytest.mark.parametrize("make_act", [publication, refused_comment, published_comment])
def test_all_else_is_answered_at_once(
    own_cast: Cast, edge: None, clock: mock.Mock, make_act: Callable[[Cast], Act]
) -> None:
    answered(make_act(own_cast))
    assert not clock.sleep.called


def test_without_a_cache_in_front_nothing_is_marked_and_nobody_waits(reader: Client) -> None:
    assert {*marked(reader, "/")} == {None}
    with pytest.raises(MiddlewareNotUsed):
        answered(lambda: None)
