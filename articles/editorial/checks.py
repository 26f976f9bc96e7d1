"""What must hold before a story moves on. Each finding names its field and the cure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from accounts.people import Person
from articles.models import Article, ContentClass, Edition, EditionKind, Photo
from articles.permissions import is_own
from articles.photos import rights
from articles.photos.intake import is_file_name
from articles.richtext import figures, plain_text

MOST_INNER_PHOTOS = 30


@dataclass(frozen=True)
class Finding:
    field: str
    message: str


class ChecksFailed(Exception):  # noqa: N818
    """The story is not ready; `findings` say why, in the newsroom's words."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


def before_review(article: Article) -> list[Finding]:
    """What an editor needs to be able to read it."""
    found = []
    if not article.headline.strip():
        found.append(Finding("headline", "Judul masih kosong. Tulis judulnya dahulu."))
    if not plain_text(article.body):
        found.append(Finding("body", "Isi masih kosong. Tulis isi beritanya dahulu."))
    if article.section_id is None:
        found.append(Finding("section", "Rubrik belum dipilih. Pilih rubrik yang sesuai."))
    if not article.bylines.exists():
        found.append(Finding("authors", "Penulis belum dipilih. Pilih sedikitnya satu nama."))
    return found


def before_publishing(article: Article, at: datetime | None = None) -> list[Finding]:
    """What must hold before readers see it, now unless told `at` which moment."""
    found = before_review(article)
    if article.content_class == ContentClass.ADVERTORIAL and not article.advertiser.strip():
        # Pedoman Media Siber 6b
        found.append(Finding("advertiser", "Advertorial wajib menyebut pemasangnya. Isi kolom “pemasang”."))
    return found + of_photos(article, timezone.localdate(at))


def of_photos(article: Article, day: date) -> list[Finding]:
    """Whether every photo of the story, the lead and those in the text and the gallery, may be shown on a day."""
    numbers = article.photo_numbers
    others = Photo.objects.in_bulk(numbers)
    found = [
        Finding("body", f"Foto nomor {number} di naskah ini tidak ada di perpustakaan. Hapus atau ganti fotonya.")
        for number in numbers
        if number not in others
    ]
    inner = {figure.photo for figure in figures(article.body)}
    if len(inner) > MOST_INNER_PHOTOS:
        found.append(
            Finding("body", f"Isi memuat lebih dari {MOST_INNER_PHOTOS} foto. Pindahkan sebagian ke galeri foto.")
        )
    places = {article.photo: "photo"} if article.photo else {}
    for number, photo in others.items():
        places.setdefault(photo, "body" if number in inner else "gallery")
    for photo, field in places.items():
        # Pedoman Media Siber 7
        found += [Finding(field, objection) for objection in [*rights.objections(photo, day), *_alt_text(photo)]]
    return found


def _alt_text(photo: Photo) -> list[str]:
    title = f"“{Truncator(str(photo)).chars(60)}”"
    if not photo.alt_text.strip():
        return [f"Foto {title} belum punya teks alternatif. Tulis apa yang terlihat, untuk yang tidak melihatnya."]
    if is_file_name(photo.alt_text):
        return [f"Teks alternatif foto {title} hanya nama berkas. Tulis apa yang terlihat di fotonya."]
    return []


def second_person(article: Article, by: Person) -> list[Finding]:
    """Whether this newsroom asks for a second pair of eyes on the story (KATEID_SECOND_PERSON)."""
    demanded = settings.KATEID_SECOND_PERSON == "always" or (
        settings.KATEID_SECOND_PERSON == "sensitive" and article.is_sensitive
    )
    if demanded and is_own_decision(article, by):
        return [Finding("", "Naskah ini perlu disetujui orang kedua: penulisnya tidak dapat menyetujui sendiri.")]
    return []


def is_own_decision(article: Article, by: Person) -> bool:
    """Whether `by` would be deciding on their own text with nobody else having approved it."""
    if not is_own(by, article):
        return False
    approver = article.approved_by
    return approver is None or is_own(approver, article)


def of_change(article: Article, live: Edition | None, kind: str, note: str) -> list[Finding]:
    """Whether the kind of change and its public note fit, for a story that readers already have."""
    if live is None:
        return []
    found = []
    if kind not in {EditionKind.MINOR, EditionKind.UPDATE, EditionKind.CORRECTION}:
        found.append(Finding("kind", "Pilih jenis perubahan: perbaikan ketik, pembaruan, atau ralat."))
    elif kind == EditionKind.MINOR and letters(article.headline) != letters(live.headline):
        found.append(
            Finding("kind", "Judul berubah, jadi ini bukan sekadar perbaikan ketik. Pilih pembaruan atau ralat.")
        )
    elif kind != EditionKind.MINOR and not note.strip():
        found.append(Finding("note", "Tulis catatan untuk pembaca: apa yang diperbarui atau diralat."))
    return found


def letters(text: str) -> str:
    """A headline without case and punctuation: what may change without telling readers."""
    return re.sub(r"[\W_]+", "", text).casefold()
