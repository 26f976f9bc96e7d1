"""Promotion of gambling and of other things for sale: signs that add up, and the trouble taken to hide them.

What a comment promotes it is known by, not a list of names: a site's name by its shape (`brands`), and turns of speech
(`phrases.toml`) that call to a profile, tell of winnings or praise a site. Whoever speaks against gambling uses many
of the same words; what they say against it is taken off again, but never where a comment calls people to come.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from comments.models import WordKind

from .brands import LIKELY, Brand, brands
from .links import Span
from .normalising import Reading, Word, is_a_flag, unfolded
from .phrases import Said, Speech, classes
from .words import Match

CORE = 2  # the weight from which on a word is about gambling itself
HIDDEN = 2  # what a disguised word weighs more, and a whole text in disguise
FRAMED = 3  # a name between pictures
ALONE = 2  # a name and next to nothing else
NAMED = 4  # what a site's name weighs at least where nothing speaks against it
LURES = 3  # what words that only lure may weigh together
WARES = 4  # what is offered, and what it is offered with, may weigh each
TRUST = 6  # what praise may weigh together
SHORT = 3  # words
AGAINST = 2  # what a sign against gambling takes off
INVITING = 3  # the weight from which on a turn of speech calls people to come
NEGATED = 2  # words before a sign against gambling in which it is turned around
SHAPES = ("profile", "group", "search", "chat", "invite", "win")
MARKS = 2  # on a word, or signs within it that nobody sees; more hide it
LEET = 2  # words with digits among their letters; more are no accident
# Whose letters people write for their own sake.
SCRIPTS = (
    "ARABIC", "HEBREW", "CYRILLIC", "GREEK", "THAI", "LAO", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "DEVANAGARI",
    "BENGALI", "TAMIL", "JAVANESE", "BALINESE", "BUGINESE", "SUNDANESE", "ARABIC-INDIC", "EXTENDED",
)  # fmt: skip
MODEST = 5  # times as much as was put in
UNITS = {"rb": 1, "ribu": 1, "k": 1, "jt": 1_000, "juta": 1_000}
_SUM = re.compile(r"(?<![\d.,])(\d{1,4}(?:,\d{1,2})?) ?(rb|ribu|k|jt|juta)(?![a-z])")
GAMES = frozenset("🎰🎲🃏💰💎🍀🤑💵💸")

_UNSEEN = re.compile(r"(?<=[^\W_])[\u200b\u200c\u200d\u2060-\u2064\ufeff](?=[^\W_])")
_LEET = re.compile(r"[a-z][01345]+[a-z]")


class Promotion(NamedTuple):
    """What a comment promotes.

    Args:
        calls: whether it takes trouble to bring people there, whatever else it says.
        opposed: whether it says anything against it.
    """

    weight: int
    words: tuple[str, ...]
    places: tuple[Span, ...]
    calls: bool = False
    opposed: bool = False


NOTHING = Promotion(0, (), ())


def of_gambling(reading: Reading, matches: list[Match], linked: bool) -> Promotion:
    """How much a comment promotes gambling: nothing unless it is about gambling, or does as such promotions do."""
    named = brands(reading)
    speech = Speech(reading, frozenset(place for brand in named for place in brand.places))
    said = speech.said("gambling")
    listed = {match.entry.text: match for match in matches if match.entry.kind == WordKind.GAMBLING}
    told = [match for match in listed.values() if match.entry.weight > 0]
    shape = _shape(said) - _modest(speech, said)
    core = sum(match.entry.weight for match in told if match.entry.weight >= CORE)
    lures = min(sum(match.entry.weight for match in told if match.entry.weight < CORE), LURES)
    weight = core + shape
    if named or core or shape >= CORE:
        weight += lures + LIKELY * linked
    if named:
        weight += max(brand.weight for brand in named) + _presented(reading, named)
    if not weight:
        return NOTHING
    hidden = sum(match.disguised for match in told) + any(brand.hidden for brand in named)
    weight += HIDDEN * hidden + HIDDEN * is_disguised(reading) + _pictures(reading.text)
    against, turned = _against(speech, said, listed.values())
    weight += turned
    calls = hidden > 0 or is_disguised(reading) or _calls(said, named, against)
    if not calls:
        weight -= AGAINST * against
    if not against and any(brand.weight >= LIKELY for brand in named):
        weight = max(weight, NAMED)
    kept = [one for one in said if one.says not in {"against", "family"}]
    words = [match.entry.text for match in told] + [brand.name for brand in named] + _quoted(speech, kept)
    places = {*((match.start, match.end) for match in told), *(brand[2:4] for brand in named), *speech.places(kept)}
    calls = calls or linked or (not against and any(brand.weight >= LIKELY for brand in named))
    return Promotion(max(weight, 0), tuple(dict.fromkeys(words)), tuple(sorted(places)), calls, against > 0)


def of_goods(reading: Reading, linked: bool) -> Promotion:
    """How much a comment offers what nobody asked for: loans, followers, pills, company, riches."""
    speech = Speech(reading)
    said = speech.said("offer")
    topics: dict[str, int] = {}
    for one in said:
        topics[one.says] = topics.get(one.says, 0) + one.weight
    weight = topics.pop("sell", 0) + max(topics.values(), default=0)
    wares = speech.said("wares")
    if _are_offered(wares):
        offered = _weight(wares, "offer") + _weight(wares, "reach")
        weight = max(weight, min(_weight(wares, "topic"), WARES) + min(offered, WARES))
        said += wares
    elif not topics:
        return NOTHING
    weight += HIDDEN * is_disguised(reading) + linked
    sells = _sells(said, linked)
    against = sum(one.weight for one in speech.said("gambling") if one.says == "against" and one.weight > 1)
    if not sells:
        weight -= against
    return Promotion(max(weight, 0), tuple(_quoted(speech, said)), speech.places(said), sells, against > 0)


def _are_offered(wares: list[Said]) -> bool:
    """Whether goods are named and a way to them, or several with what they are praised for."""
    topics = _weight(wares, "topic")
    return topics > 0 and (_weight(wares, "reach") > 0 or (topics >= WARES and _weight(wares, "offer") >= CORE))


def _sells(said: list[Said], linked: bool) -> bool:
    """Whether a comment says how to get what it names, whatever it says against it."""
    return linked or any(one.says == "sell" and one.weight >= CORE for one in said)


def _weight(said: list[Said], kind: str) -> int:
    return sum(one.weight for one in said if one.says == kind)


def disguised(reading: Reading) -> list[Word]:
    """Words of letters that only look like ours, flags not counted."""
    written = ((word, reading.text[word.start : word.end]) for word in reading.words)
    return [word for word, text in written if not is_a_flag(text) and (_is_strange(text) or _is_mixed(text))]


def is_sly(reading: Reading) -> bool:
    """Whether several words mix alphabets or have signs within them that nobody sees: no accident, however few."""
    written = [reading.text[word.start : word.end] for word in reading.words]
    return sum((_is_mixed(text) and not _is_latin(text)) or len(_UNSEEN.findall(text)) > 1 for text in written) > 1


def _is_latin(written: str) -> bool:
    """Whether all letters are Latin ones, such as those of Vietnamese names."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in written if letter.isalpha())


def is_disguised(reading: Reading) -> bool:
    """Whether words are made of letters that only look like ours, as nobody writes who wants to be found."""
    written = [reading.text[word.start : word.end] for word in reading.words]
    return (
        sum(map(_is_strange, written)) > 1
        or any(map(_is_mixed, written))
        or sum(bool(_LEET.search(word.plain)) for word in reading.words) > LEET
    )


def _shape(said: list[Said]) -> int:
    """What turns of speech weigh: the strongest of each kind, and praise together."""
    strongest = {kind: max((one.weight for one in said if one.says == kind), default=0) for kind in SHAPES}
    return sum(strongest.values()) + min(sum(one.weight for one in said if one.says == "trust"), TRUST)


def _modest(speech: Speech, said: list[Said]) -> int:
    """What is taken off tales of winnings that are no more than honest work brings."""
    sums = [float(found[1].replace(",", ".")) * UNITS[found[2]] for found in _SUM.finditer(speech.reading.plain)]
    works = any(speech.has(place, "work") for place in range(len(speech.words)))
    told = any(one.says == "win" and one.weight >= INVITING for one in said)
    little = len(sums) > 1 and max(sums) < MODEST * max(min(sums), 1)
    return INVITING if told and (works or little) else 0


def _presented(reading: Reading, named: Sequence[Brand]) -> int:
    likely = any(brand.weight >= LIKELY for brand in named)
    if likely and len(reading.words) <= SHORT:
        return FRAMED if _is_framed(reading.text) else ALONE
    return FRAMED if _is_framed(reading.text) else 0


def _calls(said: list[Said], named: Sequence[Brand], against: int) -> bool:
    """Whether a comment calls people to come, whatever it says against what it calls them to."""
    kinds = {one.says: one.weight for one in sorted(said, key=lambda one: one.weight)}
    if max(kinds.get("profile", 0), kinds.get("invite", 0)) > INVITING:
        return True
    calls = (
        kinds.get("invite", 0) >= INVITING or kinds.get("search", 0) >= INVITING or kinds.get("group", 0) >= INVITING
    )
    praised = bool(named) and (kinds.get("trust", 0) >= CORE or kinds.get("win", 0) >= CORE)
    return (calls or praised) and against < INVITING


def _against(speech: Speech, said: Iterable[Said], listed: Iterable[Match]) -> tuple[int, int]:
    """What is said against gambling, and how much of it is turned around, as in "anti polisi"."""
    place_of = {word.start: place for place, word in enumerate(speech.words)}
    wins = any(one.says == "win" and one.weight >= INVITING for one in said)
    signs = {one.first: one.weight for one in said if one.says == "against" or (one.says == "family" and not wins)}
    for match in listed:
        if match.entry.weight < 0 and match.start in place_of:
            signs.setdefault(place_of[match.start], 1)
    turned = {place for place in signs if _is_turned(speech, place)}
    return sum(weight for place, weight in signs.items() if place not in turned), len(turned)


def _is_turned(speech: Speech, place: int) -> bool:
    before = range(max(place - NEGATED, 0), place)
    return any(not speech.keys[one].isdisjoint(classes()["turning"]) for one in before)


def _quoted(speech: Speech, said: list[Said]) -> list[str]:
    return [speech.reading.text[speech.words[one.first].start : speech.words[one.last].end][:60] for one in said]


def _pictures(text: str) -> int:
    return int(any(picture in GAMES for picture in text)) + _is_framed(text)


def _is_framed(text: str) -> bool:
    """Whether pictures stand at both ends, as in "🎰 … 🎰"."""
    bare = text.strip().strip("\ufe0f")
    return len(bare) > 2 and all(unicodedata.category(end) == "So" for end in (bare[0], bare[-1]))


def _is_strange(written: str) -> bool:
    """Whether a word is made of signs that stand for letters, as 𝓼𝓵𝓸𝓽 is, or hidden behind marks."""
    if written.isascii():
        return False
    marks = sum(unicodedata.category(letter) in {"Mn", "Me", "Cf"} for letter in unicodedata.normalize("NFD", written))
    return marks > MARKS or any(_stands_for_ours(letter) for letter in written)


def _stands_for_ours(letter: str) -> bool:
    if letter.isascii() or not unfolded(letter).isalnum() or unicodedata.normalize("NFD", letter)[0].isascii():
        return False
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script == "LATIN":
        return any(kind in unicodedata.name(letter) for kind in ("SMALL CAPITAL", "WITH HOOK"))
    return script not in SCRIPTS


def _is_mixed(written: str) -> bool:
    """Whether a word puts letters of other alphabets among ours."""
    if written.isascii() or not any(letter.isascii() and letter.isalpha() for letter in written):
        return False
    return any(
        letter.isalpha()
        and not letter.isascii()
        and not unicodedata.normalize("NFKD", letter)[0].isascii()
        and not unicodedata.name(letter, "LATIN").startswith("LATIN SMALL LETTER")
        and unfolded(letter).isalnum()
        for letter in written
    )
