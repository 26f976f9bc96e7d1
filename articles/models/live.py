"""Live reports: a story that goes on in entries, each with editions of its own (docs/decisions/live-report.md)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.querysets import LiveEntryEditionQuerySet, UndeletableQuerySet
from articles.richtext import RichTextField, as_typed, opening

from .articles import Article
from .choices import EditionKind, RetractionGround
from .editions import Edition, Picture
from .photos import Photo

LONGEST_ENTRY = 5_000  # characters
HEADLINE = 110  # characters of an entry's first words, where they stand for it


class LiveReport(models.Model):
    """What makes a story a live report. Its row is locked while an entry goes out, so that their order is one."""

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="live_report")
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by_name = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)  # when readers last got, or lost, something of it
    writers_publish = models.BooleanField(default=False)  # the editor let the story's writers in
    court_leave = models.CharField(
        "izin hakim",
        max_length=200,
        blank=True,
        help_text="Bila dari ruang sidang: siapa yang memberi izin, dan kapan.",
    )

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan langsung"
        verbose_name_plural = "laporan langsung"
        base_manager_name = "objects"
        indexes = (models.Index(fields=["-changed_at"], name="livereport_changed"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("begun_at")), name="livereport_ends_after_begin"
            ),
        )

    def __str__(self) -> str:
        return f"Laporan langsung “{self.article}”"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A live report is never deleted.", {self})

    @property
    def is_running(self) -> bool:
        return self.finished_at is None


class LiveEntry(models.Model):
    """What somebody sent for a live report, as they sent it. Readers see editions of it, and a waiting one has none."""

    report = models.ForeignKey(LiveReport, models.PROTECT, related_name="entries")
    form_key = models.UUIDField(unique=True)  # of the box it came in, so that one box makes one entry
    body = RichTextField()
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="live_entries")
    photo_caption = models.CharField(max_length=400, blank=True)
    is_key = models.BooleanField(default=False)
    author_name = models.CharField(max_length=150)
    author_slug = models.CharField(max_length=100, blank=True)  # of the public author, "" for who has no page
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    refused_at = models.DateTimeField(null=True)
    refused_by_name = models.CharField(max_length=150, blank=True)
    story = models.ForeignKey(Article, models.PROTECT, null=True, related_name="told_by")  # that it grew into

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        ordering = ("pk",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"Kabar {self.pk} oleh {self.author_name}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("An entry is never deleted.", {self})

    @property
    def typed(self) -> str:
        """Its text as it stands in a box."""
        return as_typed(self.body)


class LiveEntryEdition(models.Model):
    """One public state of an entry: complete and immutable. It is the entry's last while `live_until` is empty."""

    entry = models.ForeignKey(LiveEntry, models.PROTECT, related_name="editions")
    report = models.ForeignKey(LiveReport, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EditionKind)
    at = models.DateTimeField()  # when the entry went out: its printed time, which never moves
    body = RichTextField(blank=True)
    author_name = models.CharField(max_length=150)
    author_slug = models.CharField(max_length=100, blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="live_editions")
    photo_caption = models.CharField(max_length=400, blank=True)
    photo_credit = models.CharField(max_length=120, blank=True)
    photo_alt = models.CharField(max_length=300, blank=True)
    is_key = models.BooleanField(default=False)
    public_note = models.TextField(blank=True)
    ground = models.CharField(max_length=20, choices=RetractionGround, blank=True)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_by_name = models.CharField(max_length=150)

    story: Edition | None = None  # that the entry grew into, as readers have it: see `reading.live`

    objects = LiveEntryEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "edisi kabar"
        verbose_name_plural = "edisi kabar"
        ordering = ("-pk",)
        base_manager_name = "objects"
        indexes = (
            models.Index(fields=["report", "-at", "-entry"], condition=Q(live_until=None), name="liveedition_newest"),
            models.Index(fields=["kind", "-live_from"], name="liveedition_kind_newest"),
        )
        constraints = (
            models.UniqueConstraint(fields=["entry", "number"], name="liveedition_number_once"),
            models.UniqueConstraint(fields=["entry"], condition=Q(live_until=None), name="liveedition_one_open"),
            models.CheckConstraint(
                condition=Q(kind__in=["first", "minor", "correction", "retraction"]), name="liveedition_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")), name="liveedition_interval_forward"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["first", "minor"]) | ~Q(public_note=""), name="liveedition_change_has_note"
            ),
            models.CheckConstraint(
                condition=Q(kind="retraction", ground__in=RetractionGround.values, body="", photo=None)
                | (~Q(kind="retraction") & Q(ground="")),
                name="liveedition_retraction_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"Kabar {self.entry_id} (edisi {self.number})"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("An entry's edition is never deleted.", {self})

    @property
    def typed(self) -> str:
        """Its text as it stands in a box."""
        return as_typed(self.body)

    @property
    def anchor(self) -> str:
        """Its place on the report's page."""
        return f"kabar-{self.entry_id}"

    @property
    def article_id(self) -> int:
        """The number of its report's story."""
        return self.report_id

    @property
    def query(self) -> str:
        """What asks the report's address for the page that begins with it."""
        return f"?kabar={self.entry_id}"

    @property
    def place(self) -> str:
        """What follows the report's address in a link to it."""
        return f"{self.query}#{self.anchor}"

    @property
    def is_retracted(self) -> bool:
        return self.kind == EditionKind.RETRACTION

    @property
    def is_corrected(self) -> bool:
        return self.kind == EditionKind.CORRECTION

    @property
    def headline(self) -> str:
        """Its first words, where they stand for all of it."""
        return opening(self.body, HEADLINE) or f"Kabar {self.author_name}"

    @property
    def picture(self) -> Picture | None:
        if self.photo is None or not self.photo.is_shown:
            return None
        return Picture(self.photo, self.photo_caption, self.photo_credit, self.photo_alt)
