from argparse import ArgumentParser
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import roles
from accounts.standing import public_name
from demo import archive, loading, material, record
from demo import discussions as comments_demo


class Command(BaseCommand):
    help = "Mengisi basis data yang masih kosong dengan redaksi demo, lalu menyebut orang-orangnya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--articles", type=int, default=0, metavar="N", help="tambahkan N berita rekaan untuk pengukuran"
        )

    def handle(self, *, articles: int, **options: Any) -> None:
        if articles < 0:
            raise CommandError("--articles: tulis bilangan nol atau lebih.")
        if not loading.demo_people():
            self.load()
        if articles:
            self.fill(articles)
        self.stdout.write(people_table(loading.demo_people()))

    def load(self) -> None:
        if loading.holds_anything():
            raise CommandError(
                "Basis data ini sudah dipakai: ada akun, rubrik, atau naskah yang bukan milik demo. "
                "Redaksi demo hanya dimuat ke basis data yang masih kosong."
            )
        self.stderr.write("Menulis berita demo …")
        now = timezone.now()
        with transaction.atomic():
            loading.load(material.read(), now=now)
            comments_demo.load(
                now=now,
                password=loading.PASSWORD,
                mail_domain=loading.MAIL_DOMAIN,
                moderator=User.objects.get(groups__name=roles.MODERATOR),
            )
            record.note(record.present())

    def fill(self, count: int) -> None:
        self.stderr.write(f"Menambahkan {count} berita rekaan …")
        before = record.present()
        used: record.Rows = {}
        try:
            archive.fill(count, progress(count, self.stderr.write), used=used)
        finally:  # what was written before it failed, and nothing that somebody else wrote meanwhile
            record.note({model: keys - before[model] for model, keys in used.items()})


def progress(count: int, write: Callable[[str], Any]) -> Callable[[int], None]:
    """A report after each tenth."""
    started, tenths = monotonic(), set[int]()

    def report(done: int) -> None:
        tenth = done * 10 // count
        if tenth not in tenths:
            tenths.add(tenth)
            write(f"{done} dari {count} berita, {monotonic() - started:.0f} detik")

    return report


def role_of(person: User) -> str:
    return ", ".join(group.name for group in person.groups.all()) or "Pembaca"


def people_table(people: list[User]) -> str:
    rows = [("Nama masuk", "Peran", "Nama")]
    rows += [(person.username, role_of(person), public_name(person)) for person in people]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    table = "\n".join(f"  {name:{first}}  {role:{second}}  {full_name}" for name, role, full_name in rows)
    return (
        f"Orang-orang redaksi demo:\n\n{table}\n\n"
        f"Kata sandi semuanya, bila belum diganti: {loading.PASSWORD}\n"
        "Kata sandi ini diketahui umum. Jangan buka redaksi demo ke internet."
    )
