"""Lists of the desk that stay quick however long they grow: one order, no COUNT, no OFFSET."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Field, QuerySet
from django.http import HttpRequest

from .keyset import BrokenToken, Cursor, Keyset


class FirstPage(Paginator[Any]):
    """A single page, for autocompletes: the user types another letter to narrow the result."""

    def __init__(self, object_list: Any, per_page: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(list(object_list[:per_page]), per_page, *args, **kwargs)


class Rows(list[Any]):
    """The rows of a page, which formsets may take for an ordered queryset."""

    ordered = totally_ordered = True


class KeysetChangeList(ChangeList):
    """A change list that pages by keyset: each page begins at the row where the last one ended.

    `adminkit.base.DeskAdmin` uses it for every screen; a screen sets `ordering` to plain, never
    empty columns of its own table that an index answers, such as ("-updated_at", "-pk"). Any order that
    is not unique by itself gets "-pk" appended. Sorting by column (`?o=`) does not exist. `search_form`
    and `pagination` templates read `previous_url`, `next_url` and `first_url`; `result_count` is the
    number of rows on the page, since the rest is not counted.
    """

    previous_url = next_url = first_url = ""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        ordering = [str(name) for name in self.model_admin.get_ordering(request) or self.lookup_opts.ordering or ()]
        return ordering if self._is_unique(ordering) else [*ordering, "-pk"]

    def get_results(self, request: HttpRequest) -> None:
        keyset = self._keyset(request)
        page = keyset.page(self.queryset, self.list_per_page, self._cursor(request, keyset))
        rows = Rows(page.entries)
        self.previous_url = self._page_url(page.previous)
        self.next_url = self._page_url(page.next)
        self.first_url = "" if page.is_first else self.get_query_string()
        self.result_list = rows
        self.result_count = len(rows)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(rows)
        self.can_show_all = self.multi_page = False
        self.paginator = FirstPage(rows, max(len(rows), 1))

    def _keyset(self, request: HttpRequest) -> Keyset:
        ordering = self.get_ordering(request, self.queryset)
        return Keyset.of_fields({name: self._field(name) for name in ordering})

    def _field(self, name: str) -> Field[Any, Any]:
        name = name.removeprefix("-")
        return self.lookup_opts.pk if name == "pk" else self.lookup_opts.get_field(name)  # type: ignore[return-value]

    def _is_unique(self, ordering: list[str]) -> bool:
        try:
            return any(self._field(name).unique for name in ordering)
        except FieldDoesNotExist:
            return False

    def _cursor(self, request: HttpRequest, keyset: Keyset) -> Cursor | None:
        token = request.GET.get(PAGE_VAR)
        if not token:
            return None
        try:
            return keyset.parse(token, both_ways=True)
        except BrokenToken as error:
            raise IncorrectLookupParameters from error

    def _page_url(self, cursor: Cursor | None) -> str:
        return self.get_query_string({PAGE_VAR: str(cursor)}) if cursor else ""
