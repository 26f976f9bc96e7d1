"""The found words in their surroundings, marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .queries import Query
from .words import composed, spans, stem

_UNENDED = re.compile(r"(?<=\w)\n")  # a subheading's or list item's end, which no full stop marks

WIDTH = 32  # words
BEFORE = 6  # of them before the first that was found

type Found = tuple[int, int, str]  # where a word stands, and the word of the query that it answers, "" for none


class Marks:
    """Which words of a text answer a query, and which word of it."""

    def __init__(self, query: Query) -> None:
        self._typed = {word: unit.forms[0][0] for unit in query.units for form in unit.forms for word in form}
        self._related = {unit.stem: unit.forms[0][0] for unit in query.units if unit.stem}
        self._asked = [unit.forms[0][0] for unit in query.units]
        self.count = len(set(self._typed.values()))

    def word(self, word: str) -> str:
        """The word of the query that a word of a text answers, "" for none."""
        return self._typed.get(word) or (self._related.get(stem(word), "") if self._related else "")

    def missing_in(self, texts: Iterable[str]) -> list[str]:
        """The words of the query that no text answers."""
        met = {self.word(word) for text in texts for _start, _end, word in spans(composed(text))}
        return [word for word in self._asked if word not in met]


def marked(text: str, marks: Marks) -> SafeString:
    """A text with the words marked that answer a query."""
    text = composed(text)
    return _marked(text, [found for found in _met(text, marks) if found[2]], 0, len(text))


def fragment(text: str, marks: Marks) -> SafeString:
    """The first piece of a text that answers most of a query, best side by side; its beginning if nothing does."""
    text = " ".join(_UNENDED.sub(" – ", composed(text)).split())
    words: list[Found] = []
    best, best_from, perfect = 0, 0, marks.count + (marks.count > 1)
    met: dict[int, str] = {}  # of the last WIDTH words, those to be found
    for index, found in enumerate(_met(text, marks)):
        words.append(found)
        met.pop(index - WIDTH + BEFORE, None)
        if found[2]:
            met[index] = found[2]
            count = len(set(met.values())) + (index - 1 in met)
            if count > best:
                best, best_from = count, min(met)
        if best == perfect and index > best_from + WIDTH:
            break
    first = max(0, best_from - BEFORE)
    piece = words[first : first + WIDTH]
    if not piece:
        return SafeString()
    start, end = (piece[0][0] if first else 0), piece[-1][1]
    is_last = first + WIDTH >= len(words)
    body = _marked(text, [found for found in piece if found[2]], start, len(text) if is_last else end)
    return format_html("{}{}{}", "… " if first else "", body, "" if is_last else " …")


def written(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text, each in today's spelling and as it is written."""
    text = composed(text)
    return ((word, text[start:end].lower()) for start, end, word in spans(text))


def _met(text: str, marks: Marks) -> Iterator[Found]:
    return ((start, end, marks.word(word)) for start, end, word in spans(text))


def _marked(text: str, found: Collection[Found], start: int, end: int) -> SafeString:
    """A piece of a text; the words found stand in it, in their order."""
    between = [start, *(ends for _begins, ends, _stem in found)]
    marked = (
        (text[ended:begins], text[begins:ends])
        for ended, (begins, ends, _word) in zip(between[:-1], found, strict=True)
    )
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", marked), text[between[-1] : end])
