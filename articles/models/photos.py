from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from articles.photo_places import CARD, FORMATS, INLINE, JPEG, PLACES, SHARE, SQUARE, SUFFIXES, around, place_of

from .choices import SOURCE_LABELS, DigitalSource, PhotoRights

ARCHIVE_AGE = timedelta(days=30)  # Kode Etik Jurnalistik 4: older pictures show when they were taken


class Rendition(NamedTuple):
    """One file of a photo that readers may fetch."""

    name: str  # in the media storage
    content_type: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return settings.MEDIA_URL + self.name  # nothing in these names needs escaping


class Photo(models.Model):
    """A picture of the library: what it shows, whose it is, and which files of it readers may fetch.

    `renditions` names those files by crop key ("card", or "lead:17" for the lead of story 17 alone): a key that changes
    with everything they are made from, and the widths made in each format. Only `articles.photos.renditions` writes it.
    """

    original = models.CharField(max_length=100, editable=False)  # in the storage of originals, never served
    sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  (of the upload)
    difference_hash = models.CharField(max_length=16, editable=False)
    orientation = models.PositiveSmallIntegerField(default=1, editable=False)  # of the original, as in EXIF
    width = models.PositiveIntegerField(editable=False)  # upright, as height
    height = models.PositiveIntegerField(editable=False)
    tone = models.CharField(max_length=3, default="222", editable=False)
    renditions = models.JSONField(default=dict, editable=False)
    share_bytes = models.PositiveIntegerField(default=0, editable=False)
    due_since = models.DateTimeField(null=True, editable=False)  # some renditions are still to be made

    caption = models.CharField("keterangan foto", max_length=400, blank=True)
    alt_text = models.CharField(
        "teks alternatif",
        max_length=300,
        blank=True,
        help_text="Apa yang terlihat, untuk pembaca yang tidak melihat foto.",
    )
    credit = models.CharField(
        "kredit foto",
        max_length=120,
        blank=True,
        help_text="Dicetak sebagai “(Foto: …)”; cukup tulis nama atau lembaganya.",
    )
    creator = models.CharField("pemotret", max_length=120, blank=True)
    people = models.CharField(
        "orang di dalam foto", max_length=300, blank=True, help_text="Dipisah koma, untuk pencarian redaksi."
    )
    place = models.CharField("tempat", max_length=120, blank=True)
    taken_at = models.DateTimeField("waktu pengambilan", null=True, blank=True)
    taken_at_is_estimate = models.BooleanField(
        "waktu itu perkiraan", default=False, help_text="Berkasnya tidak menyebut zona waktu; dianggap jam redaksi."
    )
    digital_source = models.CharField(
        "asal gambar", max_length=40, choices=DigitalSource, default=DigitalSource.CAPTURE
    )
    rights = models.CharField("hak pakai", max_length=20, choices=PhotoRights, blank=True)
    copyright_notice = models.CharField("pemegang hak cipta", max_length=200, blank=True)
    licence = models.CharField("syarat lisensi", max_length=300, blank=True, help_text="Misalnya “CC BY 4.0”.")
    licence_until = models.DateField(
        "lisensi berlaku sampai", null=True, blank=True, help_text="Hari terakhir foto ini boleh diterbitkan."
    )
    do_not_use = models.BooleanField(
        "jangan dipakai", default=False, help_text="Foto ini tidak dapat diterbitkan lagi sampai tanda ini dihapus."
    )
    kept_notes = models.JSONField(default=dict, editable=False)  # of the owner's, written back as they came

    focal_x = models.PositiveSmallIntegerField(
        "titik fokus mendatar (%)", default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        "titik fokus tegak (%)", default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    crops = models.JSONField(default=dict, blank=True, editable=False)  # adjusted by hand, by crop key
    # Areas that nobody may recognise, in shares of the picture: {"shape", "x", "y", "width", "height"}.
    blurred = models.JSONField(default=list, blank=True, editable=False)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foto"
        ordering = ("-uploaded_at", "-pk")
        indexes = (
            models.Index(fields=["-uploaded_at", "-id"], name="photo_newest"),
            models.Index(fields=["due_since"], condition=models.Q(due_since__isnull=False), name="photo_due"),
            models.Index(
                fields=["licence_until"], condition=models.Q(licence_until__isnull=False), name="photo_licence_until"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 100), focal_y__range=(0, 100)), name="photo_focal_point_inside"
            ),
        )

    def __str__(self) -> str:
        return self.caption or f"Foto {self.pk}"

    # What readers may fetch

    @property
    def is_shown(self) -> bool:
        """Whether readers may see it at all. Editions never change, so whoever prints one asks here."""
        return self.withdrawn_at is None and bool(self.renditions)

    def files(self, key: str, form: str) -> list[Rendition]:
        """The renditions of a crop in one format, the narrowest first; none while they are not made."""
        spec = self.renditions.get(key)
        if spec is None or self.withdrawn_at:
            return []
        ratio = place_of(key).ratio or self.width / self.height
        return [
            Rendition(rendition_name(spec["key"], width, form), FORMATS[form], width, max(1, round(width / ratio)))
            for width in spec.get(form, ())
        ]

    def crop_key(self, place: str, article_pk: int | None = None) -> str:
        """The crop for a place: that of one story where somebody made one."""
        own = f"{place}:{article_pk}"
        return own if own in self.renditions else place

    def share_seen(self, place: str, article_pk: int | None = None) -> float:
        """How much of it a place shows, from 0 to 1; all, as far as a cut that somebody drew is concerned."""
        if self.crop_key(place, article_pk) in self.crops:
            return 1
        _left, _top, width, height = around(0.5, 0.5, place_of(place).ratio, self.width, self.height)
        return width * height

    def main(self, place: str = INLINE.name) -> Rendition | None:
        """The largest JPEG of a place, which every program can read."""
        return next(reversed(self.files(place, JPEG)), None)

    @property
    def thumbnail_url(self) -> str:
        return next((file.url for file in self.files(SQUARE.name, JPEG)), "")

    @property
    def card_url(self) -> str:
        return next((file.url for file in self.files(CARD.name, JPEG)[1:]), self.thumbnail_url)

    @property
    def share(self) -> Rendition | None:
        """The picture that a shared link shows."""
        return self.main(SHARE.name)

    def every_file(self) -> Iterator[str]:
        """The name in the media storage of every rendition there is."""
        for spec in self.renditions.values():
            for form in FORMATS:
                yield from (rendition_name(spec["key"], width, form) for width in spec.get(form, ()))

    # What is said about it

    @property
    def origin(self) -> str:
        """What readers are told of a picture that is not simply a photograph, or ""."""
        return SOURCE_LABELS.get(self.digital_source, "")

    def is_archive_in(self, published_at: Any) -> bool:
        """Whether it must show when it was taken, in a story published then (Kode Etik Jurnalistik 4)."""
        return self.taken_at is not None and published_at - self.taken_at > ARCHIVE_AGE

    # A licence lasts all of its last day. This is said twice, of many in a query and of one: change both together.

    @staticmethod
    def with_ended_licence(today: date) -> models.Q:
        return models.Q(licence_until__lt=today)

    def licence_has_ended(self, today: date | None = None) -> bool:
        """Whether its licence has ended on a day of the newsroom's clock, today unless given."""
        return self.licence_until is not None and self.licence_until < (today or timezone.localdate())


def rendition_name(key: str, width: int, form: str) -> str:
    return f"foto/{key[:2]}/{key}-{width}.{SUFFIXES[form]}"


def crop_keys(photo: Photo) -> list[str]:
    """Every crop that is to be made: one a place, and those that stories have of their own."""
    return [*PLACES, *(key for key in photo.crops if ":" in key)]
