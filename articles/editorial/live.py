"""A live report and its entries: begun, sent, let out, corrected, retracted, finished.

Each function checks who may, then whether it is possible now, then what was typed; it raises PermissionDenied,
TransitionNotAllowed (not now) and ChecksFailed, as the verbs of stories do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.people import Person, display_name
from articles import permissions
from articles.models import (
    LONGEST_ENTRY,
    Article,
    Author,
    ContentClass,
    EditionKind,
    LiveEntry,
    LiveEntryEdition,
    LiveReport,
    Photo,
    RetractionGround,
    Stage,
)
from articles.photos import rights
from articles.reading import cache_tags
from articles.richtext import plain_text
from articles.search import indexes
from pagecache import invalidate, wait_for_edge

from . import revisions
from .checks import ChecksFailed, Finding
from .workflow import GROUND_MISSING, NOTE_MISSING, TransitionNotAllowed

CLOSED = {Stage.SPIKED, Stage.RETRACTED}
# Whoever shows a hearing as it goes needs leave: KUHP (UU 1/2023) pasal 280, Perma 5/2020 pasal 4.
COURT = frozenset({"sidang", "persidangan", "pengadilan", "praperadilan", "tipikor", "mahkamah", "hakim", "vonis"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Sent:
    """What became of a box that was sent.

    Args:
        edition: what readers have of it; None while it waits for an editor.
        is_again: whether the very same box had been taken in before.
    """

    entry: LiveEntry
    edition: LiveEntryEdition | None
    is_again: bool = False


def report_of(article: Article) -> LiveReport | None:
    return LiveReport.objects.select_related("article__section").filter(article=article.pk).first()


def concerns_court(article: Article) -> bool:
    """Whether a story's topics or headline speak of a court, so that the desk is told of the judge's leave."""
    words = " ".join([article.headline, *article.tags.names()]).lower()
    return not COURT.isdisjoint(_WORD.findall(words))


def begin(article: Article, *, by: User, court_leave: str = "", now: datetime | None = None) -> LiveReport:
    """Make a story a live report; it stays one for ever. One that is begun already is given back."""
    if not permissions.may_review(by, article):
        raise PermissionDenied
    _require_open(article)
    if article.content_class == ContentClass.ADVERTORIAL:
        raise TransitionNotAllowed("Advertorial tidak dapat menjadi laporan langsung: iklan bukan berita.")
    now = now or timezone.now()
    with transaction.atomic():
        begun = {"begun_at": now, "changed_at": now, "begun_by_name": display_name(by), "court_leave": court_leave}
        report, _ = LiveReport.objects.get_or_create(article=article, defaults=begun)
        invalidate(*_shown_in(report))
    return report


def finish(report: LiveReport, *, by: User, now: datetime | None = None) -> None:
    """“Laporan selesai”: no entry more, until it is reopened."""
    with _changing(report, by, now) as (locked, at):
        if locked.is_running:
            _set(locked, finished_at=at, changed_at=at)


def reopen(report: LiveReport, *, by: User, now: datetime | None = None) -> None:
    with _changing(report, by, now) as (locked, _at):
        _set(locked, finished_at=None)


def let_writers(report: LiveReport, publish: bool, *, by: User) -> None:
    """Say whether entries of the story's writers are public at once, or wait for an editor."""
    with _changing(report, by, None) as (locked, _at):
        _set(locked, writers_publish=publish)


def send(
    report: LiveReport,
    *,
    by: User,
    key: UUID,
    body: str,
    photo: Photo | None = None,
    photo_caption: str = "",
    is_key: bool = False,
    now: datetime | None = None,
) -> Sent:
    """Take in an entry, once for each key; it is public at once if `by` may let it out, else it waits.

    Args:
        body: HTML, which passes the sanitiser like every other text.
    """
    if not permissions.may_write(by, report.article):
        raise PermissionDenied
    with transaction.atomic():
        locked = _locked(report)
        if found := LiveEntry.objects.filter(form_key=key).first():
            if found.report_id != locked.pk:
                raise TransitionNotAllowed("Kotak ini milik laporan lain. Muat ulang halamannya.")
            return Sent(found, last_of(found), is_again=True)
        _require_open(locked.article)
        if not locked.is_running:
            raise TransitionNotAllowed("Laporan ini sudah selesai. Minta redaktur membukanya lagi, lalu kirim.")
        _require(_of_text(body) + _of_photo(photo))
        author = Author.objects.filter(user=by.pk).first()
        entry = LiveEntry.objects.create(
            report=locked,
            form_key=key,
            body=body,
            photo=photo,
            photo_caption=photo_caption,
            is_key=is_key,
            author_name=author.name if author else display_name(by),
            author_slug=author.slug if author else "",
            sent_by=by,
            sent_at=now or timezone.now(),
        )
        may_publish = permissions.may_publish_entries(by, locked)
        return Sent(entry, _let_out(locked, entry, by, now) if may_publish else None)


def publish(entry: LiveEntry, *, by: User, now: datetime | None = None) -> LiveEntryEdition:
    """Let out an entry that waits. Its printed time is now: readers have not seen it before."""
    with _deciding(entry, by) as (report, locked):
        if locked.refused_at or last_of(locked):
            raise TransitionNotAllowed("Kabar ini sudah diputuskan orang lain. Muat ulang halamannya.")
        _require(_of_photo(locked.photo))
        return _let_out(report, locked, by, now)


def refuse(entry: LiveEntry, *, by: User, now: datetime | None = None) -> None:
    """Set aside an entry that waits; the desk keeps it."""
    with _deciding(entry, by) as (_report, locked):
        if last_of(locked):
            raise TransitionNotAllowed("Kabar ini sudah tampil. Ralat atau cabut di halaman kabarnya.")
        refused = {"refused_at": now or timezone.now(), "refused_by_name": display_name(by)}
        LiveEntry.objects.filter(pk=locked.pk, refused_at=None).update(**refused)


def change(
    entry: LiveEntry,
    *,
    by: User,
    base: int,
    body: str,
    is_key: bool,
    kind: str,
    note: str = "",
    now: datetime | None = None,
) -> LiveEntryEdition:
    """Correct an entry, silently if it is a slip of the pen and else with a note to readers.

    Args:
        base: the number of the edition that was being changed; a newer one wins, and nothing is written.
        kind: MINOR or CORRECTION.
    """
    with _deciding(entry, by) as (report, locked):
        last = last_of(locked)
        if last is None or last.is_retracted or last.number != base:
            raise TransitionNotAllowed("Kabar ini baru saja diubah orang lain. Bandingkan dahulu, lalu ulangi.")
        if kind not in {EditionKind.MINOR, EditionKind.CORRECTION}:
            _require([Finding("kind", "Pilih jenis perubahan: perbaikan ketik atau ralat.")])
        if kind == EditionKind.CORRECTION and not note.strip():
            _require([Finding("note", "Tulis apa yang diralat, supaya pembaca tahu.")])
        _require(_of_text(body))
        changed = LiveEntryEdition(kind=kind, body=body, is_key=is_key, photo=last.photo)
        changed.photo_caption, changed.photo_credit = last.photo_caption, last.photo_credit
        changed.photo_alt = last.photo_alt
        changed.public_note = note if kind == EditionKind.CORRECTION else ""
        return _write(report, locked, changed, by, now)


def retract(entry: LiveEntry, *, by: User, ground: str, note: str, now: datetime | None = None) -> LiveEntryEdition:
    """Withdraw an entry, by whom and on which grounds a story is (Pedoman Media Siber 5a-5c)."""
    if not permissions.may_retract(by, entry.report.article):
        raise PermissionDenied
    if ground not in RetractionGround.values:
        _require([Finding("ground", GROUND_MISSING)])
    if not note.strip():
        _require([Finding("note", NOTE_MISSING)])
    with transaction.atomic():
        report = _locked(entry.report)
        locked = LiveEntry.objects.get(pk=entry.pk)
        last = last_of(locked)
        if last is None or last.is_retracted:
            raise TransitionNotAllowed("Kabar ini tidak sedang tampil.")
        notice = LiveEntryEdition(kind=EditionKind.RETRACTION, ground=ground, public_note=note)
        written = _write(report, locked, notice, by, now)
    wait_for_edge()
    return written


def break_out(entry: LiveEntry, *, by: User, now: datetime | None = None) -> Article:
    """The draft of a story of its own that an entry grew into; the one there is, if it was begun before."""
    now = now or timezone.now()
    if not permissions.may_write(by, entry.report.article) or not by.has_perm("articles.add_article"):
        raise PermissionDenied
    with transaction.atomic():
        report = _locked(entry.report)
        locked = LiveEntry.objects.select_related("story").get(pk=entry.pk)
        if locked.story and locked.story.stage not in CLOSED:
            return locked.story
        last = last_of(locked)
        if last is None or last.is_retracted:
            raise TransitionNotAllowed("Kabar ini tidak sedang tampil.")
        story = report.article
        draft = Article(headline=last.headline[:200], section=story.section, place=story.place, body=last.body)
        authors = list(Author.objects.filter(user=by.pk))
        revisions.save(draft, by=by, authors=authors, tags=list(story.tags.names()), base_version=0, now=now)
        LiveEntry.objects.filter(pk=locked.pk).update(story=draft)
        invalidate(cache_tags.story(story.pk), cache_tags.story(draft.pk))
    return draft


def last_of(entry: LiveEntry) -> LiveEntryEdition | None:
    """The entry as readers have it, a notice of retraction included; None for one that never went out."""
    return LiveEntryEdition.objects.filter(entry=entry.pk, live_until=None).select_related("photo").first()


def may_change(user: Person, report: LiveReport) -> bool:
    return permissions.may_publish_entries(user, report) and report.article.stage not in CLOSED


@contextmanager
def _changing(report: LiveReport, by: User, now: datetime | None) -> Iterator[tuple[LiveReport, datetime]]:
    """What editors do with a whole report."""
    if not permissions.may_review(by, report.article):
        raise PermissionDenied
    with transaction.atomic():
        locked = _locked(report)
        _require_open(locked.article)
        yield locked, now or timezone.now()
        invalidate(*_shown_in(locked))


@contextmanager
def _deciding(entry: LiveEntry, by: User) -> Iterator[tuple[LiveReport, LiveEntry]]:
    """What is decided on one entry, by whoever may let it out."""
    with transaction.atomic():
        report = _locked(entry.report)
        if not permissions.may_publish_entries(by, report):
            raise PermissionDenied
        _require_open(report.article)
        yield report, LiveEntry.objects.select_related("photo").get(pk=entry.pk)


def _locked(report: LiveReport) -> LiveReport:
    """The report, held until the transaction ends: entries go out one after the other."""
    found: LiveReport = (
        LiveReport.objects.select_for_update(of=("self",)).select_related("article__section").get(pk=report.pk)
    )
    return found


def _let_out(report: LiveReport, entry: LiveEntry, by: User, now: datetime | None) -> LiveEntryEdition:
    photo = entry.photo
    first = LiveEntryEdition(kind=EditionKind.FIRST, body=entry.body, is_key=entry.is_key, photo=photo)
    if photo:
        first.photo_caption = entry.photo_caption or photo.caption
        first.photo_credit, first.photo_alt = photo.credit, photo.alt_text
    return _write(report, entry, first, by, now)


def _write(
    report: LiveReport, entry: LiveEntry, edition: LiveEntryEdition, by: User, now: datetime | None
) -> LiveEntryEdition:
    """Give readers another state of an entry; the report is locked, and no two of its changes have one moment."""
    at = max(now or timezone.now(), report.changed_at)
    before = last_of(entry)
    edition.report, edition.entry = report, entry
    edition.number = before.number + 1 if before else 1
    edition.at = before.at if before else at
    edition.author_name, edition.author_slug = entry.author_name, entry.author_slug
    edition.live_from = at
    edition.published_by, edition.published_by_name = by, display_name(by)
    if before:
        LiveEntryEdition.objects.filter(pk=before.pk).update(live_until=at)
    edition.save(force_insert=True)
    indexes.settle_entry(before, edition, at)
    if edition.kind != EditionKind.MINOR:
        _set(report, changed_at=at)
    noted = {EditionKind.CORRECTION, EditionKind.RETRACTION}
    invalidate(*_shown_in(report), *([cache_tags.corrections()] if edition.kind in noted else []))
    return edition


def _set(report: LiveReport, **fields: Any) -> None:
    LiveReport.objects.filter(pk=report.pk).update(**fields)
    for name, value in fields.items():
        setattr(report, name, value)


def _shown_in(report: LiveReport) -> tuple[str, str]:
    """The story wherever it stands, and what tells programs when stories were changed."""
    return cache_tags.story(report.pk), cache_tags.editions()


def _require(findings: list[Finding]) -> None:
    if findings:
        raise ChecksFailed(findings)


def _require_open(article: Article) -> None:
    if article.stage in CLOSED:
        raise TransitionNotAllowed(f"Naskah ini berstatus {article.stage_label.lower()}, jadi laporannya tertutup.")


def _of_text(body: str) -> list[Finding]:
    text = plain_text(body)
    if not text.strip():
        return [Finding("text", "Tulis kabarnya dahulu.")]
    if len(text) > LONGEST_ENTRY:
        longest = f"{LONGEST_ENTRY:,}".replace(",", ".")
        return [Finding("text", f"Paling banyak {longest} huruf. Pendekkan, atau kirim sebagai dua kabar.")]
    return []


def _of_photo(photo: Photo | None) -> list[Finding]:
    return [Finding("photo", sentence, photo.pk) for sentence in rights.objections(photo)] if photo else []
