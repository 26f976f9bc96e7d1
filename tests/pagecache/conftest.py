from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from pagecache.versions import ledger
from tests.door import CountingDoor, client_at


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A ledger that no other test writes in."""
    settings.KATEID_CHANGES_FILE = tmp_path / "changes"
    ledger.cache_clear()
    yield settings.KATEID_CHANGES_FILE
    ledger.cache_clear()


@pytest.fixture
def door(own_ledger: Path) -> CountingDoor:
    return CountingDoor()


@pytest.fixture
def reader(door: CountingDoor) -> Client:
    return client_at(door)
