from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs import smoke


class Command(BaseCommand):
    help = "Meminta halaman depan, masuk, feed, dan berita terbaru. Gagal bila salah satu tidak dijawab dengan baik."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--server", default="", help="server yang ditanyai, misalnya http://localhost:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = dict(smoke.faults(options["server"]))
        for path, fault in faults.items():
            self.stdout.write(f"{fault or 200} {path}")
        if bad := [path for path, fault in faults.items() if fault]:
            raise CommandError(f"{len(bad)} halaman tidak dijawab sebagaimana mestinya: {', '.join(bad)}")
