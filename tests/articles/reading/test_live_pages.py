"""What readers and programs get of a live report: complete, in order, page by page, at a constant cost."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles.editorial import live, workflow
from articles.models import Edition, LiveEntry, LiveEntryEdition, LiveReport, RetractionGround
from tests import make
from tests.cast import Cast

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
numbers = count(1)


def address(report: LiveReport) -> str:
    return Edition.objects.live().select_related("section").get(article=report.pk).get_absolute_url()


def filled(report: LiveReport, many: int) -> None:
    """Entries in a few statements, for measuring."""
    common = {"report": report, "author_name": "Rina Oktavia", "author_slug": "rina"}
    made = LiveEntry.objects.bulk_create(
        LiveEntry(form_key=uuid4(), body=f"<p>Kabar nomor {next(numbers)} dari dermaga.</p>", **common)
        for _ in range(many)
    )
    LiveEntryEdition.objects.bulk_create(
        LiveEntryEdition(
            entry=entry, number=1, kind="first", body=entry.body, is_key=place % 10 == 0, published_by_name="Lukman",
            at=MORNING + timedelta(seconds=entry.pk), live_from=MORNING + timedelta(seconds=entry.pk), **common,
        )
        for place, entry in enumerate(made)
    )  # fmt: skip


def entries(text: str) -> list[str]:
    return re.findall(r'<li class="live__entry[^"]*" id="(kabar-\d+)"', text)


@pytest.fixture
def report(cast: Cast) -> LiveReport:
    return make.live_report(at=MORNING - timedelta(hours=1))


def test_all_of_it_is_read_page_by_page_newest_first(report: LiveReport, client: Client) -> None:
    filled(report, 45)
    here, found, pages = address(report), [], 0
    while here:
        text = client.get(here).content.decode()
        found += entries(text)
        pages += 1
        following = html.fromstring(text).xpath('//a[@rel="next"]/@href')
        here = following[0].partition("#")[0] if following else ""
    told = LiveEntryEdition.objects.order_by("-at").values_list("entry", flat=True)
    assert (pages, found) == (3, [f"kabar-{number}" for number in told])


@pytest.mark.parametrize("asked", ["0", "x", "007", "-1", "99999999999999999999", "", "1 OR 1=1"])
def test_a_page_of_no_entry_is_no_page(report: LiveReport, client: Client, asked: str) -> None:
    filled(report, 2)
    assert client.get(address(report), {"kabar": asked}).status_code == 404


def test_an_entry_of_another_report_begins_no_page(report: LiveReport, client: Client) -> None:
    other = make.live_entry(make.live_report())
    plain = make.published()
    assert client.get(address(report), {"kabar": other.entry_id}).status_code == 404
    story = Edition.objects.live().select_related("section").get(article=plain)
    assert client.get(story.get_absolute_url(), {"kabar": other.entry_id}).status_code == 404


def test_its_cost_does_not_grow_with_its_entries(report: LiveReport, client: Client) -> None:
    cost = []
    for more in (30, 470):
        filled(report, more)
        middle = LiveEntryEdition.objects.order_by("pk")[20].entry_id
        asked = (address(report), f"{address(report)}?kabar={middle}", f"/langsung/{report.pk}/")
        cost.append([queries_of(client, path) for path in asked])
    assert cost[0] == cost[1]
    assert cost[0] <= [12, 13, 4]


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_machines_are_told_of_a_live_blog_with_its_updates(report: LiveReport, client: Client, cast: Cast) -> None:
    first = make.live_entry(report, "Feri <pertama> tiba. Penumpang turun.", at=MORNING)
    gone = make.live_entry(report, "Kabar keliru.", at=MORNING + timedelta(minutes=1))
    live.retract(gone.entry, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    text = client.get(address(report)).content.decode()
    (block,) = html.fromstring(text).xpath('//script[@type="application/ld+json"]/text()')
    (told,) = (thing for thing in json.loads(block)["@graph"] if thing["@type"] == "LiveBlogPosting")
    here = f"http://127.0.0.1:8000{address(report)}"
    assert told["coverageStartTime"] == "2026-03-02T08:00:00+08:00"
    assert "coverageEndTime" not in told
    assert told["dateModified"] > told["datePublished"]
    assert told["liveBlogUpdate"] == [
        {
            "@type": "BlogPosting",
            "url": f"{here}?kabar={first.entry_id}#kabar-{first.entry_id}",
            "headline": "Feri <pertama> tiba. Penumpang turun.",
            "articleBody": "Feri <pertama> tiba. Penumpang turun.",
            "datePublished": "2026-03-02T09:00:00+08:00",
            "dateModified": "2026-03-02T09:00:00+08:00",
            "author": {"@type": "Person", "name": "Lukman Maulana", "url": "http://127.0.0.1:8000/penulis/lukman/"},
        }
    ]
    live.finish(report, by=cast.managing_editor)
    assert "coverageEndTime" in client.get(address(report)).content.decode()


def test_lists_say_that_it_goes_on(report: LiveReport, client: Client, cast: Cast) -> None:
    make.published()
    for page in ("/", "/metropolis/", "/topik/feri/"):
        assert client.get(page).content.decode().count("label--live"), page
    live.finish(report, by=cast.managing_editor)
    assert "label--live" not in client.get("/").content.decode()


def test_it_is_public_only_while_its_story_is(cast: Cast, client: Client) -> None:
    report = live.begin(make.draft(), by=cast.managing_editor)
    make.live_entry(report, "Kabar sebelum terbit.")
    updates = f"/langsung/{report.pk}/"
    assert client.get(updates).status_code == 404
    assert client.get(f"/langsung/{make.published().pk}/").status_code == 404
    out = make.live_report()
    make.live_entry(out, "Kabar sesudah terbit.")
    workflow.retract(out.article, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    for path in (f"/langsung/{out.pk}/", address(out)):
        answer = client.get(path)
        assert answer.status_code == 410
        assert b"Kabar sesudah terbit." not in answer.content
