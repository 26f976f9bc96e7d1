"""After a change every page says what is so, and no page was made anew that the change does not touch."""

import re
from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.editorial import front_page_picks, topics, workflow
from articles.models import Article, Author, Edition, LeadStory, Page, RelatedStory, Tag
from articles.reading import cache_tags
from articles.syndication import sitemaps
from demo import archive
from pagecache import invalidate
from tests import make
from tests.cast import Cast
from tests.door import CountingMiddleware
from tests.forms import AtDesk, fields_of

pytestmark = pytest.mark.both_databases

# Whose every page lists the newest stories beside itself.
BESIDE_LATEST = {
    "/", "story", "second", "economy", "old", "/metropolis/", "/samarinda/", "/ekonomi/", "/ekonomi/ older",
    "/topik/feri/", "/topik/pasar/", "/penulis/rina/", "/penulis/yusuf/", "day", "old day",
}  # fmt: skip
EDITIONS = {"/sitemap.xml", "sitemap", "/ralat/feed/"}


class Newsroom:
    """A site with an archive, a few new stories, and a reader of its pages."""

    def __init__(self, cast: Cast, middleware: CountingMiddleware, reader: Client) -> None:
        self.cast, self.middleware, self.reader, self.plain = cast, middleware, reader, Client(HTTP_HOST="testserver")
        archive.fill(120, report=lambda done: None)
        self.photo = make.photo()
        self.economy = make.published(section=cast.ekonomi, tags=["pasar"], authors=[self.author("yusuf")])
        self.oldest = Edition.objects.listed().exclude(section=cast.ekonomi).newest().last()
        self.old = self.oldest.article
        self.second = make.published(section=cast.samarinda, tags=["feri"])
        self.story = make.published(tags=["feri"], photo=self.photo)
        RelatedStory.objects.all().delete()  # test_related.py has what leads on to them

    def author(self, slug: str) -> Author:
        return Author.objects.get(slug=slug)

    def pages(self) -> dict[str, str]:
        stories = {name: self.address(getattr(self, name)) for name in ("story", "second", "economy", "old")}
        day = reverse("articles:archive_day", args=[timezone.localdate()])
        first_day = timezone.localdate(self.oldest.published_at)
        names = (
            "/", "/metropolis/", "/samarinda/", "/ekonomi/", "/topik/feri/", "/topik/pasar/", "/penulis/rina/",
            "/penulis/yusuf/", "/ralat/", "/pencabutan/", "/redaksi/", "/kontak/", "/feed/", "/ekonomi/feed/",
            "/ralat/feed/", "/sitemap.xml", f"/api/berita/{self.story.pk}/",
        )  # fmt: skip
        return {
            **{name: name for name in names},
            **stories,
            "/ekonomi/ older": self.older("/ekonomi/"),
            "sitemap": f"/sitemap/berita-{self.story.pk // sitemaps.PER_FILE + 1}.xml",
            "day": day,
            "old day": reverse("articles:archive_day", args=[first_day]),
        }

    def address(self, article: Article) -> str:
        return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()

    def older(self, page: str) -> str:
        if not hasattr(self, "cursor"):
            text = self.plain.get(page).content.decode()
            self.cursor = text.partition("?sebelum=")[2].partition('"')[0]
        return f"{page}?sebelum={self.cursor}"

    def made_anew_by(self, change: Callable[[], object]) -> set[str]:
        """Which pages Django was asked for after a change, of those that were ready before it."""
        before = self.pages()
        for path in before.values():
            assert self.reader.get(path).status_code == 200, path
        for key in self.middleware.pages:
            self.middleware.pages.get(key).fresh_until = inf  # however long this takes
        self.middleware.asked.clear()
        for path in before.values():
            self.reader.get(path)
        assert self.middleware.asked == []
        change()
        found = {name: self.reader.get(path) for name, path in before.items()}
        for name, response in found.items():
            truth = self.plain.get(before[name])
            assert (name, response.status_code) == (name, truth.status_code)
            assert (name, without_clock(response)) == (name, without_clock(truth))
        asked = self.middleware.asked.copy()
        return {name for name, path in before.items() if path in asked}


def without_clock(response: HttpResponse) -> str:
    """An empty feed says when it was asked for."""
    return re.sub("<lastBuildDate>.*?</lastBuildDate>", "", response.content.decode())


@pytest.fixture
def newsroom(own_cast: Cast, middleware: CountingMiddleware, reader: Client) -> Newsroom:
    return Newsroom(own_cast, middleware, reader)


SHOWING_STORY = BESIDE_LATEST | {"/feed/"}
IN_CHANGES = {"/ralat/", "/pencabutan/"}


def test_what_happens_to_stories(newsroom: Newsroom) -> None:
    by, api = newsroom.cast.managing_editor, f"/api/berita/{newsroom.story.pk}/"

    def work_on_drafts() -> None:
        make.edited(workflow.reopen(newsroom.second, by=by), headline="Belum terbit")
        make.approved()

    def correct(story: Article, kind: str, note: str = "", **changes: Any) -> None:
        story = make.edited(workflow.reopen(story, by=by), by=by, **changes)
        workflow.publish(workflow.submit(story, by=by), by=by, kind=kind, note=note)

    anew = newsroom.made_anew_by
    assert anew(work_on_drafts) == set()
    assert anew(lambda: invalidate(cache_tags.comments(newsroom.story.pk))) == {"story", api}
    # An old story touches its own pages alone.
    assert anew(lambda: correct(newsroom.old, "minor", summary="Rapi.")) == EDITIONS | {"old", "old day"}
    corrected = anew(lambda: correct(newsroom.story, "correction", "Jam diperbaiki.", headline="Jadwal baru"))
    assert corrected == SHOWING_STORY | EDITIONS | IN_CHANGES | {api}
    moved = anew(lambda: correct(newsroom.old, "update", "Rubriknya pindah.", section=newsroom.cast.ekonomi))
    assert moved == EDITIONS | IN_CHANGES | {"/", "old", "old day", "/ekonomi/", "/ekonomi/ older", "/ekonomi/feed/"}
    assert anew(lambda: make.published(tags=["feri"])) == BESIDE_LATEST | EDITIONS | {"/feed/"}
    retracted = anew(lambda: workflow.retract(newsroom.story, by=by, ground="trauma_korban", note="Demi keluarga."))
    assert retracted == SHOWING_STORY | EDITIONS | IN_CHANGES | {api}
    assert newsroom.reader.get(newsroom.pages()["story"]).status_code == 410


def test_what_editors_put_on_top(newsroom: Newsroom) -> None:
    second = LeadStory(article=newsroom.second)
    assert newsroom.made_anew_by(lambda: front_page_picks.put_on_top(second)) == {"/"}
    assert newsroom.made_anew_by(lambda: front_page_picks.take_down(second)) == {"/"}


def test_what_was_undone_is_on_no_page(newsroom: Newsroom) -> None:
    def give_up() -> None:
        with transaction.atomic():
            make.published()
            transaction.set_rollback(True)

    newsroom.made_anew_by(give_up)


def test_what_is_saved_at_the_desk(newsroom: Newsroom) -> None:
    User.objects.filter(pk=newsroom.cast.administrator.pk).update(is_superuser=True)
    desk = AtDesk(User.objects.get(pk=newsroom.cast.administrator.pk))

    def save(obj: Model, **typed: Any) -> Callable[[], None]:
        def press() -> None:
            name = obj._meta.model_name
            address = f"/admin/articles/{name}/{obj.pk}/change/"
            response = desk.client.post(address, fields_of(desk.read(address), f"{name}_form") | typed)
            assert response.status_code == 302, response.content.decode()

        return press

    anew = newsroom.made_anew_by
    assert anew(save(newsroom.author("yusuf"), bio="Menulis tentang pasar.")) == {"/penulis/yusuf/", "/redaksi/"}
    contact = Page.objects.get(slug="kontak")
    assert anew(save(contact, body="<p>Datang saja.</p>")) == {"/kontak/"}
    assert anew(save(contact, title="Hubungi kami")) >= BESIDE_LATEST | {"/redaksi/"}
    on_photo = {"/", "story", "/metropolis/", "/topik/feri/", "/penulis/rina/", "day", "/feed/", "sitemap"}
    assert anew(save(newsroom.photo, focal_x="10")) == on_photo | {f"/api/berita/{newsroom.story.pk}/"}
    below = anew(save(newsroom.cast.samarinda, name="Kota Samarinda"))
    assert {"second", "/samarinda/", "/metropolis/"} <= below
    assert not below & {"/redaksi/", "/kontak/", "/ralat/", "/pencabutan/", "/ekonomi/feed/"}
    assert anew(save(newsroom.cast.ekonomi, name="Ekonomi dan Bisnis")) >= BESIDE_LATEST | {"/redaksi/"}
    feri, pasar = (Tag.objects.get(name=name) for name in ("feri", "pasar"))
    merged = anew(lambda: topics.merge(pasar, feri, by=newsroom.cast.administrator))
    assert merged == {"/topik/feri/", "/topik/pasar/"}
    assert newsroom.reader.get("/topik/pasar/").status_code == 301
