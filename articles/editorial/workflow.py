"""The way of a story through the newsroom: a function for each verb, and one table of them (`VERBS`).

Nothing else assigns `Article.stage`, but for many old stories at once (`taking_over`). Every verb checks in this
order: who may, whether the stage allows it, whether the story is ready; then it changes the article, and the log, in
one transaction.

Importers pass `now`, the moment of a step that was taken before; everybody else leaves it to the clock. Verbs that
decide on the text take `confirmed`: what `checks` finds that may stand is meant so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.people import Person, display_name
from adminkit.verbs import Verb
from articles import permissions
from articles.models import Article, Edition, RetractionGround, Stage, StageChange
from articles.photos import rights

from . import checks, news, publishing, revisions
from .checks import ChecksFailed, Finding

REASON_MISSING = "Tulis alasannya, supaya reporter tahu apa yang perlu diperbaiki."
TIME_MISSING = "Pilih waktu terbit yang akan datang."
GROUND_MISSING = "Pilih salah satu dasar pencabutan yang diperbolehkan."
NOTE_MISSING = "Tulis alasan pencabutan untuk pembaca."


class TransitionNotAllowed(Exception):  # noqa: N818
    """Not now: the story's stage, or a newer version of it, stands in the way (HTTP 409)."""


@dataclass(frozen=True, kw_only=True)
class StoryVerb(Verb[Article]):
    """One step of a story.

    Args:
        who: may take it, in words for people.
        permitted: the rule of that.
        is_decision: on the text as it will be printed, which is checked before the form is filled in.
    """

    who: str
    permitted: Callable[[Person, Article], bool]
    is_decision: bool = False

    def possible(self, article: Article, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        return self.fits(article, article.stage_at(at), at)

    def offered(self, user: Person, article: Article) -> bool:
        return self.possible(article) and self.permitted(user, article)


def was_published(article: Article, at: datetime) -> bool:
    """Whether readers have ever seen the story."""
    return Edition.objects.filter(article=article).public_history(at).exists()


def never_published(article: Article, at: datetime) -> bool:
    return not was_published(article, at)


def submit(article: Article, *, by: User, version: int | None = None, now: datetime | None = None) -> Article:
    with _step("submit", article, by, version, now) as step:
        step.require(checks.before_review(step.article))
        step.set(submitted_by=by)
    return step.article


def withdraw(article: Article, *, by: User, version: int | None = None, now: datetime | None = None) -> Article:
    with _step("withdraw", article, by, version, now) as step:
        step.set(submitted_by=None)
    return step.article


def send_back(
    article: Article, *, by: User, reason: str, version: int | None = None, now: datetime | None = None
) -> Article:
    with _step("send_back", article, by, version, now, reason=reason) as step:
        step.set(submitted_by=None, approved_by=None)
    return step.article


def approve(
    article: Article, *, by: User, confirmed: bool = False, version: int | None = None, now: datetime | None = None
) -> Article:
    with _step("approve", article, by, version, now) as step:
        found = checks.before_publishing(step.article, step.now, confirmed=confirmed)
        step.require(found + checks.second_person(step.article, by))
        step.own_text = checks.is_own_decision(step.article, by)
        step.set(approved_by=by)
    return step.article


def publish(
    article: Article,
    *,
    by: User,
    kind: str = "",
    note: str = "",
    confirmed: bool = False,
    version: int | None = None,
    now: datetime | None = None,
) -> Article:
    with _step("publish", article, by, version, now, reason=note) as step:
        _require_publishable(step, by, kind, note, step.now, confirmed)
        step.edition = publishing.publish(step.article, by=by, kind=kind, note=note, live_from=step.now, now=step.now)
        step.set(publish_at=None)
    return step.article


def schedule(
    article: Article,
    *,
    by: User,
    at: datetime | None,
    kind: str = "",
    note: str = "",
    confirmed: bool = False,
    version: int | None = None,
    now: datetime | None = None,
) -> Article:
    with _step("schedule", article, by, version, now, reason=note) as step:
        if at is None or at <= step.now:
            raise ChecksFailed([Finding("at", TIME_MISSING)])
        _require_publishable(step, by, kind, note, at, confirmed)
        step.edition = publishing.publish(step.article, by=by, kind=kind, note=note, live_from=at, now=step.now)
        step.set(publish_at=at)
    return step.article


def unschedule(article: Article, *, by: User, version: int | None = None, now: datetime | None = None) -> Article:
    with _step("unschedule", article, by, version, now) as step:
        publishing.withdraw_scheduled(step.article, step.now)
        step.set(publish_at=None)
    return step.article


def reopen(article: Article, *, by: User, version: int | None = None, now: datetime | None = None) -> Article:
    with _step("reopen", article, by, version, now) as step:
        step.set(submitted_by=None, approved_by=None)
    return step.article


def discard_changes(article: Article, *, by: User, version: int | None = None, now: datetime | None = None) -> Article:
    with _step("discard_changes", article, by, version, now) as step:
        live = publishing.live_edition(step.article, step.now)
        if live and live.source:
            revisions.restore(step.article, live.source, by=by, base_version=step.article.version, now=step.now)
        step.set(submitted_by=None, approved_by=None)
    return step.article


def retract(
    article: Article,
    *,
    by: User,
    ground: str,
    note: str,
    headline: str = "",
    photos: Collection[int] = (),
    version: int | None = None,
    now: datetime | None = None,
) -> Article:
    """Withdraw a story from readers.

    Args:
        headline: see `publishing.retract`.
        photos: numbers of the story's photos to withdraw with it; no page shows them then, nor their own addresses.
    """
    with _step("retract", article, by, version, now, reason=note) as step:
        if ground not in RetractionGround.values:
            step.require([Finding("ground", GROUND_MISSING)])
        if not note.strip():
            step.require([Finding("note", NOTE_MISSING)])
        step.require(checks.of_neutral_headline(step.article, ground, headline))
        taken = [photo for photo in rights.of_story(step.article.pk) if photo.pk in photos]
        if len(taken) != len(set(photos)):
            step.require([Finding("photos", "Salah satu foto ini bukan lagi foto berita ini. Pilih sekali lagi.")])
        step.edition = publishing.retract(
            step.article, by=by, ground=ground, note=note, headline=headline, now=step.now
        )
        for photo in taken:
            rights.withdraw(photo, by=by, reason=f"Beritanya dicabut: {RetractionGround(ground).label}.", now=step.now)
        step.set(publish_at=None)
    return step.article


def spike(
    article: Article, *, by: User, reason: str = "", version: int | None = None, now: datetime | None = None
) -> Article:
    with _step("spike", article, by, version, now, reason=reason) as step:
        pass
    return step.article


def restore(article: Article, *, by: User, version: int | None = None, now: datetime | None = None) -> Article:
    with _step("restore", article, by, version, now) as step:
        step.set(submitted_by=None, approved_by=None)
    return step.article


D, R, A, S, P = Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED, Stage.PUBLISHED
EDITOR, WRITER_OR_EDITOR = "redaktur", "penulisnya, redaktur"

VERBS: dict[str, StoryVerb] = {
    verb.name: verb
    for verb in (
        StoryVerb(
            "submit", "Ajukan ke redaktur", frozenset({D}), R, submit, "Naskah diajukan ke redaktur.",
            who=WRITER_OR_EDITOR, permitted=permissions.may_submit, needs="cukup lengkap untuk dibaca",
            tone="primary", in_bulk=True,
        ),
        StoryVerb(
            "withdraw", "Tarik kembali", frozenset({R}), D, withdraw, "Naskah ditarik kembali dan menjadi draf.",
            who="yang mengajukan", permitted=permissions.may_withdraw,
        ),
        StoryVerb(
            "send_back", "Kembalikan ke reporter", frozenset({R, A}), D, send_back,
            "Naskah dikembalikan ke reporter.",
            who=EDITOR, permitted=permissions.may_review, needs="alasan", asks=("reason",), requires_reason=True,
        ),
        StoryVerb(
            "approve", "Setujui", frozenset({R}), A, approve, "Naskah disetujui.",
            who=EDITOR, permitted=permissions.may_review, needs="pemeriksaan sebelum terbit",
            is_decision=True, tone="primary", in_bulk=True,
        ),
        StoryVerb(
            "publish", "Terbitkan", frozenset({R, A, S}), P, publish, "Berita terbit.",
            who=EDITOR, permitted=permissions.may_review, asks=("kind", "note"),
            needs="pemeriksaan; jenis dan catatan perubahan bila sudah pernah terbit",
            is_decision=True, tone="primary",
        ),
        StoryVerb(
            "schedule", "Jadwalkan", frozenset({R, A}), S, schedule, "Berita dijadwalkan.",
            who=EDITOR, permitted=permissions.may_review, asks=("at", "kind", "note"),
            needs="waktu yang akan datang; pemeriksaan", is_decision=True,
        ),
        StoryVerb(
            "unschedule", "Tarik dari jadwal", frozenset({S}), A, unschedule, "Berita ditarik dari jadwal.",
            who=EDITOR, permitted=permissions.may_review,
        ),
        StoryVerb(
            "reopen", "Sunting lagi", frozenset({P}), D, reopen,
            "Naskah dibuka lagi. Berita yang sudah terbit tetap tampil sampai perubahan diterbitkan.",
            who=WRITER_OR_EDITOR, permitted=permissions.may_write,
        ),
        StoryVerb(
            "discard_changes", "Buang perubahan", frozenset({D, R, A}), P, discard_changes,
            "Perubahan dibuang; naskah kembali sama dengan yang terbit.",
            who=EDITOR, permitted=permissions.may_review, condition=was_published,
        ),
        StoryVerb(
            "retract", "Cabut berita", frozenset({D, R, A, S, P}), Stage.RETRACTED, retract, "Berita dicabut.",
            who="redaktur pelaksana", permitted=permissions.may_retract, condition=was_published,
            asks=("ground", "note", "headline", "photos"), needs="dasar pencabutan dan alasan untuk pembaca",
            tone="danger",
        ),
        StoryVerb(
            "spike", "Sisihkan", frozenset({D, R, A}), Stage.SPIKED, spike, "Naskah disisihkan.",
            who=EDITOR, permitted=permissions.may_review, condition=never_published, asks=("reason",), in_bulk=True,
        ),
        StoryVerb(
            "restore", "Pulihkan", frozenset({Stage.SPIKED}), D, restore, "Naskah dipulihkan menjadi draf.",
            who=EDITOR, permitted=permissions.may_review, in_bulk=True,
        ),
    )
}  # fmt: skip


def offered(user: Person, article: Article) -> list[Verb]:
    """The verbs that somebody may use on a story as it stands: its buttons."""
    return [verb for verb in VERBS.values() if verb.offered(user, article)]


class _Step:
    """One verb under way on the locked article."""

    def __init__(self, article: Article, now: datetime) -> None:
        self.article = article
        self.now = now
        self.fields: dict[str, Any] = {}
        self.edition: Edition | None = None
        self.own_text = False

    def require(self, findings: list[Finding]) -> None:
        if findings:
            raise ChecksFailed(findings)

    def set(self, **fields: Any) -> None:
        self.fields |= fields


@contextmanager
def _step(
    name: str, article: Article, by: User, version: int | None, now: datetime | None, reason: str = ""
) -> Iterator[_Step]:
    verb = VERBS[name]
    with transaction.atomic():
        locked = Article.objects.select_for_update(of=("self",)).select_related("section").get(pk=article.pk)
        step = _Step(locked, now or timezone.now())
        if not verb.permitted(by, locked):
            raise PermissionDenied
        seen = locked.version  # settling raises it, which is no news to anybody
        _settle(locked, step.now)
        if not verb.possible(locked, step.now):
            raise TransitionNotAllowed(
                f"“{verb.label}” tidak dapat dilakukan: naskah ini sekarang berstatus {locked.stage_label}."
            )
        if version is not None and version != seen:
            raise TransitionNotAllowed("Naskah ini baru saja berubah. Muat ulang, lalu ulangi langkahnya.")
        if verb.requires_reason and not reason.strip():
            step.require([Finding("reason", REASON_MISSING)])
        yield step
        change = StageChange(
            article=locked,
            verb=verb.name,
            from_stage=locked.stage,
            to_stage=verb.target,
            by=by,
            by_name=display_name(by),
            at=step.now,
            reason=reason,
            own_text=step.own_text,
            edition=step.edition,
        )
        _move(locked, verb.target, step.now, **step.fields)
        change.save(force_insert=True)
        if now is None:  # a step that was taken long ago is no news
            news.tell_of(change, locked)


def _move(article: Article, stage: str, now: datetime, **fields: Any) -> None:
    fields |= {"stage": stage, "stage_since": now, "version": article.version + 1, "updated_at": now}
    if not Article.objects.filter(pk=article.pk, version=article.version).update(**fields):
        raise TransitionNotAllowed("Naskah ini baru saja berubah. Muat ulang, lalu ulangi langkahnya.")
    for name, value in fields.items():
        setattr(article, name, value)


def _settle(article: Article, now: datetime) -> None:
    """Enter in stage and log what the clock has already done: a schedule that fell due is published."""
    if article.stage != Stage.SCHEDULED or article.stage_at(now) != Stage.PUBLISHED:
        return
    due = article.publish_at or now
    change = StageChange.objects.create(
        article=article, verb="publish", from_stage=Stage.SCHEDULED, to_stage=Stage.PUBLISHED, by_name="Jadwal", at=due,
        edition=publishing.live_edition(article, due),
    )  # fmt: skip
    news.tell_of(change, article)
    _move(article, Stage.PUBLISHED, due, publish_at=None)


def _require_publishable(step: _Step, by: User, kind: str, note: str, at: datetime, confirmed: bool) -> None:
    live = publishing.live_edition(step.article, step.now)
    step.require(
        checks.before_publishing(step.article, at, confirmed=confirmed)
        + checks.second_person(step.article, by)
        + checks.of_change(step.article, live, kind, note)
    )
    step.own_text = checks.is_own_decision(step.article, by)
