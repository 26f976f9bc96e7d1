"""The page that a query names: of a topic or of an author."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField
from django.utils.text import slugify

from articles.models import Author, Edition, Tag
from pagecache.compiled_queries import compiled_query

from .queries import Query

MOST_WORDS = 6  # of a name


class Subject(NamedTuple):
    kind: str  # as readers read it
    name: str
    address: str


def named_by(query: Query, at: datetime) -> Subject | None:
    """The topic or author that a query names and nothing else; None if readers have no story of theirs.

    Names are compared as they stand in addresses: without case, accents of marks and punctuation. The name of a topic
    that was merged leads to the other one.
    """
    if not query.plain or len(query.words) > MOST_WORDS or query.without:
        return None
    slug = slugify(query.text, allow_unicode=True)
    if topic := next(iter(_topics(slug)), None):
        topic = topic.merged_into or topic
        if Edition.objects.listed(at).on_topic(topic).exists():
            return Subject("Topik", topic.name, topic.get_absolute_url())
    author = next(iter(_authors(slug)), None)
    if author and Edition.objects.listed(at).by_author(author).exists():
        return Subject("Penulis", author.name, author.get_absolute_url())
    return None


@compiled_query(slug=CharField())
def _topics(slug: str) -> Any:
    return Tag.objects.filter(slug=slug).select_related("merged_into").order_by()


@compiled_query(slug=CharField())
def _authors(slug: str) -> Any:
    return Author.objects.filter(slug=slug).only("name", "slug").order_by()
