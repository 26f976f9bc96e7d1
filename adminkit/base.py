"""What every screen of the desk has in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, NoReturn

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR, ActionLocation
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError
from django.db.models import CharField, DateTimeField, EmailField, Field, Model, QuerySet, SlugField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from pagecache import invalidate

from . import sent_forms
from .autocomplete import ChooseOne, is_row_number
from .changelist import FirstPage, KeysetChangeList
from .forms import VisibleField
from .in_use import InUse


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own picker, which fits a phone. Its value is ISO 8601 without a zone, such as 2022-07-12T14:05."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SeenRowsForm(ActionForm):
    """Bulk actions apply to the rows that the user saw and ticked, never to everything that a filter matches."""

    def clean_select_across(self) -> bool:
        return False


class RowForm(forms.ModelForm[Any]):
    """A row that is edited in the list, whose fields have no label but the column's heading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{capfirst(field.label)}: {self.instance}"


class DeskAdmin(ModelAdmin[Any]):
    """A screen of the desk.

    Lists page by keyset in the one order of `ordering`. A search looks only at the newest
    `searched_rows` rows, so that its cost is bounded. A row that does not exist, or that `get_queryset`
    hides from the user, is 404. A row that is still in use (`in_use`) is not deleted.
    """

    add_label = "Tambah"  # the button above the list
    new_title = ""  # the heading of an empty form
    empty_list = "Belum ada isinya."
    add_another = False
    one_form_one_row = False  # the same add form sent again with other words is about the row that it made
    add_related: Sequence[str] = ()  # fields whose target may be added in a window of its own

    empty_value_display = ""
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    paginator = FirstPage
    action_form = SeenRowsForm
    searched_rows = 20_000
    view_on_site: Any = False
    formfield_overrides = {
        DateTimeField: {"form_class": forms.DateTimeField, "widget": LocalDateTimeInput},
        CharField: {"form_class": VisibleField},
        # Which are CharFields too, with a form field of their own.
        SlugField: {"form_class": forms.SlugField},
        EmailField: {"form_class": forms.EmailField},
    }

    def get_urls(self) -> list[URLPattern]:
        # The unnamed pattern redirects the URLs of an older Django, and so any mistyped one.
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "")]

    # Lists

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if ERROR_FLAG in request.GET and len(request.GET) > 1:  # at a second wrong lookup Django has its own page
            return redirect(f"{request.path}?{ERROR_FLAG}=1")
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": RowForm} | kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if search_term.strip():
            newest = self.model._default_manager.order_by("-pk").values("pk")[: self.searched_rows]
            queryset = queryset.filter(pk__in=newest)
        return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allows the list's own filters only: any other lookup could read the whole table."""
        filters = self.get_list_filter(request) if request else ()
        names = {getattr(of, "parameter_name", of) for of in filters}
        return lookup.partition("__")[0] in names and super().lookup_allowed(lookup, value, request)

    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        if not all(map(is_row_number, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise SuspiciousOperation
        return super().response_action(request, queryset, action_location)

    # Forms

    @method_decorator(require_safe)
    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        return super().history_view(request, object_id, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """An add form that is sent twice makes one thing, also if both arrive at once."""
        if object_id is not None or request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._add_once(request, form_url, extra_context)
        except (IntegrityError, ValidationError):
            # Somebody wrote the same at this moment. Now that it is there, the form finds it and says so.
            return self._add_once(request, form_url, extra_context)

    def _add_once(self, request: HttpRequest, form_url: str, extra_context: dict[str, Any] | None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if made := self.made_before(request):
            return self.response_add_again(request, made)
        response = super().changeform_view(request, None, form_url, extra_context)
        if response.status_code == HTTPStatus.OK and (made := self.made_before(request)):
            return self.response_add_again(request, made)  # what it collides with is its own first sending
        return response

    def made_before(self, request: HttpRequest) -> Any:
        """What the add form that is being sent has made already; None if nothing, or if it is gone."""
        digest = self._digest(request)
        if (pk := sent_forms.made_by(digest)) is None:
            return None
        if (made := self.model._base_manager.filter(pk=pk).first()) is None:
            sent_forms.forget_one(digest)
        return made

    def _digest(self, request: HttpRequest) -> str:
        content = "" if self.one_form_one_row else sent_forms.content_of(request)
        return sent_forms.digest(request.user.pk, self.model, sent_forms.key_of(request), content)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        self.remember_sent(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def remember_sent(self, request: HttpRequest, obj: Any) -> None:
        sent_forms.remember(self._digest(request), obj)

    def response_add_again(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """What is answered to a form that made `obj` before."""
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj)
        said = f"“{obj}” sudah tersimpan. Formulir ini terkirim dua kali; yang kedua tidak menambah apa-apa."
        messages.info(request, said)
        return self.response_post_save_add(request, obj)

    def get_paginator(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        newest_first = queryset.reverse() if queryset.model is LogEntry else queryset
        return super().get_paginator(request, newest_first, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and formfield.required:
            formfield.error_messages["required"] = f"“{capfirst(formfield.label)}” masih kosong. Isi dahulu."
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            wrapper = formfield.widget
            wrapper.can_add_related = wrapper.can_add_related and db_field.name in self.add_related
            wrapper.can_change_related = wrapper.can_delete_related = wrapper.can_view_related = False
        return formfield

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        context |= {
            "title": self.heading(obj) if obj else self.new_title or f"{capfirst(str(self.opts.verbose_name))} baru",
            "subtitle": None,
            "form_key": sent_forms.key_of(request) if add else None,
            "show_save_and_continue": False,
            "show_save_and_add_another": self.add_another and self.has_add_permission(request),
        }
        focus_first_fault(context["adminform"].form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def heading(self, obj: Any) -> str:
        return str(obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Writes only the changed columns, so that two users who edit two fields do not overwrite each other."""
        if change:
            fields = set(form.changed_data)
            names = self.shown_as(self.model._base_manager.get(pk=obj.pk), fields)
            obj.save(update_fields=changed_columns(obj, form.changed_data))
            invalidate(*names, *self.shown_as(obj, fields))
        else:
            obj.save(force_insert=True)
            invalidate(*self.shown_as(obj, None))

    def shown_as(self, obj: Any, fields: set[str] | None) -> Iterable[str]:
        """The cache tags of the readers' pages that change with these fields of a row; None for all of them."""
        return ()

    # Deletion

    def in_use(self, request: HttpRequest, obj: Any) -> InUse | None:
        """Why a row cannot be deleted; None if it can."""
        return None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [], {}, set(), [use for obj in objs if (use := self.in_use(request, obj))]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        names = list(self.shown_as(obj, None))
        super().delete_model(request, obj)
        invalidate(*names)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        names = [name for obj in queryset for name in self.shown_as(obj, None)]
        super().delete_queryset(request, queryset)
        invalidate(*names)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError:  # another user began to use it a moment ago
            messages.error(request, f"{capfirst(str(self.opts.verbose_name))} ini baru saja dipakai. Belum dihapus.")
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        raise Http404


def focus_first_fault(form: forms.BaseForm) -> None:
    """Begin a refused form at the first field that is marked, without scripts too."""
    faults = form.errors if form.is_bound else {}
    if first := next((name for name in form.fields if name in faults), None):
        form.fields[first].widget.attrs["autofocus"] = True


def changed_columns(obj: Model, changed_data: Sequence[str]) -> list[str]:
    columns = [field.name for field in obj._meta.concrete_fields if field.name in changed_data]
    automatic = [field.name for field in obj._meta.concrete_fields if getattr(field, "auto_now", False)]
    return columns + automatic if columns else []
