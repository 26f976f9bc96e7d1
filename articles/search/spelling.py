"""What a misspelt word may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from django.db.models import Q

from articles.models import SearchWord

from .words import stem

SHORTEST = 4  # letters of a word that is worth a guess
LONGEST = 20
MOST_WORDS = 4  # of one query that are looked at
MOST_CANDIDATES = 400
FREQUENT = 10  # times as frequent as the typed word must its correction be

# Letters that Indonesian spelling mixes up: aktifitas, praktek, shalat, Ramadhan, tjap.
_SAME_SOUND = (
    *(("sy", "s"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "p"), ("bh", "b")),
    *(("dj", "j"), ("tj", "c"), ("oe", "u"), ("f", "p"), ("v", "p"), ("q", "k"), ("x", "ks"), ("z", "s")),
)
_SILENT = re.compile(r"[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The consonants of a word, which survive forgotten and mistaken vowels; "" if too few to tell."""
    for letters, same in _SAME_SOUND:
        word = word.replace(letters, same)
    rest = _DOUBLED.sub(r"\1", _SILENT.sub("", word))
    return rest if len(rest) >= SHORTEST - 1 else ""


def corrections(words: Sequence[str]) -> dict[str, str]:
    """For each of these typed words that seems misspelt, the likeliest known one. One query.

    A known word may stand only in stories that are not public: never show one that no public text holds.
    """
    doubtful = [word for word in dict.fromkeys(words) if _is_guessable(word)][:MOST_WORDS]
    if not doubtful:
        return {}
    near = {word: one_edit_from(word) for word in doubtful}
    candidates = SearchWord.objects.filter(
        Q(word__in={*doubtful, *(edit for edits in near.values() for edit in edits)})
        | Q(sound__in={sound(word) for word in doubtful} - {""}),
        editions__gt=0,
    ).order_by("-editions", "word")
    known = dict(candidates.values_list("word", "editions")[:MOST_CANDIDATES])
    found = {word: _likeliest(word, near[word], known) for word in doubtful}
    return {word: correction for word, correction in found.items() if correction}


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


def _likeliest(word: str, near: Iterable[str], known: dict[str, int]) -> str:
    at_hand = {candidate: 1 for candidate in near if candidate in known}
    for candidate in known:
        if candidate not in at_hand and sound(candidate) == sound(word) != "":
            at_hand[candidate] = distance(word, candidate)
    likely = [
        (edits, -known[candidate], candidate)
        for candidate, edits in at_hand.items()
        if 0 < edits <= 1 + len(word) // 5
        and stem(candidate) != stem(word)
        and known[candidate] >= FREQUENT * known.get(word, 0)
    ]
    return min(likely)[2] if likely else ""
