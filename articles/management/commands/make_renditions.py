import os
from typing import Any

from django.core.management.base import CommandParser

from articles.models import Photo
from articles.photos import renditions
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Membuat ukuran dan format foto yang belum ada. Unggahan menjalankannya sendiri; dari pengatur waktu ia "
        "menyusul yang tertinggal. Hanya satu yang berjalan pada satu waktu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="periksa semua foto, bukan hanya yang ditandai kurang")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)
        if options["all"]:
            renditions.mark_all()
        done = renditions.make_due()
        if options["verbosity"] > 1 or done:
            self.stdout.write(f"{done} foto dilengkapi.")
        if waiting := Photo.objects.filter(due_since__isnull=False).count():
            self.stdout.write(f"{waiting} foto masih menunggu.")
