"""Prints, as JSON, which pages of the archive in DATABASE_URL to measure."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db.models import Count

from articles.models import Edition, Section
from articles.querysets import NEWEST
from articles.reading.views.lists import PAGE_SIZE

from .search import queries

DEEP = 1_000  # pages


def main() -> None:
    section = Section.objects.filter(parent=None).annotate(stories=Count("listings")).order_by("-stories").first()
    stories = Edition.objects.listed().in_section(section)
    # Where the 1,000th page begins, or the last one of a section that has fewer.
    before = min(PAGE_SIZE * (DEEP - 1), stories.count() - PAGE_SIZE)
    last = stories[before - 1]
    story = Edition.objects.listed().newest().filter(photo__isnull=False)[50]
    print(
        json.dumps(
            {
                "stories": Edition.objects.listed().count(),
                "edition": story.pk,
                "pages": {
                    "front page": "/",
                    "section": section.get_absolute_url(),
                    "section, deep": f"{section.get_absolute_url()}?sebelum={NEWEST.cursor(last)}",
                    "search": f"/cari/?q={queries()['the commonest word']}",
                    "story": story.get_absolute_url(),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
