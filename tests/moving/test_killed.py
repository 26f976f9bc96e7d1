"""A move that is killed with -9 at random moments and started again ends as one that nobody killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model

from articles.models import Article, Edition, Redirect, Revision, SectionListing, TopicListing
from comments.models import Comment
from jobs.models import Job, JobState
from moving.models import ImportedRow
from tests.databases import Template, connected_to

from . import wordpress

pytestmark = pytest.mark.both_databases

KILLS = 5
STORIES = 150


def test_a_few_kills(own_database: str, template: Template, tmp_path: Path) -> None:
    survives(own_database, template, tmp_path, STORIES, KILLS)


@pytest.mark.nightly
def test_fifty_kills(own_database: str, template: Template, tmp_path: Path) -> None:
    survives(own_database, template, tmp_path, 10 * STORIES, 50)


def survives(url: str, template: Template, folder: Path, stories: int, kills: int) -> None:
    file = folder / "ekspor.xml"
    file.write_text(wordpress.export(wordpress.newsroom(stories)))
    with template.copy() as other, connected_to(other):
        assert Move(other, file).ends()
        undisturbed = everything()
    chance, killed = Random(kills), 0
    while killed < kills:
        if not Move(url, file).is_killed_after(chance.randint(0, max(3, stories // 20)), chance.uniform(0, 0.2)):
            break  # it came to its end before
        killed += 1
    assert killed
    assert Move(url, file).ends()
    assert everything() == undisturbed
    assert not Job.objects.filter(state=JobState.RUNNING).exists()


class Move:
    """The command in a process of its own, telling each batch."""

    def __init__(self, url: str, file: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "move_in", str(file), "-v", "2"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def is_killed_after(self, batches: int, seconds: float) -> bool:
        """Whether it was still at work when it was killed."""
        assert self.process.stdout
        with self.process.stdout as told:
            for number, _ in enumerate(told):
                if number >= batches:
                    time.sleep(seconds)
                    os.killpg(self.process.pid, signal.SIGKILL)
                    break
            return self.process.wait() == -signal.SIGKILL

    def ends(self) -> bool:
        self.process.communicate()
        return self.process.returncode == 0


def everything() -> dict[str, Any]:
    """What a move leaves behind, without keys and times of the clock."""
    return {
        "rows": [
            # Addresses here end in a key, which PostgreSQL gives to nobody again.
            tuple(re.sub(r"-\d+/\Z", "/", value) for value in row)
            for row in told(ImportedRow, "kind", "foreign_id", "outcome", "reason", "title", "digest")
        ],
        "stories": told(Article, "headline", "stage", "body", "section__slug", "version"),
        "editions": told(Edition, "headline", "published_at", "live_from", "number", "slug"),
        "revisions": Revision.objects.count(),
        "lists": (SectionListing.objects.count(), TopicListing.objects.count()),
        "comments": told(Comment, "text", "status", "depth", "reply_to__text", "article__headline"),
        "addresses": told(Redirect, "path", "status", "article__headline", "target"),
    }


def told(model: type[Model], *columns: str) -> list[tuple[Any, ...]]:
    return sorted(model._default_manager.values_list(*columns), key=str)
