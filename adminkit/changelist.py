"""Lists of the desk that stay quick however long they grow: one order, no COUNT, no OFFSET."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

FORWARD, BACKWARD = "n", "p"
SALT = "adminkit.changelist"


class FirstPage(Paginator[Any]):
    """One page and no more, for autocompletes: whoever seeks types another letter."""

    def __init__(self, object_list: Any, per_page: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(list(object_list[:per_page]), per_page, *args, **kwargs)


class Rows(list[Any]):
    """The rows of a page, which formsets may take for an ordered queryset."""

    ordered = totally_ordered = True


@dataclass(frozen=True)
class SortKey:
    """One field of a list's order."""

    field: Field[Any, Any]
    descending: bool

    def beyond(self, backward: bool) -> str:
        return f"{self.field.name}__{'lt' if self.descending != backward else 'gt'}"

    def ordering(self, backward: bool) -> str:
        return f"-{self.field.name}" if self.descending != backward else self.field.name


class KeysetChangeList(ChangeList):
    """A change list that pages by keyset: each page begins at the row where the last one ended.

    `adminkit.base.DeskAdmin` uses it for every screen; a screen sets `ordering` to plain, never
    empty columns of its own table that an index answers, such as ("-updated_at", "-pk"). Any order that
    is not unique by itself gets "-pk" appended. Sorting by column (`?o=`) does not exist. `search_form`
    and `pagination` templates read `previous_url`, `next_url` and `first_url`; `result_count` is the
    number of rows on the page, since nobody counted the rest.
    """

    previous_url = next_url = first_url = ""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        ordering = [str(name) for name in self.model_admin.get_ordering(request) or self.lookup_opts.ordering or ()]
        return ordering if self._is_unique(ordering) else [*ordering, "-pk"]

    def get_results(self, request: HttpRequest) -> None:
        keys = self._sort_keys(self.get_ordering(request, self.queryset))
        direction, values = self._cursor(request, keys)
        backward = direction == BACKWARD
        queryset = self.queryset.order_by(*(key.ordering(backward) for key in keys))
        if values:
            queryset = queryset.filter(beyond(keys, values, backward))
        rows = Rows(queryset[: self.list_per_page + 1])
        more = len(rows) > self.list_per_page
        del rows[self.list_per_page :]
        if backward:
            rows.reverse()
        if rows and (more if backward else values):
            self.previous_url = self._page_url(BACKWARD, keys, rows[0])
        if rows and (more or backward):
            self.next_url = self._page_url(FORWARD, keys, rows[-1])
        if values:
            self.first_url = self.get_query_string()
        self.result_list = rows
        self.result_count = len(rows)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(rows)
        self.can_show_all = self.multi_page = False
        self.paginator = FirstPage(rows, max(len(rows), 1))

    def _sort_keys(self, ordering: Iterable[str]) -> list[SortKey]:
        return [SortKey(self._field(name), name.startswith("-")) for name in ordering]

    def _field(self, name: str) -> Field[Any, Any]:
        name = name.removeprefix("-")
        return self.lookup_opts.pk if name == "pk" else self.lookup_opts.get_field(name)  # type: ignore[return-value]

    def _is_unique(self, ordering: list[str]) -> bool:
        try:
            return any(self._field(name).unique for name in ordering)
        except FieldDoesNotExist:
            return False

    def _cursor(self, request: HttpRequest, keys: list[SortKey]) -> tuple[str, list[Any]]:
        token = request.GET.get(PAGE_VAR, "")
        if not token:
            return FORWARD, []
        try:
            direction, *texts = signing.loads(token, salt=SALT)
            return direction, [key.field.to_python(text) for key, text in zip(keys, texts, strict=True)]
        except (signing.BadSignature, ValueError, ValidationError) as error:  # not ours, or of another list
            raise IncorrectLookupParameters from error

    def _page_url(self, direction: str, keys: list[SortKey], row: Model) -> str:
        texts = [key.field.value_to_string(row) for key in keys]
        return self.get_query_string({PAGE_VAR: signing.dumps([direction, *texts], salt=SALT)})


def beyond(keys: list[SortKey], values: list[Any], backward: bool) -> Q:
    """The rows after (or before) the one with these values."""
    found = Q()
    equal: dict[str, Any] = {}
    for key, value in zip(keys, values, strict=True):
        found |= Q(**equal, **{key.beyond(backward): value})
        equal[key.field.name] = value
    # Said again without OR, so that both databases start reading at the right place in the index.
    first = keys[0]
    return Q(**{f"{first.beyond(backward)}e": values[0]}) & found
