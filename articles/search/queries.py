"""What somebody typed, taken apart: words, "phrases", -exclusions. Whatever it is, it has a meaning and a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.richtext import storable

from . import terms
from .words import STOP_WORDS, composed, spans, stem

LONGEST = 200  # characters that are read
MOST_WORDS = 12

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECE = re.compile(r"""(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))""")


@dataclass(frozen=True)
class Typed:
    """A word of the query and where it stands in `Query.text`."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Query:
    text: str = ""  # as it was read
    words: tuple[str, ...] = ()  # stems to be found, those in phrases too
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()  # stems and phrases to be left out
    typed: tuple[Typed, ...] = ()  # what `words` was made of
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)

    def wish(self, *filters: terms.Wish) -> terms.Wish:
        """What holds every word anywhere."""
        in_phrases = {stem for phrase in self.phrases for stem in phrase}
        return self._with(filters, (terms.word(stem) for stem in self.words if stem not in in_phrases))

    def wish_in_headline(self, *filters: terms.Wish) -> terms.Wish:
        """What holds every word in its headline."""
        return self._with(filters, map(terms.in_headline, self.words))

    def _with(self, filters: Sequence[terms.Wish], words: Iterator[str]) -> terms.Wish:
        pairs = (pair for phrase in self.phrases for pair in terms.pairs(phrase))
        none = (tuple(terms.pairs(left_out)) or (terms.word(left_out[0]),) for left_out in self.without)
        return terms.Wish(
            every=(*dict.fromkeys([*words, *pairs]), *(term for wish in filters for term in wish.every)),
            some=tuple(group for wish in filters for group in wish.some),
            none=tuple(none),
        )

    def corrected(self, corrections: dict[str, str]) -> str:
        """The text with some of its typed words replaced."""
        text = self.text
        for typed in sorted(self.typed, key=lambda typed: -typed.start):
            if typed.word in corrections:
                text = text[: typed.start] + corrections[typed.word] + text[typed.end :]
        return text


def parse(raw: str) -> Query:
    text = " ".join(composed(storable(raw[: 2 * LONGEST])).split())[:LONGEST].translate(QUOTES)
    query = Query(text=text, is_cut=len(raw) > LONGEST)
    left = MOST_WORDS
    for piece in _PIECE.finditer(text):
        typed = _typed(piece)
        if len(typed) > left:
            return _weighed(replace(query, is_cut=True))
        left -= len(typed)
        query = _with_piece(query, typed, is_phrase=piece["phrase"] is not None, is_out=bool(piece["minus"]))
    return _weighed(query)


def _typed(piece: re.Match[str]) -> list[Typed]:
    group = "chunk" if piece["phrase"] is None else "phrase"
    start = piece.start(group)
    return [Typed(start + begin, start + end, word) for begin, end, word in spans(piece[group])]


def _with_piece(query: Query, typed: list[Typed], *, is_phrase: bool, is_out: bool) -> Query:
    stems = tuple(stem(one.word) for one in typed)
    if not is_phrase and len(set(stems)) == 1:
        stems = stems[:1]  # anak-anak
    if not stems:
        return query
    if is_out:
        return replace(query, without=(*query.without, stems))
    phrases = (*query.phrases, stems) if len(stems) > 1 else query.phrases
    return replace(query, phrases=phrases, typed=(*query.typed, *typed))


def _weighed(query: Query) -> Query:
    """With its words: each once, and those of no weight only if there are no others."""
    heavy = [typed for typed in query.typed if typed.word not in STOP_WORDS]
    return replace(query, words=tuple(dict.fromkeys(stem(typed.word) for typed in heavy or query.typed)))
