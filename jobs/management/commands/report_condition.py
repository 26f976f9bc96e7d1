from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from jobs import condition, faults, measures, places
from jobs.mail import KEY
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Menyurati KATEID_OPERATOR_MAIL tentang apa yang merah di Kondisi sistem, setiap hal sekali sehari selama ia "
        "merah. Jalankan setiap seperempat jam."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accept-folders", action="store_true", help="folder foto, foto asli, dan cadangan memang yang benar"
        )

    def handle(self, *, accept_folders: bool = False, **options: Any) -> None:
        now = timezone.now()
        faults.forget(now)
        if accept_folders:
            self.accept_folders()
        places.mark_new()
        measures.note(now, condition.sizes())
        red = [finding for finding in condition.findings(now) if finding.to_do]
        for finding in red:
            self.stdout.write(f"{finding.title}: {finding.said} {finding.to_do}")
        if red and not settings.KATEID_OPERATOR_MAIL:
            raise CommandError(f"{len(red)} hal perlu tindakan, tetapi KATEID_OPERATOR_MAIL kosong.")
        for finding in red:
            EmailMessage(
                f"[{settings.KATEID_SITE_NAME}] {finding.title}",
                f"{finding.title}\n\n{finding.said}\n\n{finding.to_do}\n",
                to=[settings.KATEID_OPERATOR_MAIL],
                headers={KEY: f"condition {finding.name} {timezone.localdate(now)}"},
            ).send()

    def accept_folders(self) -> None:
        try:
            places.accept()
        except places.PlaceError as error:
            raise CommandError(str(error)) from None
