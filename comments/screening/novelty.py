"""A word that nobody knows and several new readers use within hours: so a wave of promotions begins.

One query, and only where somebody new writes a word that stands neither in the shipped vocabulary nor in the story.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.models import User

from articles.models import Article
from comments.models import Comment

from .examples import by_hand
from .normalising import Reading, Word
from .phrases import classes
from .words import stems

SPAN = timedelta(hours=12)
NEW = timedelta(days=14)  # since somebody joined
LOOKED_AT = 300  # comments of everybody, the newest
SHORTEST = 5  # letters and digits of a word
MOST = 20  # words of one comment that are asked about
_WORD = re.compile(r"\w+")


def spreading(reading: Reading, author: User, article: Article, now: datetime, least: int) -> list[Word]:
    """The words of a comment that at least so many new readers, its writer among them, and nobody else use now."""
    if author.date_joined < now - NEW:
        return []
    unknown = [word for word in reading.words if _is_unknown(word.plain)][:MOST]
    if not unknown:
        return []
    recent = Comment.objects.filter(created_at__gt=now - SPAN, created_at__lte=now, author__isnull=False).newest()
    said = [
        (writer, joined, text.casefold())
        for writer, joined, text in recent.values_list("author", "author__date_joined", "text")[:LOOKED_AT]
    ]
    found = []
    for word in unknown:
        whole = re.compile(rf"(?<!\w){re.escape(word.plain)}(?!\w)")
        users = {writer: joined for writer, joined, text in said if word.plain in text and whole.search(text)}
        users[author.pk] = author.date_joined
        if len(users) >= least and all(joined >= now - NEW for joined in users.values()):
            found.append(word)
    about = f"{article.headline} {article.body}".casefold() if found else ""
    return [word for word in found if word.plain not in about]


def _is_unknown(word: str) -> bool:
    return len(word) >= SHORTEST and not word.isdecimal() and "*" not in word and vocabulary().isdisjoint(stems(word))


@cache
def vocabulary() -> frozenset[str]:
    """The words that kateid's examples of ordinary comments and prose are made of, and what people are called."""
    told = {word for one in by_hand() if not one.is_refused for word in _WORD.findall(one.text.casefold())}
    return frozenset(stem for word in told for stem in stems(word)).union(*classes().values())
