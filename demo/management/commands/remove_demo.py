from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Article
from demo import record, removing

SHOWN = 20  # of what is in the way


class Command(BaseCommand):
    help = (
        "Menghapus redaksi demo: orang, rubrik, berita, foto, dan komentar yang dibuat demo_content, dan hanya itu. "
        "Berhenti tanpa mengubah apa pun bila ada berita sungguhan yang bergantung padanya. Buat cadangan dahulu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="hanya sebutkan apa yang akan dihapus")
        parser.add_argument(
            "--with-words", action="store_true", help="juga komentar, aduan, dan hak jawab orang lain atas berita demo"
        )

    def handle(self, *, dry_run: bool, with_words: bool, **options: Any) -> None:
        if not any(record.made().values()):
            raise CommandError("Tidak ada redaksi demo di sini, atau ia dimuat oleh kateid yang belum mencatatnya.")
        removal = removing.Removal(with_words=with_words)
        for model, keys in removal.rows.items():
            if keys:
                self.stdout.write(f"{len(keys):7} {model._meta.verbose_name}")
        if obstacles := list(objections(removal)):
            raise CommandError("\n".join(["Tidak ada yang dihapus.", *obstacles]))
        if dry_run:
            self.stdout.write("Hanya percobaan: tidak ada yang dihapus.")
            return
        removal.carry_out()
        self.stdout.write("Redaksi demo sudah dihapus.")


def objections(removal: removing.Removal) -> list[str]:
    found = []
    if real := removal.real():
        found.append("Yang berikut ini bukan milik demo, tetapi memakai rubrik, orang, atau foto demo:")
        found += [f"  {named(row)}" for row in real[:SHOWN]]
        if len(real) > SHOWN:
            found.append(f"  dan {len(real) - SHOWN} lagi")
    if words := removal.words():
        found.append(
            f"{words} komentar, aduan, atau permintaan hak jawab di bawah berita demo bukan dari demo. "
            "Bila boleh ikut hilang, ulangi dengan --with-words."
        )
    return found


def named(row: Any) -> str:
    number = f" (nomor {row.pk})" if isinstance(row, Article) else ""
    return f"{row._meta.verbose_name} “{row}”{number}"
