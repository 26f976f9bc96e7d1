"""Choosing rows by typing part of their names; what is sent for a row's number may be anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


def is_row_number(text: str) -> bool:
    """Whether a text could be a row's number on every database."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class ChooseOne(AutocompleteSelect):
    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [key for key in value if is_row_number(key)], attr)


class ChooseInOrder(AutocompleteSelectMultiple):
    """Keeps the chosen names in their order."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        order = {key: position for position, key in enumerate(value) if is_row_number(key)}
        groups = super().optgroups(name, list(order), attr)
        for _name, options, _index in groups:
            options.sort(key=lambda option: order.get(str(option["value"]), len(order)))
        return groups
