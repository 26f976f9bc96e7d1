from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from moving.items import MoveError
from moving.leaving import archive, copy_of_site, deposit, ghost, wxr
from moving.leaving.report import Report

KINDS: dict[str, Callable[..., None]] = {
    archive.KIND: archive.write,
    wxr.KIND: wxr.write,
    ghost.KIND: ghost.write,
    copy_of_site.KIND: copy_of_site.write,
    deposit.KIND: deposit.write,
}
OPTIONS = {wxr.KIND: ("address", "pictures"), ghost.KIND: ("address",), deposit.KIND: ("year",)}  # beside the folder


def site_address(text: str) -> str:
    """A site's address for an option. Raises ArgumentTypeError."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ArgumentTypeError("Tulis alamat lengkap, misalnya https://koran.example")
    return text.rstrip("/")


class Command(BaseCommand):
    help = (
        "Memindahkan situs ini keluar, ke sebuah folder. Dapat dihentikan kapan saja dan dijalankan lagi. "
        "kateid: semuanya, untuk kateid lain; jaga seperti cadangan. "
        "Yang lain hanya berisi yang tampil bagi pembaca. wxr: untuk WordPress. ghost: untuk Ghost. "
        "static: halaman sebagai berkas, untuk server web mana pun. bagit: berita setahun, untuk serah simpan."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS, help="Bentuknya.")
        parser.add_argument("target", type=Path, help="Folder yang kosong atau belum ada.")
        parser.add_argument("--address", type=site_address, help="Alamat situs yang baru, bila lain.")
        parser.add_argument("--pictures", type=site_address, help="Alamat tempat foto diambil, bila bukan situs ini.")
        parser.add_argument("--year", help="bagit: tahun terbit, empat angka.")
        parser.add_argument("--report", type=Path, help="Tulis laporan lengkap ke berkas JSON ini.")

    def handle(self, *, kind: str, target: Path, report: Path | None, verbosity: int, **options: Any) -> None:
        progress = self._progress if verbosity > 1 else lambda _stage, _count: None
        try:
            with Report(kind, target) as told:
                more = {name: options[name] or "" for name in OPTIONS.get(kind, ())}
                KINDS[kind](target, told, progress, **more)
                if report:
                    told.write(report)
                if verbosity:
                    self._tell(told)
        except MoveError as error:
            raise CommandError(str(error)) from error

    def _tell(self, told: Report) -> None:
        for kind, numbers in sorted(told.counts.items()):
            self.stdout.write(f"{kind}: ada {numbers['in']}, dibawa {numbers['out']}, ditinggal {numbers['skipped']}")

    def _progress(self, stage: str, count: int) -> None:
        self.stdout.write(f"{stage}: {count}")
