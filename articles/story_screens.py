"""Screens about one story that other apps add to the desk beside the story's own, when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from accounts.people import Person
from articles import permissions
from articles.models import Article


@dataclass(frozen=True)
class StoryScreen:
    """A screen about one story, for whoever may review it.

    Args:
        name: of its URL, "admin:articles_article_<name>".
        route: below the story's own address, with a closing slash.
        label: of the link that stands beside the story's state.
        view: answers GET, HEAD and POST; it decides itself who may (403).
        for_writers: whether those have its link too who may write the story and not review it.
    """

    name: str
    route: str
    label: str
    view: Callable[[HttpRequest, Article], HttpResponse]
    for_writers: bool = False

    @property
    def url_name(self) -> str:
        return f"admin:articles_article_{self.name}"


REGISTERED: list[StoryScreen] = []


def offered(user: Person, article: Article) -> list[StoryScreen]:
    """The screens whose links somebody has."""
    if permissions.may_review(user, article):
        return REGISTERED
    return [one for one in REGISTERED if one.for_writers] if permissions.may_write(user, article) else []
