"""Names and places that a story protects (children, victims, witnesses) and that comments may not give away.

The desk keeps them with the comments of the story (`Discussion.protected`), one a line. They hold below the stories
that share a topic with it too, where a name is given away as easily (KEJ art. 5; Peraturan Dewan Pers 1/2019).
"""

from __future__ import annotations

from django.db.models import Q

from articles.models import Article, ArticleTag
from comments.models import Discussion

from .links import Span
from .normalising import Reading
from .words import Entry, Lexicon

KIND = "protected"
FOUND = "Memuat istilah yang dilindungi redaksi."


def entries_of(lines: str) -> list[Entry]:
    """What is to be looked for, each term once."""
    terms = dict.fromkeys(term for line in lines.splitlines() if (term := " ".join(line.split())))
    return [Entry(term, KIND) for term in terms]


def protected_terms(article: Article) -> tuple[Entry, ...]:
    """What is protected in a story and in those that share a topic with it: one query."""
    topics = ArticleTag.objects.filter(content_object=article.pk).values("tag")
    related = ArticleTag.objects.filter(tag__in=topics).values("content_object")
    protecting = Discussion.objects.exclude(protected="").filter(Q(article=article.pk) | Q(article__in=related))
    return tuple(entry for lines in protecting.values_list("protected", flat=True) for entry in entries_of(lines))


def places_of(entries: tuple[Entry, ...], reading: Reading) -> tuple[Span, ...]:
    """Where a text names any of these."""
    return tuple((match.start, match.end) for match in Lexicon(entries).find(reading)) if entries else ()
