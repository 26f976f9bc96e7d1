from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from articles.syndication.indexnow_websub import announce
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Memberi tahu mesin pencari dan pembaca feed tentang berita yang terbit sejak terakhir kali. Jalankan setiap "
        "menit. Tanpa KATEID_INDEXNOW_KEY atau KATEID_WEBSUB_HUB perintah ini tidak melakukan apa-apa."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if away := announce(timezone.now()):
            raise CommandError(f"Tidak sampai ke {', '.join(away)}. Yang belum diberi tahu dicoba lagi nanti.")
