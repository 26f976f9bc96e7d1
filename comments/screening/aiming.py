"""Words that insult only when they are aimed at somebody: "dasar monyet", and not news about monkeys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comments.models import WordKind

from .links import Span
from .normalising import Reading
from .phrases import Speech, classes
from .words import STRONG, Match

NEAR = 2  # words between an insult and whom it means
YOURS = ("mu", "ko")  # endings that mean whoever is spoken to
ALONE = 2  # words of a sentence that is hardly more than the word


def aimed(reading: Reading, matches: Iterable[Match]) -> list[Match]:
    """Which of the words that may insult do so here."""
    speech = Speech(reading)
    place_of = {word.start: place for place, word in enumerate(speech.words)}
    return [
        match
        for match in matches
        if match.entry.kind == WordKind.AIMED
        and (
            (match.disguised and match.entry.weight >= STRONG)
            or ((place := place_of.get(match.start)) is not None and _is_aimed(speech, match, place))
        )
    ]


def without_oneself(reading: Reading, matches: list[Match]) -> list[Match]:
    """All but those by which people laugh at themselves: "bego banget gue"."""
    if not any(not classes()["self"].isdisjoint(match.entry.words) for match in matches):
        return matches
    speech = Speech(reading)
    if any(speech.has(place, "you") or speech.has(place, "person") for place in range(len(speech.words))):
        return matches
    place_of = {word.start: place for place, word in enumerate(speech.words)}
    return [
        match
        for match in matches
        if classes()["self"].isdisjoint(match.entry.words)
        or match.start not in place_of
        or not any(speech.is_written(place_of[match.start] + step, "firsts") for step in (-2, -1, 1, 2, 3))
    ]


def mindless(reading: Reading) -> tuple[Span, ...]:
    """Turns of speech that call somebody mindless, shameless and the like."""
    speech = Speech(reading)
    return speech.places(speech.said("insult"))


def _is_aimed(speech: Speech, match: Match, place: int) -> bool:
    last = place + len(match.entry.words) - 1
    if speech.is_written(place - 1, "before" if match.entry.weight >= STRONG else "dasar"):
        return True
    if speech.words[last].plain in {f"{match.entry.words[-1]}{ending}" for ending in YOURS}:
        return True
    if any(speech.has(other, "you") for other in (*_towards(speech, place, -1), *_towards(speech, last, 1))):
        return True
    if match.entry.weight > 0 and any(speech.has(other, "person") for other in _towards(speech, place, -1)):
        return True
    behind = range(last + 2, last + 2 + NEAR) if speech.is_written(last + 1, "very") and match.entry.weight > 0 else ()
    if any(speech.has(other, "person") for other in behind):
        return True
    return match.entry.weight >= STRONG and _is_shouted(speech, place, last)


def _towards(speech: Speech, place: int, step: int) -> Iterator[int]:
    """The words beside a word that it may be aimed at, over words that only link."""
    other = place
    for _ in range(NEAR + 1):
        other += step
        if not 0 <= other < len(speech.words) or speech.sentences[other] != speech.sentences[place]:
            return
        yield other
        if not speech.is_written(other, "linking"):
            return


def _is_shouted(speech: Speech, place: int, last: int) -> bool:
    number = speech.sentences[place]
    alone = sum(one == number for one in speech.sentences) <= ALONE
    ends = last + 1 == len(speech.words) or speech.sentences[last + 1] != number
    return alone or (ends and speech.is_written(place - 1, "all")) or speech.is_written(last + 1, "all")
