from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from jobs.backups import BackupError, keeping, rehearsing
from jobs.models import Job, JobState
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Gladi: mengembalikan cadangan terbaru ke tempat sementara, lalu membandingkan baris, berkas, dan halamannya. "
        "Redaksi sendiri tidak disentuh. Jalankan setiap minggu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, nargs="?", default=Path("latest"))

    def handle(self, *, backup: Path, **options: Any) -> None:
        passphrase = settings.KATEID_BACKUP_PASSPHRASE_FILE
        job = Job(kind="rehearsal", key=str(backup))
        try:
            found = keeping.find(settings.KATEID_BACKUPS, backup)
            job.key = found.name
            job.report = rehearsing.rehearse(found, connection.settings_dict, Path(passphrase) if passphrase else None)
            job.state = JobState.DONE
        except BackupError as error:
            job.report, job.state = {"error": str(error)}, JobState.FAILED
        job.finished_at = timezone.now()
        job.save(force_insert=True)
        if job.state == JobState.FAILED:
            raise CommandError(f"Gladi {job.key} gagal. {job.report['error']}")
        counted = job.report
        self.stdout.write(
            f"Gladi {job.key} berhasil: {counted['rows']} baris, {counted['files']} berkas, {counted['pages']} halaman."
        )
