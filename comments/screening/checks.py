"""The checks themselves: each says where and why it speaks, none decides what follows from it.

Every check gets the whole submission and its own rule, and gives the hits it found, none if there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Edition
from comments.models import Comment, Decision, Discussion, Sanction, SanctionKind, Status, WordKind
from comments.normalise import shows_nothing
from comments.threads import discussion_view

from . import novelty, promotion
from .aiming import aimed, mindless, without_oneself
from .brands import brands
from .hatred import hatred
from .learned import Likeness
from .links import Span, links
from .naming import objections
from .normalising import Reading, read
from .personal import personal
from .phrases import Speech
from .policy import Rule, Ruleset, start_model
from .protected import FOUND, places_of, protected_terms
from .words import Match

QUICK = timedelta(minutes=10)  # the time that `rate` counts in
REMEMBERED = 20  # comments of somebody that `repeat` and `record` look at
REPEATED = 12  # letters and digits; anything shorter, such as "setuju", may be said twice
NAMED = 6  # words that a sentence names
SIGN = 2  # the weight from which on a text is suspected of promoting something
SUSPECTED = 25  # percent that it needs less then
# Percent; what is less like the examples hardly promotes anything, least of all where it says something against it.
UNLIKE, UNLIKE_OPPOSED = 20, 45
TALK = 6  # words of a text that says more than what it is about
DOUBTED, DOUBTED_OPPOSED = 2, 5  # the weight that it needs more then
LIKE_EXAMPLES = "Mirip contoh kiriman buruk"
FEW = 3  # words in disguise that are no accident


class Hit(NamedTuple):
    detail: str  # a sentence for moderators, and for who wrote a comment that is refused
    places: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Submission:
    """A comment on its way, and what is known of its writer, asked for only once."""

    text: str
    author: User | None
    article: Article
    now: datetime
    rules: Ruleset
    comment: Comment | None = None  # if it is one that exists already
    name: str = ""  # beside which it will stand; the newsroom's own people are known

    @cached_property
    def reading(self) -> Reading:
        return read(self.text)

    @cached_property
    def matches(self) -> list[Match]:
        return self.rules.lexicon.find(self.reading, self.article.headline)

    @cached_property
    def links(self) -> list[Span]:
        """Links to sites that are not known to be welcome."""
        return links(self.reading, self.rules.welcome)

    @cached_property
    def goods(self) -> promotion.Promotion:
        return promotion.of_goods(self.reading, bool(self.links))

    @cached_property
    def promotion(self) -> promotion.Promotion:
        return promotion.of_gambling(self.reading, self.matches, bool(self.links))

    @cached_property
    def like_examples(self) -> Likeness:
        return start_model().judge(self.reading, self.article.headline)

    @cached_property
    def earlier(self) -> list[Comment]:
        """What the writer wrote before, the newest first."""
        if self.author is None:
            return []
        own = Comment.objects.filter(author=self.author).newest()
        return list(own.exclude(pk=self.comment.pk if self.comment else None)[:REMEMBERED])

    @cached_property
    def sanctions(self) -> dict[str, Sanction]:
        """What stands against the writer, by its kind."""
        if self.author is None:
            return {}
        return {sanction.kind: sanction for sanction in Sanction.objects.standing(self.author, self.now)}

    @property
    def is_trusted(self) -> bool:
        """The newsroom's own people have no record to make."""
        return self.author is None or self.author.is_staff

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.reading)


def fingerprint(reading: Reading) -> str:
    """What a text says, however it is spaced, stretched or disguised."""
    return "".join(word.forms[-1] for word in reading.words)


type CheckFunction = Callable[[Submission, Rule], Iterator[Hit]]


def length(given: Submission, rule: Rule) -> Iterator[Hit]:
    if shows_nothing(given.text):
        yield Hit("Komentar ini kosong: tidak ada satu huruf pun yang terlihat.")
    if len(given.text) > rule.limit:
        yield Hit(f"Komentar ini {len(given.text)} huruf; paling banyak {rule.limit}. Pendekkan dahulu.")


def closed(given: Submission, rule: Rule) -> Iterator[Hit]:
    edition = Edition.objects.listed(given.now).filter(article=given.article).defer("body").first()
    if given.comment is None and edition and (because := discussion_view(edition, given.now).closed_because):
        yield Hit(because)


def sanction(given: Submission, rule: Rule) -> Iterator[Hit]:
    for kind in (SanctionKind.BAN, SanctionKind.SUSPENSION):
        if standing := given.sanctions.get(kind):
            end = f" sampai {timezone.localtime(standing.until):%d/%m/%Y %H:%M %Z}" if standing.until else ""
            yield Hit(f"Anda tidak dapat berkomentar{end}: {standing.reason}")
            return


def repeat(given: Submission, rule: Rule) -> Iterator[Hit]:
    if given.is_trusted or len(given.fingerprint) < REPEATED:
        return
    since = given.now - timedelta(hours=rule.limit)
    recent = (comment for comment in given.earlier if comment.created_at >= since and comment.status != Status.DELETED)
    if any(fingerprint(read(comment.text)) == given.fingerprint for comment in recent):
        yield Hit("Komentar dengan isi yang sama sudah Anda kirim.")


def rate(given: Submission, rule: Rule) -> Iterator[Hit]:
    recent = sum(comment.created_at >= given.now - QUICK for comment in given.earlier)
    if not given.is_trusted and recent >= rule.limit:
        yield Hit(f"Komentar ke-{recent + 1} dari pembaca ini dalam 10 menit.")


def foreign_links(given: Submission, rule: Rule) -> Iterator[Hit]:
    found = given.links
    if len(found) > rule.limit:
        yield Hit(f"Ada {len(found)} tautan ke situs lain: {_quoted(given.text, found)}.", tuple(found))


def personal_data(given: Submission, rule: Rule) -> Iterator[Hit]:
    if found := personal(given.reading):
        kinds = ", ".join(dict.fromkeys(kind for kind, _ in found))
        yield Hit(f"Tampaknya memuat data pribadi: {kinds}.", tuple(place for _, place in found))


def display_name(given: Submission, rule: Rule) -> Iterator[Hit]:
    if given.name:
        yield from map(Hit, objections(given.name, given.rules))


def banned(given: Submission, rule: Rule) -> Iterator[Hit]:
    found = [match for match in given.matches if match.entry.kind == WordKind.BANNED]
    yield from _listed(without_oneself(given.reading, found), "Kata terlarang")


def aimed_insult(given: Submission, rule: Rule) -> Iterator[Hit]:
    yield from _listed(aimed(given.reading, given.matches), "Ditujukan kepada orang")
    if places := mindless(given.reading):
        yield Hit(f"Merendahkan orang: {_quoted(given.text, [*places])}.", places)


def hateful(given: Submission, rule: Rule) -> Iterator[Hit]:
    if (found := hatred(given.reading)).kinds:
        said = _quoted(given.text, [*found.places])
        yield Hit(f"Kebencian atau ancaman ({', '.join(found.kinds)}): {said}.", found.places)


def watched(given: Submission, rule: Rule) -> Iterator[Hit]:
    yield from _words(given, WordKind.WATCHED, "Kata diawasi")


def disguised(given: Submission, rule: Rule) -> Iterator[Hit]:
    found = promotion.disguised(given.reading)
    is_most = len(found) >= FEW and len(found) * 100 >= rule.limit * len(given.reading.words)
    if is_most or promotion.is_sly(given.reading):
        places = tuple((word.start, word.end) for word in found)
        yield Hit(f"{len(found)} kata ditulis dengan huruf yang hanya menyerupai huruf Latin.", places)


def gambling_promotion(given: Submission, rule: Rule) -> Iterator[Hit]:
    found = given.promotion
    if found.weight >= rule.limit + _doubt(given, found):
        named = ", ".join(f"“{word}”" for word in found.words[:NAMED])
        yield Hit(f"Promosi judi dengan bobot {found.weight}: {named}.", found.places)


def gambling_sure(given: Submission, rule: Rule) -> Iterator[Hit]:
    if (found := given.promotion).weight >= rule.limit:
        yield Hit(f"Jelas promosi judi: bobot {found.weight}, batasnya {rule.limit}.", found.places)


def goods_promotion(given: Submission, rule: Rule) -> Iterator[Hit]:
    found = given.goods
    if found.weight >= rule.limit + _doubt(given, found):
        named = ", ".join(f"“{word}”" for word in found.words[:NAMED])
        yield Hit(f"Promosi dengan bobot {found.weight}: {named}.", found.places)


def like_examples(given: Submission, rule: Rule) -> Iterator[Hit]:
    """Two that suspect the same text need less each: where it seems to promote something, less likeness will do."""
    suspected = any(one.weight >= SIGN and not one.opposed for one in (given.promotion, given.goods))
    yield from _alike(given.like_examples, rule.limit - SUSPECTED * suspected, LIKE_EXAMPLES)
    if given.promotion.opposed and given.like_examples.percent < rule.limit:
        yield from _sites_among_warnings(given, rule.limit)


def _sites_among_warnings(given: Submission, limit: int) -> Iterator[Hit]:
    """The sentences that name a site, read without what is said against such sites around them."""
    sentences = Speech(given.reading).sentences
    for number in sorted({sentences[place] for brand in brands(given.reading) for place in brand.places}):
        words = [word for word, one in zip(given.reading.words, sentences, strict=True) if one == number]
        alone = read(given.text[words[0].start : words[-1].end])
        found = start_model().judge(alone, given.article.headline)
        places = tuple((start + words[0].start, end + words[0].start) for start, end in found.places)
        if found.percent >= limit:
            yield from _alike(found._replace(places=places), limit, LIKE_EXAMPLES)
            return


def learned(given: Submission, rule: Rule) -> Iterator[Hit]:
    if given.rules.model:
        found = given.rules.model.judge(given.reading, given.article.headline)
        yield from _alike(found, rule.limit, "Mirip yang pernah ditolak redaksi")


def _doubt(given: Submission, found: promotion.Promotion) -> int:
    """What more a promotion must weigh that is unlike every example: most who talk of something do not promote it.

    Less so where it calls people to come, so that innocent words around a promotion are no key.
    """
    if given.rules["examples"].decision == Decision.LET:
        return 0
    likeness = given.like_examples.percent
    if found.opposed and not given.links:
        return DOUBTED_OPPOSED if likeness < (UNLIKE if found.calls else UNLIKE_OPPOSED) else 0
    is_long = len(given.reading.words) >= TALK
    return DOUBTED if is_long and likeness < UNLIKE and not found.calls else 0


def _alike(found: Likeness, limit: int, label: str) -> Iterator[Hit]:
    if found.percent >= limit:
        named = ", ".join(f"“{word}”" for word in found.words)
        yield Hit(f"{label} ({found.percent} persen): {named}.", found.places)


def newcomer(given: Submission, rule: Rule) -> Iterator[Hit]:
    if given.is_trusted or given.author is None:
        return
    passed = len(Comment.objects.of(given.author).filter(status=Status.PUBLISHED).values("pk")[: rule.limit])
    if passed < rule.limit:
        yield Hit(f"Pembaca baru: {passed} dari {rule.limit} komentar pertamanya sudah lolos.")


def spreading(given: Submission, rule: Rule) -> Iterator[Hit]:
    if given.is_trusted or given.author is None:
        return
    if found := novelty.spreading(given.reading, given.author, given.article, given.now, rule.limit):
        named = ", ".join(f"“{word.plain}”" for word in found[:NAMED])
        places = tuple((word.start, word.end) for word in found)
        yield Hit(f"Kata baru yang hari ini dipakai {rule.limit} pembaca baru atau lebih: {named}.", places)


def record(given: Submission, rule: Rule) -> Iterator[Hit]:
    counted = {Status.PUBLISHED, Status.REFUSED, Status.HIDDEN}
    decided = [comment.status for comment in given.earlier if comment.status in counted]
    refused = sum(status != Status.PUBLISHED for status in decided)
    if not given.is_trusted and len(decided) >= max(rule.sample, 1) and refused * 100 >= rule.limit * len(decided):
        yield Hit(f"{refused} dari {len(decided)} komentar terakhir pembaca ini ditolak atau disembunyikan.")


def protected(given: Submission, rule: Rule) -> Iterator[Hit]:
    if places := places_of(protected_terms(given.article), given.reading):
        yield Hit(FOUND, places)


def review_site(given: Submission, rule: Rule) -> Iterator[Hit]:
    yield Hit("Semua komentar di situs ini diperiksa dahulu.")


def review_story(given: Submission, rule: Rule) -> Iterator[Hit]:
    if Discussion.objects.filter(pk=given.article.pk, review_first=True).exists():
        yield Hit("Komentar berita ini diperiksa dahulu.")


def review_reader(given: Submission, rule: Rule) -> Iterator[Hit]:
    if standing := given.sanctions.get(SanctionKind.REVIEW):
        yield Hit(f"Komentar pembaca ini selalu diperiksa dahulu: {standing.reason}")


FUNCTIONS: dict[str, CheckFunction] = {
    "length": length,
    "closed": closed,
    "sanction": sanction,
    "repeat": repeat,
    "rate": rate,
    "links": foreign_links,
    "name": display_name,
    "personal": personal_data,
    "banned": banned,
    "aimed": aimed_insult,
    "hatred": hateful,
    "watched": watched,
    "disguised": disguised,
    "gambling": gambling_promotion,
    "gambling_sure": gambling_sure,
    "promotion": goods_promotion,
    "examples": like_examples,
    "learned": learned,
    "newcomer": newcomer,
    "spreading": spreading,
    "record": record,
    "protected": protected,
    "review_site": review_site,
    "review_story": review_story,
    "review_reader": review_reader,
}


def _words(given: Submission, kind: str, label: str) -> Iterator[Hit]:
    yield from _listed([match for match in given.matches if match.entry.kind == kind], label)


def _listed(found: list[Match], label: str) -> Iterator[Hit]:
    if found:
        said = {f"“{match.entry.text}” ({match.entry.meaning})": None for match in found}
        yield Hit(f"{label}: {', '.join([*said][:NAMED])}.", tuple((match.start, match.end) for match in found))


def _quoted(text: str, places: list[Span]) -> str:
    return ", ".join(f"“{text[start:end][:60]}”" for start, end in places[:NAMED])
