"""Addresses that end in a number are stories', but for those of topics, authors and days."""

import pytest
from django.urls import resolve


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/samarinda/feri-2-17/", "articles:detail"),
        ("/topik/banjir-2024/", "articles:topic"),
        ("/penulis/lina-2/", "articles:author"),
        ("/indeks/2026-11-12/", "articles:archive_day"),
    ],
)
def test_a_number_at_the_end_makes_no_other_page_a_story(path: str, view: str) -> None:
    assert resolve(path).view_name == view
