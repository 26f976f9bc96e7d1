from typing import Any

from django.core.management.base import BaseCommand

from pagecache import EVERY_PAGE, invalidate


class Command(BaseCommand):
    help = "Membuat ulang semua halaman pembaca, sesudah sesuatu diubah di luar aplikasi, misalnya dengan SQL."

    def handle(self, *args: Any, **options: Any) -> None:
        invalidate(EVERY_PAGE)
