"""Every address that readers still have leads on in one hop: of stories, sections, topics, people and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Edition, Tag
from moving import stages
from moving.models import ImportedRow

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEAD = """<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Koran</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://lama.example</wp:base_blog_url>
<wp:author><wp:author_id>7</wp:author_id><wp:author_login>rina</wp:author_login>
<wp:author_display_name>Rina Wati</wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>olahraga</wp:category_nicename>
<wp:cat_name>Olahraga</wp:cat_name></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>voli</wp:category_nicename>
<wp:category_parent>olahraga</wp:category_parent><wp:cat_name>Voli</wp:cat_name></wp:category>
<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>voli</wp:tag_slug><wp:tag_name>Voli</wp:tag_name></wp:tag>
<wp:term><wp:term_id>6</wp:term_id><wp:term_taxonomy>post_tag</wp:term_taxonomy><wp:term_slug>mudik-2</wp:term_slug>
<wp:term_name>Mudik</wp:term_name></wp:term>
<wp:term><wp:term_id>9</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>menu</wp:term_slug>
<wp:term_name>Menu</wp:term_name></wp:term>"""


def item(number: int, link: str, kind: str = "post", status: str = "publish", more: str = "") -> str:
    return (
        f"<item><title>Kabar {number}</title><link>https://lama.example{link}</link><dc:creator>rina</dc:creator>"
        f'<guid isPermaLink="false">https://lama.example/?p={number}</guid><wp:post_id>{number}</wp:post_id>'
        f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>"
        f"<wp:post_date_gmt>2020-01-02 03:04:05</wp:post_date_gmt>"
        f"<content:encoded><![CDATA[<p>Isi.</p>]]></content:encoded>"
        f'<category domain="category" nicename="voli">Voli</category>'
        f'<category domain="post_tag" nicename="mudik-2">Mudik</category>'
        f'<category domain="post_tag" nicename="voli">Voli</category>{more}</item>'
    )


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


SIZES = 'a:1:{s:5:"sizes";a:1:{s:9:"thumbnail";a:1:{s:4:"file";s:15:"kapal-150x150.jpg";}}}'


def moved(folder: Path, *items: str, **options: Any) -> None:
    file = folder / "ekspor.xml"
    file.write_text(f"{HEAD}{''.join(items)}</channel></rss>")
    call_command("move_in", str(file), verbosity=0, **options)


def story(number: int) -> str:
    article = ImportedRow.objects.get(kind="post", foreign_id=str(number)).article_id
    return Edition.objects.live().get(article=article).get_absolute_url()


def test_a_story_is_found_by_every_address_it_had(tmp_path: Path, client: Client) -> None:
    moved(tmp_path, item(1, "/2020/01/kabar/", more=meta("_wp_old_slug", "kabar-lama")), item(2, "/?p=2"))
    for path in (
        "/2020/01/kabar/", "/2020/01/kabar", "/?p=1", "/2020/01/kabar-lama/", "/2020/01/kabar/amp/",
        "/2020/01/kabar/?amp=1", "/2020/01/kabar/2/", "/2020/01/kabar/comment-page-3/", "/2020/01/kabar/?utm_source=x",
    ):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (301, story(1)), path
        assert client.get(answer["Location"].partition("?")[0]).status_code == 200
    assert client.get("/?p=2")["Location"] == story(2)


def test_sections_topics_and_people_are_found(tmp_path: Path, client: Client) -> None:
    moved(tmp_path, item(1, "/2020/01/kabar/"))
    mudik = Tag.objects.get(name="mudik").get_absolute_url()
    for path, target in (
        ("/category/olahraga/", "/olahraga/"), ("/category/voli/", "/voli/"), ("/category/olahraga/voli/", "/voli/"),
        ("/category/voli/page/2/", "/voli/"), ("/category/voli/feed/", "/voli/feed/"), ("/?cat=4", "/voli/"),
        ("/tag/mudik-2/", mudik), ("/tag/mudik-2/page/3/", mudik), ("/?tag=mudik-2", mudik),
        ("/tag/voli/", Tag.objects.get(name="voli").get_absolute_url()),
        ("/author/rina/", "/penulis/rina/"), ("/author/rina/page/2/", "/penulis/rina/"),
        ("/?author=7", "/penulis/rina/"),
    ):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, answer.get("Location")) == (301, target), path


def test_an_old_address_with_a_number_at_its_end_is_not_a_story_of_ours(tmp_path: Path, client: Client) -> None:
    """WordPress writes "banjir-2" for the second "banjir"; our addresses end in a story's number."""
    moved(tmp_path, *(item(number, f"/voli/banjir-{number - 1 or 'x'}/") for number in (1, 2, 3, 4)))
    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    moved(tmp_path, *(item(10 + pk, f"/voli/kisah-{pk}/") for pk in numbers))
    for pk in numbers:
        assert client.get(f"/voli/kisah-{pk}/")["Location"] == story(10 + pk)
    assert client.get(story(1)).status_code == 200  # its own address stays


def test_uploads_and_their_sizes_lead_to_the_story_that_shows_them(tmp_path: Path, client: Client) -> None:
    def upload(number: int, name: str, more: str = "") -> str:
        url = f"<wp:attachment_url>https://lama.example/wp-content/uploads/2020/01/{name}</wp:attachment_url>"
        return item(number, f"/{name.partition('.')[0]}/", "attachment", "inherit", url + more)

    moved(
        tmp_path,
        item(1, "/2020/01/kabar/"),
        upload(11, "kapal.jpg", "<wp:post_parent>1</wp:post_parent>" + meta("_wp_attachment_metadata", SIZES)),
        upload(12, "lain.jpg"),
    )
    for path in ("/wp-content/uploads/2020/01/kapal.jpg", "/wp-content/uploads/2020/01/kapal-150x150.jpg", "/kapal/",
                 "/?attachment_id=11", "/?p=11"):  # fmt: skip
        assert client.get(path)["Location"] == story(1), path
    assert client.get("/wp-content/uploads/2020/01/lain.jpg").status_code == 404


def test_what_was_withdrawn_over_there_is_gone_here(tmp_path: Path, client: Client) -> None:
    trashed = meta("_wp_trash_meta_status", "publish") + meta("_wp_desired_post_slug", "cabut")
    never = meta("_wp_trash_meta_status", "draft")
    moved(tmp_path, item(1, "/2020/01/kabar/"), item(2, "/2020/01/cabut__trashed/", status="trash", more=trashed),
          item(3, "/?p=3", status="trash", more=never))  # fmt: skip
    assert client.get("/?p=2").status_code == 410
    assert client.get("/2020/01/cabut/").status_code == 410
    assert client.get("/?p=3").status_code == 404


@pytest.mark.parametrize("batch", [1, 100])
def test_what_was_withdrawn_gives_way_to_what_came_in_its_place(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(stages, "BATCH", batch)
    trashed = meta("_wp_trash_meta_status", "publish") + meta("_wp_desired_post_slug", "kabar")
    items = [item(1, "/2020/01/kabar__trashed/", status="trash", more=trashed), item(2, "/2020/01/kabar/"),
             item(3, "/2020/01/kabar__trashed-2/", status="trash", more=trashed)]  # fmt: skip
    for _ in range(2):
        moved(tmp_path, *items)
        assert client.get("/2020/01/kabar/")["Location"] == story(2)
        assert client.get("/2020/01/kabar")["Location"] == story(2)
        assert client.get("/?p=1").status_code == client.get("/?p=3").status_code == 410


def test_what_was_withdrawn_gives_way_to_what_a_later_run_brings(tmp_path: Path, client: Client) -> None:
    trashed = meta("_wp_trash_meta_status", "publish") + meta("_wp_desired_post_slug", "kabar")
    gone = item(1, "/2020/01/kabar__trashed/", status="trash", more=trashed)
    moved(tmp_path, gone, item(3, "/2020/01/lain/"))
    assert client.get("/2020/01/kabar/").status_code == 410
    for _ in range(2):
        moved(tmp_path, gone, item(2, "/2020/01/kabar/"), item(3, "/2020/01/lain/"))
        assert client.get("/2020/01/kabar/")["Location"] == story(2)
        assert client.get("/?p=1").status_code == 410


def test_a_menu_is_no_topic(tmp_path: Path) -> None:
    moved(tmp_path, item(1, "/2020/01/kabar/"))
    assert ImportedRow.objects.get(kind="problem").reason.startswith("penggolongan")
    assert not Tag.objects.filter(name="menu").exists()
