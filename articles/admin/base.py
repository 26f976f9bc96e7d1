"""What every screen of the desk has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import SuspiciousOperation
from django.db.models import DateTimeField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from .paging import FirstPage, KeysetChangeList


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own picker, which fits a phone; its form of the value is ISO 8601."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SeenRowsForm(ActionForm):
    """Bulk actions are for the rows that somebody saw and ticked, never for all that a filter finds."""

    def clean_select_across(self) -> bool:
        return False


class DeskAdmin(ModelAdmin[Any]):
    """A screen of the desk.

    Lists page by keyset in the one order of `ordering`. A search looks only at the newest
    `searched_rows` rows, so that its cost has a bound. What does not exist, or what `get_queryset`
    hides from somebody, is 404.
    """

    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    paginator = FirstPage
    action_form = SeenRowsForm
    searched_rows = 20_000
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = {DateTimeField: {"form_class": forms.DateTimeField, "widget": LocalDateTimeInput}}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if search_term.strip():
            newest = self.model._default_manager.order_by("-pk").values("pk")[: self.searched_rows]
            queryset = queryset.filter(pk__in=newest)
        return super().get_search_results(request, queryset, search_term)

    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        if not all(pk.isdecimal() for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise SuspiciousOperation
        return super().response_action(request, queryset, action_location)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Writes only what was changed, so that two people in two fields both win."""
        if change:
            obj.save(update_fields=changed_columns(obj, form.changed_data))
        else:
            obj.save(force_insert=True)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        raise Http404


def changed_columns(obj: Model, changed_data: Sequence[str]) -> list[str]:
    changed = [field.name for field in obj._meta.concrete_fields if field.name in changed_data]
    automatic = [field.name for field in obj._meta.concrete_fields if getattr(field, "auto_now", False)]
    return changed + automatic if changed else []
