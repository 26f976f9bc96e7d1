"""What must hold before a story moves on. Each finding names its field and the cure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from accounts.people import Person
from articles.field_kinds import GALLERY, LINES, RICH_TEXT, TEXT
from articles.models import (
    Article,
    Confirmation,
    ContentClass,
    Edition,
    EditionKind,
    Note,
    Photo,
    UnverifiedCase,
    Verification,
)
from articles.models.choices import PAID, PROTECTING, SUPPLIED
from articles.permissions import is_own
from articles.photos import rights
from articles.photos.captions import same, without_credit
from articles.photos.intake import is_file_name
from articles.richtext import figures, plain_text
from articles.story_fields import STORY_FIELDS

from . import wording

MOST_INNER_PHOTOS = 30
ON_ITS_PAGE = "Catat di halaman “Verifikasi” naskah ini."
PROOFREAD = tuple(
    field for field in STORY_FIELDS if field.kind in {TEXT, LINES, RICH_TEXT, GALLERY} and field.name != "slug"
)


@dataclass(frozen=True)
class Finding:
    """What stands in the way of a step.

    Attributes:
        field: of the story or of the step's form.
        message: what is wrong and its cure, in the newsroom's words.
        photo: the number of the photo that it is about.
        may_stand: whether somebody who decides may say that it is meant so.
    """

    field: str
    message: str
    photo: int | None = None
    may_stand: bool = False


class ChecksFailed(Exception):  # noqa: N818
    """The story is not ready; `findings` say why, in the newsroom's words."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


def before_review(article: Article, has_author: bool | None = None) -> list[Finding]:
    """What an editor needs to be able to read it.

    Args:
        has_author: for a text that is not saved; else its byline is looked up.
    """
    found = []
    if not article.headline.strip():
        found.append(Finding("headline", "Judul masih kosong. Tulis judulnya dahulu."))
    if not plain_text(article.body):
        found.append(Finding("body", "Isi masih kosong. Tulis isi beritanya dahulu."))
    if article.section_id is None:
        found.append(Finding("section", "Rubrik belum dipilih. Pilih rubrik yang sesuai."))
    if not (article.bylines.exists() if has_author is None else has_author):
        found.append(Finding("authors", "Penulis belum dipilih. Pilih sedikitnya satu nama."))
    return found


def before_publishing(
    article: Article, at: datetime | None = None, *, confirmed: bool = False, has_author: bool | None = None
) -> list[Finding]:
    """What must hold before readers see it: the checklist beside the text, and what every decision asks.

    Args:
        at: the moment of publication, now unless given.
        confirmed: whether somebody says that what may stand is meant so.
        has_author: see `before_review`.
    """
    found = before_review(article, has_author)
    if article.content_class in SUPPLIED and not article.advertiser.strip():
        # Pedoman Media Siber 6b
        who = "pemasangnya" if article.content_class in PAID else "pengirimnya"
        sentence = f"{ContentClass(article.content_class).label} wajib menyebut {who}."
        found.append(Finding("advertiser", f"{sentence} Isi kolom “pemasang atau pengirim”."))
    found += of_verification(article)
    day = timezone.localdate(at)
    found += of_photos(article, day)
    found += of_notes(article)
    if not confirmed:  # all of which may stand, and which takes the longest
        found += of_wording(article, day)
    return [finding for finding in found if not (confirmed and finding.may_stand)]


def of_verification(article: Article) -> list[Finding]:
    """Whether somebody said that it was verified, and wrote down what that takes (Pedoman Media Siber 2)."""
    if not article.verification:
        return [Finding("verification", "Status verifikasi belum dipilih. Pilih terverifikasi atau belum.")]
    if article.verification == Verification.UNVERIFIED:
        if not UnverifiedCase.objects.filter(article=article.pk).exists():
            return [Finding("verification", f"Berita yang belum terverifikasi perlu alasan. {ON_ITS_PAGE}")]
    elif article.may_harm and not Confirmation.objects.filter(article=article.pk).exists():
        sentence = "Berita yang dapat merugikan pihak lain perlu sedikitnya satu konfirmasi."
        return [Finding("may_harm", f"{sentence} {ON_ITS_PAGE}")]
    return []


def of_notes(article: Article) -> list[Finding]:
    """Whether somebody said something of the story that nobody has settled."""
    number = Note.objects.filter(Note.is_open(), article=article.pk).count() if article.pk else 0
    said = f"{number} catatan rekan belum diselesaikan. Jawab, lalu selesaikan."
    return [Finding("notes", said, may_stand=True)] if number else []


def of_wording(article: Article, day: date) -> list[Finding]:
    """What a reader of proofs would mark: each may stand, since a quotation may hold what nobody else should write."""
    found = []
    for field in PROOFREAD:
        text = "\n".join(field.kind.texts(getattr(article, field.name)))
        said = list(wording.remarks(text, day))
        if word := wording.long_word(text, addresses=field.kind == RICH_TEXT):
            said.append(f"“{Truncator(word).chars(40)}” lebih panjang dari satu baris di ponsel. Pisahkan atau hapus.")
        found += [Finding(field.name, f"{field.label}: {sentence}", may_stand=True) for sentence in said]
    if (length := len(article.headline)) > wording.LONGEST_HEADLINE:
        sentence = f"Judul {length} huruf; mesin pencari dan ponsel memotongnya sesudah {wording.LONGEST_HEADLINE}."
        found.append(Finding("headline", f"{sentence} Pendekkan.", may_stand=True))
    return found


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
        found += [Finding(field, objection, photo.pk) for objection in photo_objections(photo, day)]
    return found + _typed_credit(article)


def photo_objections(photo: Photo, day: date | None = None) -> list[str]:
    """What a photo still needs before a story with it may be published, on a day or today."""
    return [*rights.objections(photo, day), *_alt_text(photo)]


def _typed_credit(article: Article) -> list[Finding]:
    """Whether the caption of the lead photo names another credit than the one that is printed behind it."""
    if article.photo is None:
        return []
    _, typed = without_credit(article.photo_caption)
    if not typed or same(typed, article.photo.credit):
        return []
    said = f"Keterangan foto menyebut “Foto: {typed}”, padahal kredit fotonya “{article.photo.credit}”."
    return [Finding("photo_caption", f"{said} Hapus dari keterangan, atau perbaiki kreditnya.", may_stand=True)]


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
    elif kind == EditionKind.MINOR and (article.content_class, article.advertiser) != _label_of(live):
        found.append(
            Finding("kind", "Label berubah, jadi ini bukan sekadar perbaikan ketik. Pilih pembaruan atau ralat.")
        )
    elif kind != EditionKind.MINOR and not note.strip():
        found.append(Finding("note", "Tulis catatan untuk pembaca: apa yang diperbarui atau diralat."))
    return found


def _label_of(live: Edition) -> tuple[str, str]:
    return live.content_class, live.advertiser


def of_neutral_headline(article: Article, ground: str, headline: str) -> list[Finding]:
    """Whether the headline of a notice says less than any headline that readers have had."""
    if ground not in PROTECTING or not headline.strip():
        return []
    known = Edition.objects.filter(article=article).values_list("headline", flat=True)
    if letters(headline) in {letters(each) for each in known}:
        return [Finding("headline", "Ini masih judul beritanya. Tulis judul yang tidak menyebut siapa pun.")]
    return []


def letters(text: str) -> str:
    """A headline without case and punctuation: what may change without telling readers."""
    return re.sub(r"[\W_]+", "", text).casefold()
