from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from .articles import Article


class Note(models.Model):
    """What somebody of the newsroom says about a passage of a working copy, apart from its text and for the desk alone.

    Attributes:
        key: of the form it was written in and of what that held: one that is sent twice makes one note.
        thread: the note that it answers; None for the first of a thread, which alone has a passage and an end.
        passage: the words that it is about, "" for the whole story. `before` and `after` stood around them then, and
            tell which of equal passages is meant.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    thread = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    passage = models.CharField("bagian naskah", max_length=500, blank=True)
    before = models.CharField(max_length=60, blank=True, editable=False)
    after = models.CharField(max_length=60, blank=True, editable=False)
    text = models.CharField("catatan", max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = "catatan"
        verbose_name_plural = "catatan"
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=["article"],
                condition=models.Q(thread__isnull=True, resolved_at__isnull=True),
                name="note_open_of_article",
            ),
        )

    def __str__(self) -> str:
        return f"Catatan {self.by_name}: {self.text[:60]}"

    @staticmethod
    def is_open() -> models.Q:
        """The first notes of threads that nobody has ended."""
        return models.Q(thread=None, resolved_at=None)
