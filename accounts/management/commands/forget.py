"""Removes what the newsroom promised not to keep: run daily by deploy/kateid-forget.timer."""

from typing import Any

from django.utils import timezone

from accounts.retention import FORGETTERS
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = "Memotong alamat IP lama dan menghapus data akun yang masanya habis."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for what, forget in FORGETTERS.items():
            self.stdout.write(f"{forget(now)} {what}")
