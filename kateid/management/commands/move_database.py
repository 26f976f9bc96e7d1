import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jobs import database_move
from kateid import environment

TARGET = "target"  # the alias of its connection
SHOWN = 5  # tables that are named
AFTERWARDS = """Semua baris sudah di basis data yang baru, dan sama. Yang lama tidak diubah. Sekarang:
  1. Dalam /etc/kateid.env, ubah DATABASE_URL menjadi alamat yang baru.
  2. systemctl start kateid, lalu nyalakan lagi pengatur waktunya: systemctl start 'kateid-*.timer' --all
  3. kateid ask_pages, lalu kateid backup: cadangan lama hanya cocok dengan jenis basis data yang lama.
Simpan basis data yang lama sampai beberapa hari berjalan baik."""


class Command(BaseCommand):
    help = (
        "Memindahkan seluruh isi basis data ke basis data lain yang masih kosong, dari SQLite ke PostgreSQL atau "
        "sebaliknya, lalu membandingkannya. Hentikan dahulu: systemctl stop kateid 'kateid-*.timer'"
    )
    is_copied = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "to",
            help="alamat yang baru, ditulis seperti DATABASE_URL; “-” membacanya dari masukan, agar sandinya tidak "
            "terlihat dalam daftar proses",
        )

    def handle(self, *, to: str, **options: Any) -> None:
        url = sys.stdin.readline().strip() if to == "-" else to
        try:
            address = environment.database_at(url, "TO", settings.BASE_DIR)
            with connected(address) as target:
                self.move(url, target)
        except (database_move.DatabaseMoveError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"Basis data tidak menjawab: {str(error).splitlines()[0]}") from None

    def move(self, url: str, target: BaseDatabaseWrapper) -> None:
        if waiting := database_move.waiting_migrations(connection):
            raise CommandError(f"{waiting} migrasi menunggu di basis data yang lama. Jalankan dahulu: kateid migrate")
        if there := database_move.what_is_there(target):
            raise CommandError(
                f"Basis data tujuan sudah terisi ({', '.join(there[:SHOWN])}). Buat yang baru dan kosong; "
                "tidak ada yang diubah."
            )
        with tempfile.TemporaryDirectory() as place:
            if database_move.waiting_migrations(target):
                self.in_new(url, Path(place), "migrate", "--noinput", "--verbosity=0")
            if any(cache["BACKEND"].endswith(".DatabaseCache") for cache in settings.CACHES.values()):
                self.in_new(url, Path(place), "createcachetable")
            rows = database_move.copy(connection, target, self.report)
            self.is_copied = True
            for command in database_move.MADE_AGAIN:
                self.in_new(url, Path(place), command)
            self.in_new(url, Path(place), "ask_pages")
        self.stdout.write(f"{sum(rows.values())} baris dalam {len(rows)} tabel.\n{AFTERWARDS}")

    def report(self, table: str, rows: int) -> None:
        if rows:
            self.stderr.write(f"{table}: {rows}")

    def in_new(self, url: str, place: Path, *command: str) -> None:
        """A command in a process of its own, whose only database is the new one."""
        variables = {
            "DATABASE_URL": url,
            "KATEID_CHANGES_FILE": str(place / "changes"),
            "KATEID_BACKGROUND": "false",
            "KATEID_ERRORS_SECONDS": "0",  # a row of an error would stand in the way of those that are copied
        }
        done = subprocess.run(  # noqa: S603 (our own)
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["tanpa keterangan"])[-1]
            there = " Semua baris sudah di sana; jalankan lagi perintah itu sesudah pindah." if self.is_copied else ""
            raise CommandError(f"manage.py {command[0]} gagal di basis data yang baru: {last}{there}")


@contextmanager
def connected(address: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A second database for this process, while it lasts."""
    connections.settings[TARGET] = connections.configure_settings({"default": {}, TARGET: address})[TARGET]
    try:
        yield connections[TARGET]
    finally:
        connections[TARGET].close()
        del connections[TARGET], connections.settings[TARGET]
