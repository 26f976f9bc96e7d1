"""Choosing rows by typing part of their names. The submitted primary keys may be anything and are checked first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest


def is_row_number(text: str) -> bool:
    """Whether a text could be a primary key on every supported database."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by primary key. Anything else is rejected before it reaches the database."""

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
    """Preserves the order of the chosen rows. Each can be removed by itself."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        order = {key: position for position, key in enumerate(value) if is_row_number(key)}
        groups = super().optgroups(name, list(order), attr)
        for _name, options, _index in groups:
            options.sort(key=lambda option: order.get(str(option["value"]), len(order)))
        return groups


class Autocomplete(AutocompleteJsonView):
    """Autocompletion of one page, for users who may fill in the requesting form, limited to what it accepts."""

    paginate_by = 50

    def process_request(self, request: HttpRequest) -> Any:
        found = super().process_request(request)
        target_admin, source_field = found[1], found[2]
        source = target_admin.admin_site._registry.get(source_field.model)
        if source is None or source_field.name not in source.get_autocomplete_fields(request):
            raise PermissionDenied
        if not (source.has_add_permission(request) or source.has_change_permission(request)):
            raise PermissionDenied
        return found

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset()
        source_admin = self.model_admin.admin_site._registry.get(self.source_field.model)
        limit = getattr(source_admin, "limit_autocomplete", None)
        return limit(self.source_field.name, queryset) if limit else queryset

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "autocomplete_label", None)
        return result | {"text": label(obj)} if label else result
