from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.syndication.indexnow_websub import announce


class Command(BaseCommand):
    help = (
        "Memberi tahu mesin pencari dan pembaca feed tentang berita yang terbit sejak terakhir kali. Jalankan setiap "
        "menit. Tanpa KATEID_INDEXNOW_KEY atau KATEID_WEBSUB_HUB perintah ini tidak melakukan apa-apa."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        announce(timezone.now())
