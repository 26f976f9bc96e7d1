"""WordPress by a dump of its database, read without a server: drafts, view counts and plugins' redirects too.

The dump's tables come in any order, so what is wanted of them is put into a temporary database on disk first; then each
post is told as the export would tell it, and read by `wxr`. Passwords, mails and network addresses are never read.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from html import unescape
from itertools import batched
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import finalize
from xml.etree.ElementTree import Element, SubElement

from moving.addresses import host_of, path_of, site_of
from moving.encodings import as_utf8
from moving.items import Item, MoveError, Problem, Redirect, Term

from . import insert_dump, wxr

# What is read of each table, by its name without the prefix.
COLUMNS = {
    "posts": (
        "ID", "post_author", "post_date", "post_date_gmt", "post_content", "post_title", "post_excerpt", "post_status",
        "post_password", "post_name", "post_modified_gmt", "post_parent", "guid", "post_type",
    ),
    "postmeta": ("post_id", "meta_key", "meta_value"),
    "users": ("ID", "user_login", "user_nicename", "display_name"),
    "terms": ("term_id", "name", "slug"),
    "term_taxonomy": ("term_taxonomy_id", "term_id", "taxonomy", "parent"),
    "term_relationships": ("object_id", "term_taxonomy_id", "term_order"),
    "comments": (
        "comment_ID", "comment_post_ID", "comment_author", "comment_date", "comment_date_gmt", "comment_content",
        "comment_approved", "comment_type", "comment_parent",
    ),
    "options": ("option_name", "option_value"),
    "popularpostsdata": ("postid", "pageviews"),
    "post_views": ("id", "type", "count"),
    "redirection_items": ("url", "action_type", "action_data", "regex", "status"),
    "rank_math_redirections": ("sources", "url_to", "status"),
}  # fmt: skip
NEEDED = {"posts": "post_content", "users": "user_login", "comments": "comment_content", "terms": "slug"}
INDEXES = (
    "postmeta (prefix, post_id)", "term_relationships (prefix, object_id)", "comments (prefix, comment_post_ID)",
    "posts (prefix, ID)", "term_taxonomy (prefix, term_taxonomy_id)", "terms (prefix, term_id)",
    "popularpostsdata (prefix, postid)", "post_views (prefix, id)",
)  # fmt: skip
OPTIONS = frozenset({
    "home", "siteurl", "blogname", "permalink_structure", "category_base", "tag_base", "upload_url_path",
})  # fmt: skip
META = re.compile(r"_thumbnail_id|_wp_|_yoast_wpseo_primary_category|post_views_count|_?views|_post_views")
PRIMARY = "_yoast_wpseo_primary_category"  # a number here, a slug to `wxr`
NO_STORIES = ("revision", "auto-draft")
NO_TEXTS = ("inherit", "auto-draft", "revision")  # the status of what nobody is the author of: files, old revisions
SPAM = ("spam", "trash", "post-trashed")
ALL_TIME = "4"  # the kind of row in which Post Views Counter keeps the sum
MOST_PARENTS = 20
_TABLE = re.compile(rf"(?P<prefix>\w*?)(?P<table>{'|'.join(sorted(COLUMNS, key=len, reverse=True))})\Z")
_SIGN = re.compile(rb"[`\"(, ]post_mime_type[`\"), ]")
_PATTERN = re.compile(r's:7:"pattern";s:\d+:"(?P<path>[^"]{1,500})"')
_EXACT = re.compile(r's:10:"comparison";s:\d+:"exact"')
_TAG = re.compile(r"%(\w+)%")


def looks_like(file: Path) -> bool:
    """Whether a dump has WordPress' table of posts anywhere."""
    if file.suffix.lower() != ".sql":
        return False
    kept = b""
    with file.open("rb") as opened:
        while chunk := opened.read(1 << 20):
            if _SIGN.search(kept + chunk):
                return True
            kept = chunk[-50:]
    return False


class _CoreTables:
    def __contains__(self, name: object) -> bool:
        return bool(_TABLE.match(str(name)))


class DumpReader:
    kind = "wordpress"

    def __init__(self, files: list[Path]) -> None:
        self.files = files

    @property
    def name(self) -> str:
        return site_of(self._home) or self._option("blogname") or "wordpress"

    @property
    def site_names(self) -> list[str]:
        return [one for one in (unescape(self._option("blogname")), host_of(self._home)) if one]

    def items(self) -> Iterator[Item]:
        yield from self._people()
        yield from self._terms()
        yield from self._redirects()
        yield from self._left_out()
        for number, kind, reason in self._tables.execute("SELECT * FROM unread"):
            yield Problem(number, kind, reason)
        for post in self._rows("posts", "ORDER BY CAST(ID AS INTEGER)"):
            if post["post_type"] != "revision" and post["post_status"] != "auto-draft":
                yield from wxr.items_of(self._item(post))

    # The tables

    @cached_property
    def _tables(self) -> sqlite3.Connection:
        tables = sqlite3.connect("")  # a file that is gone with the connection
        finalize(self, tables.close)
        tables.row_factory = sqlite3.Row
        for name, columns in COLUMNS.items():
            tables.execute(f"CREATE TABLE {name} (prefix, {', '.join(columns)})")
        tables.execute("CREATE TABLE unread (number, kind, reason)")
        unread = Counter[str]()
        for file in self.files:
            with file.open("rb") as opened:
                for batch in batched(_wanted(insert_dump.rows(as_utf8(opened), _CoreTables()), unread), 1000):
                    for statement, values in batch:
                        tables.execute(statement, values)
        for index in INDEXES:
            tables.execute(f"CREATE INDEX {index.partition(' ')[0]}_key ON {index}")
        tables.commit()
        if not tables.execute("SELECT 1 FROM posts LIMIT 1").fetchone():
            why = tables.execute("SELECT reason FROM unread WHERE kind = 'post' LIMIT 1").fetchone()
            more = f": {why[0]}" if why else ""
            raise MoveError(f"Berkas SQL ini tidak berisi tabel naskah (posts) WordPress yang terbaca{more}.")
        return tables

    @cached_property
    def _prefix(self) -> str:
        """Of the site that is moved: a network of sites has several, of which the largest is taken."""
        found = self._tables.execute("SELECT prefix FROM posts GROUP BY prefix ORDER BY COUNT(*) DESC, prefix")
        return str(found.fetchone()[0])

    def _rows(self, table: str, more: str = "", *values: Any) -> Iterator[dict[str, str]]:
        """Rows of the site's own table."""
        where = f"SELECT * FROM {table} WHERE prefix = ? {more}"  # noqa: S608 - both are ours
        for row in self._tables.execute(where, (self._prefix, *values)):
            yield {name: "" if row[name] is None else row[name] for name in row.keys()}  # noqa: SIM118 - a Row

    def _option(self, name: str) -> str:
        return next((row["option_value"] for row in self._rows("options", "AND option_name = ?", name)), "")

    @cached_property
    def _home(self) -> str:
        return (self._option("home") or self._option("siteurl")).rstrip("/")

    @cached_property
    def _structure(self) -> str:
        return self._option("permalink_structure")

    @cached_property
    def _users(self) -> dict[str, dict[str, str]]:
        """Of the site's own table, or else of its network's: "kp_7_posts" belongs to "kp_users"."""
        found = [prefix for (prefix,) in self._tables.execute("SELECT DISTINCT prefix FROM users")]
        own = max((prefix for prefix in found if self._prefix.startswith(prefix)), key=len, default="")
        rows = self._tables.execute("SELECT * FROM users WHERE prefix = ?", (own,))
        return {row["ID"]: dict(row) for row in rows}

    @cached_property
    def _categories(self) -> dict[str, dict[str, str]]:
        """The terms of all kinds, by the number that posts name."""
        names = {row["term_id"]: row for row in self._rows("terms")}
        return {
            row["term_taxonomy_id"]: names[row["term_id"]] | row
            for row in self._rows("term_taxonomy")
            if row["term_id"] in names
        }

    @cached_property
    def _slugs(self) -> dict[str, tuple[str, str]]:
        """Of each category its slug and the number of the one above, by its own."""
        found = self._categories.values()
        return {one["term_id"]: (one["slug"], one["parent"]) for one in found if one["taxonomy"] == "category"}

    # What stands beside posts

    def _people(self) -> Iterator[Item]:
        """Those who wrote: most accounts of a site are its subscribers and customers, who get no page here."""
        for number in sorted(self._writers, key=lambda one: (len(one), one)):
            if row := self._users.get(number):
                author = _element(
                    "wp:author",
                    {"wp:author_id": number, "wp:author_login": row["user_login"]},
                    {"wp:author_nicename": row["user_nicename"], "wp:author_display_name": row["display_name"]},
                )
                yield from wxr.items_of(author)

    @cached_property
    def _writers(self) -> set[str]:
        """The numbers of the users in the bylines of stories, those of the plugin Co-Authors Plus too."""
        stories = f"posts.post_type NOT IN ({_marks(wxr.MACHINERY)}) AND post_status NOT IN ({_marks(NO_TEXTS)})"
        kept = (self._prefix, *wxr.MACHINERY, *NO_TEXTS)
        authors = self._tables.execute(f"SELECT post_author FROM posts WHERE prefix = ? AND {stories}", kept)  # noqa: S608
        slugs = self._tables.execute(
            "SELECT DISTINCT slug FROM term_relationships JOIN term_taxonomy USING (prefix, term_taxonomy_id) "  # noqa: S608
            "JOIN terms USING (prefix, term_id) JOIN posts ON posts.prefix = terms.prefix AND posts.ID = object_id "
            f"WHERE taxonomy = 'author' AND terms.prefix = ? AND {stories}",
            kept,
        )
        coauthors = {str(slug).removeprefix("cap-") for (slug,) in slugs}
        return {str(number) for (number,) in authors} | {
            number for number, row in self._users.items() if row["user_nicename"] in coauthors
        }

    def _terms(self) -> Iterator[Item]:
        for row in self._categories.values():
            above = self._slugs.get(row["parent"], ("", ""))[0]
            fields = {"wp:term_id": row["term_id"], "wp:term_taxonomy": row["taxonomy"], "wp:term_slug": row["slug"]}
            for item in wxr.items_of(
                _element("wp:term", fields, {"wp:term_name": row["name"], "wp:term_parent": above})
            ):
                if isinstance(item, Term):
                    base = self._option("category_base" if item.taxonomy == "category" else "tag_base").strip("/")
                    own = f"/{item.taxonomy}/"
                    if base:
                        item.addresses = [re.sub(rf"\A{own}", f"/{base}/", one) for one in item.addresses]
                yield item

    def _redirects(self) -> Iterator[Item]:
        """Of the plugins Redirection and Rank Math: whole addresses, no patterns."""
        for row in self._rows("redirection_items"):
            if row["action_type"] == "url" and row["regex"] in {"", "0"} and row["status"] == "enabled":
                yield from self._redirect(row["url"], row["action_data"])
        for row in self._rows("rank_math_redirections"):
            if row["status"] == "active" and _EXACT.search(row["sources"]):
                for found in _PATTERN.finditer(row["sources"]):
                    yield from self._redirect(f"/{found['path'].lstrip('/')}", row["url_to"])

    def _redirect(self, path: str, target: str) -> Iterator[Item]:
        target = path_of(target) if host_of(target) in {"", host_of(self._home)} else target
        if (path := path_of(path)) and target:
            yield Redirect(path, target=target, addresses=[path])

    def _left_out(self) -> Iterator[Item]:
        counts = self._tables.execute(
            "SELECT COUNT(*) FROM posts WHERE prefix = ? AND (post_type = ? OR post_status = ?)",
            (self._prefix, *NO_STORIES),
        )
        if number := counts.fetchone()[0]:
            yield Problem("simpanan lama", "revision", f"{number} simpanan lama naskah (revision) tidak dipindahkan")
        spam = self._tables.execute(
            "SELECT COUNT(*) FROM comments WHERE prefix = ? AND comment_approved IN (?, ?, ?)", (self._prefix, *SPAM)
        )
        if number := spam.fetchone()[0]:
            yield Problem("spam", "comment", f"{number} komentar spam atau sudah dibuang tidak dipindahkan")
        for (prefix,) in self._tables.execute("SELECT DISTINCT prefix FROM posts ORDER BY prefix"):
            if prefix != self._prefix:
                yield Problem(f"{prefix}posts", "site", "situs lain dalam dump ini; pindahkan dari dump tersendiri")

    # Posts

    def _item(self, post: dict[str, str]) -> Element:
        number = post["ID"]
        login = self._users.get(post["post_author"], {}).get("user_login", "")
        item = _element(
            "item",
            {"title": post["post_title"], "dc:creator": login, "guid": post["guid"], "wp:post_id": number},
            {"content:encoded": post["post_content"], "excerpt:encoded": post["post_excerpt"]},
            {f"wp:{name}": post[name] for name in ("post_date", "post_date_gmt", "post_modified_gmt", "post_name")},
            {f"wp:{name}": post[name] for name in ("post_type", "post_password", "post_parent")},
            {"wp:status": post["post_status"]},
        )
        terms = [
            self._categories[row["term_taxonomy_id"]]
            for row in self._rows(
                "term_relationships", "AND object_id = ? ORDER BY CAST(term_order AS INTEGER)", number
            )
            if row["term_taxonomy_id"] in self._categories
        ]
        for term in terms:
            SubElement(item, "category", domain=term["taxonomy"], nicename=term["slug"]).text = term["name"]
        meta = [(row["meta_key"], row["meta_value"]) for row in self._rows("postmeta", "AND post_id = ?", number)]
        for key, value in [*meta, *self._views(number)]:
            known = self._slugs.get(value, ("", ""))[0] if key == PRIMARY else value
            item.append(_element("wp:postmeta", {"wp:meta_key": key, "wp:meta_value": known}))
        SubElement(item, "link").text = self._link(post, terms, login)
        if post["post_type"] == "attachment":
            SubElement(item, "wp:attachment_url").text = self._file(dict(meta).get("_wp_attached_file", ""), post)
        else:
            item.extend(self._comments(number))
        return item

    def _views(self, number: str) -> Iterator[tuple[str, str]]:
        for row in self._rows("popularpostsdata", "AND postid = ?", number):
            yield "post_views_count", row["pageviews"]
        for row in self._rows("post_views", "AND id = ? AND type = ?", number, ALL_TIME):
            yield "post_views_count", row["count"]

    def _comments(self, number: str) -> Iterator[Element]:
        for row in self._rows("comments", "AND comment_post_ID = ? ORDER BY CAST(comment_ID AS INTEGER)", number):
            if row["comment_approved"] not in SPAM:
                names = ("author", "date", "date_gmt", "content", "approved", "type", "parent")
                fields = {f"wp:comment_{name}": row[f"comment_{name}"] for name in names}
                yield _element("wp:comment", {"wp:comment_id": row["comment_ID"]}, fields)

    def _file(self, name: str, post: dict[str, str]) -> str:
        base = self._option("upload_url_path") or f"{self._option('siteurl').rstrip('/')}/wp-content/uploads"
        return f"{base.rstrip('/')}/{quote(name)}" if name and not name.startswith("/") else post["guid"]

    # Addresses

    def _link(self, post: dict[str, str], terms: list[dict[str, str]], login: str) -> str:
        kind, slug = post["post_type"], post["post_name"].removesuffix("__trashed")
        if not slug or not self._structure or kind == "attachment":
            return ""
        if kind == "page":
            return f"{self._home}/{'/'.join(self._lineage(post))}/"
        if kind != "post":
            return f"{self._home}/{kind}/{slug}/"
        year, month, day, *clock = [*re.findall(r"\d+", post["post_date"]), *[""] * 6][:6]
        own = {"year": year, "monthnum": month, "day": day, "postname": slug, "post_id": post["ID"]}
        own |= dict(zip(("hour", "minute", "second"), clock, strict=True))
        own["author"] = self._users.get(post["post_author"], {}).get("user_nicename", login)
        own["category"] = self._category(terms)
        return self._home + _TAG.sub(lambda tag: own.get(tag[1], ""), self._structure)

    def _category(self, terms: list[dict[str, str]]) -> str:
        """The path of the category that WordPress puts into addresses: of several the first by number."""
        found = [one for one in terms if one["taxonomy"] == "category"]
        if not found:
            return "uncategorized"
        term = min(found, key=lambda one: int(one["term_id"][:12]) if one["term_id"].isdecimal() else 0)
        path, above = [term["slug"]], term["parent"]
        while above in self._slugs and len(path) < MOST_PARENTS:
            slug, above = self._slugs[above]
            path.insert(0, slug)
        return "/".join(path)

    def _lineage(self, page: dict[str, str]) -> list[str]:
        path, above = [page["post_name"].removesuffix("__trashed")], page["post_parent"]
        while above not in {"", "0"} and len(path) < MOST_PARENTS:
            found = next(self._rows("posts", "AND ID = ?", above), None)
            if found is None:
                break
            path.insert(0, found["post_name"])
            above = found["post_parent"]
        return path


def _wanted(
    rows: Iterator[tuple[str, insert_dump.Row | str]], unread: Counter[str]
) -> Iterator[tuple[str, list[str | None]]]:
    """A statement and its values for each row that is worth keeping, and for each that cannot be read.

    Args:
        unread: how many rows of each table could not be read before; it is counted on.
    """
    for name, row in rows:
        found = _TABLE.match(name)
        if found is None:
            continue
        if isinstance(row, str):
            unread[name] += 1
            kind = {"posts": "post", "comments": "comment"}.get(found["table"], found["table"])
            yield "INSERT INTO unread VALUES (?, ?, ?)", [f"{name}-{unread[name]}", kind, row]
            continue
        if not _is_wanted(found["table"], row):
            continue
        columns = COLUMNS[found["table"]]
        statement = f"INSERT INTO {found['table']} VALUES ({', '.join('?' * (len(columns) + 1))})"  # noqa: S608 - ours
        yield statement, [found["prefix"], *(_sound(row.get(column)) for column in columns)]


def _is_wanted(table: str, row: insert_dump.Row) -> bool:
    if table in NEEDED and NEEDED[table] not in row:  # another table whose name ends so
        return False
    if table == "options":
        return row.get("option_name") in OPTIONS
    return table != "postmeta" or bool(META.match(row.get("meta_key") or ""))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _sound(value: str | None) -> str | None:
    return value.encode("utf-8", "replace").decode() if value else value


def _element(tag: str, *fields: Mapping[str, str | None]) -> Element:
    element = Element(tag)
    for name, text in ((name, text) for group in fields for name, text in group.items()):
        SubElement(element, name).text = text
    return element
