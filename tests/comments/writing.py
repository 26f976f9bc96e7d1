"""Writing comments in tests: straight away, or through the form that a page shows."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts import consent, readers
from accounts.honeypot import new_ticket
from accounts.models import Consent, ConsentWay, Reader, TermsVersion
from articles.models import Article
from comments import lifecycle
from comments.models import Comment, Status
from tests.server import Server

from .posting import TOKEN


def written(story: Article, author: User, text: str = "Semoga lekas lancar.", **more: Any) -> Comment:
    """A comment with a status, public unless told otherwise, whatever screening thinks of it."""
    status = more.pop("status", Status.PUBLISHED)
    comment = lifecycle.write(story, author=author, text=text, form_key=uuid4(), **more)
    return comment if comment.status == status else lifecycle.decide(comment, status, action="test", by=None)


def may_write(user: User) -> User:
    """Somebody who has done all that comes before a first comment."""
    all_may_write([user])
    return user


def all_may_write(users: Sequence[User]) -> None:
    text = consent.current_text()
    terms, _ = TermsVersion.objects.get_or_create(digest=consent.digest(text), defaults={"text": text})
    Consent.objects.bulk_create(Consent(user=user, terms=terms, way=ConsentWay.SIGN_UP) for user in users)
    for user in users:
        if not user.is_staff:
            is_reader(user)


def is_reader(user: User) -> None:
    user.email = user.email or f"{user.username}@contoh.id"
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Reader.objects.create(user=user, display_name=user.get_full_name(), is_adult=True)
    readers.claim_name(user)


def ticket(user: User, story: Article, age: timedelta = timedelta(seconds=30)) -> str:
    """What a form carries that was printed a while ago."""
    with time_machine.travel(timezone.now() - age, tick=False):
        return new_ticket(user=user.pk, story=story.pk)


def address(story: Article) -> str:
    return f"/komentar/{story.pk}/"


def send(client: Client, user: User, story: Article, text: str = "Terima kasih, redaksi.", **fields: Any) -> Any:
    data = {"text": text, "ticket": ticket(user, story), "reply_to": "", "website": ""} | fields
    return client.post(address(story), data)


def form_for(server: Server, story: Article, user: User, text: str, **headers: str) -> dict[str, Any]:
    """What `posting.post` needs to send a comment from a form of its own."""
    client = Client()
    client.force_login(user)
    return {
        "url": f"{server.url}{address(story)}",
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "fields": {"text": text, "ticket": ticket(user, story), "csrfmiddlewaretoken": TOKEN},
        "headers": headers,
    }


def field(response: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]
