"""The found words in their surroundings, marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .words import composed, spans, stem

_UNENDED = re.compile(r"(?<=\w)\n")  # a subheading's or list item's end, which no full stop marks

WIDTH = 32  # words
BEFORE = 6  # of them before the first that was found

type Found = tuple[int, int, str]  # where a word stands, and its stem


def marked(text: str, stems: Collection[str]) -> SafeString:
    """A text with the words of these stems marked."""
    text = composed(text)
    return _marked(text, [found for found in _stemmed(text) if found[2] in stems], 0, len(text))


def fragment(text: str, stems: Collection[str]) -> SafeString:
    """The first piece of a text with most of these stems, best side by side; its beginning if it has none of them."""
    text = " ".join(_UNENDED.sub(" – ", composed(text)).split())
    words: list[Found] = []
    best, best_from, perfect = 0, 0, len(stems) + (len(stems) > 1)
    met: dict[int, str] = {}  # of the last WIDTH words, those to be found
    for index, found in enumerate(_stemmed(text)):
        words.append(found)
        met.pop(index - WIDTH + BEFORE, None)
        if found[2] in stems:
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
    body = _marked(text, [found for found in piece if found[2] in stems], start, len(text) if is_last else end)
    return format_html("{}{}{}", "… " if first else "", body, "" if is_last else " …")


def _stemmed(text: str) -> Iterator[Found]:
    return ((start, end, stem(word)) for start, end, word in spans(text))


def _marked(text: str, found: Collection[Found], start: int, end: int) -> SafeString:
    """A piece of a text; the words found stand in it, in their order."""
    between = [start, *(ends for _begins, ends, _stem in found)]
    marked = (
        (text[ended:begins], text[begins:ends])
        for ended, (begins, ends, _stem) in zip(between[:-1], found, strict=True)
    )
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", marked), text[between[-1] : end])
