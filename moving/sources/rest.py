"""WordPress by its public REST interface: a live site that nobody can sign in to any more.

It shows what readers see, rendered: no drafts, no raw text, no old addresses, no view counts (see `NOT_SEEN`).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlencode, urlsplit

from moving.addresses import host_of, path_of, site_of
from moving.bodies import plain, title_of
from moving.encodings import readable
from moving.guard import NotFetched, fetch
from moving.items import Attachment, Comment, Item, MoveError, Person, Post, Problem, Term
from moving.times import moment, utc

PAGE = 100  # the most that WordPress gives at once
MOST_PAGES = 100_000
LARGEST = 64 * 1024 * 1024  # bytes of one answer
TRIES = 5
LONGEST_WAIT = 120.0  # seconds
ROUTES = ("users", "categories", "tags", "media", "posts", "pages", "comments")
TERMS = {"categories": ("category", "cat"), "tags": ("tag", "tag")}
TEXTS = frozenset({"posts", "pages"})
FIELDS = "_embed=author,wp:term"
NOT_SEEN = (
    "draf, naskah terjadwal, isi mentah (kode pendek dan blok), alamat lama (_wp_old_slug), jumlah dibaca, pengalihan, "
    "surel, dan komentar yang belum disetujui tidak terlihat lewat REST"
)
_CURLED_SHORTCODE = re.compile(r"\[(/?[a-zA-Z][\w-]*)(\s[^\[\]<>]*=[^\[\]<>]*)\]")
_CURLED = str.maketrans({"“": '"', "”": '"', "″": '"', "‘": "'", "’": "'"})


def looks_like(source: str) -> bool:
    return source.startswith(("http://", "https://"))


@dataclass
class RestReader:
    """
    Attributes:
        address: of the site.
        trusted: see `guard.fetch`.
        since: only what was modified after this moment, as WordPress reads it; "" for everything.
    """

    address: str
    trusted: frozenset[str] = frozenset()
    since: str = ""
    kind: str = "wordpress"
    refused: list[str] = field(default_factory=list)  # what the site does not show
    _kept_whole: bool = False

    @cached_property
    def _file(self) -> Any:
        return NamedTemporaryFile("w+", encoding="utf-8", prefix="kateid-rest-")

    @cached_property
    def _root(self) -> dict[str, Any]:
        """What the site says of itself, and by that whether its interface answers, and where."""
        reasons = []
        for root in (f"{self._base}/wp-json/", f"{self._base}/?rest_route=/"):
            try:
                answer, _ = self._answer(root)
            except _Refused as refusal:
                reasons.append(str(refusal))
                continue
            if isinstance(answer, dict) and "routes" in answer:
                self._by_query = "rest_route" in root
                return answer
            reasons.append("jawabannya bukan milik WordPress")
        raise MoveError(f"Situs “{self.address}” tidak dapat dibaca lewat REST: {reasons[-1]}.")

    @property
    def _base(self) -> str:
        return self.address.partition("?")[0].rstrip("/").removesuffix("/wp-json")

    @property
    def name(self) -> str:
        return site_of(str(self._root.get("home") or self.address))

    @property
    def site_names(self) -> list[str]:
        return [name for name in (unescape(str(self._root.get("name") or "")), host_of(self.address)) if name]

    def items(self) -> Iterator[Item]:
        """People and terms first, then files, then texts, then comments. The site is asked once for each."""
        _ = self._root
        yield Problem("rest", "source", NOT_SEEN, self.name)
        people: set[str] = set()
        for route, row in self._kept() if self._kept_whole else self._fetched():
            for item in _items(route, row):
                if not isinstance(item, Person) or item.id not in people:  # each text names its people again
                    people |= {item.id} if isinstance(item, Person) else set()
                    yield item
        for sentence in dict.fromkeys(self.refused):
            yield Problem(f"rest {sentence}", "source", sentence, self.name)

    def _kept(self) -> Iterator[tuple[str, dict[str, Any]]]:
        with Path(self._file.name).open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    def _fetched(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """All rows, kept in a file of this run on the way: each stage reads them again."""
        self._file.seek(0)
        self._file.truncate()
        self.refused.clear()
        for route in ROUTES:
            for row in self._rows(route):
                self._file.write(f"{json.dumps([route, row])}\n")
                yield route, row
        self._file.flush()
        self._kept_whole = True

    def _rows(self, route: str) -> Iterator[dict[str, Any]]:
        """Every row of a route, in pages, by number: what is published meanwhile comes at the end."""
        facts = {"per_page": str(PAGE), "orderby": "id", "order": "asc"}
        if self.since and route in TEXTS:
            facts["modified_after"] = self.since
        said = got = 0
        for page in range(1, MOST_PAGES):
            try:
                rows, headers = self._answer(self._url(route, facts | {"page": str(page)}))
            except _Refused as refusal:
                if not refusal.code.endswith("_invalid_page_number"):  # which is the end, and no error
                    self.refused.append(f"{route}: {refusal}")
                break
            if not isinstance(rows, list):
                self.refused.append(f"{route}: jawabannya tidak terbaca")
                break
            said = int(total[:12]) if (total := headers.get("x-wp-total", "")).isdecimal() else said
            got += len(rows)
            yield from (row for row in rows if isinstance(row, dict) and row.get("id"))
            if len(rows) < PAGE:
                break
        if got < said:
            self.refused.append(f"{route}: situs menyebut {said}, yang terbaca {got}")

    def _url(self, route: str, facts: dict[str, str]) -> str:
        query = f"{urlencode(facts)}{f'&{FIELDS}' if route in TEXTS else ''}"
        if self._by_query:
            return f"{self._base}/?rest_route=/wp/v2/{route}&{query}"
        return f"{self._base}/wp-json/wp/v2/{route}?{query}"

    def _answer(self, url: str) -> tuple[Any, dict[str, str]]:
        """What an address answers, as JSON, with its headers; a busy site gets the time that it asks for.

        Raises:
            _Refused: it says no.
            MoveError: it does not answer.
        """
        for rest in reversed(range(TRIES)):
            try:
                fetched = fetch(url, LARGEST, self.trusted, accept="application/json")
                return json.loads(readable(fetched.data)), fetched.headers
            except NotFetched as error:
                if error.status and error.wait is None:
                    raise _Refused(str(error), _code_of(error.body)) from error
                if not rest or (error.wait or 0) > LONGEST_WAIT or not (error.is_silent or error.wait is not None):
                    raise MoveError(
                        f"“{urlsplit(url).netloc}” tidak dapat dibaca: {error}. Yang sudah pindah tetap ada; jalankan "
                        "lagi perintah yang sama nanti."
                    ) from error
                time.sleep(1.0 if error.wait is None else error.wait)
            except (ValueError, RecursionError) as error:
                raise _Refused("jawabannya bukan JSON", "") from error
        raise AssertionError("the last try either returns or raises")


class _Refused(Exception):  # noqa: N818
    """A site's no; `code` is WordPress' own word for it."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(reason)
        self.code = code


def _code_of(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(answer.get("code", "")) if isinstance(answer, dict) else ""


def _items(route: str, row: dict[str, Any]) -> Iterator[Item]:
    if route == "users":
        yield _person(row)
    elif route in TERMS:
        yield _term(row, *TERMS[route])
    elif route == "media":
        yield _attachment(row)
    elif route == "comments":
        yield _comment(row)
    else:
        yield from map(_person, _embedded(row, "author"))  # the list of users is closed at many sites
        yield _post(row)


def _rendered(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else str(value or "")


def _is_protected(row: dict[str, Any]) -> bool:
    return any(isinstance(row.get(name), dict) and row[name].get("protected") for name in ("content", "excerpt"))


def _paths(row: dict[str, Any], *more: str) -> list[str]:
    urls = (str(row.get("link") or ""), _rendered(row, "guid"), *more)
    return list(dict.fromkeys(path for url in urls if (path := path_of(url))))


def _person(row: dict[str, Any]) -> Person:
    slug = str(row.get("slug") or "")
    return Person(
        str(row["id"]), title_of(str(row.get("name") or slug)), slug, addresses=_paths(row, f"/?author={row['id']}")
    )


def _term(row: dict[str, Any], taxonomy: str, parameter: str) -> Term:
    slug = str(row.get("slug") or "")
    query = row["id"] if parameter == "cat" else slug
    return Term(
        str(row["id"]), taxonomy, title_of(str(row.get("name") or slug)), slug, str(row.get("parent") or ""),
        addresses=_paths(row, f"/?{parameter}={query}"),
    )  # fmt: skip


def _attachment(row: dict[str, Any]) -> Attachment:
    details = row.get("media_details")
    sizes = details.get("sizes") if isinstance(details, dict) else None
    files = [str(size.get("source_url") or "") for size in sizes.values()] if isinstance(sizes, dict) else []
    url = str(row.get("source_url") or "")
    return Attachment(
        str(row["id"]), url, str(row.get("post") or ""), title_of(_rendered(row, "title")),
        plain(_rendered(row, "caption")), str(row.get("alt_text") or ""),
        addresses=_paths(row, f"/?attachment_id={row['id']}", url, *files),
    )  # fmt: skip


def _embedded(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = row.get("_embedded")
    rows = found.get(name) if isinstance(found, dict) else None
    flat = (
        [one for group in rows for one in (group if isinstance(group, list) else [group])]
        if isinstance(rows, list)
        else []
    )
    return [one for one in flat if isinstance(one, dict) and one.get("id") and "code" not in one]


def _coauthors(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [term for term in _embedded(row, "wp:term") if term.get("taxonomy") == "author"]


def _post(row: dict[str, Any]) -> Post:
    kind = str(row.get("type") or "post")
    coauthors = _coauthors(row)
    names = {str(term["id"]): title_of(str(term.get("name") or "")) for term in _embedded(row, "wp:term")}
    author = str(row.get("author") or "")
    people = [f"{term.get('slug')}" for term in coauthors] or ([author] if author else [])
    names |= {str(term.get("slug")): title_of(str(term.get("name") or "")) for term in coauthors}
    return Post(
        str(row["id"]),
        title_of(_rendered(row, "title")),
        _CURLED_SHORTCODE.sub(
            lambda code: f"[{code[1]}{unescape(code[2]).translate(_CURLED)}]", _rendered(row, "content")
        ),
        "html",
        _withheld(row),
        type=kind,
        published_at=utc(str(row.get("date_gmt") or "")) or moment(str(row.get("date") or "")),
        modified_at=utc(str(row.get("modified_gmt") or "")),
        people=people,
        categories=[str(number) for number in row.get("categories") or []],
        tags=[names.get(str(number), str(number)) for number in row.get("tags") or []],
        names=names,
        slug=str(row.get("slug") or ""),
        excerpt=_excerpt(row),
        picture=str(row.get("featured_media") or "").removeprefix("0"),
        addresses=_paths(row, f"/?{'page_id' if kind == 'page' else 'p'}={row['id']}"),
    )


def _straightened(code: re.Match[str]) -> str:
    """A shortcode that no plugin took out any more, with quotes as they were written."""
    return f"[{code[1]}{unescape(code[2]).translate(_CURLED)}]"


def _withheld(row: dict[str, Any]) -> str:
    if _is_protected(row):
        return "dikunci dengan kata sandi di situs lama; isinya tidak terlihat lewat REST"
    status = str(row.get("status") or "")
    return "" if status == "publish" else f"status di situs lama tidak dikenal: “{status[:40]}”"


def _excerpt(row: dict[str, Any]) -> str:
    """A summary that somebody wrote; one that WordPress cut from the text ends in its own mark."""
    words = plain(_rendered(row, "excerpt"))
    is_cut = words.endswith(("[…]", "[&hellip;]", "…")) or words in plain(_rendered(row, "content"))
    return "" if is_cut else words


def _comment(row: dict[str, Any]) -> Comment:
    return Comment(
        str(row["id"]),
        str(row.get("post") or ""),
        str(row.get("parent") or "").removeprefix("0"),
        title_of(str(row.get("author_name") or "")),
        _rendered(row, "content"),
        utc(str(row.get("date_gmt") or "")) or moment(str(row.get("date") or "")),
        str(row.get("status") or "approved") == "approved",
        "" if str(row.get("type") or "comment") == "comment" else f"bukan komentar: {str(row['type'])[:40]}",
    )
