from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from jobs import places
from jobs.backups import BackupError, keeping, making
from jobs.models import Job, JobState
from jobs.timers import TimerCommand


class Command(TimerCommand):
    help = (
        "Membuat cadangan basis data, foto, foto asli, dan setelan pada satu saat, tanpa menghentikan apa pun, lalu "
        "menghapus yang tidak perlu disimpan lagi. Jalankan setiap malam."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.KATEID_BACKUPS, help="folder (bawaan: %(default)s)")
        parser.add_argument("--keep-all", action="store_true", help="jangan hapus cadangan lama")

    def handle(self, *, to: Path, keep_all: bool, **options: Any) -> None:
        started_at = timezone.now()
        if lost := ", ".join(str(folder) for _name, folder in places.strangers()):
            raise CommandError(
                f"{lost} bukan folder yang kemarin; mungkin diskanya tidak terpasang. Cadangan tidak dibuat, yang lama "
                "tetap ada. Bila memang pindah: kateid report_condition --accept-folders"
            )
        passphrase = settings.KATEID_BACKUP_PASSPHRASE_FILE
        try:
            made = making.make(making.Source.of_settings(), to, started_at, Path(passphrase) if passphrase else None)
            removed = [] if keep_all else keeping.prune(to, keeping.Keep(*settings.KATEID_BACKUP_KEEP))
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(str(made))
        for path in removed:
            self.stdout.write(f"dihapus: {path.name}")
        try:
            Job.objects.create(
                kind="backup",
                key=made.name,
                state=JobState.DONE,
                started_at=started_at,
                finished_at=timezone.now(),
                report={"bytes": keeping.size_of(made), "encrypted": bool(passphrase)},
            )
            if to == Path(settings.KATEID_BACKUPS):  # a timer that only looks may not write to another disk
                places.mark_new([places.BACKUPS])
        except DatabaseError as error:
            raise CommandError(f"Cadangan {made} utuh, tetapi tidak dapat dicatat: {type(error).__name__}.") from None
