from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser

from articles.photos import sweeping
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = "Menghapus berkas foto yang tidak dimiliki foto mana pun, dan menandai foto yang kehilangan berkas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hours",
            type=int,
            default=int(sweeping.GRACE / timedelta(hours=1)),
            help="hanya berkas yang lebih tua dari sekian jam (bawaan: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweeping.sweep(timedelta(hours=options["hours"]))
        self.stdout.write(
            f"{len(swept.files)} berkas dan {len(swept.originals)} berkas asli dihapus; "
            f"{len(swept.incomplete)} foto dibuatkan lagi berkasnya."
        )
        for pk in swept.lost:
            self.stderr.write(f"Berkas asli foto {pk} hilang. Kembalikan dari cadangan.")
        if swept.lost:
            raise CommandError(f"Berkas asli {len(swept.lost)} foto hilang. Kembalikan dari cadangan.")
