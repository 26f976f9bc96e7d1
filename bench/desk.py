"""What the desk and a comment cost: CPU time per request, in the program and in its database.

It works in the database of DATABASE_URL, which is one to measure with (bench/archive.py), and adds three stories and a
comment to it for each line that it reads; it answers each with milliseconds as JSON. So several of these can be asked
in turn: a machine is quicker in one second than in another, and what is compared should have met the same.
"""

import json
import logging
import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from uuid import uuid4

from django.http import HttpResponse

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.test import Client, override_settings

from articles.editorial import revisions, workflow
from articles.models import Article, Edition, Section
from tests.comments.writing import may_write, send
from tests.forms import STORIES, AtDesk, fields_of

from .search import once

Action = Callable[[], object]

UNLIMITED = {f"KATEID_COMMENTS_PER_{what}": 1_000_000 for what in ("ACCOUNT", "ADDRESS", "STORY")}
BODY = "<p>Warga menyeberang dengan feri sejak pagi.</p>" * 20
numbers = count(1)


def main() -> None:
    logging.disable()
    reporter, editor = (AtDesk(User.objects.get(username=name)) for name in ("rina", "hendra"))
    comment = commenting()
    with override_settings(**UNLIMITED):
        round_of_all(reporter, editor, comment)  # for what is kept from then on
        for _line in sys.stdin:
            print(json.dumps(round_of_all(reporter, editor, comment)), flush=True)


def round_of_all(reporter: AtDesk, editor: AtDesk, comment: Action) -> dict[str, float]:
    opened, saved, published = (in_review(reporter.user) for _ in range(3))
    form = editor.open(saved)  # which costs by itself
    address = f"{STORIES}{published.pk}/langkah/publish/"
    step = fields_of(editor.read(address), "story-step-form")
    actions: dict[str, Action] = {
        "first page of the desk": lambda: editor.read("/admin/"),
        "story list": lambda: editor.read(STORIES),
        "story list, a word searched": lambda: editor.read(f"{STORIES}?q=warga"),
        "opening a story": lambda: editor.open(opened),
        "saving": lambda: answered(editor.save(saved, form, headline="Feri berlayar lagi")),
        "publishing": lambda: answered(editor.client.post(address, step)),
        "commenting": comment,
    }
    return {name: once(action).total for name, action in actions.items()}


def in_review(by: User) -> Article:
    """A complete story that waits for an editor, saved and submitted as the desk does it."""
    article = Article(
        headline=f"Feri penyeberangan nomor {next(numbers)} kembali beroperasi",
        section=Section.objects.filter(parent=None).first(),
        place="Samarinda",
        summary="Feri kembali melayani warga.",
        body=BODY,
    )
    revisions.save(article, by=by, authors=[by.author], tags=["feri"], base_version=0)
    return workflow.submit(article, by=by)


def commenting() -> Action:
    """A signed-in reader sends one comment after another, with no limit, to the newest story."""
    name = f"Pembaca {uuid4().hex[:12]}"
    reader = may_write(User.objects.create_user(name.replace(" ", "-"), first_name=name))
    story = Edition.objects.listed().newest().select_related("article").first().article
    client = Client()
    client.force_login(reader)
    return lambda: answered(send(client, reader, story, f"Semoga feri nomor {next(numbers)} lekas berlayar lagi."))


def answered(response: HttpResponse) -> None:
    if response.status_code != 302:
        raise RuntimeError(f"{response.status_code}: {response.content.decode()[:2000]}")


if __name__ == "__main__":
    main()
