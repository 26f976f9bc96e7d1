from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from jobs import outbox
from jobs.models import Outbox, State
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = "Mengirim surel yang menunggu, masing-masing sekali. Jalankan setiap menit."

    def handle(self, *args: Any, **options: Any) -> None:
        while outbox.send_due() == outbox.BATCH:
            pass
        sent_lately = Outbox.objects.filter(state=State.SENT, ended_at__gt=timezone.now() - outbox.LONGEST_PAUSE)
        newest = Outbox.objects.delayed().order_by("-next_try_at").first()
        if newest and not sent_lately.exists():
            number = Outbox.objects.delayed().count()
            raise CommandError(f"{number} surel tertahan, dan tidak satu pun terkirim: {newest.last_error}.")
