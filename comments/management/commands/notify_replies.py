from typing import Any

from django.utils import timezone

from comments.reply_mail import send_due
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = "Mengirim surel kepada pembaca yang komentarnya dibalas. Jalankan setiap menit."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due(timezone.now())
        if options["verbosity"] > 1:
            self.stdout.write(f"{sent} surel dikirim.")
