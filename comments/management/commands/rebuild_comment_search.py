from typing import Any

from django.core.management.base import BaseCommand

from comments import search


class Command(BaseCommand):
    help = "Menyusun ulang pencarian komentar di meja redaksi, selagi situs berjalan."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Selesai: {sum(search.rebuild())} komentar dapat dicari.")
