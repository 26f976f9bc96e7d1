"""A live WordPress that nobody can sign in to, read by its public REST interface from a real server on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Edition
from comments.models import Comment
from moving.models import ImportedRow

from .wordpress_site import WordPressSite, post, whole, wordpress_site

pytestmark = pytest.mark.django_db


def move_in(site: WordPressSite, folder: Path, **options: Any) -> dict[str, Any]:
    report = folder / "laporan.json"
    call_command("move_in", f"http://{site.host}/", report=str(report), verbosity=0, trust=[site.host], **options)
    loaded: dict[str, Any] = json.loads(report.read_text())
    return loaded


@pytest.mark.parametrize("count", [1, 100, 101, 200])
def test_every_page_of_a_hundred_is_read_and_each_once(tmp_path: Path, count: int) -> None:
    with wordpress_site(whole([post(number) for number in range(1, count + 1)])) as site:
        report = move_in(site, tmp_path)
        assert report["counts"]["post"]["published"] == count
        assert site.asked["posts"] == count // 100 + 1
        again = move_in(site, tmp_path)
    assert [one for one in again["out"] if one["kind"] == "post"] == []
    assert Article.objects.count() == count


def test_a_story_comes_with_its_people_topics_comments_and_address(tmp_path: Path, client: Client) -> None:
    with wordpress_site(whole([post(1)])) as site:
        move_in(site, tmp_path)
    edition = Edition.objects.get()
    assert (edition.headline, edition.section_name) == ("Kabar “1” & lain", "Kota")
    assert [name["name"] for name in edition.byline] == ["Rina Wati"]
    assert [topic["name"] for topic in edition.topics] == ["pasar"]
    assert edition.published_at.isoformat() == "2020-01-02T03:04:05+00:00"
    question, answer = Comment.objects.order_by("pk")
    assert (question.text, answer.reply_to) == ("Setuju", question)
    for path in ("/2020/01/kabar-1/", "/?p=1", "/category/kota/", "/tag/pasar/", "/author/rina/"):
        assert client.get(path).status_code == 301, path


def test_what_is_locked_is_a_draft_and_never_an_empty_story(tmp_path: Path) -> None:
    locked = post(1, content={"rendered": "", "protected": True}, excerpt={"rendered": "", "protected": True})
    with wordpress_site(whole([locked, post(2)])) as site:
        report = move_in(site, tmp_path)
    assert [one["id"] for one in report["out"] if one["as"] == "published"] == ["2"]
    assert "kata sandi" in ImportedRow.objects.get(kind="post", foreign_id="1").reason
    assert not Comment.objects.filter(status="published").exists()  # those of a locked story stay with it


def test_a_site_that_is_busy_gets_the_time_it_asks_for(tmp_path: Path) -> None:
    with wordpress_site(whole([post(number) for number in range(1, 4)])) as site:
        site.busy_every = 3
        move_in(site, tmp_path)
    assert Edition.objects.count() == 3


def test_a_closed_list_of_people_is_said_and_made_up_for(tmp_path: Path) -> None:
    second = post(2)
    coauthors = [(90, "Andi"), (91, "Budi")]
    second["_embedded"]["wp:term"].append(
        [{"id": pk, "name": name, "slug": name.lower(), "taxonomy": "author"} for pk, name in coauthors]
    )
    with wordpress_site(whole([post(1), second])) as site:
        site.closed = frozenset({"users"})
        report = move_in(site, tmp_path)
    bylines = {edition.slug: [name["name"] for name in edition.byline] for edition in Edition.objects.all()}
    assert bylines == {"kabar-1": ["Rina Wati"], "kabar-2": ["Andi", "Budi"]}
    reasons = [one["reason"] for one in report["skipped"] if one["kind"] == "problem"]
    assert any("users" in reason and "401" in reason for reason in reasons)
    assert any("draf" in reason for reason in reasons)  # what no public interface shows


def test_shortcodes_with_curled_quotes_go_and_words_in_brackets_stay(tmp_path: Path) -> None:
    body = "<p>Awal.</p><p>[iklan id=&#8221;1&#8243;]</p><p>Kata [sic] “akhir”.</p>"
    with wordpress_site(whole([post(1, body)])) as site:
        report = move_in(site, tmp_path)
    assert Edition.objects.get().body == "<p>Awal.</p><p>Kata [sic] “akhir”.</p>"
    assert report["dropped"] == {"kode [iklan]": 1}


def test_only_what_was_modified_since_is_asked_for(tmp_path: Path) -> None:
    with wordpress_site(whole([post(1)])) as site:
        move_in(site, tmp_path)
        site.rows["posts"].append(post(2, modified_gmt="2021-05-05T00:00:00"))
        report = move_in(site, tmp_path, since="2021-01-01T00:00:00")
    assert [one["id"] for one in report["in"] if one["kind"] == "post"] == ["2"]
    assert Edition.objects.count() == 2


def test_an_interface_that_is_off_is_said_in_a_sentence(tmp_path: Path) -> None:
    with wordpress_site({}) as site:
        site.is_off = True
        with pytest.raises(CommandError, match="tidak dapat dibaca lewat REST"):
            move_in(site, tmp_path)
    assert not ImportedRow.objects.exists()


def test_an_inner_address_is_not_opened_unless_somebody_trusts_it(tmp_path: Path) -> None:
    with wordpress_site(whole([post(1)])) as site:
        with pytest.raises(CommandError, match="porta lain"):
            call_command("move_in", f"http://{site.host}/", verbosity=0)
        assert site.requests == 0
