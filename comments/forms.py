"""The forms in which readers write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from accounts.honeypot import TrapForm

from .models import LONGEST_TEXT, Comment
from .normalise import clean, shows_nothing


class TextField(forms.CharField):
    """Words as they will be stored, so that their length is that of what readers see."""

    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {
            "label": "Komentar",
            "widget": forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_TEXT, "dir": "auto"}),
            "error_messages": {"required": "Komentar masih kosong. Tulis dahulu, lalu kirim."},
        }
        super().__init__(**defaults | options)

    def to_python(self, value: Any) -> str:
        text = clean(super().to_python(value) or "")
        return "" if shows_nothing(text) else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > LONGEST_TEXT:
            raise ValidationError(
                f"Komentar paling panjang {LONGEST_TEXT:,} huruf; yang ini {len(value):,}. Pendekkan dahulu.".replace(
                    ",", "."
                )
            )

    def run_validators(self, value: Any) -> None:
        """None: what Django would refuse, `clean` has taken out."""


class EditForm(forms.Form):
    text = TextField()


class CommentForm(TrapForm, EditForm):
    """A new comment. Whatever is wrong, `text` is printed again as it was typed."""

    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    nudged = forms.BooleanField(required=False)  # whether its writer was told already that it would wait

    def __init__(self, user: User, article_pk: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.article_pk = article_pk
        self.meant_for = {"user": user.pk, "story": article_pk}
        self.is_nudged = False

    @property
    def new_ticket(self) -> str:
        """The same once more after a nudge: who sends again at once has had the time to read."""
        return self.data["ticket"] if self.is_nudged else super().new_ticket

    @property
    def answered(self) -> Comment | None:
        """The comment that this one answers, as far as it can be answered."""
        if self.is_bound:
            return None if self.errors.get("reply_to") else self.cleaned_data["reply_to"]
        pk = str(self.initial.get("reply_to") or "")
        found: Comment | None = None
        if pk.isdecimal():
            found = Comment.objects.public().filter(pk=pk, article=self.article_pk).first()
        return found

    def clean_reply_to(self) -> Comment | None:
        pk = self.cleaned_data["reply_to"]
        if pk is None:
            return None
        comment: Comment | None = Comment.objects.public().filter(pk=pk, article=self.article_pk).first()
        if comment is None:
            raise ValidationError("Komentar yang Anda balas sudah tidak tampil. Kirim sebagai komentar baru.")
        return comment
