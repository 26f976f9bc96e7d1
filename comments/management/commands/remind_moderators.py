from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from comments import decision_mail
from jobs.timers import TimerCommand
from kateid.local_time import local


class Command(TimerCommand):
    help = (
        "Mengirim daftar aduan yang menunggu keputusan kepada semua moderator. Bila tidak ada yang menunggu, tidak "
        "ada surat. Jalankan beberapa kali sehari."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            type=int,
            nargs="+",
            default=range(24),
            metavar="JAM",
            help="hanya pada jam-jam ini menurut jam redaksi (KATEID_TIME_ZONE), misalnya --at 8 13 18",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if local(now).hour in options["at"]:
            decision_mail.remind_moderators(now)
