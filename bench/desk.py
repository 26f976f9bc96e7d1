"""What the desk and a comment cost: CPU time per request, in the program and in its database.

It works in the database of DATABASE_URL, which is one to measure with (bench/archive.py): a few stories are added.
"""

import json
import logging
import os
import sys
from itertools import islice
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.test import Client, override_settings

from articles import revisions, workflow
from articles.models import Article, Edition, Section
from bench.search import RUNS, Cost, cost
from tests.comments.writing import may_write, send
from tests.forms import STORIES, AtDesk, fields_of

UNLIMITED = {f"KATEID_COMMENTS_PER_{what}": 1_000_000 for what in ("ACCOUNT", "ADDRESS", "STORY")}
BODY = "<p>Warga menyeberang dengan feri sejak pagi.</p>" * 20


def main() -> None:
    logging.disable()
    reporter, editor = (AtDesk(User.objects.get(username=name)) for name in ("rina", "hendra"))
    stories = iter([in_review(reporter.user, number) for number in range(3 * (RUNS + 1))])
    costs = {
        "first page of the desk": cost(lambda: editor.read("/admin/")),
        "story list": cost(lambda: editor.read(STORIES)),
        "story list, a word searched": cost(lambda: editor.read(f"{STORIES}?q=warga")),
        "opening a story": cost(lambda: editor.open(next(stories))),
        "saving": saving(editor, stories),
        "publishing": publishing(editor, stories),
        "commenting": commenting(),
    }
    print(json.dumps({name: each.total for name, each in costs.items()}))


def in_review(by: User, number: int) -> Article:
    """A complete story that waits for an editor, saved and submitted as the desk does it."""
    article = Article(
        headline=f"Feri penyeberangan nomor {number} kembali beroperasi",
        section=Section.objects.filter(parent=None).first(),
        place="Samarinda",
        summary="Feri kembali melayani warga.",
        body=BODY,
    )
    revisions.save(article, by=by, authors=[by.author], tags=["feri"], base_version=0)
    return workflow.submit(article, by=by)


def saving(editor: AtDesk, stories) -> Cost:
    """Pressing the button; opening the form costs by itself."""
    opened = iter([(story, editor.open(story)) for story in islice(stories, RUNS + 1)])
    return cost(lambda: answered(editor.save(*next(opened), headline="Feri berlayar lagi")))


def publishing(editor: AtDesk, stories) -> Cost:
    addresses = [f"{STORIES}{story.pk}/langkah/publish/" for story in islice(stories, RUNS + 1)]
    asked = iter([(address, fields_of(editor.read(address), "story-step-form")) for address in addresses])
    return cost(lambda: answered(editor.client.post(*next(asked))))


def commenting() -> Cost:
    """A signed-in reader sends one comment after another, with no limit, to the newest story."""
    name = f"Pembaca {uuid4().hex[:12]}"
    reader = may_write(User.objects.create_user(name.replace(" ", "-"), first_name=name))
    story = Edition.objects.listed().newest().select_related("article").first().article
    client = Client()
    client.force_login(reader)
    texts = iter([f"Semoga feri nomor {number} lekas berlayar lagi." for number in range(RUNS + 1)])
    with override_settings(**UNLIMITED):
        return cost(lambda: answered(send(client, reader, story, next(texts))))


def answered(response) -> None:
    if response.status_code != 302:
        raise RuntimeError(f"{response.status_code}: {response.content.decode()[:2000]}")


if __name__ == "__main__":
    main()
