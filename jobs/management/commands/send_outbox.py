from typing import Any

from django.core.management.base import BaseCommand

from jobs import outbox


class Command(BaseCommand):
    help = "Mengirim surel yang menunggu, masing-masing sekali. Jalankan setiap menit."

    def handle(self, *args: Any, **options: Any) -> None:
        while outbox.send_due() == outbox.BATCH:
            pass
