import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from moving import answers, mapping, report
from moving.folders import folder_at, require_room_for
from moving.items import MoveError, Reader
from moving.leaving import arrival
from moving.opening import KINDS, open_source
from moving.pictures import Pictures
from moving.stages import Move

ONLINE = "daring"


class Command(BaseCommand):
    help = (
        "Memindahkan situs lama ke sini: berita, penulis, rubrik, topik, komentar, dan alamat lamanya. Dapat "
        "dihentikan kapan saja dan dijalankan lagi; tidak ada yang dipindahkan dua kali."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="Berkas atau folder dari situs lama, atau alamat situs WordPress.")
        parser.add_argument("--kind", default="", choices=["", *KINDS], help="Jenisnya, bila tidak dikenali sendiri.")
        parser.add_argument("--mapping", help="Berkas pemetaan (TOML atau JSON), atau nama pemetaan bawaan.")
        parser.add_argument("--dry-run", action="store_true", help="Laporan yang sama; tidak ada yang ditulis.")
        parser.add_argument("--report", help="Tulis laporan lengkap ke berkas JSON ini.")
        parser.add_argument(
            "--pictures",
            help="Ambil gambar: dari folder atau zip ini, lalu dari situs lama. “daring” untuk situs lama saja.",
        )
        parser.add_argument(
            "--since",
            default="",
            help="Dari alamat: hanya yang diubah sesudah waktu ini, seperti 2026-11-01T00:00:00.",
        )
        parser.add_argument(
            "--check",
            metavar="BERKAS",
            help="Tanyakan setiap alamat lama sesudahnya, dan tulis ke berkas JSON ini mana yang tidak dijawab.",
        )
        parser.add_argument("--offline", action="store_true", help="Gambar hanya dari folder; situs lama tidak dibuka.")
        parser.add_argument(
            "--trust", action="append", default=[], metavar="HOST:PORTA",
            help="Alamat di jaringan dalam yang boleh dibuka untuk mengambil gambar. Tanpa ini semuanya ditolak.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for named in filter(None, (options["report"], options["check"])):
                require_room_for(Path(named))
            if arrival.is_archive(Path(options["source"])):
                self._take_archive(options)
            elif options["dry_run"]:
                with transaction.atomic():
                    self._move(options)
                    transaction.set_rollback(True)
                self.stdout.write("Uji coba: tidak ada yang ditulis.")
            else:
                self._move(options)
        except MoveError as error:
            raise CommandError(str(error)) from error

    def _move(self, options: dict[str, Any]) -> None:
        chosen = self._mapping(options["mapping"] or "")
        reader = open_source(options["source"], options["kind"], chosen, frozenset(options["trust"]), options["since"])
        move = Move(reader, chosen, self._progress if options["verbosity"] > 1 else lambda _stage, _count: None)
        move.pictures = self._pictures(options, reader, chosen)
        job = move.run()
        if options["report"]:
            report.write(job, Path(options["report"]), source=reader.name, dry_run=options["dry_run"])
        if options["check"] and not options["dry_run"]:
            self._check(move, Path(options["check"]))
        for kind, numbers in sorted(report.counts(job).items()):
            self.stdout.write(
                f"{kind}: masuk {numbers['in']}, jadi {numbers['out']} (terbit {numbers['published']}, "
                f"draf {numbers['draft']}), dilewati {numbers['skipped']}, berubah di sana {numbers['changed']}"
            )

    def _check(self, move: Move, file: Path) -> None:
        progress = (
            (lambda count: self._progress("alamat", count)) if move.progress == self._progress else lambda _: None
        )
        counts = answers.write(answers.ask(move.source, progress), file)
        self.stdout.write(
            f"alamat lama: dijawab {counts.get('answered', 0)}, tidak dijawab dengan alasan "
            f"{counts.get('explained', 0)}, tidak dijawab {counts.get('unanswered', 0)}"
        )

    def _take_archive(self, options: dict[str, Any]) -> None:
        if options["mapping"] or options["dry_run"]:
            raise MoveError("Arsip kateid masuk apa adanya: tanpa --mapping dan tanpa --dry-run.")
        progress = self._progress if options["verbosity"] > 1 else lambda _stage, _count: None
        counts = arrival.read(Path(options["source"]), progress)
        if options["report"]:
            Path(options["report"]).write_text(json.dumps({"source": options["source"], "rows": counts}, indent=1))
        if options["verbosity"]:
            self.stdout.write(
                f"Masuk {counts['articles.Article']} naskah, {counts['articles.Photo']} foto, "
                f"{counts['comments.Comment']} komentar. Semua orang membuat kata sandi baru lewat “Lupa kata sandi”."
            )

    def _pictures(self, options: dict[str, Any], reader: Reader, chosen: mapping.Mapping) -> Pictures | None:
        place = options["pictures"]
        if not place or options["dry_run"]:
            return None
        folder = None if place == ONLINE else folder_at(Path(place))
        return Pictures(folder, chosen.base_of(reader.name), frozenset(options["trust"]), not options["offline"])

    def _mapping(self, named: str) -> mapping.Mapping:
        if not named:
            return mapping.Mapping()
        return mapping.shipped(named) or mapping.read(Path(named))

    def _progress(self, stage: str, count: int) -> None:
        self.stdout.write(f"{stage}: {count}")
