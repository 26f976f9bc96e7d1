from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.querysets import UndeletableQuerySet
from comments.database_rules import FORMER_READER
from comments.querysets import CommentQuerySet, DiscussionQuerySet

from .choices import DiscussionState, Status

LONGEST_TEXT = 5_000
DEEPEST = 2  # levels below a thread's first comment; what answers something deeper stands beside it


class Comment(models.Model):
    """What one reader wrote below one story. The row stays for ever; only its text may go.

    `reply_to` is the comment that is answered, `parent` the one below which it is printed: a thread is three levels
    deep, and its first comment is the `root` of all others. `has_place` says that a page has to print something here,
    because the comment is public or one below it is; a place without a public comment is printed empty.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments", verbose_name="naskah")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments", verbose_name="penulis"
    )
    author_name = models.CharField("nama", max_length=80)  # as it was when the comment was written
    from_newsroom = models.BooleanField("dari redaksi", default=False)  # by the writer's role, never by the name
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="thread")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="answers")
    depth = models.PositiveSmallIntegerField(default=0)

    text = models.TextField("komentar", max_length=LONGEST_TEXT, blank=True)
    status = models.CharField("status", max_length=10, choices=Status)
    findings = models.JSONField(default=list)  # of the last screening: [{"check", "decision", "detail"}]
    risk = models.PositiveSmallIntegerField(default=0, editable=False)  # how much of them speaks against it
    form_key = models.UUIDField(unique=True)  # of the form it came in, so that a form makes one comment

    created_at = models.DateTimeField("ditulis", default=timezone.now)
    published_at = models.DateTimeField("terbit", null=True)  # the first time
    edited_at = models.DateTimeField("disunting", null=True)
    edited_by_newsroom = models.BooleanField("disunting redaksi", default=False)  # Pedoman Media Siber 3d
    featured = models.BooleanField("pilihan redaksi", default=False)

    # The moment from which readers no longer see it, because a complaint's time runs out then undecided (3f).
    hide_at = models.DateTimeField(null=True, editable=False)

    likes = models.PositiveIntegerField(default=0)
    placed_children = models.PositiveIntegerField(default=0)
    has_place = models.BooleanField(default=False)

    address = models.GenericIPAddressField("alamat IP", null=True)  # taken out after 30 days (`comments.retention`)
    network = models.CharField("jaringan", max_length=43, blank=True)  # what stays of it

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "komentar"
        verbose_name_plural = "komentar"
        ordering = ("-created_at", "-pk")
        base_manager_name = "objects"
        permissions = (("moderate_comment", "Boleh memoderasi komentar"),)
        indexes = (
            models.Index(
                fields=["article", "-created_at", "-id"],
                condition=models.Q(root=None, has_place=True),
                name="comment_threads_newest",
            ),
            models.Index(
                fields=["article", "-likes", "-id"],
                condition=models.Q(root=None, has_place=True),
                name="comment_threads_liked",
            ),
            models.Index(
                fields=["article", "-created_at", "-id"],
                condition=models.Q(featured=True, root=None),
                name="comment_featured_newest",
            ),
            models.Index(
                fields=["root", "created_at", "id"], condition=models.Q(has_place=True), name="comment_thread_order"
            ),
            models.Index(fields=["author", "status"], name="comment_author_status"),
            models.Index(fields=["status", "created_at", "id"], name="comment_status_oldest"),
            models.Index(fields=["status", "-risk", "created_at", "id"], name="comment_status_riskiest"),
            models.Index(fields=["-created_at", "-id"], name="comment_newest"),
            models.Index(
                fields=["created_at"], condition=models.Q(address__isnull=False), name="comment_address_oldest"
            ),
            models.Index(
                fields=["article", "hide_at"], condition=models.Q(hide_at__isnull=False), name="comment_hides_next"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="comment_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status=Status.PUBLISHED) | models.Q(published_at__isnull=False, has_place=True),
                name="comment_published_has_time_and_place",
            ),
            models.CheckConstraint(
                condition=models.Q(depth=0, root=None, parent=None, reply_to=None)
                | models.Q(depth__range=(1, DEEPEST), root__isnull=False, parent__isnull=False, reply_to__isnull=False),
                name="comment_depth_fits_thread",
            ),
        )

    def __str__(self) -> str:
        return f"Komentar {self.pk} oleh {self.author_name}"

    def get_absolute_url(self) -> str:
        return reverse("comments:thread", args=[self.article_id, self.pk])

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A comment is never deleted, only its text.", {self})

    @property
    def is_published(self) -> bool:
        """What counts and places follow, whatever the clock says."""
        return self.status == Status.PUBLISHED

    @property
    def is_without_account(self) -> bool:
        """Whether it came from another site with its writer's name, who never signed in here."""
        return self.author_id is None and self.author_name != FORMER_READER

    @property
    def is_public(self) -> bool:
        """Whether readers see it now."""
        return self.standing(timezone.now()) == Status.PUBLISHED

    def standing(self, at: datetime) -> Status:
        """The status as of a moment: what was to be decided by then and is not has been hidden, entered or not."""
        is_over = self.hide_at is not None and self.hide_at <= at
        return Status.HIDDEN if self.is_published and is_over else Status(self.status)

    @property
    def thread_root(self) -> int:
        """The key of the first comment of the thread, which may be this one."""
        return self.root_id or self.pk


class CommentLog(models.Model):
    """What happened to a comment, by whom and why: append-only. Texts may be taken out of it, never changed."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="log")
    action = models.CharField("langkah", max_length=30)
    from_status = models.CharField(max_length=10, choices=Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField("alasan", max_length=40, blank=True)  # a code
    note = models.TextField("catatan", blank=True)
    text_before = models.TextField(blank=True)
    text_after = models.TextField(blank=True)

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan komentar"
        verbose_name_plural = "catatan komentar"
        ordering = ("-pk",)
        base_manager_name = "objects"
        indexes = (models.Index(fields=["comment", "-id"], name="commentlog_newest"),)

    def __str__(self) -> str:
        return f"{self.action}: {self.from_status or 'baru'} → {self.to_status}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("The comment log is never deleted.", {self})


class Like(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="comment_likes")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="liked_by")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "suka"
        verbose_name_plural = "suka"
        constraints = (models.UniqueConstraint(fields=["user", "comment"], name="like_once"),)

    def __str__(self) -> str:
        return f"{self.user} menyukai komentar {self.comment_id}"


class Discussion(models.Model):
    """What the desk set for the comments of one story, and how many of them are public."""

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="discussion")
    state = models.CharField(
        "kolom komentar",
        max_length=10,
        choices=DiscussionState,
        blank=True,
        default=DiscussionState.BY_RULE,
        help_text="Menurut aturan situs, naskah sensitif dan berita lama ditutup.",
    )
    message = models.CharField(
        "pesan redaksi", max_length=300, blank=True, help_text="Tampil di atas komentar, misalnya ajakan tetap sopan."
    )
    review_first = models.BooleanField(
        "periksa dahulu", default=False, help_text="Setiap komentar menunggu persetujuan moderator."
    )
    protected = models.TextField(
        "nama terlindungi",
        blank=True,
        help_text="Nama, tempat, atau sekolah yang membuat anak, korban, atau saksi dikenali, satu tiap baris, juga "
        "nama panggilannya. Hanya terlihat di sini. Komentar yang menyebutnya ditahan, di berita ini dan di berita "
        "lain dengan topik yang sama.",
    )
    public_comments = models.PositiveIntegerField(default=0, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = "kolom komentar"
        verbose_name_plural = "kolom komentar"
        indexes = (models.Index(fields=["article"], condition=~models.Q(protected=""), name="discussion_protecting"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=DiscussionState.values), name="discussion_state_known"),
        )

    def __str__(self) -> str:
        return f"Komentar pada “{self.article}”"


class ReplyNotice(models.Model):
    """A mail that tells somebody of a public reply: one for each reply, sent by `manage.py notify_replies`."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="notice")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "pemberitahuan balasan"
        verbose_name_plural = "pemberitahuan balasan"
        indexes = (models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="replynotice_waiting"),)

    def __str__(self) -> str:
        return f"Balasan {self.comment_id} untuk {self.recipient}"


class MailChoice(models.Model):
    """Which mails somebody wants; whoever has no row has chosen nothing and gets them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_choice")
    replies = models.BooleanField("kirim surel bila komentar saya dibalas", default=True)
    decisions = models.BooleanField("kirim surel bila komentar saya diputuskan", default=True)

    class Meta:
        verbose_name = "pilihan surel"
        verbose_name_plural = "pilihan surel"

    def __str__(self) -> str:
        return f"Pilihan surel {self.user}"
