"""Keyset paging: walking a list in either direction meets each row once in order, whatever is inserted meanwhile."""

import json
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any, cast

import pytest
from django.db import connection
from django.db.models import Field
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adminkit.keyset import BIGGEST, BrokenToken, Cursor, Keyset, Kind
from articles.models import Author, Photo
from comments.models import LimitCount

pytestmark = pytest.mark.both_databases

NOON = datetime(2022, 7, 12, 4, 0, tzinfo=UTC)
# The three kinds of values, in both directions.
ORDERS = [
    Keyset({"-count": int, "ends_at": datetime, "key": str}),
    Keyset({"-ends_at": datetime, "key": str}),
    Keyset({"key": str}),
    Keyset({"count": int, "-key": str}),
]
NUMBER = count()

# Few different values, so that many rows are equal but for their keys.
rows = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12)
in_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def insert(*values: tuple[int, int]) -> None:
    LimitCount.objects.bulk_create(
        LimitCount(key=f"kunci {next(NUMBER):09}", count=count, ends_at=NOON + timedelta(microseconds=after))
        for count, after in values
    )


def begun_with(values: list[tuple[int, int]]) -> None:
    LimitCount.objects.all().delete()
    insert(*values)


def page(keyset: Keyset, size: int, token: str) -> tuple[list[str], str, str]:
    """The keys of the rows on a page, and the tokens of those beside it."""
    here = keyset.parse(token, both_ways=True) if token else None
    page = keyset.page(LimitCount.objects.all(), size, here)
    assert len(page.entries) <= size
    assert page.is_first is not bool(token)
    return [row.key for row in page.entries], str(page.previous or ""), str(page.next or "")


def in_order(keyset: Keyset) -> list[str]:
    return list(LimitCount.objects.order_by(*keyset.ordering()).values_list("key", flat=True))


@in_database
@given(rows, st.sampled_from(ORDERS), st.integers(1, 5))
def test_a_list_is_walked_forward_and_back(db: None, values: list[tuple[int, int]], keyset: Keyset, size: int) -> None:
    begun_with(values)
    keys, previous, following = page(keyset, size, "")
    assert previous == ""
    seen, pages = list(keys), [keys]
    while following:
        keys, previous, following = page(keyset, size, following)
        assert keys
        seen += keys
        pages.append(keys)
        assert len(seen) <= len(values)
    assert seen == in_order(keyset)
    back = [keys]
    while previous:
        keys, previous, following = page(keyset, size, previous)
        assert following
        back.append(keys)
        assert len(back) <= len(pages)
    assert back[::-1] == pages


@in_database
@given(rows, rows, st.sampled_from(ORDERS), st.integers(1, 5))
def test_rows_that_are_inserted_meanwhile_shift_nothing(
    db: None, values: list[tuple[int, int]], more: list[tuple[int, int]], keyset: Keyset, size: int
) -> None:
    begun_with(values)
    there = in_order(keyset)
    seen, _, following = page(keyset, size, "")
    for value in more:
        insert(value)
        if following:
            keys, _, following = page(keyset, size, following)
            seen += keys
    while following:
        keys, _, following = page(keyset, size, following)
        seen += keys
        assert len(seen) <= len(values) + len(more)
    assert [key for key in seen if key in there] == there
    assert len(set(seen)) == len(seen)
    places = {key: place for place, key in enumerate(in_order(keyset))}
    assert all(places[key] < places[later] for key, later in pairwise(seen))


def test_the_row_at_which_a_page_began_may_be_gone(db: None) -> None:
    begun_with([(1, 0), (1, 1), (1, 2)])
    first, second, third = in_order(ORDERS[1])
    _, _, following = page(ORDERS[1], 1, "")
    LimitCount.objects.get(key=first).delete()
    assert page(ORDERS[1], 1, following)[0] == [second]
    assert third not in {first, second}


def test_a_page_is_one_query_that_counts_and_skips_nothing(db: None) -> None:
    begun_with([(1, n) for n in range(5)])
    for keyset in ORDERS:
        _, _, following = page(keyset, 2, "")
        with CaptureQueriesContext(connection) as queries:
            page(keyset, 2, following)
        [query] = [query["sql"] for query in queries.captured_queries]
        assert "COUNT(" not in query
        assert "OFFSET" not in query


def test_a_page_is_a_range_of_its_index(db: None) -> None:
    """The first comparison stands outside the OR: it is where the database begins to read."""
    begun_with([(1, n) for n in range(3)])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")  # which a few rows are worth
    keyset = Keyset({"uploaded_at": datetime, "pk": int})
    newest = Photo.objects.order_by("-uploaded_at", "-pk")
    plan = newest.filter(Keyset({"-uploaded_at": datetime, "-pk": int}).beyond((NOON, 1)))[:11].explain()
    assert keyset.names == ("uploaded_at", "pk")
    assert "Index" in plan or "INDEX" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
    assert "Index Cond: (uploaded_at <= " in plan or "(uploaded_at<?)" in plan


# Tokens

KINDS: tuple[Kind, ...] = (datetime, int, str)
moments = st.datetimes(datetime(1901, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=100)


@given(moments, st.integers(-BIGGEST, BIGGEST), texts, st.booleans())
def test_a_cursor_is_read_back_as_it_was_written(moment: datetime, number: int, text: str, backward: bool) -> None:
    cursor = Cursor((moment, number, text), backward)
    assert Cursor.parse(str(cursor), KINDS) == cursor


def written(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return urlsafe_b64encode(raw).decode().rstrip("=")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@given(
    st.text(max_size=40)
    | st.binary(max_size=40).map(written)
    | json_values.map(json.dumps).map(written)
    | json_values.map(lambda value: written(json.dumps(value, separators=(",", ":"))))
)
def test_any_other_text_is_refused_or_written_by_us(token: str) -> None:
    with suppress(BrokenToken):
        assert str(Cursor.parse(token, KINDS)) == token


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "2",
        "\0",
        "é" * 22,
        "../../etc/passwd",
        "A" * 100_000,
        written("[1657587600000000,17]") + "==",
        written("[1657587600000000, 17]"),
        written("[1657587600000000,17.0]"),
        written("[1657587600000000,true]"),
        written("[1657587600000000,-0]"),
        written("[1657587600000000,1e3]"),
        written('[1657587600000000,"17"]'),
        written("[1657587600000000,null]"),
        written("[1657587600000000]"),
        written("[1657587600000000,17,1]"),
        written('["n",1657587600000000,17]'),
        written('["p","p",1657587600000000,17]'),
        written('{"a":1}'),
        written(f"[1657587600000000,{2**63}]"),
        written(f"[{2**63 - 1},17]"),
        written(f"[{-(2**62)},17]"),
        written("[NaN,17]"),
        written(f"[{'9' * 1_000},17]"),
        written("[" * 1_000),
        written("[1657587600000000,17]".encode("utf-16")),
        written(b"\xff\xfe"),
    ],
)
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(BrokenToken):
        Cursor.parse(token, (datetime, int))


@pytest.mark.parametrize("text", ['["a\\u0000b"]', '["\\ud800"]', '["a", "b"]', '["\\u0061"]'])
def test_a_text_that_a_database_refuses_is_no_token(text: str) -> None:
    with pytest.raises(BrokenToken):
        Cursor.parse(written(text), (str,))


def test_a_list_that_leads_one_way_refuses_tokens_of_the_other() -> None:
    keyset = ORDERS[1]
    token = str(Cursor((NOON, "kunci"), backward=True))
    assert keyset.parse(token, both_ways=True).backward
    with pytest.raises(BrokenToken):
        keyset.parse(token)


@pytest.mark.parametrize("number", [BIGGEST, -BIGGEST, 2**31, 0])
def test_numbers_beyond_a_column_are_compared_all_the_same(db: None, number: int) -> None:
    begun_with([(0, 0), (2, 2)])
    found, *_ = page(ORDERS[3], 5, str(Cursor((number, "kunci"))))
    assert len(found) == (0 if number > 2 else 2 if number < 0 else 1)


def test_a_column_that_may_be_null_or_is_not_a_plain_value_orders_no_list() -> None:
    for model, name in ((Photo, "taken_at"), (Photo, "renditions"), (Author, "is_active")):
        with pytest.raises(TypeError):
            Keyset.of_fields({name: cast("Field[Any, Any]", model._meta.get_field(name))})
