"""A story leads on to others that are near it, which are worked out when something is published."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article, Edition, RelatedStory, RetractionGround
from articles.reading.related import KEPT, SHOWN
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases
FLOOD = "Banjir Merendam Bengkuring"
NOW = timezone.now()
UNTOLD: dict[str, Any] = {"summary": "", "tags": []}


def story(
    headline: str, body: str = "<p>Air Karang Mumus meluap ke Bengkuring.</p>", days: int = 1, **fields: Any
) -> Article:
    return make.published(headline=headline, body=body, at=NOW - timedelta(days=days), **UNTOLD | fields)


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def page(client: Client, article: Article) -> str:
    return client.get(address(article)).content.decode()


def leads_on_to(client: Client, article: Article) -> list[str]:
    block = re.search(r'<section class="related".*?</section>', page(client, article), re.DOTALL)
    return re.findall(r'class="card__headline"><a href="[^"]*">([^<]*)</a>', block[0]) if block else []


@pytest.fixture
def elsewhere(cast: Cast) -> list[Article]:
    return [
        make.published(
            headline=f"Harga Cabai {n}",
            body="<p>Pedagang menjual cabai kering.</p>",
            at=NOW - timedelta(days=2),
            **UNTOLD,
        )
        for n in range(2)
    ]


def test_a_story_leads_on_to_what_is_near_it_and_never_to_itself(
    cast: Cast, client: Client, elsewhere: list[Article]
) -> None:
    older = story(f"{FLOOD} Lagi", days=3)
    newer = story(f"{FLOOD} Semalam")
    assert leads_on_to(client, newer) == [f"{FLOOD} Lagi"]
    assert leads_on_to(client, older) == [f"{FLOOD} Semalam"]  # to what came of it


def test_a_shared_topic_leads_on_where_words_are_different(
    cast: Cast, client: Client, elsewhere: list[Article]
) -> None:
    bridge = story("Jembatan Kuning Ditutup", "<p>Lalu lintas dialihkan.</p>", 2, tags=["jembatan", "dishub"])
    ferry = story("Feri Penuh", "<p>Antrean mengular pagi ini.</p>", 1, tags=["jembatan", "dishub"])
    assert leads_on_to(client, ferry) == ["Jembatan Kuning Ditutup"]
    assert leads_on_to(client, bridge) == ["Feri Penuh"]


def test_what_was_retracted_is_gone_from_a_page_that_was_ready(cast: Cast, client: Client) -> None:
    bad = story(f"{FLOOD} Lagi", days=3)
    other = story(f"{FLOOD} Semalam")
    assert f"{FLOOD} Lagi" in leads_on_to(client, other)
    workflow.retract(bad, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    assert f"{FLOOD} Lagi" not in page(client, other)


def test_nothing_leads_from_news_to_what_was_paid_for(cast: Cast, client: Client) -> None:
    paid = story(f"{FLOOD}, Toko Tetap Buka", content_class="advertorial", advertiser="Toko Terang")
    news = story(f"{FLOOD} Semalam")
    assert leads_on_to(client, news) == []
    assert leads_on_to(client, paid) == []
    assert not RelatedStory.objects.filter(other=paid).exists()


def test_a_scheduled_story_is_led_to_from_its_minute_on(cast: Cast, client: Client, elsewhere: list[Article]) -> None:
    old = story(f"{FLOOD} Lagi", days=3)
    coming = make.approved(headline=f"{FLOOD} Besok", body="<p>Air Karang Mumus meluap ke Bengkuring.</p>", **UNTOLD)
    workflow.schedule(coming, by=cast.editor, at=timezone.now() + timedelta(hours=1))
    assert RelatedStory.objects.filter(story=old, other=coming).exists()
    assert leads_on_to(client, old) == []


def test_it_is_not_beside_the_story_as_well(cast: Cast, client: Client) -> None:
    story(f"{FLOOD} Lagi", days=3)
    html = page(client, story(f"{FLOOD} Semalam"))
    assert html.count(f"{FLOOD} Lagi</a>") == 1


def test_stories_from_before_are_related_by_a_command(cast: Cast, client: Client, elsewhere: list[Article]) -> None:
    older, newer = story(f"{FLOOD} Lagi", days=3), story(f"{FLOOD} Semalam")
    RelatedStory.objects.all().delete()
    assert leads_on_to(client, newer) == []
    call_command("relate_stories")
    assert leads_on_to(client, newer) == [f"{FLOOD} Lagi"]  # the page that was ready is made anew
    assert leads_on_to(client, older) == [f"{FLOOD} Semalam"]


def test_much_of_a_kind_is_bounded_and_costs_as_much(cast: Cast, client: Client) -> None:
    costs = []
    for number in range(KEPT + 4):
        with CaptureQueriesContext(connection) as publishing:
            last = story(f"{FLOOD} Hari Ke-{number + 1}", days=30 - number)
        costs.append(len(publishing))
    assert len(leads_on_to(client, last)) == SHOWN
    assert max(RelatedStory.objects.filter(story=article).count() for article in Article.objects.all()) <= KEPT
    assert costs[-1] <= costs[4] + 1  # one to trim
