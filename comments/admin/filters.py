"""What a moderator types to narrow a queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from comments.models import RefusalReason, ReportReason
from comments.screening.policy import CHECKS
from comments.search import Filters

NAMES = ("kata", "pembaca", "berita", "jaringan", "alasan", "dari", "sampai", "sama")
ANY_REASON = ("", "Semua alasan")
NO_DATE = "Tanggal ini belum benar. Tulis misalnya 2026-11-30, atau kosongkan."


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, error_messages={"invalid": NO_DATE})


class FilterForm(forms.Form):
    kata = forms.CharField(label="Kata", required=False, max_length=100)
    pembaca = forms.CharField(label="Pembaca", required=False, max_length=80)
    berita = forms.CharField(label="Berita", required=False, max_length=100)
    jaringan = forms.GenericIPAddressField(
        label="Jaringan",
        required=False,
        error_messages={"invalid": "Tulis alamat IP, misalnya 203.0.113.0, atau kosongkan."},
    )
    alasan = forms.ChoiceField(label="Alasan", required=False)
    dari = _day("Dari tanggal")
    sampai = _day("Sampai tanggal")
    sama = forms.CharField(required=False, widget=forms.HiddenInput, validators=[RegexValidator(r"\A[0-9a-f]{16}\Z")])

    def __init__(self, data: Any, *, of_complaints: bool) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        found = ("Temuan pemeriksaan", [(check.name, check.label) for check in CHECKS.values()])
        refused = ("Alasan penolakan", RefusalReason.choices)
        groups = [("Alasan aduan", ReportReason.choices)] if of_complaints else [found, refused]
        self.fields["alasan"].choices = [ANY_REASON, *groups]  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """What was asked for; of a form that is wrong, nothing."""
        if not self.is_valid():
            return Filters()
        given = self.cleaned_data
        return Filters(
            words=given["kata"],
            reader=given["pembaca"],
            story=given["berita"],
            network=given["jaringan"],
            reason=given["alasan"],
            since=given["dari"],
            until=given["sampai"],
            same=given["sama"],
        )

    @property
    def typed(self) -> dict[str, str]:
        """What was filled in, as parameters of an address."""
        return {name: value for name in NAMES if (value := self.data.get(name, "").strip())}
