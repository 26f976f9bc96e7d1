from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from pagecache.versions import versions
from tests.door import CountingMiddleware, client_at


@pytest.fixture(autouse=True)
def own_versions(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A ledger that no other test writes in."""
    settings.KATEID_CHANGES_FILE = tmp_path / "changes"
    versions.cache_clear()
    yield settings.KATEID_CHANGES_FILE
    versions.cache_clear()


@pytest.fixture
def middleware(own_versions: Path) -> CountingMiddleware:
    return CountingMiddleware()


@pytest.fixture
def reader(middleware: CountingMiddleware) -> Client:
    return client_at(middleware)
