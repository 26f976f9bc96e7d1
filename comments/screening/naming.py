"""Names that readers give themselves, judged like what they write, only sooner: a name stands beside every comment."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.names import speaks_for_an_office
from comments.models import WordKind
from comments.normalise import shows_nothing

from . import promotion
from .aiming import aimed, mindless
from .hatred import hatred
from .links import links
from .normalising import Reading, read
from .personal import personal
from .policy import Ruleset, current

ENOUGH = 3  # the weight from which on a name promotes something
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
    of_gambling = promotion.of_gambling(reading, matches, linked=False).weight
    if max(of_gambling, promotion.of_goods(reading, linked=False).weight) >= ENOUGH or _names_a_site(reading):
        yield "Nama tampilan ini berbentuk promosi atau nama situs judi. Pilih nama lain, tanpa angka di belakangnya."
    insulting = [match for match in matches if match.entry.kind == WordKind.BANNED] or aimed(reading, matches)
    if insulting or mindless(reading) or hatred(reading).kinds:
        yield "Nama tampilan ini kasar atau menghina orang. Pilih nama lain."


def _names_a_site(reading: Reading) -> bool:
    words = [word.plain for word in reading.words]
    if not _SELLERS.isdisjoint(words) and not _SOLD.isdisjoint(words):
        return True
    return not _TRADE.isdisjoint(words) and any(word.removeprefix("x").isdigit() for word in words)
