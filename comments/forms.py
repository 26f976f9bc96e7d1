"""The forms in which readers write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from .models import LONGEST_TEXT, Comment
from .texts import clean

SALT = "comments.forms"
QUICKEST = timedelta(seconds=2)  # nobody reads, thinks and types in less
FRESH = timedelta(hours=12)

OLD = "Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada: periksa, lalu kirim sekali lagi."
QUICK = "Terkirim terlalu cepat. Tulisan Anda masih ada: tunggu beberapa detik, lalu kirim sekali lagi."
TRAPPED = "Kosongkan kolom “Situs web”, lalu kirim sekali lagi. Kolom itu hanya jebakan untuk mesin."


def new_ticket(user: User, article_pk: int) -> str:
    """What makes a form one of a kind: for whom and below what it was printed, and when."""
    told = {"key": uuid4().hex, "user": user.pk, "story": article_pk, "at": timezone.now().timestamp()}
    return signing.dumps(told, salt=SALT)


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
        return clean(super().to_python(value) or "")

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


class CommentForm(EditForm):
    """A new comment. Whatever is wrong, `text` is printed again as it was typed."""

    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)
    # A field that nobody sees, so that whoever fills it in is a machine.
    website = forms.CharField(
        label="Situs web (kosongkan)",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, user: User, article_pk: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.article_pk = article_pk
        self.new_ticket = new_ticket(user, article_pk)

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

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(TRAPPED)
        return ""

    def clean_ticket(self) -> UUID:
        """The key of the form, if it is one that we printed for this person and story, a while ago."""
        try:
            told = signing.loads(self.cleaned_data["ticket"], salt=SALT)
        except signing.BadSignature as error:
            raise ValidationError(OLD) from error
        age = timezone.now().timestamp() - told["at"]
        if (told["user"], told["story"]) != (self.user.pk, self.article_pk) or age > FRESH.total_seconds():
            raise ValidationError(OLD)
        if age < QUICKEST.total_seconds():
            raise ValidationError(QUICK)
        return UUID(told["key"])

    def clean_reply_to(self) -> Comment | None:
        pk = self.cleaned_data["reply_to"]
        if pk is None:
            return None
        comment: Comment | None = Comment.objects.public().filter(pk=pk, article=self.article_pk).first()
        if comment is None:
            raise ValidationError("Komentar yang Anda balas sudah tidak tampil. Kirim sebagai komentar baru.")
        return comment
