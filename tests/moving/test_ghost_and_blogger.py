"""Ghost's and Blogger's exports, as those programs write them and as they arrive when something went wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Edition
from comments.models import Comment, Status
from moving.models import ImportedRow

pytestmark = pytest.mark.django_db

AT = "2020-01-02T03:04:05.000Z"


def move_in(source: Path) -> dict[str, Any]:
    report = source.with_name("laporan.json")
    call_command("move_in", str(source), report=str(report), verbosity=0)
    loaded: dict[str, Any] = json.loads(report.read_text())
    came = [(one["kind"], one["id"]) for one in loaded["in"]]
    assert sorted(came) == sorted((one["kind"], one["id"]) for one in loaded["out"] + loaded["skipped"])
    assert all(one["reason"] for one in loaded["skipped"])
    return loaded


def reasons() -> dict[str, str]:
    return dict(ImportedRow.objects.filter(kind="post").values_list("foreign_id", "reason"))


# Ghost


def ghost_post(number: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": number, "title": f"Kabar {number}", "slug": f"kabar-{number}", "html": "<p>Isi.</p>", "type": "post",
        "status": "published", "visibility": "public", "published_at": AT,
    } | facts  # fmt: skip


def ghost(folder: Path, *posts: Any, **tables: Any) -> Path:
    data = {
        "posts": list(posts),
        "users": [
            {"id": "u1", "name": "Dewi", "slug": "dewi", "email": "dewi@rahasia.example", "password": "$2a$RAHASIA"},
            {"id": "u2", "slug": "sari"},
        ],
        "tags": [
            {"id": "t1", "name": "Pasar", "slug": "pasar", "visibility": "public"},
            {"id": "t2", "name": "#dalam", "slug": "hash-dalam", "visibility": "internal"},
        ],
        "posts_authors": [
            {"post_id": "1", "author_id": "u2", "sort_order": 1},
            {"post_id": "1", "author_id": "u1", "sort_order": 0},
        ],
        "posts_tags": [{"post_id": "1", "tag_id": tag, "sort_order": None} for tag in ("t2", "t1", "hilang")],
        "settings": [None, {"key": "title", "value": "Koran"}, {"key": "ghost_private_key", "value": "RAHASIA"}],
        "api_keys": [{"secret": "RAHASIA"}],
    } | tables
    file = folder / "ghost.json"
    file.write_text(json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.70.0"}, "data": data}]}))
    return file


def test_a_ghost_story_comes_with_its_people_and_tags(tmp_path: Path) -> None:
    body = '<p>Lihat <a href="__GHOST_URL__/lain/">yang lain</a>.</p>'
    move_in(ghost(tmp_path, ghost_post("1", html=body, title="Ikan &amp; udang")))
    edition = Edition.objects.get()
    assert (edition.headline, edition.published_at.isoformat()) == ("Ikan & udang", "2020-01-02T03:04:05+00:00")
    assert edition.body == '<p>Lihat <a href="/lain/">yang lain</a>.</p>'
    assert [one["name"] for one in edition.byline] == ["Dewi", "sari"]
    assert [one["name"] for one in edition.topics] == ["pasar"]
    kept = json.dumps(list(ImportedRow.objects.values_list("original", flat=True)))
    assert "RAHASIA" not in kept
    assert "rahasia.example" not in kept


@pytest.mark.parametrize("begins", ['{"db": [{"data": %s}]}', '\ufeff {\n "meta": {}, "data": %s}', '{"data": %s}'])
def test_it_is_known_without_the_time_at_which_it_was_written(tmp_path: Path, begins: str) -> None:
    file = ghost(tmp_path, ghost_post("1"))
    file.write_text(begins % json.dumps(json.loads(file.read_text())["db"][0]["data"]))
    move_in(file)
    assert Article.objects.get().headline == "Kabar 1"


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "draft"}, {"status": "scheduled", "published_at": "2099-01-01T00:00:00.000Z"}, {"status": "sent"},
        {"status": "arsip"}, {"status": None}, {"visibility": "members"}, {"visibility": "paid"},
        {"visibility": "tiers"}, {"type": "page"}, {"type": None, "page": 1}, {"published_at": None},
        {"published_at": "0000-00-00 00:00:00"}, {"published_at": "2099-01-01T00:00:00.000Z"}, {"title": ""},
        {"html": None, "mobiledoc": "{rusak"},
    ],
    ids=str,
)  # fmt: skip
def test_what_ghost_did_not_show_is_a_draft_with_a_reason(tmp_path: Path, facts: dict[str, Any]) -> None:
    move_in(ghost(tmp_path, ghost_post("1", **facts)))
    assert Article.objects.count() == 1
    assert not Edition.objects.exists()
    assert reasons()["1"]


def test_a_story_that_ghost_never_drew_keeps_its_words_and_waits(tmp_path: Path) -> None:
    tree = {
        "root": {
            "children": [
                {
                    "type": "paragraph",
                    "children": [{"text": "Halo "}, {"type": "link", "children": [{"text": "dunia"}]}],
                },
                {"type": "image", "caption": "<span>Keterangan</span>"},
            ]
        }
    }
    move_in(ghost(tmp_path, ghost_post("1", html=None, lexical=json.dumps(tree))))
    assert Article.objects.get().body == "<p>Halo dunia</p><p>Keterangan</p>"
    assert not Edition.objects.exists()


def test_rows_without_numbers_and_rows_of_one_number_all_come(tmp_path: Path) -> None:
    nameless = {"title": "Tanpa nomor", "html": "<p>a</p>", "status": "published", "published_at": AT}
    twin = ghost_post("1", title="Kembar")
    report = move_in(ghost(tmp_path, ghost_post("1"), twin, nameless, ghost_post("2"), ghost_post("2"), "bukan baris"))
    assert Article.objects.count() == 4
    assert report["twice"] == {"post": 1}
    again = move_in(tmp_path / "ghost.json")
    assert (again["out"], again["changed"], Article.objects.count()) == ([], [], 4)


@pytest.mark.parametrize("table", ["posts", "users", "tags", "posts_tags", "posts_authors", "posts_meta", "settings"])
@pytest.mark.parametrize("value", [None, 5, "x", {"a": 1}, [[]], [None]], ids=str)
def test_a_broken_table_is_as_if_it_were_not_there(tmp_path: Path, table: str, value: Any) -> None:
    file = ghost(tmp_path, ghost_post("1"), **{table: value})
    try:
        move_in(file)
    except CommandError as refused:
        assert "Tidak ada yang dapat dibaca" in str(refused)  # noqa: PT017 - either way is right
    assert Article.objects.count() == (table != "posts")


# Blogger

BLOG = "tag:blogger.com,1999:blog-111"


def takeout(folder: Path, *entries: str) -> Path:
    file = folder / "feed.atom"
    file.write_text(
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' "
        f"xmlns:blogger='http://schemas.google.com/blogger/2018'><id>{BLOG}</id>{''.join(entries)}</feed>"
    )
    return file


def entry(number: int, kind: str = "POST", status: str = "LIVE", title: str = "Kabar", more: str = "") -> str:
    return (
        f"<entry><id>{BLOG}.post-{number}</id><blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>"
        f"<author><name>Budi</name><blogger:type>BLOGGER</blogger:type></author><title>{title}</title>"
        "<content type='html'>&lt;div&gt;Isi.&lt;/div&gt;</content><published>2020-02-03T04:05:06.789Z</published>"
        f"<category/><link/>{more}<blogger:filename>/2020/02/kabar-{number}.html</blogger:filename></entry>"
    )


def test_what_blogger_did_not_show_is_a_draft(tmp_path: Path) -> None:
    trashed = "<blogger:trashed>2021-01-01T00:00:00Z</blogger:trashed>"
    move_in(
        takeout(
            tmp_path, entry(1), entry(2, status="DRAFT"), entry(3, more=trashed), entry(4, kind="PAGE"),
            entry(5, status="SCHEDULED"), entry(6, status="SOFT_TRASHED"), entry(7, title=""),
        )
    )  # fmt: skip
    assert sorted(Edition.objects.values_list("headline", flat=True)) == ["Kabar", "Kabar 7"]
    assert Article.objects.count() == 7
    assert sum(bool(reason) for reason in reasons().values()) == 5


def test_an_answer_that_stands_before_its_question_stays_its_answer(tmp_path: Path) -> None:
    of = f"<blogger:parent>{BLOG}.post-1</blogger:parent>"
    reply = f"{of}<blogger:inReplyTo>{BLOG}.post-9</blogger:inReplyTo>"
    move_in(
        takeout(
            tmp_path, entry(8, "COMMENT", more=reply), entry(9, "COMMENT", more=of),
            entry(10, "COMMENT", "SPAM_COMMENT", more=of), entry(1),
            entry(11, "COMMENT", "PENDING_MODERATION", more=of),
        )
    )  # fmt: skip
    question, answer, waiting = (
        Comment.objects.get(pk=ImportedRow.objects.get(kind="comment", foreign_id=f"{BLOG}.post-{number}").target or 0)
        for number in (9, 8, 11)
    )
    assert (answer.reply_to, answer.status, waiting.status) == (question, Status.PUBLISHED, Status.HELD)
    assert Comment.objects.count() == 3


def test_a_back_up_of_old_is_read_too(tmp_path: Path) -> None:
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{}'/>"
    draft = "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>"
    file = tmp_path / "blog-01-01-2020.xml"
    file.write_text(
        "<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href='x'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<entry><id>{BLOG}.settings.NAME</id>{kind.format('settings')}<title>x</title></entry>"
        f"<entry><id>{BLOG}.post-1</id><published>2012-03-04T05:06:00.000+07:00</published>{kind.format('post')}"
        "<category scheme='http://www.blogger.com/atom/ns#' term='Kota'/><title>Lama</title>"
        "<content type='html'>&lt;p class='MsoNormal'&gt;Isi&lt;/p&gt;</content>"
        "<link rel='alternate' href='http://koran.example/2012/03/lama.html'/>"
        "<author><name>Citra</name><email>citra@rahasia.example</email></author></entry>"
        f"<entry><id>{BLOG}.post-2</id><published>2012-03-04T05:06:00.000+07:00</published>{draft}"
        f"{kind.format('post')}<title>Draf</title><content>x</content></entry></feed>"
    )
    move_in(file)
    edition = Edition.objects.get()
    assert (edition.headline, edition.body, edition.topics[0]["name"]) == ("Lama", "<p>Isi</p>", "kota")
    assert Article.objects.count() == 2
    assert "rahasia.example" not in json.dumps(list(ImportedRow.objects.values_list("original", flat=True)))


# Letters


@pytest.mark.parametrize(
    ("said", "bytes_"),
    [("utf-8", b"Caf\xe9"), ("utf-8", b"Caf\xc3\xa9"), ("utf-8", b"Caf\xc3\x83\xc2\xa9"), ("latin1", b"Caf\xe9")],
)
def test_letters_survive_whatever_the_file_says_of_itself(tmp_path: Path, said: str, bytes_: bytes) -> None:
    file = takeout(tmp_path, entry(1, title="@@", more="\x01"))
    file.write_bytes(file.read_bytes().replace(b"@@", bytes_ + b"\x00\x11").replace(b"utf-8", said.encode()))
    move_in(file)
    assert Edition.objects.get().headline == "Café"


@pytest.mark.parametrize("cut", [20, 300, 700])
def test_a_file_that_breaks_off_is_refused_whole(tmp_path: Path, cut: int) -> None:
    for file in (takeout(tmp_path, *map(entry, range(9))), ghost(tmp_path, ghost_post("1"))):
        file.write_text(file.read_text()[:-cut])
        with pytest.raises(CommandError, match="utuh"):
            call_command("move_in", str(file))
    assert not Article.objects.exists()
