"""Ghost's own import: a zip of JSON and pictures, with what readers may see.

    ghost.zip         ghost.json and content/images/: stories and fixed pages, topics, people
    routes.yaml       by which stories keep their addresses
    redirects.json    for the addresses that change

A story's first tag is its section. Ghost takes no comments, and has no answer 410.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings

from articles.models import Author, Edition, Page, Section, Tag
from articles.richtext import storable
from kateid.absolute_urls import with_absolute_links

from . import public
from .public import Story
from .report import Report
from .targets import Progress, Target, opened
from .texts import as_html, whole_text

KIND = "ghost"
FILE, NAME = "ghost.zip", "ghost.json"
TABLES = ("posts", "posts_meta", "tags", "posts_tags", "users", "posts_authors")
OWN_ADDRESS = "__GHOST_URL__"  # what Ghost takes for its own
IMAGES = "content/images/"
ROUTES = """routes:
collections:
  /:
    permalink: /{primary_tag}/{slug}/
    template: index
taxonomies:
  tag: /tag/{slug}/
  author: /author/{slug}/
"""


def write(folder: Path, report: Report, progress: Progress, *, address: str = "") -> None:
    """Write it all to a folder.

    Args:
        address: where the stories will stand; this site's address unless given.

    Raises:
        MoveError: the folder cannot be used.
    """
    with opened(folder, KIND) as target, Export(target, progress, address or settings.KATEID_SITE_URL) as export:
        export.write(report)


class Export(ExitStack):
    """Use it as a context: the tables grow in temporary files, since each has its place of its own in the JSON."""

    def __init__(self, target: Target, progress: Progress, address: str) -> None:
        super().__init__()
        self.target, self.progress, self.address = target, progress, address
        self.tables: dict[str, IO[str]] = {}
        for name in TABLES:
            self.tables[name] = self.enter_context(TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 (entered)
        self.taken: set[int] = set()
        self.photos: dict[int, str] = {}  # of each photo that a story shows, why it is not there; "" if it is
        self.files: list[str] = []
        self.tags: dict[str, str] = {}  # slug -> id: a section and a topic of one slug are one tag
        self.people: dict[str, str] = {}

    def write(self, report: Report) -> None:
        for story in public.stories(self.target.at):
            self._story(story)
            self.taken.add(story.edition.article_id)
            if len(self.taken) % 100 == 0:
                self.progress("berita", len(self.taken))
        for page in Page.objects.order_by("pk"):
            self._page(page)
        growing = self.target.path(f"{FILE}.part")
        with ZipFile(growing, "w", allowZip64=True) as archive:
            self._write_json(archive)
            for number, name in enumerate(self.files, start=1):
                archive.write(Path(settings.MEDIA_ROOT, name), IMAGES + name, ZIP_STORED)
                if number % 100 == 0:
                    self.progress("foto", number)
        growing.replace(self.target.path(FILE))
        self.target.path("routes.yaml").write_text(ROUTES)
        with self.target.writing("redirects.json") as file:
            json.dump(list(self._redirects()), file, ensure_ascii=False, indent=1)
        public.tell_stories(report, self.target.at, self.taken)
        public.tell_pictures(report, self.photos)
        public.skip_comments(report, "Ghost tidak menerima komentar")

    def _write_json(self, archive: ZipFile) -> None:
        told = ZipInfo(NAME, date_time=self.target.at.timetuple()[:6])
        told.compress_type = ZIP_DEFLATED
        exported = int(self.target.at.timestamp() * 1000)
        with archive.open(told, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8") as file:
            file.write(f'{{"db": [{{"meta": {{"exported_on": {exported}, "version": "5.0.0"}}, "data": {{')
            for place, (name, rows) in enumerate(self.tables.items()):
                file.write(f'{"," if place else ""}\n"{name}": [')
                rows.seek(0)
                for number, line in enumerate(rows):
                    file.write(f"{',' if number else ''}\n{line.rstrip()}")
                file.write("]")
            file.write("}}]}\n")

    def _row(self, table: str, **values: Any) -> None:
        clean = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
        self.tables[table].write(json.dumps(clean, ensure_ascii=False) + "\n")

    # Stories

    def _story(self, story: Story) -> None:
        edition = story.edition
        number = f"berita-{edition.article_id}"
        lead = edition.lead_picture
        for picture in story.pictures:
            self._picture(picture.photo)
        whole = lead.photo.main() if lead and self.photos[lead.photo.pk] == "" else None
        self._post(
            number,
            "post",
            title=edition.headline,
            slug=f"{edition.slug}-{edition.article_id}",
            html=whole_text(story, self.address, self._url),
            at=edition.published_at,
            modified_at=edition.changed_at,
            feature_image=self._url(whole.name) if whole else None,
            custom_excerpt=edition.summary or None,
        )
        if whole and lead:
            line = as_html(lead.line)
            self._row("posts_meta", post_id=number, feature_image_alt=lead.alt[:190], feature_image_caption=line)
        terms = [(edition.section.slug, edition.section_name), *((one["slug"], one["name"]) for one in edition.topics)]
        for place, slug in enumerate(dict.fromkeys(slug for slug, _name in terms)):
            self._row("posts_tags", post_id=number, tag_id=self._tag(slug, dict(terms[::-1])[slug]), sort_order=place)
        for place, name in enumerate(edition.byline):
            author = self._person(name["slug"], name["name"])
            self._row("posts_authors", post_id=number, author_id=author, sort_order=place)

    def _page(self, page: Page) -> None:
        body = with_absolute_links(page.printed_body(), self.address + page.get_absolute_url())
        number = f"halaman-{page.pk}"
        self._post(
            number, "page", title=page.title, slug=page.slug, html=body, at=page.updated_at, modified_at=page.updated_at
        )

    def _post(self, number: str, kind: str, *, at: datetime, modified_at: datetime, **values: Any) -> None:
        self._row(
            "posts",
            id=number,
            type=kind,
            status="published",
            visibility="public",
            published_at=_moment(at),
            created_at=_moment(at),
            updated_at=_moment(modified_at),
            **values,
        )

    def _tag(self, slug: str, name: str) -> str:
        if slug not in self.tags:
            self.tags[slug] = f"tanda-{len(self.tags) + 1}"
            self._row("tags", id=self.tags[slug], slug=slug, name=name, visibility="public")
        return self.tags[slug]

    def _person(self, slug: str, name: str) -> str:
        if slug not in self.people:
            self.people[slug] = f"orang-{len(self.people) + 1}"
            # Ghost knows people by their mail, which is nobody's business: an address that can never be one.
            self._row("users", id=self.people[slug], slug=slug, name=name, email=f"{slug}@penulis.invalid")
        return self.people[slug]

    def _picture(self, photo: Any) -> None:
        whole = photo.main()
        if photo.pk in self.photos:
            return
        if whole is None or not Path(settings.MEDIA_ROOT, whole.name).is_file():
            self.photos[photo.pk] = "berkasnya belum ada"
            return
        self.photos[photo.pk] = ""
        self.files.append(whole.name)

    def _url(self, name: str) -> str:
        return f"{OWN_ADDRESS}/{IMAGES}{name}"

    # Addresses

    def _redirects(self) -> Iterator[dict[str, Any]]:
        with_stories = Section.objects.filter(slug__in=self.tags).order_by("pk")
        moved: list[tuple[str, str]] = [(one.get_absolute_url(), _path(one)) for one in with_stories]
        moved += [(Author(slug=slug).get_absolute_url(), f"/author/{slug}/") for slug in self.people]
        topics = Tag.objects.filter(slug__in=self.tags).order_by("pk")
        moved += [(topic.get_absolute_url(), _path(topic)) for topic in topics]
        for old in public.old_addresses(self.target.at):
            if "?" not in old.path and (target := _path(old.thing) if old.thing else old.elsewhere):
                moved.append((old.path, target))
        for path, target in moved:
            yield {"from": f"^{re.escape(path.rstrip('/'))}/?$", "to": target, "permanent": True}


def _path(thing: Any) -> str:
    """Where Ghost has it."""
    if isinstance(thing, Edition):
        return f"/{thing.section.slug}/{thing.slug}-{thing.article_id}/"
    return f"/author/{thing.slug}/" if isinstance(thing, Author) else f"/tag/{thing.slug}/"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
