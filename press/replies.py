"""Replies and corrections that people ask for: received, answered by a story, decided with a reason, forgotten in part.

The newsroom's own aim is two days; the law says "as soon as possible" (Pedoman Hak Jawab, Peraturan Dewan Pers
9/Peraturan-DP/X/2008), and so do the pages that senders see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import format_html_join

from accounts.people import display_name
from articles.editorial import follow_ups
from articles.models import Article, Edition, EditionKind, FollowUpKind

from . import letters, tickets
from .attachments import Attachment
from .models import EventKind, Outcome, ReplyEvent, ReplyFile, ReplyRequest

AIM = timedelta(hours=48)  # the newsroom's own, not the law's
SOON = timedelta(hours=24)
KEPT = timedelta(days=30)  # who somebody is, after the decision


class NotPossible(Exception):  # noqa: N818
    """Not now: the request has been decided, or is not about a story (HTTP 409)."""


def receive(
    *,
    form_key: UUID,
    files: Sequence[Attachment] = (),
    by_mail: bool = True,
    now: datetime | None = None,
    **fields: Any,
) -> ReplyRequest:
    """Take in a request; the same form sent again gives the request that it made.

    Args:
        form_key: of the form that was sent.
        by_mail: whether a letter confirms it.
        fields: of ReplyRequest, as they were typed.
    """
    now = now or timezone.now()
    with transaction.atomic():
        made, is_new = ReplyRequest.objects.get_or_create(
            form_key=form_key,
            defaults={
                **fields,
                "ticket": tickets.new(now),
                "story": story_of(fields["story_named"], now),
                "received_at": now,
            },
        )
        if is_new:
            for file in files:
                row = file.sealed()
                row.request = made
                row.save(force_insert=True)
            _note(made, EventKind.RECEIVED, now)
            if by_mail:
                letters.received(made)
    return made


def story_of(named: str, now: datetime) -> Article | None:
    """The story that readers know by an address or a number; None for words that name none."""
    number = re.fullmatch(r"\s*([1-9][0-9]{0,17})\s*", named)
    pk = int(number[1]) if number else _number_in(named)
    edition = Edition.objects.public_history(now).filter(article=pk).select_related("article").first() if pk else None
    return edition.article if edition else None


def _number_in(address: str) -> int | None:
    try:
        parts = urlsplit(address.strip())
        if parts.netloc not in {"", urlsplit(settings.KATEID_SITE_URL).netloc}:
            return None
        match = resolve(unquote(parts.path))
    except (ValueError, Resolver404):
        return None
    return match.kwargs.get("pk") if match.view_name in {"articles:detail", "articles:gallery_photo"} else None


def confirm(request: ReplyRequest, now: datetime | None = None) -> None:
    """Enter that whoever has the mailbox stands behind the request."""
    now = now or timezone.now()
    with transaction.atomic():
        if ReplyRequest.objects.open().filter(pk=request.pk, is_confirmed=False).update(is_confirmed=True):
            _note(request, EventKind.CONFIRMED, now)


def draft_answer(request: ReplyRequest, *, by: User, now: datetime | None = None) -> Article:
    """Begin the story that carries the reply: in the section of the story it answers, linked both ways.

    Raises:
        NotPossible: it is about no story, decided, or has its answer already.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = _locked(request)
        if locked.story is None:
            raise NotPossible(
                "Permintaan ini tidak menyebut berita yang kami kenal, jadi tidak ada yang dapat dijawab."
            )
        if locked.answer:
            return locked.answer
        lines = [line.strip() for line in locked.statement.splitlines()]
        answer = follow_ups.begin(
            locked.story,
            FollowUpKind.REPLY,
            by=by,
            headline=f"Hak jawab {locked.name}",
            body=format_html_join("", "<p>{}</p>", ((line,) for line in lines if line)),
            now=now,
        )
        ReplyRequest.objects.filter(pk=locked.pk).update(answer=answer)
        _note(locked, EventKind.DRAFTED, now, by=by, note=str(answer.pk))
    return answer


def decide(request: ReplyRequest, *, by: User, outcome: str, reason: str, now: datetime | None = None) -> ReplyRequest:
    """Close a request and have its sender told why.

    Raises:
        ValidationError: under the field's name, what the decision still lacks.
        NotPossible: it was decided before.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = _locked(request)
        if not reason.strip():
            raise ValidationError({"reason": "Tulis alasannya: pengirim berhak mengetahuinya."})
        if lacking := _lacking(locked, outcome, now):
            raise ValidationError({"outcome": lacking})
        locked.decided_at, locked.outcome, locked.reason = now, outcome, reason.strip()
        locked.decided_by, locked.decided_by_name = by, display_name(by)
        locked.save(update_fields=["decided_at", "outcome", "reason", "decided_by", "decided_by_name"])
        _note(locked, EventKind.DECIDED, now, by=by, note=outcome)
        letters.decided(locked)
    return locked


def _lacking(request: ReplyRequest, outcome: str, now: datetime) -> str:
    """What has to be done before an outcome may be told; "" if nothing."""
    if outcome not in Outcome.values:
        return "Pilih dahulu keputusannya."
    if outcome == Outcome.REPLIED and not is_published(request.answer, now):
        return "Hak jawabnya belum terbit. Buat naskahnya, terbitkan, lalu tutup permintaan ini."
    if outcome == Outcome.CORRECTED and not was_corrected(request, now):
        return "Sejak permintaan ini masuk, beritanya belum diralat. Terbitkan ralatnya dahulu."
    return ""


def is_published(article: Article | None, now: datetime) -> bool:
    return article is not None and Edition.objects.listed(now).filter(article=article).exists()


def was_corrected(request: ReplyRequest, now: datetime) -> bool:
    """Whether readers were told of a correction since the request came; a retraction corrects the whole."""
    if request.story is None:
        return False
    told = Edition.objects.filter(article=request.story).public_history(now).filter(live_from__gte=request.received_at)
    return told.filter(kind__in=[EditionKind.CORRECTION, EditionKind.RETRACTION]).exists()


def note_opened(file: ReplyFile, *, by: User) -> None:
    """Who looks at what somebody entrusted to the newsroom is written down."""
    _note(file.request, EventKind.OPENED, timezone.now(), by=by, note=file.name)


def forget(now: datetime) -> int:
    """Delete who somebody is, and what they sent along, from cases that ended a while ago. Returns how many."""
    ended = ReplyRequest.objects.filter(decided_at__lt=now - KEPT, forgotten_at=None)
    number = 0
    for request in list(ended):
        with transaction.atomic():
            ReplyFile.objects.filter(request=request).delete()
            ReplyRequest.objects.filter(pk=request.pk).update(email="", phone="", forgotten_at=now)
            _note(request, EventKind.FORGOTTEN, now)
        number += 1
    return number


def urgency(received_at: datetime, now: datetime) -> str:
    """How long a request has waited, by the newsroom's own aim: its colour at the desk."""
    waited = now - received_at
    return "overdue" if waited >= AIM else "soon" if waited >= SOON else "calm"


def _locked(request: ReplyRequest) -> ReplyRequest:
    locked: ReplyRequest = ReplyRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_open:
        raise NotPossible("Permintaan ini sudah diputuskan.")
    return locked


def _note(request: ReplyRequest, kind: str, at: datetime, *, by: User | None = None, note: str = "") -> None:
    by_name = display_name(by) if by else ""
    ReplyEvent.objects.create(request=request, kind=kind, at=at, by=by, by_name=by_name, note=note[:200])
