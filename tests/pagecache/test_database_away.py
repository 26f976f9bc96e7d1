"""Without the database what is ready goes out, what is not says so at once, and all is well soon after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Edition
from tests import make
from tests.cast import Cast
from tests.door import CountingMiddleware

pytestmark = pytest.mark.both_databases


@contextmanager
def no_database(directory: Path) -> Iterator[None]:
    """As if the server had gone: where it should be there is nothing."""
    place = connections.settings["default"]
    name = "NAME" if connection.vendor == "sqlite" else "HOST"
    connection.close()
    before, place[name] = place[name], str(directory / "gone" / "away")
    try:
        yield
    finally:
        connection.close()
        place[name] = before


def test_the_database_goes_and_comes_back(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client, tmp_path: Path
) -> None:
    article = make.published()
    warm = ["/", Edition.objects.live().select_related("section").get(article=article).get_absolute_url()]
    for path in warm:
        reader.get(path)
    with no_database(tmp_path):
        assert [reader.get(path).status_code for path in warm] == [200, 200]
        for key in middleware.pages:
            middleware.pages.get(key).fresh_until = 0  # stale, and better than nothing
        assert [reader.get(path).status_code for path in warm] == [200, 200]
        cold = reader.get("/metropolis/")
        assert (cold.status_code, cold["Retry-After"]) == (503, "5")
        assert cold["Cache-Control"] == "no-store"
        assert "Tunggu beberapa detik" in cold.content.decode()
        middleware.asked.clear()
        assert reader.get("/redaksi/").status_code == 503  # without another look
        assert middleware.asked == []
    with time_machine.travel(timezone.now() + timedelta(seconds=2), tick=False):
        assert reader.get("/metropolis/").status_code == 200
        assert reader.get("/redaksi/").status_code == 200


def test_what_was_retracted_never_comes_back(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client, tmp_path: Path
) -> None:
    article = make.published(headline="Nama korban")
    path = Edition.objects.live().select_related("section").get(article=article).get_absolute_url()
    for each in ("/", path):
        reader.get(each)
    workflow.retract(article, by=own_cast.managing_editor, ground="trauma_korban", note="Demi keluarga.")
    with no_database(tmp_path):
        for each in ("/", path):
            response = reader.get(each)
            assert response.status_code == 503
            assert "Nama korban" not in response.content.decode()
