"""Readers for the demo newsroom, what they say below its stories, and what moderators do; by the way that all go."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from accounts import consent, readers
from accounts.models import Consent, ConsentWay, Reader, TermsVersion
from articles.models import Article, Edition
from comments import lifecycle, moderation, reports
from comments import readers as moderated
from comments.models import Comment, Discussion, Letter, SanctionKind, Status

MATERIAL = Path(__file__).parent / "discussions.toml"


@dataclass(frozen=True)
class CommentNote:
    by: str  # a username
    minutes_ago: int
    text: str
    answers: int = 0  # the number of a comment above it, from 1
    status: str = Status.PUBLISHED
    likes: list[str] = field(default_factory=list)
    featured: bool = False
    deleted: bool = False
    refused: str = ""  # why
    appeal: str = ""
    complaints: list[dict[str, Any]] = field(default_factory=list)


def load(*, now: datetime, password: str, mail_domain: str, moderator: User) -> None:
    """Let the readers in and have them talk, below those of the stories that are there.

    Args:
        now: what `minutes_ago` counts from.
        mail_domain: of the readers' addresses, by which the demo's people are known.
        moderator: who approves and features.
    """
    material = tomllib.loads(MATERIAL.read_text())
    with transaction.atomic():
        hashed = make_password(password)
        for reader in material["readers"]:
            _let_in(reader["username"], reader["name"], hashed, mail_domain)
        for discussion in material["discussions"]:
            edition = Edition.objects.listed(now).filter(slug=discussion["story"]).first()
            if edition:
                notes = [CommentNote(**comment) for comment in discussion["comments"]]
                _talk(edition.article, notes, discussion.get("message", ""), moderator, now)
        for wave in material["waves"]:
            edition = Edition.objects.listed(now).filter(slug=wave["story"]).first()
            if edition:
                _promote(edition.article, wave, hashed, mail_domain, now)
        for sanction in material["sanctions"]:
            _sanction(sanction, moderator, now)
        for note in material["notes"]:
            moderated.note(User.objects.get(username=note["user"]), by=moderator, text=note["text"])
        Letter.objects.filter(to__endswith=f"@{mail_domain}").delete()  # to people who are not


def _let_in(username: str, name: str, hashed: str, mail_domain: str) -> None:
    user = User.objects.create(username=username, email=f"{username}@{mail_domain}", password=hashed)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Reader.objects.create(user=user, display_name=name, is_adult=True)
    readers.claim_name(user)
    text = consent.current_text()
    terms, _ = TermsVersion.objects.get_or_create(digest=consent.digest(text), defaults={"text": text})
    Consent.objects.create(user=user, terms=terms, way=ConsentWay.SIGN_UP)


def _talk(article: Article, notes: list[CommentNote], message: str, moderator: User, now: datetime) -> None:
    people = {user.username: user for user in User.objects.all()}
    made: list[Comment] = []
    for note in notes:
        comment = lifecycle.write(
            article,
            author=people[note.by],
            text=note.text,
            form_key=uuid4(),
            reply_to=made[note.answers - 1] if note.answers else None,
            now=now - timedelta(minutes=note.minutes_ago),
        )
        made.append(_decided(comment, note, moderator, now))
        for fan in note.likes:
            lifecycle.like(made[-1], by=people[fan])
        for complaint in note.complaints:
            _complain(made[-1], complaint, people, moderator, now)
        if note.appeal:
            moderation.appeal(made[-1], by=people[note.by], text=note.appeal, now=now)
    # Taken back only now, so that it could be answered.
    for comment, note in zip(made, notes, strict=True):
        if note.deleted:
            lifecycle.delete_own(comment, by=people[note.by], now=now)
    Discussion.objects.filter(article=article).update(message=message)


def _decided(comment: Comment, note: CommentNote, moderator: User, now: datetime) -> Comment:
    at = min(now, comment.created_at + timedelta(minutes=2))
    if note.refused:
        if comment.status != Status.HELD:
            comment = lifecycle.decide(comment, Status.HELD, action="hold", by=moderator, now=at)
        moderation.refuse(comment, by=moderator, reason=note.refused, now=at)
        return Comment.objects.get(pk=comment.pk)
    if comment.status != note.status:
        action = "approve" if note.status == Status.PUBLISHED else "hold"
        comment = lifecycle.decide(comment, note.status, action=action, by=moderator, now=at)
    return lifecycle.feature(comment, by=moderator, featured=True, now=at) if note.featured else comment


def _complain(
    comment: Comment, complaint: dict[str, Any], people: dict[str, User], moderator: User, now: datetime
) -> None:
    at = now - timedelta(minutes=complaint["minutes_ago"])
    said = {"reason": complaint["reason"], "text": complaint.get("text", ""), "reporter": people[complaint["by"]]}
    reports.receive(comment, **said, now=at)
    if complaint.get("kept"):
        moderation.keep(comment, by=moderator, now=at + timedelta(minutes=30))


def _promote(article: Article, wave: dict[str, Any], hashed: str, mail_domain: str, now: datetime) -> None:
    """The same words from several new readers of one network, a minute after each other."""
    for number, name in enumerate(wave["readers"], 1):
        username = f"promosi{number}"
        _let_in(username, name, hashed, mail_domain)
        lifecycle.write(
            article,
            author=User.objects.get(username=username),
            text=wave["text"] + "!" * (number % 3),
            form_key=uuid4(),
            address=f"{wave['network']}.{number}",
            now=now - timedelta(minutes=wave["minutes_ago"] - number),
        )


def _sanction(sanction: dict[str, Any], moderator: User, now: datetime) -> None:
    user, since = User.objects.get(username=sanction["user"]), now - timedelta(minutes=sanction["minutes_ago"])
    if sanction["kind"] == SanctionKind.WARNING:
        moderated.warn(user, by=moderator, reason=sanction["reason"], now=since)
    else:
        until = since + timedelta(days=sanction["days"])
        moderated.suspend(user, by=moderator, reason=sanction["reason"], until=until, now=since)
