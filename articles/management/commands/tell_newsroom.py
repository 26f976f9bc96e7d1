from typing import Any

from django.utils import timezone

from accounts import notices
from articles.editorial import news
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Memberi tahu redaksi tentang berita terjadwal yang sudah atau belum tampil, dan menaruh rangkuman kabar di "
        "kotak keluar. Jalankan setiap menit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        news.tell_of_the_clock(now)
        notices.send_digests(now)
