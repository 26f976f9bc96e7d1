"""A year of stories as a bag (BagIt 1.0, RFC 8493) for a library.

UU 13/2018 art. 5 asks for one copy of what was published for the National Library and one for the provincial library,
within a year. In which form they take a news site is not settled, so this says nothing of being enough.

    bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
    data/surat.txt             a letter to fill in
    data/daftar.csv            what is in it, a line for each story
    data/berita/2026-03/12.html, 12.json     each story to read, and as ninjs 3.1 for programs
    data/foto/...              the photos that it shows
"""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from articles.richtext import storable
from articles.syndication import ninjs
from jobs.backups.manifest import checksum
from kateid.absolute_urls import absolute
from kateid.local_time import iso, printed_day
from moving.items import MoveError

from . import public
from .public import Story
from .report import Report
from .targets import Progress, Target, opened
from .texts import whole_text

KIND = "bagit"
COLUMNS = ("nomor", "terbit", "diubah", "judul", "rubrik", "penulis", "alamat", "berkas")
PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1><p>{byline}</p>{lead}
{body}
<p>Alamat: <a href="{address}">{address}</a></p></body></html>
"""
LETTER = """Serah simpan karya rekam digital

Kepada: Perpustakaan Nasional Republik Indonesia / perpustakaan provinsi
Dari: {sender}
Terbitan: {site} ({address})
Tahun: {year}

Bersama ini kami serahkan {count} berita yang terbit pertama kali pada tahun {year}, sebagaimana tampil bagi pembaca
pada {day}, beserta fotonya (UU 13/2018 tentang Serah Simpan Karya Cetak dan Karya Rekam). Susunannya BagIt 1.0:
manifest-sha256.txt memuat jumlah-periksa tiap berkas. Berita yang dicabut tidak ikut.

Nama dan jabatan:
Tanda tangan:
"""


def write(folder: Path, report: Report, progress: Progress, *, year: str = "") -> None:
    """Write the bag of a year.

    Args:
        year: in four digits.

    Raises:
        MoveError: there is no such year, or the folder cannot be used.
    """
    if not (year.isdecimal() and 1900 <= int(year) <= timezone.localtime().year):
        raise MoveError("Sebut tahunnya dengan --year, misalnya --year 2025.")
    with opened(folder, KIND) as target:
        Bag(target, int(year), progress).write(report)


class Bag:
    def __init__(self, target: Target, year: int, progress: Progress) -> None:
        self.target, self.year, self.progress = target, year, progress
        zone = timezone.get_default_timezone()
        self.begun, self.ended = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
        self.taken: set[int] = set()
        self.photos: dict[int, str] = {}

    def write(self, report: Report) -> None:
        with self.target.writing("data/daftar.csv") as file:
            rows = csv.writer(file, lineterminator="\r\n")
            rows.writerow(COLUMNS)
            for story in public.stories(self.target.at, self.begun, self.ended):
                rows.writerow(self._story(story))
                self.taken.add(story.edition.article_id)
                if len(self.taken) % 100 == 0:
                    self.progress("berita", len(self.taken))
        with self.target.writing("data/surat.txt") as file:
            file.write(
                LETTER.format(
                    sender=settings.KATEID_COMPANY or settings.KATEID_SITE_NAME,
                    site=settings.KATEID_SITE_NAME,
                    address=settings.KATEID_SITE_URL,
                    year=self.year,
                    count=len(self.taken),
                    day=printed_day(public.local_time(self.target.at).date()),
                )
            )
        self._seal()
        public.tell_stories(report, self.target.at, self.taken, outside="terbit pada tahun lain")
        public.tell_pictures(report, self.photos)
        public.skip_comments(report, "komentar pembaca bukan karya redaksi")

    def _story(self, story: Story) -> list[Any]:
        edition = story.edition
        for picture in story.pictures:
            self._picture(picture.photo)
        name = f"data/berita/{public.local_time(edition.published_at):%Y-%m}/{edition.article_id}"
        with self.target.writing(f"{name}.json") as file:
            json.dump(ninjs.full(edition, story.changes), file, ensure_ascii=False, indent=1)
        with self.target.writing(f"{name}.html") as file:
            file.write(storable(self._page(story)))
        address, byline = absolute(edition.get_absolute_url()), ", ".join(one["name"] for one in edition.byline)
        times = (iso(edition.published_at), iso(edition.modified_at))
        headline = storable(edition.headline)
        return [edition.article_id, *times, headline, edition.section_name, byline, address, f"{name}.html"]

    def _page(self, story: Story) -> str:
        edition, lead = story.edition, story.edition.lead_picture
        whole = lead.photo.main() if lead else None
        picture = ""
        if lead and whole:
            alt, line = escape(lead.alt), escape(lead.line)
            picture = f'<figure><img src="{_url(whole.name)}" alt="{alt}"><figcaption>{line}</figcaption></figure>'
        return PAGE.format(
            title=escape(edition.labelled_headline),
            byline=escape(", ".join(one["name"] for one in edition.byline)),
            lead=picture,
            body=whole_text(story, settings.KATEID_SITE_URL, _url),
            address=escape(absolute(edition.get_absolute_url())),
        )

    def _picture(self, photo: Any) -> None:
        whole = photo.main()
        if photo.pk in self.photos:
            return
        source = Path(settings.MEDIA_ROOT, whole.name) if whole else None
        if whole is None or source is None or not source.is_file():
            self.photos[photo.pk] = "berkasnya belum ada"
            return
        self.target.copy(source, f"data/{whole.name}")
        self.photos[photo.pk] = ""

    # What makes it a bag

    def _seal(self) -> None:
        size = count = 0
        with self.target.writing("manifest-sha256.txt") as file:
            for path in sorted(path for path in (self.target.folder / "data").rglob("*") if path.is_file()):
                with path.open("rb") as content:
                    file.write(f"{checksum(content)}  {path.relative_to(self.target.folder).as_posix()}\n")
                size, count = size + path.stat().st_size, count + 1
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": (
                f"Source-Organization: {settings.KATEID_COMPANY or settings.KATEID_SITE_NAME}\n"
                f"External-Description: {settings.KATEID_SITE_NAME}, berita tahun {self.year}\n"
                f"External-Identifier: {settings.KATEID_SITE_URL} {self.year}\n"
                f"Bagging-Date: {public.local_time(self.target.at):%Y-%m-%d}\nPayload-Oxum: {size}.{count}\n"
                f"Bag-Software-Agent: kateid {settings.VERSION}\n"
            ),
        }
        for name, text in tags.items():
            self.target.path(name).write_text(text, encoding="utf-8")
        tags["manifest-sha256.txt"] = self.target.path("manifest-sha256.txt").read_text(encoding="utf-8")
        with self.target.writing("tagmanifest-sha256.txt") as file:
            for name, text in sorted(tags.items()):
                file.write(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")


def _url(name: str) -> str:
    """Of a photo, from a story's page."""
    return f"../../{name}"
