"""Plain builders of comments: each takes the way of a reader and a moderator."""

from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User

from articles.models import Article
from comments import lifecycle, reports
from comments.models import Comment, Report, Status
from tests import cast, make

numbers = count(1)
# Screening judges a name with digits: some look like those of casinos.
LETTERS = str.maketrans("0123456789", "abcdefghij")


def reader(name: str = "", **fields: Any) -> User:
    """Somebody with an account and no place at the desk."""
    name = name or "pembaca" + str(next(numbers)).translate(LETTERS)
    return User.objects.create_user(name, email=f"{name}@surat.example", first_name=name.title(), **fields)


def written(
    story: Article | None = None, *, by: User | None = None, text: str = "", at: datetime | None = None, **more: Any
) -> Comment:
    """A comment as screening leaves it: somebody new is held."""
    text = text or f"Feri nomor {next(numbers)} sudah ditunggu warga seberang."
    with make.moment(at):
        return lifecycle.write(story or make.published(), author=by or reader(), text=text, form_key=uuid4(), **more)


def public(story: Article | None = None, *, at: datetime | None = None, **more: Any) -> Comment:
    """A comment that readers see."""
    comment = written(story, at=at, **more)
    if comment.status == Status.PUBLISHED:
        return comment
    with make.moment(at):
        return lifecycle.decide(comment, Status.PUBLISHED, action="approve", by=cast.present().moderator)


def reported(story: Article | None = None, *, at: datetime | None = None, **more: Any) -> Report:
    """A complaint, received at a moment, about a comment that readers see."""
    comment = public(story, at=at)
    with make.moment(at):
        return reports.receive(comment, **{"reason": "bohong"} | more)
