"""The found words in their surroundings, marked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .queries import Query
from .words import WORD, composed, fold, spans, spelled, stem

_UNENDED = re.compile(r"(?<=\w)\n")  # a subheading's or list item's end, which no full stop marks

WIDTH = 32  # words
BEFORE = 6  # of them before the first that was found
MOST_READ = 2_000  # words of a text in which a better piece is looked for

type Found = tuple[int, int, str]  # where a word stands, and the word of the query that it answers, "" for none


class Marks:
    """Which words of a text answer a query, and which word of it."""

    def __init__(self, query: Query) -> None:
        typed = {word: unit.forms[0][0] for unit in query.units for form in unit.forms for word in form}
        related = {unit.stem: unit.forms[0][0] for unit in query.units if unit.stem}
        self._asked = [unit.forms[0][0] for unit in query.units]
        self._answers = _Answers(typed, related)
        self.count = len(set(typed.values()))

    def found_in(self, text: str) -> Iterator[Found]:
        """The words of a text (composed)."""
        answers = self._answers
        for match in WORD.finditer(text):
            answer = answers[match[0]]
            if answer is not None:
                yield match.start(), match.end(), answer

    def missing_in(self, texts: Iterable[str]) -> list[str]:
        """The words of the query that no text answers."""
        met = {answer for text in texts for _start, _end, answer in self.found_in(composed(text))}
        return [word for word in self._asked if word not in met]


class _Answers(dict[str, str | None]):
    """The word of the query that a word as it is written answers, "" for none, None if it is no word.

    Looked up once for each word of a page: texts have many words, and few of them different ones.
    """

    def __init__(self, typed: Mapping[str, str], related: Mapping[str, str]) -> None:
        self._typed = typed
        self._related = related

    def __missing__(self, written: str) -> str | None:
        word = spelled(fold(written))
        answer = self._typed.get(word) or (self._related.get(stem(word), "") if self._related else "") if word else None
        self[written] = answer
        return answer


def marked(text: str, marks: Marks) -> SafeString:
    """A text with the words marked that answer a query."""
    text = composed(text)
    return _marked(text, [found for found in marks.found_in(text) if found[2]], 0, len(text))


def fragment(text: str, marks: Marks) -> SafeString:
    """The first piece of a text that answers most of a query, best side by side; its beginning if nothing does."""
    text = " ".join(_UNENDED.sub(" – ", composed(text)).split())
    words: list[Found] = []
    best, best_from, perfect = 0, 0, marks.count + (marks.count > 1)
    is_whole = True
    near: deque[tuple[int, str]] = deque()  # of those to be found, where the last ones stand
    for index, found in enumerate(marks.found_in(text)):
        words.append(found)
        if found[2]:
            is_beside = bool(near) and near[-1][0] == index - 1
            near.append((index, found[2]))
            while near[0][0] <= index - WIDTH + BEFORE:
                near.popleft()
            count = len({answer for _index, answer in near}) + is_beside
            if count > best:
                best, best_from = count, near[0][0]
        if (best == perfect and index > best_from + WIDTH) or index == MOST_READ:
            is_whole = False
            break
    first = max(0, best_from - BEFORE)
    piece = words[first : first + WIDTH]
    if not piece:
        return SafeString()
    start, end = (piece[0][0] if first else 0), piece[-1][1]
    is_last = is_whole and first + WIDTH >= len(words)
    body = _marked(text, [found for found in piece if found[2]], start, len(text) if is_last else end)
    return format_html("{}{}{}", "… " if first else "", body, "" if is_last else " …")


def written(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text, each in today's spelling and as it is written."""
    text = composed(text)
    return ((word, text[start:end].lower()) for start, end, word in spans(text))


def _marked(text: str, found: Collection[Found], start: int, end: int) -> SafeString:
    """A piece of a text; the words found stand in it, in their order."""
    between = [start, *(ends for _begins, ends, _stem in found)]
    marked = (
        (text[ended:begins], text[begins:ends])
        for ended, (begins, ends, _word) in zip(between[:-1], found, strict=True)
    )
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", marked), text[between[-1] : end])
