"""Names that readers give themselves, judged like what they write, only sooner: a name stands beside every comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounts.names import speaks_for_an_office
from comments.models import Decision, WordKind
from comments.normalise import shows_nothing

from . import promotion
from .aiming import aimed, mindless
from .brands import ends_like_a_site
from .hatred import hatred
from .links import links
from .normalising import Reading, read
from .personal import personal
from .policy import Ruleset, current, start_model
from .words import Match

ENOUGH = 3  # the weight from which on a name promotes something
SENTENCE = 3  # words, from which on a name says something that can be like the examples
LIKE_EXAMPLES = 85  # percent
# One word in small letters, and at most two digits set apart from it: "ronin_77". Sites write theirs together.
_NICKNAME = re.compile(r"([a-z]{3,})[._]\d{1,2}")
# With a number these name a site of gambling, or the way to one: "… 138 gacor", "… 777 login".
_TRADE = frozenset(
    ["alternatif", "casino", "daftar", "gacor", "jackpot", "kasino", "login", "mahjong", "maxwin", "olympus", "rtp",
     "scatter", "slot", "togel", "zeus"]
)  # fmt: skip
_SELLERS, _SOLD = frozenset(["agen", "bandar", "bo", "situs"]), frozenset(["bola", "judi", "slot", "togel", "toto"])


def objection(name: str) -> str:
    """What speaks against a display name under the rules that hold now, as a sentence for whoever chose it, or ""."""
    return next(objections(name, current()), "")


def objections(name: str, rules: Ruleset) -> Iterator[str]:
    """Everything that speaks against a display name."""
    if shows_nothing(name):
        yield "Nama tampilan ini kosong: tidak ada satu huruf pun yang terlihat."
        return
    reading = read(name)
    matches = rules.lexicon.find(reading)
    if speaks_for_an_office(name):
        yield "Nama tampilan ini dapat disangka nama lembaga atau jabatan. Pilih nama lain."
    if links(reading) or personal(reading):
        yield "Nama tampilan ini memuat alamat atau nomor. Pilih nama lain."
    of_gambling = 0 if _is_a_nickname(name, matches) else promotion.of_gambling(reading, matches, linked=False).weight
    if max(of_gambling, promotion.of_goods(reading, linked=False).weight) >= ENOUGH or _names_a_site(reading):
        yield "Nama tampilan ini berbentuk promosi atau nama situs judi. Pilih nama lain, tanpa angka di belakangnya."
    insulting = [match for match in matches if match.entry.kind == WordKind.BANNED] or aimed(reading, matches)
    if insulting or mindless(reading) or hatred(reading).kinds:
        yield "Nama tampilan ini kasar atau menghina orang. Pilih nama lain."
    elif _is_like_examples(reading, rules):
        yield "Nama tampilan ini terbaca seperti promosi atau hinaan. Pilih nama lain."


def _is_a_nickname(name: str, matches: list[Match]) -> bool:
    """Whether a name is a word with a number as people choose it, which sites look like too, and says nothing else."""
    found = _NICKNAME.fullmatch(name)
    about_gambling = any(match.entry.kind == WordKind.GAMBLING for match in matches)
    return found is not None and not about_gambling and not ends_like_a_site(found[1])


def _is_like_examples(reading: Reading, rules: Ruleset) -> bool:
    if rules["examples"].decision == Decision.LET or len(reading.words) < SENTENCE:
        return False
    return start_model().judge(reading).percent >= LIKE_EXAMPLES


def _names_a_site(reading: Reading) -> bool:
    words = [word.plain for word in reading.words]
    if not _SELLERS.isdisjoint(words) and not _SOLD.isdisjoint(words):
        return True
    return not _TRADE.isdisjoint(words) and any(word.removeprefix("x").isdigit() for word in words)
