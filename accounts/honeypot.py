"""What tells a person's form from a machine's: when it was printed, signed, and a field that nobody sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

SALT = "comments.forms"
QUICKEST = timedelta(seconds=2)  # nobody reads, thinks and types in less
FRESH = timedelta(hours=12)

OLD = "Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada: periksa, lalu kirim sekali lagi."
QUICK = "Terkirim terlalu cepat. Tulisan Anda masih ada: tunggu beberapa detik, lalu kirim sekali lagi."
TRAPPED = "Kosongkan kolom “Situs web”, lalu kirim sekali lagi. Kolom itu hanya jebakan untuk mesin."


def new_ticket(**meant_for: Any) -> str:
    """What makes a form one of a kind: for whom and what it was printed, and when."""
    told = {"key": uuid4().hex, "for": meant_for, "at": timezone.now().timestamp()}
    return signing.dumps(told, salt=SALT)


class TrapForm(forms.Form):
    """A form that machines fill in wrongly. templates/includes/trap.html prints what this adds."""

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
        """The key of the form, if it is one that we printed for this purpose, a while ago."""
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
