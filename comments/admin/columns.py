"""The comments of one story as moderators set them: closed, reviewed first, with a message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article
from articles.reading import cache_tags
from comments.models import Discussion, DiscussionState
from pagecache import invalidate

SHOWN = 10  # of what was set before


class ColumnForm(forms.ModelForm[Discussion]):
    """What moderators set; the names that a story protects are its editors' business."""

    class Meta:
        model = Discussion
        fields: tuple[str, ...] = ("state", "message", "review_first")
        widgets = {"state": forms.RadioSelect, "message": forms.Textarea(attrs={"rows": 3})}


class ModeratorsColumnForm(ColumnForm):
    """The same, but a column that rules close is opened by the story's editors alone."""

    may_open = False

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        if state == DiscussionState.OPEN != self.initial["state"] and not self.may_open:
            raise forms.ValidationError("Membuka kolom ini diputuskan redaktur beritanya.")
        return state


def set_column(article: Article, values: dict[str, Any], *, by: User) -> None:
    """Store what was chosen for a story's comments, with who did it, in one transaction."""
    with transaction.atomic():
        discussion = Discussion.objects.locked(article.pk)  # which makes the row, so that no two make it
        Discussion.objects.filter(pk=article.pk).update(**values)
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(Discussion),
            object_id=str(article.pk),
            object_repr=str(discussion)[:200],
            action_flag=CHANGE,
            change_message=_in_words(values),
        )
        invalidate(cache_tags.comments(article.pk))


def history(article: Article) -> QuerySet[LogEntry]:
    """Who set what, the newest first."""
    kind = ContentType.objects.get_for_model(Discussion)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk))
    return entries.select_related("user").order_by("-action_time")[:SHOWN]


def _in_words(values: dict[str, Any]) -> str:
    said = [f"{DiscussionState(values['state']).label}"]
    said += ["periksa dahulu"] if values["review_first"] else []
    said += [f"pesan “{values['message']}”"] if values["message"] else []
    return "; ".join(said)
