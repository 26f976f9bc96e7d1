from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from jobs import places
from jobs.backups import BackupError, keeping, making, restoring


class Command(BaseCommand):
    help = (
        "Mengembalikan cadangan, sesudah memeriksa setiap berkasnya. Redaksi yang sudah terisi hanya diganti dengan "
        "--replace, dan keadaannya sekarang dicadangkan dahulu."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="nama cadangan, alamatnya, atau “latest” untuk yang terbaru")
        parser.add_argument("--replace", action="store_true", help="ganti redaksi yang sudah terisi")
        parser.add_argument("--no-backup", action="store_true", help="jangan cadangkan dahulu keadaan sekarang")
        parser.add_argument("--check", action="store_true", help="hanya periksa keutuhan cadangan")

    def handle(self, *, backup: Path, replace: bool, no_backup: bool, check: bool, **options: Any) -> None:
        try:
            self.restore(keeping.find(settings.KATEID_BACKUPS, backup), replace, not no_backup, check)
        except (BackupError, places.PlaceError) as error:
            raise CommandError(str(error)) from None

    def restore(self, backup: Path, replace: bool, backup_first: bool, check: bool) -> None:
        source = making.Source.of_settings()
        passphrase = Path(settings.KATEID_BACKUP_PASSPHRASE_FILE) if settings.KATEID_BACKUP_PASSPHRASE_FILE else None
        if not check and (found := what_is_there(source)):
            if not replace:
                raise CommandError(f"Redaksi ini sudah terisi ({found}). Ulangi dengan --replace untuk menggantinya.")
            if backup_first:
                kept = making.make(source, settings.KATEID_BACKUPS, timezone.now(), passphrase)
                self.stdout.write(f"Keadaan sekarang disimpan di {kept}")
        with restoring.opened(backup, passphrase) as (folder, manifest):
            if check:
                self.stdout.write(f"Utuh: {len(manifest.files)} berkas, {sum(manifest.rows.values())} baris.")
                return
            restoring.refuse_other_engine(manifest, source.database)
            restoring.refuse_newer(manifest)
            connection.close()
            restoring.put_back(folder, manifest, source.database, source.folders, link=False)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("forget_pages")
        self.stdout.write(f"Kembali ke keadaan {manifest.moment}.")
        places.accept()


def what_is_there(source: making.Source) -> str:
    """What would be lost, or nothing."""
    try:
        people = get_user_model().objects.count()
    except DatabaseError:  # no table yet, or no database
        people = 0
    files = any(
        path.is_file() and not path.match(places.MARK)
        for folder in source.folders.values()
        for path in folder.rglob("*")
    )
    return ", ".join(([f"{people} akun"] if people else []) + (["foto"] if files else []))
