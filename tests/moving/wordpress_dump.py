"""The newsroom that never was (`tests.moving.wordpress`) as mysqldump would write its database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from .wordpress import Told

LOGINS = {"Bunga Sari": "1", "Andi Rahman": "2"}
SECTIONS = {"Daerah": ("1", "0"), "Ekonomi": ("2", "1")}
TOPICS = {"guru": "3", "panen": "4", "sungai": "5"}


def dump(stories: list[Told], prefix: str = "kp_", structure: str = "/%year%/%monthnum%/%postname%/") -> bytes:
    """Rows in the order of tables' names, several to a statement; users with what must never be read."""
    options = {
        "siteurl": "https://www.lama.example",
        "home": "https://www.lama.example",
        "blogname": "Koran Lama",
        "permalink_structure": structure,
        "auth_salt": "rahasia-garam",
    }
    names = {"1": ("bunga", "Bunga Sari"), "2": ("andi", "Andi Rahman")}
    terms = [("1", "Daerah", "daerah"), ("2", "Ekonomi", "ekonomi"), *((pk, name, name) for name, pk in TOPICS.items())]
    tables: dict[str, Iterable[tuple[Any, ...]]] = {
        "comments": (
            (number, story.number, "Tamu", "tamu@rahasia.example", "203.0.113.9", "2021-06-01 08:00:00",
             "2021-06-01 00:00:00", words, approved, "comment", parent)
            for story in stories
            for number, parent, words, approved in story.comments
        ),
        "options": ((name, value, "yes") for name, value in options.items()),
        "postmeta": (
            row
            for story in stories
            for row in (
                (story.number * 3, story.number, "_wp_old_slug", f"lama-{story.number}"),
                (story.number * 3 + 1, story.number, "post_views_count", str(story.number * 7)),
                (story.number * 3 + 2, story.number, "_edit_lock", "1:1"),
            )
        ),
        "posts": map(_post, stories),
        "term_relationships": (
            row
            for story in stories
            for row in (
                (story.number, SECTIONS[story.section][0], 0),
                *((story.number, TOPICS[topic], 0) for topic in story.topics),
            )
        ),
        "term_taxonomy": [
            ("1", "1", "category", "", "0"),
            ("2", "2", "category", "", "1"),
            *((pk, pk, "post_tag", "", "0") for pk in TOPICS.values()),
        ],
        "terms": terms,
        "users": (
            (pk, login, "$P$rahasia", login, f"{login}@rahasia.example", name) for pk, (login, name) in names.items()
        ),
    }  # fmt: skip
    parts = ["-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\n"]
    parts += [_table(prefix + name, COLUMNS[name], rows) for name, rows in tables.items()]
    return "".join(parts).encode()


COLUMNS = {
    "comments": "comment_ID comment_post_ID comment_author comment_author_email comment_author_IP comment_date"
    " comment_date_gmt comment_content comment_approved comment_type comment_parent",
    "options": "option_name option_value autoload",
    "postmeta": "meta_id post_id meta_key meta_value",
    "posts": "ID post_author post_date post_date_gmt post_content post_title post_excerpt post_status post_password"
    " post_name post_modified_gmt post_parent guid post_type post_mime_type",
    "term_relationships": "object_id term_taxonomy_id term_order",
    "term_taxonomy": "term_taxonomy_id term_id taxonomy description parent",
    "terms": "term_id name slug",
    "users": "ID user_login user_pass user_nicename user_email display_name",
    "redirection_items": "id url match_data regex status action_type action_data",
}


def _post(story: Told) -> tuple[Any, ...]:
    local = story.at + timedelta(hours=8)
    return (
        story.number, LOGINS[story.author], f"{local:%Y-%m-%d %H:%M:%S}", f"{story.at:%Y-%m-%d %H:%M:%S}", story.body,
        story.headline, "", story.status, story.password, f"kisah-{story.number}", "0000-00-00 00:00:00", 0,
        f"https://www.lama.example/?p={story.number}", story.kind, "",
    )  # fmt: skip


def _table(name: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> str:
    created = ", ".join(f"`{column}` text" for column in columns.split())
    values = ",".join(f"({','.join(map(_value, row))})" for row in rows)
    return f"CREATE TABLE `{name}` ({created});\nINSERT INTO `{name}` VALUES {values};\n"


def _value(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("\r", "\\r").replace("\n", "\\n")
    return f"'{escaped}'"


def more(name: str, *rows: tuple[Any, ...], prefix: str = "kp_") -> bytes:
    """Further rows of a table."""
    return _table(prefix + name, COLUMNS[name], rows).encode()
