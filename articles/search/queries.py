"""What somebody typed, taken apart: words, "phrases", -exclusions. Whatever it is, it has a meaning and a bound."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import log10

from articles.richtext import storable

from . import equivalents, terms
from .equivalents import Form
from .words import INTRODUCING, NAMES, STOP_WORDS, composed, spans, stem

LONGEST = 200  # characters that are read
MOST_WORDS = 12
MOST_FORMS = 6  # in which one word may be written

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECE = re.compile(r"""(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))""")


@dataclass(frozen=True)
class Typed:
    """A word of the query and where it stands in `Query.text`."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Unit:
    """What a story must have: a word or words side by side, in any of the forms that mean the same.

    `stem` is that of its relatives ("" for none), which count less: of "pengadilan" they are "adil" and "keadilan".
    """

    forms: tuple[Form, ...]
    stem: str = ""
    editions: int = 0  # that have it as typed, as far as the archive was asked
    is_known: bool = True  # to the archive, it or a relative

    @property
    def weight(self) -> float:
        """The rarer, the more a word says."""
        return 1 / (1 + log10(1 + self.editions))

    @property
    def is_anywhere(self) -> bool:
        """Whether there may be stories that have it as typed; only plain words are counted."""
        return self.is_known or len(self.forms) > 1 or not all(_is_counted(word) for word in self.forms[0])

    @cached_property
    def as_typed(self) -> terms.Group:
        return tuple(_side_by_side(form) for form in self.forms)

    @cached_property
    def related(self) -> terms.Group:
        """As typed or a relative."""
        relatives = (terms.word(self.stem), terms.derived(self.stem)) if self.stem else ()
        return tuple(dict.fromkeys((*self.as_typed, *relatives)))

    @cached_property
    def typed_in_headline(self) -> terms.Group:
        return tuple(_in_headline(form) for form in self.forms)

    @cached_property
    def related_in_headline(self) -> terms.Group:
        relatives = (terms.word(self.stem), terms.derived(self.stem)) if self.stem else ()
        return tuple(dict.fromkeys((*self.typed_in_headline, *map(terms.in_headline, relatives))))

    def with_forms(self, forms: Iterable[Form]) -> Unit:
        return replace(self, forms=tuple(dict.fromkeys((*self.forms, *forms)))[:MOST_FORMS])


@dataclass(frozen=True)
class Query:
    text: str = ""  # as it was read
    units: tuple[Unit, ...] = ()  # each must be found
    light: tuple[str, ...] = ()  # words of no weight, which may be
    without: tuple[Form, ...] = ()  # words and phrases to be left out
    typed: tuple[Typed, ...] = ()  # what was made of the text, but for what is left out
    plain: tuple[str, ...] = ()  # of the typed words those that stand alone, in their order
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.units)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(typed.word for typed in self.typed))

    @cached_property
    def neighbours(self) -> tuple[Form, ...]:
        """Words of weight that were typed side by side."""
        return tuple(
            dict.fromkeys(
                (first.word, second.word)
                for first, second in pairwise(self.typed)
                if first.word != second.word and not {first.word, second.word} & set(self.light)
            )
        )

    def wish(self, groups: Iterable[terms.Group], *filters: terms.Wish, every: Iterable[str] = ()) -> terms.Wish:
        """What has one of each group, goes through the filters and has nothing that was left out.

        Args:
            groups: of the units, say each one's `related`.
            every: terms that it must have besides.
        """
        return terms.Wish(
            every=(*dict.fromkeys(every), *(term for wish in filters for term in wish.every)),
            some=(*dict.fromkeys(groups), *(group for wish in filters for group in wish.some)),
            none=tuple(group for form in self.without for group in _left_out(form)),
        )

    def corrected(self, corrections: Mapping[str, str]) -> str:
        """The text with some of its typed words replaced."""
        text = self.text
        for typed in sorted(self.typed, key=lambda typed: -typed.start):
            if typed.word in corrections:
                text = text[: typed.start] + corrections[typed.word] + text[typed.end :]
        return text

    @property
    def loosened(self) -> str:
        """The text without its quotation marks: words that stand side by side need not."""
        return " ".join(self.text.replace('"', " ").split())

    def as_written(self, word: str) -> str:
        """A typed word as it was written."""
        return next(self.text[typed.start : typed.end] for typed in self.typed if typed.word == word)

    def with_equivalents(self, forms: equivalents.Forms) -> Query:
        """With whatever means the same as words that stand in it alone."""
        more: dict[Form, list[Form]] = {}
        for form, others in equivalents.found_in(self.plain, forms):
            for word in form:
                more.setdefault((word,), []).extend(others)
        return replace(self, units=tuple(unit.with_forms(more.get(unit.forms[0], ())) for unit in self.units))


def parse(raw: str) -> Query:
    text = " ".join(composed(storable(raw[: 2 * LONGEST])).split())[:LONGEST].translate(QUOTES)
    query = Query(text=text, is_cut=len(raw) > LONGEST)
    left = MOST_WORDS
    for piece in _PIECE.finditer(text):
        typed = _typed(piece)
        query = replace(query, is_cut=query.is_cut or len(typed) > left)
        typed = typed[:left]
        left -= len(typed)
        query = _with_piece(query, typed, is_phrase=piece["phrase"] is not None, is_out=bool(piece["minus"]))
    query = _weighed(query)
    return query.with_equivalents(equivalents.EVERYWHERE).with_equivalents(equivalents.together(query.plain))


def _typed(piece: re.Match[str]) -> list[Typed]:
    group = "chunk" if piece["phrase"] is None else "phrase"
    start = piece.start(group)
    return [Typed(start + begin, start + end, word) for begin, end, word in spans(piece[group])]


def _with_piece(query: Query, typed: list[Typed], *, is_phrase: bool, is_out: bool) -> Query:
    form = tuple(one.word for one in typed)
    if not is_phrase and len(set(map(stem, form))) == 1:
        form = form[:1]  # anak-anak
    if not form:
        return query
    if is_out:
        return replace(query, without=(*query.without, form))
    query = replace(query, typed=(*query.typed, *typed))
    if len(form) == 1 and not is_phrase:
        return replace(query, units=(*query.units, _unit(form[0])), plain=(*query.plain, form[0]))
    forms = (form,) if is_phrase else (form, ("".join(form),))  # e-ktp is ektp
    return replace(query, units=(*query.units, Unit(forms)))


def _unit(word: str) -> Unit:
    has_relatives = word.isascii() and word.isalpha() and word not in NAMES
    return Unit(((word,), *equivalents.apart(word)), stem(word) if has_relatives else "")


def _weighed(query: Query) -> Query:
    """With each of its units once, and those of no weight only if there are no others."""
    units = tuple(dict.fromkeys(query.units))
    heavy = [unit for unit in units if unit.forms[0] not in _LIGHT]
    while len(heavy) > 1 and heavy[0].forms[0] in _INTRODUCING:
        del heavy[0]
    light = tuple(unit.forms[0][0] for unit in units if unit not in heavy) if heavy else ()
    return replace(query, units=tuple(heavy) or units, light=light)


_LIGHT = {(word,) for word in STOP_WORDS}
_INTRODUCING = {(word,) for word in INTRODUCING}


def _is_counted(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _side_by_side(form: Form) -> str | tuple[str, ...]:
    return terms.word(form[0]) if len(form) == 1 else tuple(terms.pairs(form))


def _in_headline(form: Form) -> str | tuple[str, ...]:
    """All words of it; that they stand side by side is left to the ranking."""
    found = tuple(terms.in_headline(terms.word(word)) for word in form)
    return found[0] if len(found) == 1 else found


def _left_out(form: Form) -> Sequence[tuple[str, ...]]:
    if len(form) > 1:
        return [tuple(terms.pairs(form))]
    group: Collection[str | tuple[str, ...]] = _unit(form[0]).related
    return [(term,) if isinstance(term, str) else term for term in group]
