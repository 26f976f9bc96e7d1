"""WordPress' own export, WXR 1.0 to 1.2: one file, or a folder of parts in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from moving.addresses import host_of, path_of, site_of, with_last_segment
from moving.bodies import title_of
from moving.items import Attachment, Comment, Item, MoveError, Person, Post, Problem, Term
from moving.leaving.marks import without_marked
from moving.times import moment, utc

from .xml_stream import elements

ITEMS = frozenset({"item", "wp:author", "wp:category", "wp:tag", "wp:term"})
_SIZES = re.compile(r's:\d+:"([^"/;]{1,200}-\d{1,5}x\d{1,5}\.\w{2,5})"')
MOST_SIZES = 30
_SPACES = (
    (re.compile(r"wordpress\.org/export/[^/]*/excerpt"), "excerpt:"),
    (re.compile(r"wordpress\.org/export/"), "wp:"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content"), "content:"),
    (re.compile(r"purl\.org/dc/elements"), "dc:"),
)
# Types that hold no words of the newsroom.
MACHINERY = frozenset({
    "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_global_styles",
    "wp_navigation", "wp_template", "wp_template_part", "wp_font_family", "wp_font_face", "revision",
    "wpcf7_contact_form", "acf-field", "acf-field-group", "feedback", "elementor_library", "amp_validated_url",
    "scheduled-action",
})  # fmt: skip
# How each element of a term names its fields: taxonomy, number, slug, name, parent.
TERMS = {
    "wp:category": ("category", "wp:term_id", "wp:category_nicename", "wp:cat_name", "wp:category_parent"),
    "wp:tag": ("post_tag", "wp:term_id", "wp:tag_slug", "wp:tag_name", ""),
    "wp:term": ("", "wp:term_id", "wp:term_slug", "wp:term_name", "wp:term_parent"),
}
TAXONOMIES = {"category": ("category", "cat", "category"), "post_tag": ("tag", "tag", "tag")}
LOCKED = "dikunci dengan kata sandi di situs lama"
TRASH = "di tempat sampah situs lama"
WITHHELD = {
    "draft": "draf di situs lama",
    "auto-draft": "draf di situs lama",
    "pending": "menunggu tinjauan di situs lama",
    "private": "pribadi di situs lama",
    "trash": TRASH,
    "future": "terjadwal di situs lama",
}


def looks_like(head: str) -> bool:
    return "wordpress.org/export/" in head


class WxrReader:
    kind = "wordpress"

    def __init__(self, files: list[Path]) -> None:
        self.files = files

    @cached_property
    def _channel(self) -> dict[str, str]:
        for file in self.files:
            with file.open("rb") as opened:
                for element in _elements(opened, file.name, only_head=True):
                    if element.tag == "head":
                        return {_name(child): _text(child) for child in element}
        return {}

    @property
    def name(self) -> str:
        channel = self._channel
        base = channel.get("wp:base_blog_url") or channel.get("link") or channel.get("wp:base_site_url", "")
        return site_of(base) or channel.get("title", "") or "wordpress"

    @property
    def site_names(self) -> list[str]:
        base = self._channel.get("wp:base_blog_url") or self._channel.get("link", "")
        return [name for name in (self._channel.get("title", ""), host_of(base)) if name]

    def items(self) -> Iterator[Item]:
        for file in self.files:
            with file.open("rb") as opened:
                for element in _elements(opened, file.name):
                    yield from items_of(element)


def _elements(opened: IO[bytes], name: str, only_head: bool = False) -> Iterator[Element]:
    """Each author, term and item of a file; first an element "head" with what the channel says of itself."""
    head: Element | None = Element("head")
    is_wordpress = False
    for element in elements(opened, name):
        tag = _name(element)
        is_wordpress = is_wordpress or tag.startswith("wp:") or any(_name(one)[:3] == "wp:" for one in element)
        if tag in ITEMS:
            if head is not None:
                yield head
                head = None
                if only_head:
                    return
            yield element
        elif head is not None and len(head) < 50:
            head.append(_copy(element))
    if not is_wordpress:
        raise MoveError(f"“{name}” bukan berkas ekspor WordPress.")
    if head is not None:
        yield head


def _copy(element: Element) -> Element:
    copied = Element(element.tag)
    copied.text = element.text
    return copied


def _name(element: Element) -> str:
    space, brace, local = element.tag[1:].partition("}")
    if not brace:
        return element.tag
    return next((prefix + local for pattern, prefix in _SPACES if pattern.search(space)), local)


def _text(element: Element) -> str:
    return (element.text or "").strip()


def items_of(element: Element) -> Iterator[Item]:
    """What one author, term or item of an export tells."""
    tag = _name(element)
    fields = {_name(child): _text(child) for child in element}
    if tag == "wp:author":
        yield _person(fields)
    elif tag in TERMS:
        yield _term(fields, *TERMS[tag])
    elif tag == "item":
        yield from _item(element, fields)


def _term(fields: dict[str, str], taxonomy: str, number: str, slug: str, name: str, parent: str) -> Item:
    kind = fields.get("wp:term_taxonomy", "") or taxonomy
    slug = fields.get(slug, "")
    name = unescape(fields.get(name) or slug)
    number = fields.get(number, "")
    if kind not in TAXONOMIES:
        return Problem(
            f"{kind} {slug or number}", "term", f"penggolongan “{kind[:40]}” bukan rubrik dan bukan topik", name
        )
    kind, parameter, folder = TAXONOMIES[kind]
    above = fields.get(parent, "")
    paths = [f"/{folder}/{slug}/", f"/{folder}/{above}/{slug}/" if above else ""] if slug else []
    query = number if parameter == "cat" else slug
    return Term(
        slug or slugify(name), kind, name, slug, above,
        addresses=_paths(*paths, f"/?{parameter}={query}" if query else ""),
    )  # fmt: skip


def _person(fields: dict[str, str]) -> Person:
    login = fields.get("wp:author_login", "")
    full = f"{fields.get('wp:author_first_name', '')} {fields.get('wp:author_last_name', '')}".strip()
    name = unescape(fields.get("wp:author_display_name") or full or login).partition("@")[0]
    bare = login.partition("@")[0]
    number = fields.get("wp:author_id", "")
    slug = fields.get("wp:author_nicename") or slugify(bare)  # which the export does not tell, but a dump
    addresses = [f"/author/{slug}/"] if slug else []
    return Person(login, name, slug, addresses=[*addresses, *([f"/?author={number}"] if number else [])])


def _item(element: Element, fields: dict[str, str]) -> Iterator[Item]:
    kind, title = fields.get("wp:post_type", ""), title_of(fields.get("title", ""))
    number = fields.get("wp:post_id") or fields.get("guid") or fields.get("link") or title
    if kind == "attachment":
        yield _attachment(element, fields, number, title)
    elif not kind:
        yield Problem(number, "post", "tanpa jenis (post_type)", title)
    elif kind in MACHINERY:
        yield Problem(number, kind, "perkakas situs lama, bukan naskah", title)
    else:
        yield _post(element, fields, number, title)
        yield from _comments(element, number)


def _meta(element: Element) -> list[tuple[str, str]]:
    return [
        (found["wp:meta_key"], found.get("wp:meta_value", ""))
        for child in element
        if _name(child) == "wp:postmeta" and "wp:meta_key" in (found := {_name(one): _text(one) for one in child})
    ]


def _attachment(element: Element, fields: dict[str, str], number: str, title: str) -> Attachment:
    meta = dict(_meta(element))
    return Attachment(
        number,
        fields.get("wp:attachment_url") or fields.get("guid", ""),
        fields.get("wp:post_parent", "").removeprefix("0"),
        title,
        fields.get("excerpt:encoded", ""),
        meta.get("_wp_attachment_image_alt", ""),
        addresses=_paths(
            fields.get("link", ""), f"/?attachment_id={number}", fields.get("guid", ""), *_uploads(fields, meta)
        ),
    )


def _uploads(fields: dict[str, str], meta: dict[str, str]) -> list[str]:
    """The paths of an upload and of its sizes. Of PHP's serialised form only the names of files are read."""
    path = path_of(fields.get("wp:attachment_url", "")).partition("?")[0]
    if not path:
        return []
    folder = path.rpartition("/")[0]
    return [
        path,
        *(f"{folder}/{name}" for name in _SIZES.findall(meta.get("_wp_attachment_metadata", ""))[:MOST_SIZES]),
    ]


def _post(element: Element, fields: dict[str, str], number: str, title: str) -> Post:
    meta = _meta(element)
    values = dict(meta)
    published, local = _published(fields)
    body = without_marked(fields.get("content:encoded", ""))
    link = path_of(fields.get("link", ""))
    names = ("_wp_old_slug", "_wp_desired_post_slug")
    old = [with_last_segment(link, value) for key, value in meta if key in names and value and link]
    kind = fields["wp:post_type"]
    post = Post(
        number,
        title,
        body,
        "html" if "<!-- wp:" in body else "classic",
        LOCKED if _is_locked(element) else _withheld(fields.get("wp:status", "")),
        type=kind,
        published_at=published,
        local_time=local,
        modified_at=utc(fields.get("wp:post_modified_gmt", "")),
        slug=fields.get("wp:post_name", "").removesuffix(".html").removesuffix("__trashed"),
        excerpt=fields.get("excerpt:encoded", ""),
        picture=values.get("_thumbnail_id", ""),
        views=_views(values),
        subtitle=values.get("_kateid_subheadline", ""),
        place=values.get("_kateid_place", ""),
        editor=values.get("_kateid_editor", ""),
        addresses=_paths(
            fields.get("link", ""),
            f"/?{'page_id' if kind == 'page' else 'p'}={number}",
            fields.get("guid", ""),
            *old,
        ),
        was_withdrawn=fields.get("wp:status") == "trash" and values.get("_wp_trash_meta_status") == "publish",
    )
    _classify(element, fields, post, values.get("_yoast_wpseo_primary_category", ""))
    return post


def _classify(element: Element, fields: dict[str, str], post: Post, primary: str) -> None:
    coauthors = []
    for child in element:
        if _name(child) != "category":
            continue
        domain, slug, name = child.get("domain", "category"), child.get("nicename", ""), unescape(_text(child))
        if domain == "category":
            post.categories.append(slug or name)
        elif domain in {"post_tag", "tag"}:
            post.tags.append(name or slug)
        elif domain == "author":
            coauthors.append(slug.removeprefix("cap-") if slug else name)
            post.names[coauthors[-1]] = name
        if domain == "category" and name:
            post.names[slug or name] = name
    post.categories = list(dict.fromkeys(post.categories))
    if primary in post.categories:
        post.categories.sort(key=lambda slug: slug != primary)
    creator = fields.get("dc:creator", "")
    post.people = list(dict.fromkeys(coauthors)) or ([creator] if creator else [])


def _views(values: dict[str, str]) -> int:
    for key in ("post_views_count", "views", "_post_views"):
        if values.get(key, "").isdecimal():  # isdigit() takes "²", int() does not
            return int(values[key][:12])
    return 0


def _is_locked(element: Element) -> bool:
    """Whether a story has a password over there; one of spaces is one, too."""
    return any(child.text for child in element if _name(child) == "wp:post_password")


def _withheld(status: str) -> str:
    if status == "publish":
        return ""
    return WITHHELD.get(status, f"status di situs lama tidak dikenal: “{status[:40]}”")


def _published(fields: dict[str, str]) -> tuple[datetime | None, bool]:
    """When it was published, and whether that is on the site's own clock of which nothing is known."""
    if found := utc(fields.get("wp:post_date_gmt", "")):
        return found, False
    if found := moment(fields.get("wp:post_date", "")):
        return found, True
    return moment(fields.get("pubDate", "")), False


def _comments(element: Element, post: str) -> Iterator[Comment]:
    found = [{_name(one): _text(one) for one in child} for child in element if _name(child) == "wp:comment"]
    yield from in_threads([_comment(fields, post, place) for place, fields in enumerate(found)])


def _comment(fields: dict[str, str], post: str, place: int) -> Comment:
    approved, kind = fields.get("wp:comment_approved", ""), fields.get("wp:comment_type", "")
    skipped = ""
    if kind not in {"", "comment"}:
        skipped = f"bukan komentar: {kind[:40]}"
    elif approved in {"spam", "trash", "post-trashed"}:
        skipped = "spam atau sudah dibuang di situs lama"
    return Comment(
        fields.get("wp:comment_id") or f"{post}-{place}",
        post,
        fields.get("wp:comment_parent", "").removeprefix("0"),
        unescape(fields.get("wp:comment_author", "")),
        fields.get("wp:comment_content", ""),
        utc(fields.get("wp:comment_date_gmt", "")) or moment(fields.get("wp:comment_date", "")),
        approved == "1",
        skipped,
    )


def in_threads(comments: list[Comment]) -> Iterator[Comment]:
    """Those of one story, each after what it answers."""
    known = {comment.id for comment in comments}
    done: set[str] = set()
    waiting = comments
    while waiting:
        ready = [one for one in waiting if one.parent not in known or one.parent in done or one.parent == one.id]
        if not ready:  # they answer each other in a circle
            ready = waiting[:1]
        yield from ready
        done |= {comment.id for comment in ready}
        waiting = [one for one in waiting if one.id not in done]


def _paths(*urls: str) -> list[str]:
    return list(dict.fromkeys(path for url in urls if (path := path_of(url))))
