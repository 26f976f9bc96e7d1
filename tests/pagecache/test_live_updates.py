"""Open pages of a live report ask again and again: the page cache answers, until something is new or gone."""

import pytest
from django.test import Client

from articles.editorial import live
from articles.models import Edition, RetractionGround
from tests import make
from tests.cast import Cast
from tests.door import CountingMiddleware

pytestmark = pytest.mark.both_databases


def test_open_pages_get_nothing_until_something_is_new(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    report = make.live_report()
    make.live_entry(report, "Kabar pertama.")
    story = Edition.objects.live().select_related("section").get(article=report.pk).get_absolute_url()
    updates = f"/langsung/{report.pk}/"
    etag = reader.get(updates)["ETag"]
    middleware.asked.clear()
    for _ in range(3):
        answer = reader.get(updates, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.content) == (304, b"")
    assert middleware.asked == []
    entry = make.live_entry(report, "Kabar kedua.")
    fresh = reader.get(updates, headers={"If-None-Match": etag})
    assert fresh.status_code == 200
    assert fresh.content.decode().index("Kabar kedua.") < fresh.content.decode().index("Kabar pertama.")
    assert "Kabar kedua." in reader.get(story).content.decode()
    live.retract(entry.entry, by=own_cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    for path in (updates, story, f"{story}?kabar={entry.entry_id}"):
        gone = reader.get(path, headers={"If-None-Match": fresh["ETag"]})
        assert gone.status_code == 200
        assert "Kabar kedua." not in gone.content.decode()
        assert f"kabar-{entry.entry_id}" in gone.content.decode()
