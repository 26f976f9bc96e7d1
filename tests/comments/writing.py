"""Writing comments in tests: straight away, or through the form that a page shows."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import lifecycle
from comments.forms import new_ticket
from comments.models import Comment, Status


def written(story: Article, author: User, text: str = "Semoga lekas lancar.", **more: Any) -> Comment:
    """A comment with a status, public unless told otherwise, whatever screening thinks of it."""
    status = more.pop("status", Status.PUBLISHED)
    comment = lifecycle.write(story, author=author, text=text, form_key=uuid4(), **more)
    return comment if comment.status == status else lifecycle.decide(comment, status, action="test", by=None)


def ticket(user: User, story: Article, age: timedelta = timedelta(seconds=30)) -> str:
    """What a form carries that was printed a while ago."""
    with time_machine.travel(timezone.now() - age, tick=False):
        return new_ticket(user, story.pk)


def address(story: Article) -> str:
    return f"/komentar/{story.pk}/"


def send(
    client: Client, user: User, story: Article, text: str = "Terima kasih, redaksi.", **fields: Any
) -> HttpResponse:
    data = {"text": text, "ticket": ticket(user, story), "reply_to": "", "website": ""} | fields
    response: HttpResponse = client.post(address(story), data)
    return response


def field(response: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]
