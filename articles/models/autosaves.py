from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from .articles import Article


class Autosave(models.Model):
    """What one person typed in one opened story form and has not saved: no revision, no version, seen by them alone.

    Attributes:
        key: of the page that was opened. Each opening has its own, so that newer typing never overwrites an older
            copy on which its writer has not decided.
        form_key: of the add form (`adminkit.sent_forms`); None for a story that was there.
        base_version: the version of the story on which it was typed; 0 for a new one.
        turn: counts the changes on the page; a request that arrives late changes nothing.
        content: what the form held, by the names of `story_fields`, as it was typed and unchecked.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    form_key = models.UUIDField(null=True)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    base_version = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "ketikan yang belum disimpan"
        verbose_name_plural = "ketikan yang belum disimpan"
        ordering = ("-saved_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="autosave_page_once"),)

    def __str__(self) -> str:
        return f"Ketikan {self.key} oleh {self.user_id}"

    @property
    def title(self) -> str:
        return str(self.content.get("headline", "")).strip() or "(tanpa judul)"

    @property
    def photo_words(self) -> Any:
        """What was typed about the lead photo, as its part of the form sent it; None if nothing was."""
        return self.content.get("photo_words")
