from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.limits import forget_past
from comments.networks import cut_old_addresses


class Command(BaseCommand):
    help = (
        "Menghapus alamat IP komentar yang berumur lebih dari 30 hari, sehingga hanya jaringannya yang tersisa, dan "
        "hitungan batas yang sudah lewat. Jalankan setiap hari."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"{cut_old_addresses(now)} alamat dipotong, {forget_past(now)} hitungan dihapus.")
