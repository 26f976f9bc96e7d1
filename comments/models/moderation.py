"""What moderators keep: the rules of screening, reports with their clock, appeals, and what stands against readers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.people import Person
from articles.models import Article
from articles.querysets import UndeletableQuerySet
from comments.querysets import AppealQuerySet, ReportQuerySet, SanctionQuerySet

from .choices import (
    AppealOutcome,
    Decision,
    ReportEventKind,
    ReportOutcome,
    ReportReason,
    SanctionKind,
    WordKind,
)
from .comments import Comment, CommentLog

TIME_TO_DECIDE = timedelta(hours=48)  # 2 x 24 hours after a complaint is received (Pedoman Media Siber 3f)


# Screening


class ScreeningRule(models.Model):
    """What one check of `comments.screening` leads to here; what has no row is as shipped."""

    check_name = models.CharField("pemeriksaan", max_length=20, unique=True, editable=False)
    decision = models.CharField("akibatnya", max_length=10, choices=Decision)
    limit = models.PositiveIntegerField("batas", null=True, blank=True)
    sample = models.PositiveIntegerField("contoh paling sedikit", null=True, blank=True)

    class Meta:
        verbose_name = "aturan komentar"
        verbose_name_plural = "aturan komentar"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="screeningrule_decision_known"),
        )

    def __str__(self) -> str:
        return self.check_name


class ScreeningWord(models.Model):
    """One word or phrase that comments are searched for."""

    kind = models.CharField("daftar", max_length=10, choices=WordKind)
    text = models.CharField("kata", max_length=80, help_text="Huruf kecil, tanpa imbuhan. Boleh beberapa kata.")
    meaning = models.CharField("arti", max_length=160, help_text="Untuk moderator lain: apa maksudnya.")
    weight = models.SmallIntegerField(
        "bobot",
        default=1,
        help_text="Untuk promosi judi: 2 atau lebih bila tentang judi, 1 bila bujukan, "
        "di bawah 0 bila tanda bahwa orang hanya membicarakannya. "
        "Untuk kata yang ditujukan kepada orang: 2 bila diteriakkan sendiri pun sudah makian, "
        "0 bila hanya sesudah “dasar” atau di samping kata sapaan.",
    )
    unless = models.CharField(
        "kecuali bersama",
        max_length=400,
        blank=True,
        help_text="Kata-kata, dipisah koma. Bila salah satunya ada di komentar yang sama, kata ini tidak dihitung.",
    )
    is_active = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = "kata komentar"
        verbose_name_plural = "kata komentar"
        ordering = ("kind", "text")
        constraints = (
            models.UniqueConstraint(fields=["kind", "text"], name="screeningword_once"),
            models.CheckConstraint(condition=Q(kind__in=WordKind.values), name="screeningword_kind_known"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def company(self) -> tuple[str, ...]:
        return tuple(word for part in self.unless.split(",") if (word := part.strip().lower()))


class ScreeningModel(models.Model):
    """What screening has learned from decisions (`comments.screening.learned`); the newest row counts."""

    made_at = models.DateTimeField("dilatih", default=timezone.now)
    content = models.BinaryField("isi", editable=False)
    about = models.JSONField("keterangan", default=dict)  # on how much it was trained, and how it measured

    class Meta:
        verbose_name = "model penyaring"
        verbose_name_plural = "model penyaring"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


# Reports


def secret_of(ticket: str) -> str:
    """What the address of a reporter's own page ends with."""
    return salted_hmac("comments.reports", ticket, algorithm="sha256").hexdigest()[:24]


class Report(models.Model):
    """A complaint about one comment: what was said, when it came and when it was decided. It is never deleted."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="reports", verbose_name="komentar")
    ticket = models.CharField("nomor aduan", max_length=20, unique=True)
    reason = models.CharField("alasan", max_length=20, choices=ReportReason)
    text = models.TextField("penjelasan", max_length=1_000, blank=True)
    email = models.EmailField("surel", blank=True)  # emptied when the reporter has been told
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField("diterima", default=timezone.now)
    due_at = models.DateTimeField("batas waktu")
    hidden_at = models.DateTimeField("disembunyikan otomatis", null=True)  # the moment its time ran out undecided
    decided_at = models.DateTimeField("diputuskan", null=True)
    outcome = models.CharField("keputusan", max_length=10, choices=ReportOutcome, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField("oleh", max_length=150, blank=True)
    note = models.TextField("catatan untuk pelapor", max_length=1_000, blank=True)
    # The complaint that was answered before and says the same: its answer holds, and no new clock runs (`reports`).
    repeats = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "aduan"
        verbose_name_plural = "aduan"
        ordering = ("-received_at", "-pk")
        base_manager_name = "objects"
        permissions = (("export_reports", "Boleh mengunduh log pengaduan"),)
        indexes = (
            models.Index(fields=["-received_at", "-id"], name="report_newest"),
            models.Index(fields=["due_at", "id"], condition=Q(decided_at=None), name="report_open_due"),
            models.Index(fields=["comment"], condition=Q(decided_at=None), name="report_open_comment"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=ReportReason.values), name="report_reason_known"),
            models.CheckConstraint(condition=Q(due_at__gt=models.F("received_at")), name="report_due_later"),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="report_decided_with_outcome",
            ),
        )

    def __str__(self) -> str:
        return self.ticket

    def get_absolute_url(self) -> str:
        return reverse("comments:complaint", args=[self.ticket, self.secret])

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A complaint is never deleted.", {self})

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    def is_late(self, at: datetime) -> bool:
        """Whether it waits although its time has run out by a moment."""
        return self.is_open and self.repeats_id is None and self.due_at <= at

    @property
    def secret(self) -> str:
        return secret_of(self.ticket)

    @property
    def answers(self) -> list[ReportEvent]:
        """What was decided, the earliest first: the decision, and what put it right since."""
        return [event for event in self.events.all() if event.outcome]

    @property
    def answer(self) -> str:
        """The outcome that holds now."""
        return self.answers[-1].outcome if self.answers else self.outcome


class ReportEvent(models.Model):
    """The log of complaints (Pedoman Media Siber 3g-h): what happened to each, when and by whom. Append-only."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=ReportEventKind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    outcome = models.CharField(max_length=10, choices=ReportOutcome, blank=True, default="")

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "log pengaduan"
        verbose_name_plural = "log pengaduan"
        ordering = ("pk",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.kind}: {self.report_id}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("The log of complaints is never deleted.", {self})


# Decisions about comments


class Appeal(models.Model):
    """The one time that a reader may ask for another person's decision about a comment of theirs."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="appeal", verbose_name="komentar")
    text = models.TextField("alasan banding", max_length=1_000)
    made_at = models.DateTimeField("diajukan", default=timezone.now)
    against = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField("diputuskan", null=True)
    outcome = models.CharField("keputusan", max_length=10, choices=AppealOutcome, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField("oleh", max_length=150, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = "banding"
        verbose_name_plural = "banding"
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["made_at", "id"], condition=Q(decided_at=None), name="appeal_open_oldest"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="appeal_decided_with_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"Banding atas {self.comment_id}"

    def is_for(self, user: Person) -> bool:
        """Whether somebody who moderates may decide it: neither the writer nor whoever decided before."""
        return user.pk not in {self.against_id, self.comment.author_id}


# Readers


class Sanction(models.Model):
    """Something that stands, or stood, against a reader: half-open from `since` to `until` or `lifted_at`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField("tindakan", max_length=10, choices=SanctionKind)
    reason = models.TextField("alasan", max_length=500)  # the reader is told
    since = models.DateTimeField("sejak", default=timezone.now)
    until = models.DateTimeField("sampai", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField("oleh", max_length=150)
    lifted_at = models.DateTimeField("dicabut", null=True)
    lifted_by_name = models.CharField("dicabut oleh", max_length=150, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = "tindakan terhadap pembaca"
        verbose_name_plural = "tindakan terhadap pembaca"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["user", "-id"], name="sanction_of_user"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SanctionKind.values), name="sanction_kind_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="sanction_interval_forward"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"

    def stands(self, at: datetime) -> bool:
        return self.since <= at and (self.lifted_at is None or at < self.lifted_at) and (
            self.until is None or at < self.until
        )  # fmt: skip


class BarredAddress(models.Model):
    """What stands against whoever signs up with an address again, after its account was deleted: no address, a digest.

    It goes when its time is over; moderators lift it as they lift what stands against an account.
    """

    digest = models.CharField(max_length=64, unique=True)  # keyed (`comments.bans`)
    kind = models.CharField("tindakan", max_length=10, choices=SanctionKind)
    reason = models.TextField("alasan", max_length=500)
    since = models.DateTimeField("sejak")
    until = models.DateTimeField("sampai", null=True)
    by_name = models.CharField("oleh", max_length=150)

    class Meta:
        verbose_name = "alamat yang diblokir"
        verbose_name_plural = "alamat yang diblokir"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.since:%Y-%m-%d}"


class ReaderNote(models.Model):
    """What moderators tell each other about a reader. Part of what that reader may see of themselves."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="moderation_notes")
    text = models.TextField("catatan", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "catatan tentang pembaca"
        verbose_name_plural = "catatan tentang pembaca"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["user", "-id"], name="readernote_of_user"),)

    def __str__(self) -> str:
        return f"Catatan tentang {self.user}"


class Letter(models.Model):
    """A mail on its way: made in the transaction that it tells of, sent by `manage.py tend_comments`, and then deleted.

    `about` is the step that it tells of, whose undoing takes the letter back until it is due.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about = models.ForeignKey(CommentLog, models.CASCADE, null=True, related_name="letters")
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="letters")
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "surat"
        verbose_name_plural = "surat"

    def __str__(self) -> str:
        return self.subject


class Presence(models.Model):
    """Which moderator has which story's comments open."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "moderator yang hadir"
        verbose_name_plural = "moderator yang hadir"
        constraints = (models.UniqueConstraint(fields=["article", "user"], name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.article_id}"
