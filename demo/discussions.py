"""Readers for the demo newsroom, and what they say below its stories; goes the way that every comment goes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from accounts import consent, readers
from accounts.models import Consent, ConsentWay, Reader, TermsVersion
from articles.models import Article, Edition
from comments import lifecycle
from comments.models import Comment, Discussion, Status

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
    # Taken back only now, so that it could be answered.
    for comment, note in zip(made, notes, strict=True):
        if note.deleted:
            lifecycle.delete_own(comment, by=people[note.by], now=now)
    Discussion.objects.filter(article=article).update(message=message)


def _decided(comment: Comment, note: CommentNote, moderator: User, now: datetime) -> Comment:
    at = min(now, comment.created_at + timedelta(minutes=2))
    if comment.status != note.status:
        action = "approve" if note.status == Status.PUBLISHED else "hold"
        comment = lifecycle.decide(comment, note.status, action=action, by=moderator, now=at)
    return lifecycle.feature(comment, by=moderator, featured=True, now=at) if note.featured else comment
