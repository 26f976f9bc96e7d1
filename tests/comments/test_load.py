"""Eight processes send comments while the story is edited and read: nothing fails, and every count is true.

COMMENTS_EACH=100 is the full form; the usual run sends a few from each.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections

from articles.editorial import workflow
from articles.models import Article, Edition, EditionKind
from comments.models import Comment, CommentLog, Discussion, Like
from tests import make
from tests.cast import Cast
from tests.server import Server, running_server

from .writing import address, form_for, may_write, written

pytestmark = pytest.mark.both_databases

PROCESSES = 8
EACH = int(os.environ.get("COMMENTS_EACH", "6"))
UNLIMITED = {f"KATEID_COMMENTS_PER_{what}": "1000000" for what in ("ACCOUNT", "ADDRESS", "STORY")}


def test_counts_are_true_under_load(own_cast: Cast, own_database: str, tmp_path: Path) -> None:
    story = make.published()
    people = [may_write(person) for person in own_cast.everybody().values()][:PROCESSES]
    for person in people:
        for number in range(2):
            written(story, person, f"Pembuka {number} dari {person.username}.")
    before = Comment.objects.count()
    # As many threads as may wait for the write lock at once: none is refused for want of a place.
    wide = {"GRANIAN_WORKERS": "2", "GRANIAN_BLOCKING_THREADS": "16"}
    with running_server(own_database, tmp_path, **wide, **UNLIMITED) as server:
        work = [batch(server, story, person) for person in people]
        with (
            meanwhile(edit, own_cast, story),
            meanwhile(read, server, story) as statuses,
            ThreadPoolExecutor(PROCESSES) as pool,
        ):
            answers = Counter(status for answered in pool.map(send, work) for status in answered)
        assert not server.failures()
    sent = PROCESSES * EACH
    assert answers == {302: sent + PROCESSES}  # each process sends its last form twice
    assert set(statuses) == {200}
    assert Comment.objects.count() == before + sent
    assert Counter(Comment.objects.values_list("text", flat=True)).most_common(1)[0][1] == 1
    assert_counts_equal_rows(story)


def batch(server: Server, story: Article, person: User) -> list[dict[str, Any]]:
    forms = [form_for(server, story, person, f"Komentar {number} dari {person.username}.") for number in range(EACH)]
    return [*forms, forms[-1]]


def send(batch: list[dict[str, Any]]) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.comments.posting"],
        input=json.dumps(batch),
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    return list(json.loads(done.stdout))


@contextmanager
def meanwhile(action: Any, *arguments: Any) -> Iterator[list[int]]:
    """Something that goes on in a thread of its own until the block ends; gives what it found."""
    stop, found, failures = Event(), list[int](), list[Exception]()

    def run() -> None:
        try:
            while not stop.is_set():
                found.extend(action(*arguments) or [])
        except Exception as error:  # noqa: BLE001 (raised below, where it is seen)
            failures.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()
    assert not failures, failures


def edit(people: Cast, story: Article) -> None:
    article = workflow.reopen(Article.objects.get(pk=story.pk), by=people.managing_editor)
    article = make.edited(article, body=f"<p>Versi {article.version}.</p>")
    article = workflow.submit(article, by=people.reporter)
    workflow.publish(article, by=people.managing_editor, kind=EditionKind.MINOR)


def read(server: Server, story: Article) -> list[int]:
    below = Edition.objects.live().select_related("section").get(article=story).get_absolute_url()
    statuses = []
    for path in (below, address(story), f"{address(story)}?urut=disukai"):
        with urlopen(f"{server.url}{path}", timeout=60) as answered:
            statuses.append(answered.status)
    return statuses


def assert_counts_equal_rows(story: Article) -> None:
    public = Comment.objects.public().filter(article=story)
    assert Discussion.objects.get(article=story).public_comments == public.count()
    for comment in Comment.objects.all():
        placed = Comment.objects.filter(parent=comment, has_place=True).count()
        assert (comment.placed_children, comment.has_place) == (placed, comment.is_public or placed > 0)
        assert comment.likes == Like.objects.filter(comment=comment).count()
    assert CommentLog.objects.filter(action="write").count() == Comment.objects.count()
