from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jobs import smoke


class Command(BaseCommand):
    help = "Meminta halaman depan, feed, dan berita terbaru. Gagal bila salah satunya tidak dijawab dengan baik."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = dict(smoke.faults())
        for path, fault in faults.items():
            self.stdout.write(f"{fault or 200} {path}")
        if bad := [path for path, fault in faults.items() if fault]:
            raise CommandError(f"{len(bad)} halaman tidak dijawab sebagaimana mestinya: {', '.join(bad)}")
