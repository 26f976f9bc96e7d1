from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.models import Edition
from articles.reading import cache_tags, related
from pagecache import invalidate

BETWEEN_REPORTS = 1_000


class Command(BaseCommand):
    help = (
        "Mencarikan “Baca juga” bagi berita yang sudah terbit, selagi situs berjalan: setelah naik dari versi yang "
        "belum mengenalnya. Berita yang terbit sesudahnya mendapatkannya sendiri."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--newest", type=int, metavar="N", help="hanya untuk N berita terbaru")

    def handle(self, *, newest: int | None, **options: Any) -> None:
        editions = Edition.objects.listed(timezone.now()).order_by("-published_at", "-pk")
        # The oldest first, so that each is entered with those before it, as if they were published now.
        keys = list(editions.values_list("pk", flat=True)[:newest])[::-1]
        for done, key in enumerate(keys, start=1):
            relate(key)
            if done % BETWEEN_REPORTS == 0:
                self.stderr.write(f"{done} dari {len(keys)} berita")
        self.stdout.write(f"Selesai: {len(keys)} berita.")


def relate(key: int) -> None:
    with transaction.atomic():
        edition = Edition.objects.listed(timezone.now()).filter(pk=key).first()
        if edition is None:  # retracted or changed meanwhile
            return
        related.relate(edition)
        invalidate(*map(cache_tags.related, [edition.article_id, *related.led_to_by(edition)]))
