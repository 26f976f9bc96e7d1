"""A section's page: its stories and those of the sections below it, newest first."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from articles.editorial import workflow
from tests import make
from tests.cast import Cast

from .test_front import headlines


def listed(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return headlines(response.content.decode().partition("<main")[2].partition('<aside class="aside"')[0])


def test_a_section_lists_its_own_and_its_subsections_stories_newest_first(cast: Cast, client: Client) -> None:
    now = timezone.now()
    make.published(headline="Lama", section=cast.samarinda, at=now - timedelta(hours=2))
    make.published(headline="Baru", section=cast.metropolis, at=now - timedelta(hours=1))
    make.published(headline="Lain", section=cast.ekonomi)
    assert listed(client, "/metropolis/") == ["Baru", "Lama"]
    assert listed(client, "/samarinda/") == ["Lama"]


def test_only_what_is_live_is_listed(cast: Cast, client: Client) -> None:
    make.draft()
    make.in_review()
    make.scheduled()
    make.spiked()
    make.retracted()
    make.reopened(headline="Terbit", changes={"headline": "Diubah diam-diam"})
    assert listed(client, "/metropolis/") == ["Terbit"]


def test_a_story_that_moves_leaves_its_old_section(cast: Cast, client: Client) -> None:
    article = make.reopened(headline="Pindah", changes={"section": cast.ekonomi})
    article = workflow.submit(article, by=cast.reporter)
    workflow.publish(article, by=cast.managing_editor, kind="update", note="Dipindah rubrik.")
    assert listed(client, "/metropolis/") == []
    assert listed(client, "/ekonomi/") == ["Pindah"]


def test_the_page_leads_to_its_subsections_and_marks_where_it_stands(cast: Cast, client: Client) -> None:
    above, below = (client.get(path).content.decode() for path in ("/metropolis/", "/samarinda/"))
    assert re.search(r'<a class="chip" href="/samarinda/">Samarinda</a>', above)
    assert '<a class="chip" href="/samarinda/" aria-current="page">' in below
    assert '<a class="site-nav__link" href="/metropolis/" aria-current="page">' in above
    assert '<a class="site-nav__link" href="/metropolis/" aria-current="true">' in below


def test_a_section_without_stories_says_so(cast: Cast, client: Client) -> None:
    assert "Belum ada berita di rubrik ini." in client.get("/ekonomi/").content.decode()


def test_an_unknown_section_cannot_be_found(cast: Cast, client: Client) -> None:
    assert client.get("/tidak-ada/").status_code == 404


def test_an_address_without_its_last_slash_leads_on(cast: Cast, client: Client) -> None:
    response = client.get("/metropolis")
    assert (response.status_code, response["Location"]) == (301, "/metropolis/")
