"""The site as files: whatever readers can open is there, its links work, and nothing else is in it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import document_fromstring

from articles.models import Edition, Redirect, RedirectStatus
from articles.reading.paging import CardList
from articles.reading.views import lists
from moving.leaving import copy_of_site
from tests import make
from tests.cast import Cast

from .test_wxr import all_text, move_out, said, secret_newsroom

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def served(folder: Path, address: str) -> Path | None:
    """The file that any web server gives out."""
    path = folder / unquote(urlsplit(address).path).lstrip("/")
    found = path / "index.html" if path.is_dir() else path
    return found if found.is_file() else None


def words(page: bytes) -> str:
    document = document_fromstring(page)
    return " ".join(document.xpath("string(//main)").split())


def links(page: Path, folder: Path) -> set[str]:
    """Of a page, those that lead to this site."""
    here = f"{SITE}/{page.relative_to(folder).as_posix().removesuffix('index.html')}"
    found = re.findall(r'\s(?:href|src|action)="([^"]*)"', page.read_text())
    found += [part.split()[0] for one in re.findall(r'srcset="([^"]*)"', page.read_text()) for part in one.split(",")]
    whole = {urldefrag(urljoin(here, html.unescape(one))).url for one in found if one != "//["}
    return {one for one in whole if one.startswith(f"{SITE}/")}


def test_every_page_is_there_and_every_link_leads_to_a_file(
    cast: Cast, tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = CardList(lambda at, section: Edition.objects.listed(at).in_section(section), 3)
    monkeypatch.setattr(lists, "IN_SECTION", three)
    photo = make.photo()
    stories = [make.published(headline=f"Berita nomor {n}", tags=["sungai", "مرحبا"]) for n in range(5)]
    body = f'<p><a href="{SITE}/ralat/">ralat</a>, <a href="//[">x</a></p><figure data-photo="{photo.pk}"></figure>'
    stories.append(make.published(kind="correction", section=cast.samarinda, photo=photo, body=body))
    said(stories[0], "Jawaban", said(stories[0], "Pertanyaan"))
    make.retracted(ground="sara")
    Redirect.objects.create(path="/lama/1", article=stories[0])
    Redirect.objects.create(path="/2020/01/lama.html", article=stories[1])
    Redirect.objects.create(path="/?p=7", article=stories[1])
    Redirect.objects.create(path="/habis/", status=RedirectStatus.GONE)
    folder = tmp_path / "salinan"
    report = move_out(folder, "static")
    for edition in Edition.objects.live().select_related("section"):
        address = edition.get_absolute_url()
        found = served(folder, address)
        assert found, address
        assert words(found.read_bytes()) == words(client.get(address).content)
    pages = list(folder.rglob("*.html"))
    broken = {(page, link) for page in pages for link in links(page, folder) if not served(folder, link)}
    assert broken == set()
    assert not [link for page in pages for link in links(page, folder) if "?" in link]
    later = list((folder / "metropolis/sebelum").iterdir())
    assert later
    of_list = [folder / "metropolis/index.html", *(one / "index.html" for one in later)]
    listed = {link for page in of_list for link in links(page, folder)}
    assert {SITE + one.get_absolute_url() for one in Edition.objects.listed()} <= listed
    for address in ("/lama/1", "/2020/01/lama.html"):
        found = served(folder, address)
        assert found
        assert 'http-equiv="refresh"' in found.read_text()
    server = (folder / "nginx.conf").read_text()
    assert 'location = "/habis/" { return 410; }' in server
    assert '"/?p=7"' not in server
    assert "/?p=7,/metropolis/" in (folder / "redirects.csv").read_text()
    for name in (
        "feed/index.xml",
        "feed/atom/index.xml",
        "sitemap.xml",
        "sitemap/berita-1.xml",
        "robots.txt",
        "404.html",
        "tema.css",
    ):
        assert (folder / name).is_file(), name
    assert {one["id"] for one in report["out"] if one["kind"] == "story"} == {str(one.pk) for one in stories}
    assert not [one for one in report["skipped"] if one["kind"] in {"page", "file"}]


def test_nothing_that_readers_may_not_see_is_in_it(cast: Cast, tmp_path: Path) -> None:
    public = secret_newsroom(cast)
    move_out(tmp_path / "salinan", "static")
    everything = all_text(tmp_path / "salinan")
    assert f"terbuka-{public.pk}" in everything
    assert set(re.findall(r"zq[a-z]{4,}", everything)) == {"zqpenulis"}  # whom the masthead names before a first story
    assert "203.0.113" not in everything


class Killed(BaseException):
    pass


def test_killed_it_goes_on_and_ends_the_same(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make.published(headline=f"Berita {number}", at=timezone.now() - timedelta(days=number))
    move_out(tmp_path / "utuh", "static")
    fetch, steps, asked = copy_of_site.Copy._fetch, [0], []

    def dying(self: copy_of_site.Copy, address: str) -> None:
        steps[0] += 1
        if steps[0] % 12 == 0:
            raise Killed
        asked.append(address)
        fetch(self, address)

    monkeypatch.setattr(copy_of_site.Copy, "_fetch", dying)
    for _ in range(40):
        try:
            move_out(tmp_path / "terputus", "static")
            break
        except Killed:
            continue
    names = {path.relative_to(tmp_path / "utuh") for path in (tmp_path / "utuh").rglob("*")}
    assert {path.relative_to(tmp_path / "terputus") for path in (tmp_path / "terputus").rglob("*")} == names
    assert len(asked) == len(set(asked))
