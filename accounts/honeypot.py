"""A honeypot: a hidden field that only bots fill in, and a signed ticket that says when the form was rendered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

SALT = "comments.forms"
QUICKEST = timedelta(seconds=2)  # no person reads and types in less
FRESH = timedelta(hours=12)

OLD = "Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada: periksa, lalu kirim sekali lagi."
QUICK = "Terkirim terlalu cepat. Tulisan Anda masih ada: tunggu beberapa detik, lalu kirim sekali lagi."
TRAPPED = "Kosongkan kolom “Situs web”, lalu kirim sekali lagi. Kolom itu hanya jebakan untuk mesin."


def new_ticket(**meant_for: Any) -> str:
    """A ticket, signed, for a rendered form: {"key": "4f0c…", "for": {"user": 3, "story": 17}, "at": 1657587600.0}"""
    told = {"key": uuid4().hex, "for": meant_for, "at": timezone.now().timestamp()}
    return signing.dumps(told, salt=SALT)


class TrapForm(forms.Form):
    """A form with the honeypot. templates/includes/trap.html renders its fields."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)
    website = forms.CharField(
        label="Situs web (kosongkan)",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    meant_for: dict[str, Any] = {}

    @property
    def new_ticket(self) -> str:
        return new_ticket(**self.meant_for)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(TRAPPED)
        return ""

    def clean_ticket(self) -> UUID:
        """The key of the ticket. Raises ValidationError if it is forged, for another purpose, too fresh or too old."""
        try:
            told = signing.loads(self.cleaned_data["ticket"], salt=SALT)
        except signing.BadSignature as error:
            raise ValidationError(OLD) from error
        age = timezone.now().timestamp() - told["at"]
        if told["for"] != self.meant_for or age > FRESH.total_seconds():
            raise ValidationError(OLD)
        if age < QUICKEST.total_seconds():
            raise ValidationError(QUICK)
        return UUID(told["key"])
