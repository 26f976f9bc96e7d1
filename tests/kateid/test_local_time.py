"""The newsroom's clock is printed with the name of its zone."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from kateid.local_time import printed, zone_name

MOMENT = datetime(2022, 7, 12, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "name", "clock"),
    [("Asia/Jakarta", "WIB", "13:05"), ("Asia/Makassar", "WITA", "14:05"), ("Asia/Jayapura", "WIT", "15:05")],
)
def test_each_zone_of_indonesia_is_named(settings: Settings, zone: str, name: str, clock: str) -> None:
    settings.TIME_ZONE = zone
    assert printed(MOMENT) == f"Selasa, 12 Juli 2022 | {clock} {name}"
    assert zone_name() == name


@pytest.mark.django_db
def test_pages_may_not_be_loaded_as_pictures_by_other_sites(client: Client) -> None:
    assert client.get("/akun/masuk/").headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cross-Origin-Resource-Policy" not in client.get("/healthz").headers
