from typing import Any

from django.utils import timezone

from comments import decision_mail
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Mengirim daftar aduan yang menunggu keputusan kepada semua moderator. Bila tidak ada yang menunggu, tidak "
        "ada surat. Jalankan beberapa kali sehari."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        decision_mail.remind_moderators(timezone.now())
