"""Comments that a user typed and could not send yet, stored in the session until they are sent."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest

from .normalise import clean

NAME = "comment_drafts"
MOST = 3  # stories
LONGEST = 20_000  # letters; more is no comment


class Draft(TypedDict):
    text: str
    reply_to: str


def store(request: HttpRequest, article_pk: int) -> None:
    """Put aside what this request would have sent."""
    draft = Draft(text=clean(request.POST.get("text", ""))[:LONGEST], reply_to=request.POST.get("reply_to", "")[:20])
    if draft["text"]:
        others = {key: draft_of for key, draft_of in request.session.get(NAME, {}).items() if key != str(article_pk)}
        newest = list(others.items())[-(MOST - 1) :]
        request.session[NAME] = dict(newest) | {str(article_pk): draft}


def stored(request: HttpRequest, article_pk: int) -> Draft | None:
    draft: Draft | None = request.session.get(NAME, {}).get(str(article_pk))
    return draft


def forget(request: HttpRequest, article_pk: int) -> None:
    drafts = request.session.get(NAME, {})
    if drafts.pop(str(article_pk), None):
        request.session[NAME] = drafts
