"""A field for reasons says in words what is missing and what is too long, and takes what fits."""

import pytest
from django import forms

from adminkit.forms import ReasonField


class Asked(forms.Form):
    why = ReasonField("Alasan", "Tulis alasannya.", max_length=1_000)


class MayBeEmpty(forms.Form):
    why = ReasonField("Catatan")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("", ["Tulis alasannya."]),
        (" \n\t ", ["Tulis alasannya."]),
        ("Karena.", []),
        ("x" * 1_000, []),
        ("x" * 1_001, ["Paling banyak 1.000 huruf. Pendekkan dahulu."]),
    ],
)
def test_what_is_wrong_with_a_reason_is_said(typed: str, errors: list[str]) -> None:
    form = Asked({"why": typed})
    assert form.errors.get("why", []) == errors
    assert form["why"].value() == typed  # nothing typed is lost


def test_a_field_without_a_sentence_for_nothing_may_be_empty() -> None:
    assert MayBeEmpty({"why": ""}).is_valid()
