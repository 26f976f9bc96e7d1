"""Ghost's own structures lose no word, and what only its members saw stays away from readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from moving.bodies import convert
from moving.items import Attachment, Post
from moving.mapping import Mapping
from moving.opening import open_source


def read(folder: Path, encoding: str = "utf-8", meta: dict[str, Any] | None = None, **facts: Any) -> list[Any]:
    post = {
        "id": "1", "title": "Judul", "slug": "judul", "status": "published", "visibility": "public",
        "published_at": "2021-01-02T03:04:05.000Z",
    } | facts  # fmt: skip
    data = {"posts": [post], "posts_meta": [{"post_id": "1"} | (meta or {})]}
    file = folder / "ghost.json"
    file.write_bytes(json.dumps({"db": [{"meta": {"exported_on": 1}, "data": data}]}).encode(encoding))
    return list(open_source(str(file), "", Mapping()).items())


def post_of(items: list[Any]) -> Post:
    (post,) = (item for item in items if isinstance(item, Post))
    return post


def text(words: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": bits}


LEXICAL = {
    "root": {
        "children": [
            {"type": "paragraph", "children": [text("a <b> "), text("tebal", 1), {"type": "linebreak"}, text("c")]},
            {"type": "extended-heading", "children": [text("kepala")]},
            {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [text("butir")]}]},
            {"type": "callout", "calloutText": "penting", "backgroundColor": "biru"},
            {"type": "toggle", "heading": "tanya", "content": "<p>jawab</p>"},
            {"type": "bookmark", "url": "https://luar.example/", "metadata": {"title": "tanda"}},
            {"type": "kartu-baru", "isiText": "kelak"},
            {"type": "email", "html": "<p>surat anggota</p>"},
        ]
    }
}
MOBILEDOC = {
    "markups": [["strong"], ["a", ["href", "https://luar.example/"]], ["script"]],
    "atoms": [["soft-return", "", {}]],
    "cards": [["html", {"html": "<p>kartu</p>"}], ["code", {"code": "x < y"}], ["email", {"html": "surat anggota"}]],
    "sections": [
        [1, "p", [[0, [], 0, "a <b> "], [0, [0], 1, "tebal"], [1, [], 0, 0], [0, [1, 2], 2, "c"]]],
        [3, "ul", [[[0, [], 0, "butir"]]]], [10, 0], [10, 1], [10, 2], [10, 99], [1], "rusak",
        [1, "p", [[0, [9], 1, "d"]]],
    ],
}  # fmt: skip


OF_LEXICAL = (
    "<p>a &lt;b&gt; <strong>tebal</strong><br>c</p><h2>kepala</h2><ol><li>butir</li></ol><p>penting</p><p>tanya</p>"
    '<p>jawab</p><p>tanda</p><p><a href="https://luar.example/">https://luar.example/</a></p><p>kelak</p>'
)
OF_MOBILEDOC = (
    '<p>a &lt;b&gt; <strong>tebal</strong><br><a href="https://luar.example/">c</a></p><ul><li>butir</li></ul>'
    "<p>kartu</p><p>x &lt; y</p><p>d</p>"
)


@pytest.mark.parametrize(
    ("facts", "html"), [({"lexical": LEXICAL}, OF_LEXICAL), ({"mobiledoc": MOBILEDOC}, OF_MOBILEDOC)]
)
def test_a_body_that_ghost_never_drew_is_read_whole_and_waits_for_a_look(
    tmp_path: Path, facts: dict[str, Any], html: str
) -> None:
    post = post_of(read(tmp_path, html=None, **{name: json.dumps(value) for name, value in facts.items()}))
    assert convert(post.body, post.form).html == html
    assert post.unclear


def test_what_only_members_saw_does_not_come(tmp_path: Path) -> None:
    begins, ends = '<!--kg-gated-block:begin nonMember:{} memberSegment:"status:free" -->', "<!--kg-gated-block:end-->"
    hidden, shown = begins.format("false") + "<p>RAHASIA</p>" + ends, begins.format("true") + "<p>umum</p>" + ends
    post = post_of(read(tmp_path, html=f"<p>a</p>{hidden}{shown}<p>z</p>{begins.format('false')}<p>RAHASIA</p>"))
    assert convert(post.body, post.form).html == "<p>a</p><p>umum</p><p>z</p>"
    assert post_of(read(tmp_path, html="<p>a</p>", meta={"email_only": 1})).withheld


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_lead_picture_keeps_its_alternative_text(tmp_path: Path, encoding: str) -> None:
    meta = {"feature_image_alt": "Kapal é", "feature_image_caption": "Foto: Rina"}
    items = read(tmp_path, encoding, meta, html="<p>a</p>", feature_image="__GHOST_URL__/content/images/a.jpg")
    (file,) = (item for item in items if isinstance(item, Attachment))
    assert (file.url, file.alt) == (post_of(items).picture, "Kapal é")
