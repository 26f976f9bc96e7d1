"""What still stands between somebody and writing a comment."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User

from articles.revisions import display_name


class Obstacle(NamedTuple):
    """A thing to do first: what to tell the reader, and the page (URL name) where it is done."""

    code: str
    sentence: str
    url_name: str


def obstacles(user: User | AnonymousUser) -> list[Obstacle]:
    return []


def public_name(user: User) -> str:
    return display_name(user)
