"""The index: every day's stories by the newsroom's clock, with the way to the days around it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import make
from tests.cast import Cast

from .test_section import listed

NOW = datetime(2022, 7, 20, 4, 0, tzinfo=UTC)  # noon in WITA


@pytest.fixture
def stories(cast: Cast) -> None:
    """Around midnight WITA, which is 16:00 UTC, and another three days later."""
    make.published(headline="Malam", at=datetime(2022, 7, 12, 15, 59, 59, tzinfo=UTC))
    make.published(headline="Dini hari", at=datetime(2022, 7, 12, 16, 0, tzinfo=UTC))
    make.published(headline="Pagi", at=datetime(2022, 7, 13, 1, 0, tzinfo=UTC))
    make.published(headline="Kemudian", at=datetime(2022, 7, 16, 1, 0, tzinfo=UTC))


@pytest.mark.usefixtures("stories")
def test_a_day_is_a_day_of_wita(client: Client) -> None:
    assert listed(client, "/indeks/2022-07-12/") == ["Malam"]
    assert listed(client, "/indeks/2022-07-13/") == ["Pagi", "Dini hari"]


@pytest.mark.usefixtures("stories")
def test_a_day_leads_to_the_nearest_days_with_stories(client: Client) -> None:
    html = client.get("/indeks/2022-07-13/").content.decode()
    assert "Rabu, 13 Juli 2022</h1>" in html
    assert 'href="/indeks/2022-07-12/" rel="prev"' in html
    assert 'href="/indeks/2022-07-16/" rel="next"' in html


@pytest.mark.usefixtures("stories")
def test_the_index_opens_at_the_latest_day_with_stories(client: Client) -> None:
    with make.moment(NOW):
        assert listed(client, "/indeks/") == ["Kemudian"]


@pytest.mark.usefixtures("stories")
def test_a_day_between_without_stories_says_so(client: Client) -> None:
    html = client.get("/indeks/2022-07-14/").content.decode()
    assert "Tidak ada berita pada hari ini." in html
    assert 'href="/indeks/2022-07-13/" rel="prev"' in html


@pytest.mark.usefixtures("stories")
def test_the_date_field_leads_to_its_day(client: Client) -> None:
    assert client.get("/indeks/", {"tanggal": "2022-07-12"})["Location"] == "/indeks/2022-07-12/"


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize(
    "day", ["2022-07-21", "2022-07-11", "2022-02-30", "0001-01-01", "9999-12-31", "2022-7-12", "kemarin"]
)
def test_a_day_that_cannot_be_is_not_found(client: Client, day: str) -> None:
    """In the future, before the first story, or no day at all; as an address and from the date field."""
    with make.moment(NOW):
        assert client.get(f"/indeks/{day}/").status_code == 404
        assert client.get("/indeks/", {"tanggal": day}, follow=True).status_code == 404


def test_today_is_there_before_the_first_story(cast: Cast, client: Client) -> None:
    with make.moment(NOW):
        assert client.get("/indeks/").status_code == 200
        assert client.get("/indeks/2022-07-20/").status_code == 200
        assert client.get("/indeks/2022-07-19/").status_code == 404


@pytest.mark.usefixtures("stories")
def test_a_scheduled_story_is_in_no_index_yet(client: Client) -> None:
    with make.moment(NOW):
        make.scheduled(headline="Sore nanti", at=datetime(2022, 7, 20, 8, 0, tzinfo=UTC))
        assert listed(client, "/indeks/2022-07-20/") == []
        assert "Sore nanti" not in client.get("/indeks/").content.decode()
