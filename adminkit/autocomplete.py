"""Choosing rows by typing part of their names; what is sent for a row's number may be anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


def is_row_number(text: str) -> bool:
    """Whether a text could be a row's number on every database."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their numbers; what is no number is refused before a database sees it."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, (list, tuple)) else ():
            if not is_row_number(str(key)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class ChooseOne(AutocompleteSelect):
    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [key for key in value if is_row_number(key)], attr)


class ChooseInOrder(AutocompleteSelectMultiple):
    """Keeps the chosen names in their order. Each is taken away by itself."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        order = {key: position for position, key in enumerate(value) if is_row_number(key)}
        groups = super().optgroups(name, list(order), attr)
        for _name, options, _index in groups:
            options.sort(key=lambda option: order.get(str(option["value"]), len(order)))
        return groups
