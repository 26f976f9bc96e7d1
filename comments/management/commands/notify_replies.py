from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.reply_mail import send_due


class Command(BaseCommand):
    help = "Mengirim surel kepada pembaca yang komentarnya dibalas. Jalankan setiap menit."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due(timezone.now())
        if options["verbosity"] > 1:
            self.stdout.write(f"{sent} surel dikirim.")
