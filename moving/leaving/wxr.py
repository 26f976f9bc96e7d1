"""WXR 1.2, which WordPress and most others take: what readers may see, and redirects for the addresses that change.

    wordpress.xml    authors, sections, topics, stories with comments, fixed pages, an attachment for each photo
    redirects.csv    source, target, regex, code: the columns of WordPress' Redirection plugin
    media/           the photos, for a web server to give out while WordPress fetches them

Stories keep their addresses where WordPress is told to use /%category%/%postname%/.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import escape

from articles.models import Author, Edition, Page, Picture, Rendition, Section, Tag
from articles.richtext import storable
from kateid.absolute_urls import with_absolute_links

from . import public
from .public import Story
from .report import Report
from .targets import Progress, Target, opened
from .texts import as_html, whole_text

KIND = "wxr"
FILE, REDIRECTS = "wordpress.xml", "redirects.csv"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
END = "</channel>\n</rss>\n"


def write(folder: Path, report: Report, progress: Progress, *, address: str = "", pictures: str = "") -> None:
    """Write it all to a folder.

    Args:
        address: where the stories will stand; this site's address unless given.
        pictures: where WordPress finds `media/`; this site's address unless given.

    Raises:
        MoveError: the folder cannot be used.
    """
    with opened(folder, KIND) as target:
        Export(target, progress, (address or settings.KATEID_SITE_URL).rstrip("/"), pictures.rstrip("/")).write(report)


class Export:
    def __init__(self, target: Target, progress: Progress, address: str, pictures: str) -> None:
        self.target, self.progress, self.address = target, progress, address
        self.pictures = pictures or settings.KATEID_SITE_URL
        self.taken: set[int] = set()
        self.photos: dict[int, str] = {}  # of each photo that a story shows, why it is not there; "" if it is

    def write(self, report: Report) -> None:
        with self.target.writing(FILE) as file:
            file.write(HEAD)
            file.writelines(self._head())
            for story in public.stories(self.target.at):
                file.write(self._story(story))
                self.taken.add(story.edition.article_id)
                file.writelines(self._attachments(story))
                if len(self.taken) % 100 == 0:
                    self.progress("berita", len(self.taken))
            for page in Page.objects.order_by("pk"):
                file.write(self._page(page))
            file.write(END)
        with self.target.writing(REDIRECTS) as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["source", "target", "regex", "code"])
            rows.writerows(self._redirects())
        public.tell_stories(report, self.target.at, self.taken)
        public.tell_comments(report, self.target.at, self.taken)
        public.tell_pictures(report, self.photos)

    # The channel

    def _head(self) -> Iterator[str]:
        yield _tag("title", settings.KATEID_SITE_NAME) + _tag("link", self.address)
        yield _tag("description", settings.KATEID_TAGLINE) + _tag("pubDate", _rfc(self.target.at))
        yield "<language>id</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
        yield _tag("wp:base_site_url", self.address) + _tag("wp:base_blog_url", self.address)
        people, topics, sections = self._named()
        for number, (slug, name) in enumerate(sorted(people.items()), start=1):
            yield (
                f"<wp:author><wp:author_id>{number}</wp:author_id>{_tag('wp:author_login', slug)}"
                f"{_tag('wp:author_email', '')}{_tag('wp:author_display_name', name)}</wp:author>\n"
            )
        for section in sections:
            parent = section.parent.slug if section.parent else ""
            yield (
                f"<wp:category><wp:term_id>{2 * section.pk}</wp:term_id>{_tag('wp:category_nicename', section.slug)}"
                f"{_tag('wp:category_parent', parent)}{_tag('wp:cat_name', as_html(section.name))}</wp:category>\n"
            )
        numbers = dict(Tag.objects.filter(slug__in=topics).values_list("slug", "pk")) if topics else {}
        for slug, name in sorted(topics.items()):
            number = 2 * numbers.get(slug, 0) + 1
            yield (
                f"<wp:tag><wp:term_id>{number}</wp:term_id>{_tag('wp:tag_slug', slug)}"
                f"{_tag('wp:tag_name', as_html(name))}</wp:tag>\n"
            )

    def _named(self) -> tuple[dict[str, str], dict[str, str], list[Section]]:
        """Whom and what public stories name: people and topics by slug, and sections, parents first."""
        people: dict[str, str] = {}
        topics: dict[str, str] = {}
        listed = Edition.objects.listed(self.target.at).order_by("pk")
        for byline, named in listed.values_list("byline", "topics").iterator():
            people |= {name["slug"]: name["name"] for name in byline}
            topics |= {topic["slug"]: topic["name"] for topic in named}
        with_stories = Section.objects.filter(pk__in=listed.order_by().values("section")).select_related("parent")
        found = {one.pk: one for section in with_stories for one in section.lineage}
        return people, topics, sorted(found.values(), key=lambda one: (one.parent_id is not None, one.position, one.pk))

    # Items

    def _story(self, story: Story) -> str:
        edition = story.edition
        terms = [_term("category", edition.section.slug, edition.section_name)]
        terms += [_term("post_tag", topic["slug"], topic["name"]) for topic in edition.topics]
        if len(edition.byline) > 1:  # of one, its creator tells; WordPress without Co-Authors complains of each
            terms += [_term("author", f"cap-{name['slug']}", name["name"]) for name in edition.byline]
        lead = edition.lead_picture
        meta = {
            "_thumbnail_id": str(_photo_id(lead.photo.pk)) if lead and lead.photo.main() else "",
            "_kateid_subheadline": edition.subheadline,
            "_kateid_place": edition.place,
            "_kateid_editor": edition.editor_name,
            "_yoast_wpseo_metadesc": edition.summary,
        }
        old = [("_wp_old_slug", f"{slug}-{edition.article_id}") for slug in story.old_slugs]
        return self._item(
            _story_id(edition.article_id),
            "post",
            title=as_html(edition.headline),
            path=self._path(edition),
            name=f"{edition.slug}-{edition.article_id}",
            creator=edition.byline[0]["slug"] if edition.byline else "",
            body=whole_text(story, self.address, self._url),
            excerpt=as_html(edition.summary),
            at=edition.published_at,
            modified_at=edition.changed_at,
            more="".join([*terms, *(_meta(*pair) for pair in [*meta.items(), *old] if pair[1]), *_comments(story)]),
        )

    def _page(self, page: Page) -> str:
        body = with_absolute_links(page.printed_body(), self.address + page.get_absolute_url())
        return self._item(
            _page_id(page.pk),
            "page",
            title=as_html(page.title),
            path=page.get_absolute_url(),
            name=page.slug,
            body=body,
            at=page.updated_at,
            modified_at=page.updated_at,
        )

    def _item(
        self,
        number: int,
        kind: str,
        *,
        title: str,
        path: str,
        name: str,
        at: datetime,
        modified_at: datetime,
        body: str = "",
        excerpt: str = "",
        creator: str = "",
        status: str = "publish",
        parent: int = 0,
        more: str = "",
    ) -> str:
        comments = "open" if kind == "post" else "closed"
        return (
            f"<item>\n{_tag('title', title)}{_tag('link', self.address + path)}{_tag('pubDate', _rfc(at))}"
            f"{_tag('dc:creator', creator)}"
            f'<guid isPermaLink="false">{escape(f"{self.address}/?p={number}")}</guid>\n<description></description>\n'
            f"{_tag('content:encoded', body)}{_tag('excerpt:encoded', excerpt)}<wp:post_id>{number}</wp:post_id>\n"
            f"{_times('post_date', at)}{_times('post_modified', modified_at)}"
            f"<wp:comment_status>{comments}</wp:comment_status><wp:ping_status>closed</wp:ping_status>\n"
            f"{_tag('wp:post_name', name)}<wp:status>{status}</wp:status><wp:post_parent>{parent}</wp:post_parent>"
            f"<wp:menu_order>0</wp:menu_order><wp:post_type>{kind}</wp:post_type><wp:post_password></wp:post_password>"
            f"<wp:is_sticky>0</wp:is_sticky>\n{more}</item>\n"
        )

    def _url(self, name: str) -> str:
        return f"{self.pictures}{settings.MEDIA_URL}{name}"

    # Photos

    def _attachments(self, story: Story) -> Iterator[str]:
        """An item for each photo that this story is the first to show, with the words printed there, and its file."""
        for picture in story.pictures:
            photo, whole = picture.photo, picture.photo.main()
            if photo.pk in self.photos:
                continue
            source = Path(settings.MEDIA_ROOT, whole.name) if whole else None
            if whole is None or source is None or not source.exists():
                self.photos[photo.pk] = "berkasnya belum ada"
                continue
            self.target.copy(source, f"media/{whole.name}")
            self.photos[photo.pk] = ""
            yield self._attachment(picture, whole, story.edition)

    def _attachment(self, picture: Picture, whole: Rendition, edition: Edition) -> str:
        number = _photo_id(picture.photo.pk)
        return self._item(
            number,
            "attachment",
            title=as_html(picture.caption or f"Foto {picture.photo.pk}"),
            path=f"/?attachment_id={number}",
            name=f"foto-{picture.photo.pk}",
            body=as_html(f"Foto: {picture.credit}" if picture.credit else ""),
            excerpt=as_html(picture.caption),
            at=edition.published_at,
            modified_at=edition.published_at,
            status="inherit",
            parent=_story_id(edition.article_id),
            more=_tag("wp:attachment_url", self._url(whole.name)) + _meta("_wp_attachment_image_alt", picture.alt),
        )

    # Addresses

    def _redirects(self) -> Iterator[tuple[str, str, int, int]]:
        """From where to where, whether it is a pattern, and the code."""
        for section in self._named()[2]:
            yield section.get_absolute_url(), self._path(section), 0, 301
        people, topics, _sections = self._named()
        for slug in sorted(people):
            yield Author(slug=slug).get_absolute_url(), self._path(Author(slug=slug)), 0, 301
        for slug in sorted(topics):
            yield Tag(slug=slug).get_absolute_url(), self._path(Tag(slug=slug)), 0, 301
        below = Edition.objects.listed(self.target.at).filter(section__parent__isnull=False)
        for edition in below.select_related("section__parent").order_by("pk").iterator():
            yield edition.get_absolute_url(), self._path(edition), 0, 301
        for old in public.old_addresses(self.target.at):
            if old.thing is None and not old.elsewhere:
                yield old.path, "", 0, 410
            else:
                yield old.path, self._path(old.thing) if old.thing else old.elsewhere, 0, 301
        for path in public.retracted_addresses(self.target.at):
            yield path, "", 0, 410

    def _path(self, thing: Any) -> str:
        """Where WordPress has it."""
        if isinstance(thing, Section):
            return f"/category/{'/'.join(one.slug for one in reversed(thing.lineage))}/"
        if isinstance(thing, Author):
            return f"/author/{thing.slug}/"
        if isinstance(thing, Tag):
            return f"/tag/{thing.slug}/"
        slugs = [one.slug for one in reversed(thing.section.lineage)]
        return f"/{'/'.join(slugs)}/{thing.slug}-{thing.article_id}/"


# WordPress has one row of numbers for all of these.


def _story_id(pk: int) -> int:
    return 3 * pk


def _photo_id(pk: int) -> int:
    return 3 * pk + 1


def _page_id(pk: int) -> int:
    return 3 * pk + 2


def _comments(story: Story) -> Iterator[str]:
    for answer in story.answers:
        comment = answer.comment
        yield (
            f"<wp:comment><wp:comment_id>{comment.pk}</wp:comment_id>{_tag('wp:comment_author', comment.author_name)}"
            "<wp:comment_author_email></wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>"
            "<wp:comment_author_IP></wp:comment_author_IP>"
            f"{_times('comment_date', comment.created_at)}{_tag('wp:comment_content', as_html(comment.text))}"
            "<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type>"
            f"<wp:comment_parent>{answer.parent}</wp:comment_parent>"
            "<wp:comment_user_id>0</wp:comment_user_id></wp:comment>\n"
        )


# XML


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_cdata(text)}</{name}>\n"


def _cdata(text: str) -> str:
    """Any text as XML 1.0 holds it: without the characters that it forbids, and with no end before its end."""
    return f"<![CDATA[{storable(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _term(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename="{escape(slug)}">{_cdata(as_html(name))}</category>\n'


def _meta(key: str, value: str) -> str:
    return f"<wp:postmeta>{_tag('wp:meta_key', key)}{_tag('wp:meta_value', value)}</wp:postmeta>\n"


def _times(name: str, moment: datetime) -> str:
    on_clock, utc = public.local_time(moment), moment.astimezone(UTC)
    return (
        f"<wp:{name}>{on_clock:%Y-%m-%d %H:%M:%S}</wp:{name}><wp:{name}_gmt>{utc:%Y-%m-%d %H:%M:%S}</wp:{name}_gmt>\n"
    )


def _rfc(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))
