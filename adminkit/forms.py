"""Form fields that the desk and readers' pages share."""

from __future__ import annotations

from typing import Any

from django import forms

from .characters import visible


class VisibleField(forms.CharField):
    """Text of which no character hides itself or turns the others."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return visible(text).strip() if text and self.strip else text


class ReasonField(VisibleField):
    """A few lines in one's own words, such as why something was done, with what is said of too few and too many.

    Args:
        missing: the sentence if it is empty; "" if it may be.
        max_length: characters.
        rows: of the box that is shown.
    """

    def __init__(
        self, label: str, missing: str = "", *, max_length: int = 1_000, rows: int = 3, **options: Any
    ) -> None:
        super().__init__(
            label=label,
            required=bool(missing),
            max_length=max_length,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "required": missing,
                "max_length": f"Paling banyak {max_length:,} huruf. Pendekkan dahulu.".replace(",", "."),
            },
            **options,
        )
