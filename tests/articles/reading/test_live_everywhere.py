"""A live report's entries beside its page: search, lists of changes, feeds, sitemaps, programs, exports."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import permissions
from articles.editorial import live, workflow
from articles.models import ContentClass, Edition, LiveReport, RetractionGround, SearchWord
from kateid.local_time import iso
from moving.leaving import public
from moving.leaving.texts import whole_text
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def report(cast: Cast) -> LiveReport:
    return make.live_report()


def story(report: LiveReport) -> Edition:
    return Edition.objects.live().select_related("section").get(article=report.pk)


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_search_finds_a_report_by_the_words_of_its_entries(report: LiveReport, client: Client, cast: Cast) -> None:
    found = f'href="{story(report).get_absolute_url()}"'
    assert found not in read(client, "/cari/?q=wombat").partition("<aside")[0]
    entry = make.live_entry(report, "Seekor wombat terlihat di dermaga.")
    hits = read(client, "/cari/?q=wombat").partition("<aside")[0]
    assert found in hits
    assert "<mark>wombat</mark>" in hits
    live.change(entry.entry, by=cast.editor, base=1, body="<p>Seekor kanguru.</p>", is_key=False, kind="minor")
    assert found not in read(client, "/cari/?q=wombat").partition("<aside")[0]
    assert found in read(client, "/cari/?q=kanguru").partition("<aside")[0]
    make.live_entry(report, "Polisi datang.")
    again = workflow.submit(workflow.reopen(report.article, by=cast.editor), by=cast.reporter)
    workflow.publish(again, by=cast.managing_editor, kind="minor", confirmed=True)
    assert found in read(client, "/cari/?q=kanguru").partition("<aside")[0]  # the next edition has them too
    live.retract(entry.entry, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    assert found not in read(client, "/cari/?q=kanguru").partition("<aside")[0]
    assert not SearchWord.objects.filter(word__in=["wombat", "kanguru"], editions__gt=0).exists()
    assert not SearchWord.objects.filter(editions__lt=0).exists()


def test_corrections_and_retractions_of_entries_are_listed_with_those_of_stories(
    report: LiveReport, client: Client, cast: Cast
) -> None:
    wrong, gone = make.live_entry(report, "Tiga luka."), make.live_entry(report, "Nama Rahasia.")
    change = {"body": "<p>Dua luka.</p>", "is_key": False, "kind": "correction", "note": "Jumlahnya dua."}
    live.change(wrong.entry, by=cast.editor, base=1, **change)
    live.retract(gone.entry, by=cast.managing_editor, ground=RetractionGround.TRAUMA, note="Demi keluarga.")
    corrections, retractions = read(client, "/ralat/"), read(client, "/pencabutan/")
    assert "Jumlahnya dua." in corrections
    assert f"?kabar={wrong.entry_id}#kabar-{wrong.entry_id}" in corrections
    assert "Demi keluarga." in retractions
    assert story(report).headline in retractions
    feed = read(client, "/ralat/feed/")
    assert "Jumlahnya dua." in feed
    assert "Demi keluarga." in feed
    assert client.get("/pencabutan.json").json()["entries"] == [gone.entry_id]
    for text in (corrections, retractions, feed, read(client, f"/api/berita/{report.pk}/")):
        assert "Rahasia" not in text
    headline = story(report).headline
    workflow.retract(report.article, by=cast.managing_editor, ground=RetractionGround.CHILD, note="Demi anak.")
    assert headline not in read(client, "/pencabutan/")
    assert "Jumlahnya dua." not in read(client, "/ralat/")


def test_what_happened_before_readers_had_the_story_is_told_nowhere(cast: Cast, client: Client) -> None:
    report = live.begin(make.draft(), by=cast.managing_editor)
    entry = make.live_entry(report, "Kabar yang belum tampil.")
    live.retract(entry.entry, by=cast.managing_editor, ground=RetractionGround.SARA, note="Catatan rahasia.")
    for page in ("/pencabutan/", "/ralat/feed/"):
        assert "Catatan rahasia." not in read(client, page)


def test_advertising_is_no_live_report(cast: Cast) -> None:
    with pytest.raises(workflow.TransitionNotAllowed):
        live.begin(make.draft(content_class=ContentClass.ADVERTORIAL, advertiser="Toko"), by=cast.managing_editor)


def test_a_photo_of_a_report_that_is_not_published_is_held_back(cast: Cast) -> None:
    photo = make.photo()
    report = live.begin(make.draft(), by=cast.managing_editor)
    make.live_entry(report, photo=photo)
    assert permissions.visible_photos(cast.reporter).contains(photo)
    assert not permissions.visible_photos(cast.other_reporter).contains(photo)
    shown = make.photo()
    make.live_entry(make.live_report(), photo=shown)
    assert permissions.visible_photos(cast.other_reporter).contains(shown)


def test_programs_are_told_when_the_last_entry_came(cast: Cast, client: Client) -> None:
    report = make.live_report(at=MORNING)
    before = client.get("/feed/")
    at = MORNING + timedelta(hours=3)
    make.live_entry(report, "Seekor wombat.", at=at)
    after = client.get("/feed/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert iso(at) in read(client, "/feed/atom/")
    number = report.pk // 1000 + 1
    assert f"<lastmod>{iso(at)}</lastmod>" in read(client, f"/sitemap/berita-{number}.xml")
    item = client.get(f"/api/berita/{report.pk}/").json()
    assert item["versionCreated"] == iso(at)
    assert [body["role"] for body in item["bodies"]] == ["main", "liveblog"]
    assert "Seekor wombat." in item["bodies"][1]["value"]
    assert f'article:modified_time" content="{iso(at)}"' in read(client, story(report).get_absolute_url())


def test_news_sitemaps_are_told_too(report: LiveReport, client: Client) -> None:
    make.live_entry(report)
    report.refresh_from_db()
    assert f"<lastmod>{iso(report.changed_at)}</lastmod>" in read(client, "/news-sitemap.xml")


def test_other_programs_get_the_entries_below_the_text(report: LiveReport) -> None:
    make.live_entry(report, "Kabar pertama.")
    make.live_entry(report, "Kabar kedua.")
    make.published()
    told, other = public.stories(timezone.now())
    text = whole_text(told, "https://lain.example", lambda name: f"https://lain.example/{name}")
    assert text.index("Warga Samarinda") < text.index("Kabar pertama.") < text.index("Kabar kedua.")
    assert other.entries == []
