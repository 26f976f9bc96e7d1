"""An upload on its way in: examined in the darkroom, compared with the library, kept."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.people import Person
from articles import permissions
from articles.models import DigitalSource, Photo
from articles.richtext import one_line

from . import captions, renditions
from .darkroom.decoding import Refused
from .sandbox import darkroom, scratch, sentence

MAX_BYTES = 20 * 1024 * 1024
NEAR = 5  # of 64 bits in which two pictures' looks may differ to be taken for the same
PLAIN = 6  # fewer edges than this tell nothing
SOURCES = {  # IPTC's other values, by the ones that we offer
    "algorithmicMedia": DigitalSource.ART,
    "algorithmicallyEnhanced": DigitalSource.EDITED,
    "compositeSynthetic": DigitalSource.PARTLY_AI,
    "compositeWithTrainedAlgorithmicMedia": DigitalSource.PARTLY_AI,
    "digitalCreation": DigitalSource.ART,
    "composite": DigitalSource.EDITED,
    "trainedAlgorithmicData": DigitalSource.AI,
    "virtualRecording": DigitalSource.ART,
    "screenCapture": DigitalSource.ART,
    "softwareImage": DigitalSource.ART,
    "dataDrivenMedia": DigitalSource.ART,
}
TEXTS = ("caption", "creator", "credit", "copyright_notice", "licence", "alt_text", "people", "place")
LONGEST = {name: getattr(Photo._meta.get_field(name), "max_length", 0) for name in TEXTS}
KEPT_NOTES = ("web_statement", "licensor_name", "licensor_url", "data_mining")
FILE_NAME = re.compile(
    r"\A[\w()\-. ]*\.(?:jpe?g|png|webp|gif|avif|heic|tiff?)\Z|\A(?:IMG|DSC|WA|PXL)[-_ \d]", re.IGNORECASE
)


@dataclass(frozen=True)
class Examined:
    """An upload that is a sound picture."""

    original: bytes  # for the archive: without its notes
    facts: dict[str, Any]  # see darkroom.__main__
    fields: dict[str, Any] = field(default_factory=dict)  # what its notes say, by the fields of Photo

    @property
    def sha256(self) -> str:
        return str(self.facts["sha256"])


def examine(upload: IO[bytes]) -> Examined:
    """Look at an uploaded file. Nothing of it is stored.

    Raises:
        ValidationError: too large, not a picture, damaged or too costly; the message is for who uploaded it.
    """
    upload.seek(0, io.SEEK_END)
    if upload.tell() > MAX_BYTES:
        raise ValidationError(
            f"Berkas foto lebih dari {MAX_BYTES // 1024**2} MB. Kirim yang lebih kecil.", code="too_large"
        )
    upload.seek(0)
    with TemporaryDirectory(dir=scratch()) as folder:
        try:
            facts = darkroom("examine", upload.read(), into=folder)
        except Refused as refusal:
            raise sentence(refusal) from refusal
        original = (Path(folder) / "original").read_bytes()
    return Examined(original, facts, fields_of(facts.pop("notes")))


def same(examined: Examined) -> Photo | None:
    """The photo that was made from the very same file, whether its notes differ or not, if it is the same way up."""
    facts = examined.facts
    return (
        Photo.objects.filter(sha256=examined.sha256).first()
        or Photo.objects.filter(original__startswith=facts["original_sha256"], orientation=facts["orientation"]).first()
    )


def turned(examined: Examined, by: Person) -> Photo | None:
    """A photo of the same pixels the other way up that `by` may put right by sending it again."""
    facts = examined.facts
    others = Photo.objects.filter(original__startswith=facts["original_sha256"], withdrawn_at=None)
    for photo in others.exclude(orientation=facts["orientation"]).order_by("-pk"):
        # Areas that nobody may recognise were drawn on the picture as it lay.
        if permissions.may_change_photo(by, photo) and not photo.blurred:
            return photo
    return None


def turn(photo: Photo, examined: Examined) -> None:
    """Show a photo the way up that a second sending of it says, wherever it stands. Crops are made anew."""
    fields = ("sha256", "difference_hash", "orientation", "width", "height", "tone")
    for name in fields:
        setattr(photo, name, examined.facts[name])
    photo.crops, photo.focal_x, photo.focal_y = {}, 50, 50
    renditions.picture_changed(photo, [*fields, "crops", "focal_x", "focal_y"])


def alike(examined: Examined, among: QuerySet[Photo] | None = None) -> list[Photo]:
    """Photos that look the same, the nearest first: another size, another crop of the edge, another encoding.

    Args:
        among: those that may be named; the whole library unless given.
    """
    among = Photo.objects.all() if among is None else among
    looks = int(examined.facts["difference_hash"], 16)
    if not PLAIN <= looks.bit_count() <= 64 - PLAIN:  # a sky and a wall look the same
        return []
    found = []
    for pk, other in among.order_by().values_list("pk", "difference_hash").iterator():
        if other and (distance := (looks ^ int(other, 16)).bit_count()) <= NEAR:
            found.append((distance, pk))
    nearest = [pk for _, pk in sorted(found)[:5]]
    photos = Photo.objects.in_bulk(nearest)
    return [photos[pk] for pk in nearest]


def store(photo: Photo, examined: Examined) -> None:
    """Give an unsaved photo its files and save it.

    Raises:
        ValidationError: the same file is in the library.
    """
    develop(photo, examined)
    enter(photo)


def develop(photo: Photo, examined: Examined) -> None:
    """Give an unsaved photo its files: the original, and what no page can do without. It needs no database.

    The files come first: a crash leaves files without a row, which `sweeping` removes, and never a row without files.
    """
    facts = examined.facts
    for name in ("sha256", "difference_hash", "orientation", "width", "height", "tone"):
        setattr(photo, name, facts[name])
    photo.kept_notes = photo.kept_notes or examined.fields.get("kept_notes", {})
    photo.original = original_name(examined)
    keep_original(photo.original, examined.original)
    renditions.make_quick(photo, examined.original)


def enter(photo: Photo) -> None:
    """Save a photo that has its files; its other renditions follow.

    Raises:
        ValidationError: the same file is in the library.
    """
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError("Foto ini baru saja diunggah orang lain. Pakai yang itu.", code="same") from error
    renditions.begin_later()


def original_name(examined: Examined) -> str:
    return f"{examined.facts['original_sha256']}.{examined.facts['suffix']}"


def keep_original(name: str, data: bytes) -> None:
    originals = storages["originals"]
    if not originals.exists(name):
        originals.save(name, ContentFile(data))


def fields_of(notes: dict[str, str]) -> dict[str, Any]:
    """What a file's notes say, as values for the fields of Photo, none of them too long and none empty."""
    found: dict[str, Any] = {}
    for name in TEXTS:
        if text := one_line(notes.get(name, ""))[: LONGEST[name]]:
            found[name] = text
    caption, named = captions.without_credit(found.get("caption", ""))
    if named and captions.same(named, found.setdefault("credit", named[: LONGEST["credit"]])):
        found["caption"] = caption
        if not caption:
            del found["caption"]
    if is_file_name(found.get("alt_text", "")):
        del found["alt_text"]
    if source := digital_source(notes.get("digital_source", "")):
        found["digital_source"] = source
    if moment := taken_at(notes.get("taken_at", "")):
        found["taken_at"], found["taken_at_is_estimate"] = moment
    if kept := {name: notes[name] for name in KEPT_NOTES if name in notes}:
        found["kept_notes"] = kept
    return found


def is_file_name(text: str) -> bool:
    """Whether somebody's "description" is just what the camera called the file."""
    return bool(text) and bool(FILE_NAME.search(text.strip()))


def digital_source(uri: str) -> str:
    """Our value for an IPTC DigitalSourceType, or "" for one that nobody knows."""
    name = uri.rstrip("/").rpartition("/")[2]
    return name if name in DigitalSource.values else str(SOURCES.get(name, ""))


def taken_at(text: str) -> tuple[datetime, bool] | None:
    """A moment, and whether it is an estimate: without an offset the newsroom's clock is taken for meant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1826 <= moment.year <= timezone.now().year + 1:  # the first photograph; a camera's clock gone wrong
        return None
    return (timezone.make_aware(moment), True) if timezone.is_naive(moment) else (moment, False)
