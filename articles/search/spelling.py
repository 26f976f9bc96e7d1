"""What misspelt words may have meant: by their letters, and by what stands together in the archive."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, islice, product
from math import log10
from string import ascii_lowercase
from typing import NamedTuple

from django.db import connection

from articles.models import SearchEntry, SearchWord

from . import lookup, terms
from .queries import Query, parse
from .words import STOP_WORDS, stem

SHORTEST = 4  # letters of a word that is worth a guess
LONGEST = 20
MOST_WORDS = 4  # of one query that are looked at
MOST_CANDIDATES = 400
MOST_GUESSES = 4  # for one word
MOST_TRIED = 12  # queries that are looked up
BEGINNING = 3  # letters in which a word with several mistakes must be right

# Letters that Indonesian spelling mixes up: aktifitas, praktek, shalat, Ramadhan, tjap.
_SAME_SOUND = (
    *(("sy", "s"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "p"), ("bh", "b")),
    *(("dj", "j"), ("tj", "c"), ("oe", "u"), ("f", "p"), ("v", "p"), ("q", "k"), ("x", "ks"), ("z", "s")),
)
_SILENT = re.compile(r"[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")

# What a guess costs, in letters.
OTHER_FIRST_LETTER = 0.7  # which people rarely mistake
SAME_SOUND = -0.4
PER_TENFOLD = -0.2  # the more often the archive has it
TOGETHER = -1.5  # it stands beside its neighbour in the query
AS_TYPED = 0.2  # that a word is right which the archive knows


class Guess(NamedTuple):
    cost: float
    word: str


def sound(word: str) -> str:
    """The consonants of a word, which survive forgotten and mistaken vowels; "" if too few to tell."""
    for letters, same in _SAME_SOUND:
        word = word.replace(letters, same)
    rest = _DOUBLED.sub(r"\1", _SILENT.sub("", word))
    return rest if len(rest) >= SHORTEST - 1 else ""


def corrections(query: Query) -> dict[str, str]:
    """For each typed word that seems misspelt, the likeliest known one. At most four queries.

    A known word may stand only in stories that are not public: never show one that no public text holds.
    """
    settled = {*query.light, *_standing_together(query)}
    doubtful = [word for word in query.words if _is_guessable(word) and word not in settled][:MOST_WORDS]
    if not doubtful:
        return {}
    guesses = _guesses(doubtful)
    tried = _cheapest(product(*(guesses[word] for word in doubtful)))
    changes = [{word: guess.word for word, guess in zip(doubtful, chosen, strict=True)} for chosen in tried]
    queries = [parse(query.corrected(change)) for change in changes]
    are_found, are_together = _which_are_found(queries)
    likely = [
        (sum(guess.cost for guess in chosen) + TOGETHER * are_together[number], number)
        for number, chosen in enumerate(tried)
        if are_found[number]
    ]
    if not likely:
        return {}
    return {word: meant for word, meant in changes[min(likely)[1]].items() if meant != word}


def _standing_together(query: Query) -> set[str]:
    """Words that stand in the archive beside their neighbour in the query: a name of two words is no mistake."""
    are = lookup.which(SearchEntry, [query.wish((), every=terms.pairs(pair)) for pair in query.neighbours])
    return {word for pair, is_there in zip(query.neighbours, are, strict=True) if is_there for word in pair}


def one_edit_from(word: str) -> set[str]:
    """Every word that one letter more, less, other, or two swapped neighbours make of this one."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    less = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return (less | swapped | other | more) - {word}


def distance(first: str, second: str) -> int:
    """How many letters lie between two words, swapped neighbours counting once."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        before, above, row = row, before, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _is_guessable(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def _guesses(doubtful: Sequence[str]) -> dict[str, list[Guess]]:
    """For each word what it may mean, the likeliest first; itself too."""
    near = {word: one_edit_from(word) for word in doubtful}
    asked = {*doubtful, *(edit for edits in near.values() for edit in edits)}
    sounds = {sound(word) for word in doubtful} - {""}
    known = _known(f"word IN ({_places(asked)}) OR sound IN ({_places(sounds)})", [*asked, *sounds])
    found = {word: _likely(word, known) for word in doubtful}
    if lost := [word for word in doubtful if not found[word] and word not in known]:
        ends = [(word[:BEGINNING], f"{word[:BEGINNING]}{ascii_lowercase[-1] * 2}") for word in lost]
        more = _known(" OR ".join(["(word >= %s AND word < %s)"] * len(ends)), list(chain.from_iterable(ends)))
        found |= {word: _likely(word, more) for word in lost}
    return {word: [*_as_typed(word, known), *found[word][:MOST_GUESSES]] for word in doubtful}


def _known(wanted: str, values: Sequence[str]) -> dict[str, int]:
    """In how many editions words are that a condition on SearchWord lets through.

    As SQL: Django would write a query of some thousand words for longer than a database answers it.
    """
    table = SearchWord._meta.db_table
    sql = f"SELECT word, editions FROM {table} WHERE ({wanted}) AND editions > 0 ORDER BY editions DESC, word LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, MOST_CANDIDATES])
        return dict(cursor.fetchall())


def _places(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def _likely(word: str, known: Mapping[str, int]) -> list[Guess]:
    return sorted(
        Guess(_cost(word, candidate, edits, editions), candidate)
        for candidate, editions in known.items()
        if abs(len(candidate) - len(word)) <= _most_edits(word)
        and 0 < (edits := distance(word, candidate)) <= _most_edits(word)
        and stem(candidate) != stem(word)
        and candidate not in STOP_WORDS  # without it the search finds as much
    )


def _most_edits(word: str) -> int:
    return 1 + len(word) // 5


def _cost(word: str, candidate: str, edits: int, editions: int) -> float:
    same = sound(candidate) == sound(word) != ""
    return edits + OTHER_FIRST_LETTER * (candidate[0] != word[0]) + SAME_SOUND * same + PER_TENFOLD * log10(editions)


def _as_typed(word: str, known: Mapping[str, int]) -> list[Guess]:
    return [Guess(AS_TYPED + PER_TENFOLD * log10(known[word]), word)] if word in known else []


def _cheapest(choices: Iterable[tuple[Guess, ...]]) -> list[tuple[Guess, ...]]:
    return list(islice(sorted(choices, key=lambda chosen: sum(guess.cost for guess in chosen)), MOST_TRIED))


def _which_are_found(queries: Sequence[Query]) -> tuple[list[bool], list[bool]]:
    """Which of the queries the archive has stories for, and for which with the words side by side."""
    apart = [query.wish(unit.as_typed for unit in query.units) for query in queries]
    beside = [
        query.wish(
            (unit.as_typed for unit in query.units),
            every=(pair for each in query.neighbours for pair in terms.pairs(each)),
        )
        for query in queries
        if query.neighbours
    ]
    found = lookup.which(SearchEntry, [*apart, *beside])
    together = iter(found[len(apart) :])
    of_apart = found[: len(apart)]
    return of_apart, [next(together) if query.neighbours else of_apart[at] for at, query in enumerate(queries)]
