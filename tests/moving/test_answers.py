"""After a move every old address is asked for, and what is not answered is told with its story."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client

from articles.models import Edition, Redirect, SearchEntry
from articles.search import indexes

from . import wordpress
from .wordpress_dump import dump


def checked(folder: Path, stories: list[wordpress.Told]) -> dict[str, Any]:
    (folder / "ekspor.xml").write_text(wordpress.export(stories))
    call_command("move_in", str(folder / "ekspor.xml"), check=str(folder / "alamat.json"), verbosity=0)
    told: dict[str, Any] = json.loads((folder / "alamat.json").read_text())
    return told


def test_every_address_is_asked_for(db: None, tmp_path: Path) -> None:
    stories = wordpress.newsroom(20)
    told = checked(tmp_path, stories)
    public = [story for story in stories if story.is_public]
    assert told["counts"]["answered"] >= 3 * len(public)  # its link, "?p=" and the old slug
    assert "unanswered" not in told["counts"]
    hidden = {story.path for story in stories if not story.is_public}
    assert hidden <= {one["path"] for one in told["unanswered"]}
    assert all(one["reason"] for one in told["unanswered"])
    assert not Redirect.objects.exclude(hits=0).exists()  # nobody has read anything


def test_what_is_not_answered_is_told_with_its_place(db: None, tmp_path: Path) -> None:
    story = wordpress.newsroom(1)[0]
    story.body += '\r\n\r\nBaca <a href="https://www.lama.example/2020/01/hilang/">yang lain</a>.'
    told = checked(tmp_path, [story])
    assert told["counts"]["unanswered"] == 1
    (entry,) = (one for one in told["unanswered"] if not one["reason"])
    assert (entry["path"], entry["got"]) == ("/2020/01/hilang/", "404")
    assert story.headline in entry["of"]


def test_only_links_to_this_site_are_asked_for(db: None, tmp_path: Path) -> None:
    story = wordpress.newsroom(1)[0]
    links = ("//lain.example/x/", r"/\lain.example/x/", "https://lain.example/x/", "/hilang/")
    story.body = "".join(f'<p><a href="{link}">Baca</a></p>' for link in links)
    told = checked(tmp_path, [story])
    assert [one["path"] for one in told["unanswered"]] == ["/hilang/"]


def test_a_redirect_that_was_lost_is_found_out(db: None, tmp_path: Path) -> None:
    stories = wordpress.newsroom(3)
    checked(tmp_path, stories)
    Redirect.objects.get(path=stories[0].path).delete()
    told = checked(tmp_path, stories)
    assert [(one["path"], one["of"]) for one in told["unanswered"]] == [(stories[0].path, "post 1")]


def test_archives_of_days_lead_to_ours(db: None, tmp_path: Path, client: Client) -> None:
    stories = wordpress.newsroom(4)  # of the first two days of March 2021, by the newsroom's clock
    checked(tmp_path, stories)
    days = sorted({(story.at + timedelta(hours=8)).date() for story in stories})
    last = f"/indeks/{days[-1]}/"
    for path, page in {
        "/2021/": last,
        "/2021/03/": last,
        f"/{days[0]:%Y/%m/%d}/": f"/indeks/{days[0]}/",
        f"/{days[0]:%Y/%m/%d}": f"/indeks/{days[0]}/",
        "/2021/03/page/2/": last,
    }.items():
        response = client.get(path)
        assert (path, response.status_code, response["Location"]) == (path, 301, page)
        assert client.get(page).status_code == 200
    assert client.get("/2020/").status_code == 404


def test_search_has_the_newest_first_whatever_came_first(db: None, tmp_path: Path) -> None:
    stories = wordpress.newsroom(9)
    for story in stories:
        story.at = datetime(2021, 3, 1, tzinfo=UTC) - timedelta(days=10 * story.number)
    (tmp_path / "situs.sql").write_bytes(dump(stories))
    call_command("move_in", str(tmp_path / "situs.sql"), verbosity=0)
    assert indexes.are_in_order()
    found = SearchEntry.objects.order_by("pk").values_list("published_at", flat=True)
    assert list(found) == sorted(Edition.objects.values_list("published_at", flat=True))
