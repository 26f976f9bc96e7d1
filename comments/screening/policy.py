"""The one table of screening: which checks there are and what each leads to.

`CHECKS` is what kateid is shipped with. A row of `ScreeningRule` says otherwise for this newsroom; both together are a
`Ruleset`, which the test box and the dry run may also try out before it is saved.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from comments.models import LONGEST_TEXT, Decision, ScreeningModel, ScreeningRule, ScreeningWord, WordKind

from .learned import Model
from .words import Entry, Lexicon

logger = logging.getLogger(__name__)

LET, NOTE, HOLD, REFUSE = Decision.LET, Decision.NOTE, Decision.HOLD, Decision.REFUSE
START = Path(__file__).with_name("examples") / "start.model"
GRAVITY: Mapping[str, int] = {decision: place for place, decision in enumerate(Decision.values)}


@dataclass(frozen=True)
class Check:
    """One check as shipped.

    Args:
        limit: its number, counted in `unit`.
        sample: how much there has to be before the check says anything.
        of_text: whether it needs nothing but the text, so that a dry run can repeat it.
        may_refuse: whether a newsroom may let it refuse by itself.
    """

    name: str
    label: str
    decision: Decision
    what: str
    limit: int | None = None
    unit: str = ""
    sample: int | None = None
    of_text: bool = False
    may_refuse: bool = True


CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        Check("length", "Panjang", REFUSE, "Komentar lebih panjang dari batas.", LONGEST_TEXT, "huruf", of_text=True),
        Check("closed", "Kolom ditutup", REFUSE, "Kolom komentar berita ini ditutup."),
        Check("sanction", "Pembaca ditangguhkan", REFUSE, "Pembaca ini ditangguhkan atau diblokir."),
        Check("repeat", "Ulangan", REFUSE, "Isi yang sama sudah dikirim dalam sehari.", 24, "jam"),
        Check("rate", "Terlalu cepat", HOLD, "Pembaca mengirim lebih dari batas dalam 10 menit.", 5, "komentar"),
        Check("links", "Tautan", HOLD, "Tautan ke situs lain lebih banyak dari batas.", 0, "tautan", of_text=True),
        Check("name", "Nama tampilan", HOLD, "Nama penulis berbentuk promosi, kasar, atau seperti nama lembaga."),
        Check("personal", "Data pribadi", HOLD, "Ada nomor telepon, NIK, rekening, atau alamat surel.", of_text=True),
        Check("banned", "Kata terlarang", HOLD, "Ada kata dari daftar terlarang.", of_text=True),
        Check("aimed", "Makian kepada orang", HOLD, "Kata kasar yang ditujukan kepada orang.", of_text=True),
        Check("hatred", "Kebencian dan ancaman", HOLD, "Kebencian terhadap golongan, ajakan kekerasan, atau ancaman.",
              of_text=True),
        Check("watched", "Kata diawasi", NOTE, "Ada kata dari daftar diawasi.", of_text=True),
        Check("disguised", "Huruf samaran", HOLD, "Kata-katanya ditulis dengan huruf yang menyerupai huruf Latin.",
              50, "persen kata", of_text=True, may_refuse=False),
        Check("gambling", "Promosi judi", HOLD, "Kata-kata promosi judi mencapai batas.", 4, "bobot", of_text=True),
        Check("gambling_sure", "Promosi judi yang jelas", REFUSE, "Promosi judi jauh di atas batas.", 12, "bobot",
              of_text=True),
        Check("promotion", "Promosi lain", HOLD, "Tawaran pinjaman, pengikut, obat, atau semacamnya mencapai batas.", 4,
              "bobot", of_text=True),
        Check("examples", "Mirip contoh", HOLD, "Mirip contoh promosi, makian, atau kebencian bawaan kateid.", 80,
              "persen", of_text=True, may_refuse=False),
        Check("learned", "Mirip yang pernah ditolak", LET, "Mirip komentar yang pernah ditolak redaksi.", 95, "persen",
              of_text=True, may_refuse=False),
        Check("newcomer", "Pembaca baru", HOLD, "Belum cukup komentar pembaca ini yang lolos.", 2, "komentar lolos"),
        Check("spreading", "Kata yang menyebar", HOLD, "Kata baru yang sama dari beberapa pembaca baru dalam 12 jam.",
              3, "pembaca baru", may_refuse=False),
        Check("record", "Riwayat", HOLD, "Bagian komentar yang ditolak mencapai batas.", 50, "persen", sample=5),
        Check("protected", "Istilah terlindungi", HOLD, "Ada nama atau tempat yang dilindungi redaksi."),
        Check("review_site", "Periksa semua dahulu", LET, "Setiap komentar di situs ini menunggu moderator."),
        Check("review_story", "Berita diperiksa dahulu", HOLD, "Redaksi memeriksa dahulu komentar berita ini."),
        Check("review_reader", "Pembaca diperiksa dahulu", HOLD, "Komentar pembaca ini selalu diperiksa dahulu."),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What holds for one check."""

    decision: str
    limit: int = 0
    sample: int = 0


@dataclass(frozen=True)
class Ruleset:
    rules: Mapping[str, Rule]
    lexicon: Lexicon
    model: Model | None = None

    @property
    def welcome(self) -> frozenset[str]:
        """Sites that may be linked to, their subdomains with them."""
        return self.lexicon.welcome

    def __getitem__(self, check: str) -> Rule:
        return self.rules[check]


def shipped() -> Ruleset:
    return Ruleset(dict(_shipped_rules()), Lexicon(shipped_words()))


def current() -> Ruleset:
    """What holds in this newsroom now: two queries, and a third where what was learned counts."""
    rules = current_rules()
    lexicon = _lexicon(tuple(map(entry_of, ScreeningWord.objects.filter(is_active=True))))
    return Ruleset(rules, lexicon, newest_model() if rules["learned"].decision != LET else None)


def newest_model() -> Model | None:
    """What was learned last, unless it was forgotten or an earlier version of kateid learned it."""
    newest = ScreeningModel.objects.values_list("pk", "made_at").first()
    try:
        return _model(*newest) if newest else None
    except ValueError:
        logger.warning("The screening model was made by another version: run train_screening to have it count again.")
        return None


def current_rules() -> dict[str, Rule]:
    return changed_by(ScreeningRule.objects.all())


def changed_by(rows: Iterable[ScreeningRule]) -> dict[str, Rule]:
    """The shipped rules, and what these rows say in place of them."""
    known = {row.check_name: Rule(row.decision, row.limit or 0, row.sample or 0) for row in rows}
    return {name: known.get(name, rule) for name, rule in _shipped_rules()}


def entry_of(word: ScreeningWord) -> Entry:
    return Entry(word.text, word.kind, word.meaning, word.weight, word.company)


@cache
def shipped_words() -> tuple[Entry, ...]:
    lists = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
    company: dict[str, list[str]] = lists["unless"]
    return tuple(
        Entry(text, kind, said["meaning"], said.get("weight", 1), tuple(company.get(text, ())))
        for kind in WordKind.values
        for text, saying in lists[kind].items()
        for said in [saying if isinstance(saying, dict) else {"meaning": saying}]
    )


@cache
def start_model() -> Model:
    """What was learned from the examples alone: `manage.py train_screening --start` has made it."""
    return Model.from_bytes(START.read_bytes())


@lru_cache(maxsize=2)
def _model(pk: int, made_at: datetime) -> Model:
    return Model.from_bytes(bytes(ScreeningModel.objects.values_list("content", flat=True).get(pk=pk)))


@lru_cache(maxsize=4)
def _lexicon(entries: tuple[Entry, ...]) -> Lexicon:
    return Lexicon(entries)


def _shipped_rules() -> Iterator[tuple[str, Rule]]:
    for check in CHECKS.values():
        yield check.name, Rule(check.decision, check.limit or 0, check.sample or 0)
