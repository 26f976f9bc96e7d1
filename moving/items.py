"""What every source is read as, whatever it was written by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from articles.richtext import storable


class MoveError(Exception):
    """The source cannot be read. Its text is a sentence for whoever moves."""


@dataclass
class Item:
    """One thing of a source.

    Attributes:
        id: what the source calls it; unique among things of its kind.
        addresses: paths, with their queries, that readers may still have for it.
    """

    kind: ClassVar[str]
    id: str
    addresses: list[str] = field(default_factory=list, kw_only=True)

    @property
    def label(self) -> str:
        return ""

    def content(self) -> dict[str, Any]:
        """All of it, as JSON holds it."""
        return {name: _storable(value) for name, value in asdict(self).items()}

    def digest(self) -> str:
        return digest_of(self.content())


@dataclass
class Person(Item):
    kind = "person"
    name: str = ""
    slug: str = ""

    @property
    def label(self) -> str:
        return self.name


@dataclass
class Term(Item):
    """A category or a tag."""

    kind = "term"
    taxonomy: str = "category"  # or "tag"
    name: str = ""
    slug: str = ""
    parent: str = ""  # the slug or the id of the one above

    @property
    def label(self) -> str:
        return self.name


@dataclass
class Post(Item):
    """A story as it stood over there.

    Attributes:
        form: how its body is written: "classic" (blank lines are paragraphs), "html" or "text".
        withheld: why readers did not see it over there; "" if they did.
        unclear: why it has to wait for a look although readers may have seen it.
        people: ids of Person or names, in the order of the byline.
        categories, tags: ids of Term, slugs or names; the first category is the main one.
        picture: the id or address of its lead picture.
    """

    kind = "post"
    title: str = ""
    body: str = ""
    form: str = "html"
    withheld: str = ""
    unclear: str = ""
    type: str = "post"
    published_at: datetime | None = None
    local_time: bool = False  # published_at is on the source's own clock, whose offset is not known
    modified_at: datetime | None = None
    people: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of people and categories that may not stand by themselves
    slug: str = ""
    excerpt: str = ""
    subtitle: str = ""
    place: str = ""
    editor: str = ""
    picture: str = ""
    picture_caption: str = ""
    views: int = 0
    was_withdrawn: bool = False  # it was public once and was thrown away

    @property
    def label(self) -> str:
        return self.title


@dataclass
class Attachment(Item):
    kind = "attachment"
    url: str = ""
    post: str = ""
    title: str = ""
    caption: str = ""
    alt: str = ""

    @property
    def label(self) -> str:
        return self.title or self.url


@dataclass
class Comment(Item):
    """What a reader wrote. Mail and network addresses are never read.

    Attributes:
        is_public: whether readers saw it.
        skipped: why it is left behind (spam, trash, a pingback); "" if it is not.
    """

    kind = "comment"
    post: str = ""
    parent: str = ""
    name: str = ""
    text: str = ""
    at: datetime | None = None
    is_public: bool = True
    skipped: str = ""


@dataclass
class Redirect(Item):
    """An address that the old site itself led elsewhere; its id is the path."""

    kind = "redirect"
    target: str = ""


@dataclass
class Problem(Item):
    """Something that is not imported, and why."""

    kind = "problem"
    of: str = ""  # the kind of thing it is
    reason: str = ""
    title: str = ""

    @property
    def label(self) -> str:
        return self.title


def digest_of(content: dict[str, Any]) -> str:
    """What tells one content from another."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class Reader(Protocol):
    """A source: each call of `items` reads it from its beginning, in the same order."""

    kind: str

    @property
    def name(self) -> str:
        """What tells this site from others of its kind."""

    @property
    def site_names(self) -> list[str]:
        """What the paper called itself: its title and its host."""

    def items(self) -> Iterator[Item]:
        """Everything there is.

        Raises:
            MoveError: it cannot be read on.
        """


def _storable(value: Any) -> Any:
    """A value as a JSON column of either database takes it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): _storable(one) for name, one in value.items()}
    return value
