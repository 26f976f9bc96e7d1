from typing import Any

from django.core.management.base import BaseCommand

from articles.search import indexes


class Command(BaseCommand):
    help = (
        "Menyusun ulang indeks pencarian pembaca dan redaksi, selagi situs berjalan: "
        "setelah memuat berita lama, dan setelah cara kata dibandingkan berubah."
    )

    def handle(self, **options: Any) -> None:
        done = 0

        def report(number: int) -> None:
            nonlocal done
            if number // 10_000 > done // 10_000:
                self.stderr.write(f"{number} naskah dan edisi")
            done = number

        indexes.rebuild(report)
        indexes.tidy()
        self.stdout.write(f"Selesai: {done} naskah dan edisi dapat dicari.")
