"""What the demo made, noted down where it is made: so that it, and nothing else, can be removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from accounts.models import Consent
from articles.models import Article, Author, Editor, Photo, Section, Tag
from comments.models import Comment
from jobs.models import Job, JobState

KIND = "demo"
# Whatever else the demo makes hangs on one of these.
ROOTS: tuple[Any, ...] = (User, Section, Author, Editor, Photo, Tag, Article, Comment, Consent)

type Rows = dict[type[models.Model], set[int]]


def note(made: Rows) -> None:
    """Enter rows that the demo made."""
    ranges = {model._meta.label: list(_ranges(made.get(model, set()))) for model in ROOTS}
    Job.objects.create(kind=KIND, key="rows", state=JobState.DONE, report=ranges)


def present() -> Rows:
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in ROOTS}


def made() -> Rows:
    """The rows that were noted and are still there."""
    noted: Rows = {model: set() for model in ROOTS}
    for report in Job.objects.filter(kind=KIND).values_list("report", flat=True):
        for model in ROOTS:
            noted[model].update(chain.from_iterable(range(low, high + 1) for low, high in report[model._meta.label]))
    return {model: noted[model] & keys for model, keys in present().items()}


def _ranges(keys: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row as the first and the last of them: a generated archive has many."""
    for _gap, group in groupby(enumerate(sorted(keys)), lambda pair: pair[1] - pair[0]):
        run = [key for _place, key in group]
        yield run[0], run[-1]
