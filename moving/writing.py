"""What came from a source, as the newsroom holds it: stories, people, sections, comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import roles
from articles.editorial import revisions, workflow
from articles.editorial.checks import MOST_INNER_PHOTOS, ChecksFailed
from articles.editorial.taking_over import OldStory, take_over
from articles.models import Article, Author, EditionKind, Editor, Photo, Section, Stage, Verification
from articles.models.sections import RESERVED_SLUGS
from articles.richtext import HTMLTooComplex, one_line, sanitise
from comments.lifecycle import OldComment
from comments.models import Comment as OwnComment

from . import bodies, lines
from .items import Comment, Person, Post, Term
from .mapping import Mapping
from .pictures import caption_and_credit

OLD_SITE, MOVER = "situs-lama", "pindahan"  # accounts that nobody can sign in to


def names_in_lines(called: list[str]) -> list[str]:
    """What a paper may have called itself in a dateline: its title, its host, and its host without the ending."""
    return [*called, *(name.rpartition(".")[0] for name in called if "." in name)]


def old_site() -> User:
    """Who wrote the stories: nobody of this desk."""
    return _account(OLD_SITE)


def mover() -> User:
    """Who publishes what the old site had published. The row stays inactive; only here and now it may act."""
    user = _account(MOVER)
    user.groups.add(Group.objects.get(name=roles.MANAGING_EDITOR))
    user.is_active = True
    return user


def _account(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User(username=name, is_active=False)
        user.set_unusable_password()
        user.save(force_insert=True)
    return user


# People and sections


def author_named(name: str, slug: str = "", code: str | None = None) -> Author:
    """The author of a name, made where there is none: as former staff, which opens no door."""
    name = _one_line(name, 100) or "Redaksi"
    found = Author.objects.filter(name__iexact=name).order_by("pk").first()
    if found is None:
        slug = _free_slug(Author, slug or slugify(name) or "penulis", 100)
        found = Author.objects.create(name=name, slug=slug, code=code, is_active=False)
    elif code and not found.code:
        Author.objects.filter(pk=found.pk).update(code=code)
        found.code = code
    return found


def author_of(person: Person, mapping: Mapping) -> Author:
    name = mapping.people.get(person.id) or mapping.people.get(person.name) or person.name or person.id
    return author_named(name.partition("@")[0], person.slug if name == person.name else "")


def section_named(name: str, slug: str = "", parent: Section | None = None) -> Section:
    """The section of a name or address, made where there is none."""
    name = _one_line(name, 60) or "Berita"
    slug = slugify(slug) or slugify(name) or "rubrik"
    found = Section.objects.filter(slug=slug).first() or Section.objects.filter(name__iexact=name).first()
    if found:
        return found
    if slug in RESERVED_SLUGS:
        slug = f"rubrik-{slug}"
    if parent and parent.parent_id:
        parent = parent.parent
    return Section.objects.create(name=name, slug=_free_slug(Section, slug, 60), parent=parent)


def section_of(term: Term, mapping: Mapping, parent: Section | None) -> Section | None:
    """The section that a category becomes; None for one that becomes a topic."""
    if term.slug in mapping.topics or term.name in mapping.topics:
        return None
    mapped = mapping.sections.get(term.slug) or mapping.sections.get(term.name) or mapping.sections.get(term.id)
    return section_named(mapped) if mapped else section_named(term.name or term.slug, term.slug, parent)


def _free_slug(model: type[Any], slug: str, longest: int) -> str:
    slug = slugify(slug)[:longest] or "lama"
    taken = set(model.objects.filter(slug__startswith=slug[: longest - 6]).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug[: longest - 6]}-{number}"
    return free


def _one_line(text: str, longest: int) -> str:
    return " ".join(one_line(text).split())[:longest]


# Stories


@dataclass
class Written:
    """A story made of a post.

    Attributes:
        withheld: why readers may not see it yet; "" if nothing is known against it.
    """

    story: OldStory
    withheld: str
    notes: list[str]
    converted: bodies.Converted

    @property
    def reason(self) -> str:
        """Why it is not published, or what to look at."""
        failed = " ".join(finding.message for finding in self.story.findings)
        return "; ".join(filter(None, [self.withheld or (failed and f"belum dapat terbit: {failed}"), *self.notes]))


@dataclass
class Desk:
    """What stories are written with, looked up once.

    Attributes:
        people, categories: by id, slug and name over there. A category that became a topic is its name.
    """

    mapping: Mapping
    own_names: list[str]
    own_host: str
    writer: User
    publisher: User
    people: dict[str, Author] = field(default_factory=dict)
    categories: dict[str, Section | str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Author] = field(default_factory=dict)
    editors: dict[str, Editor] = field(default_factory=dict)
    default_section: Section | None = None

    def enter(self, written: list[Written]) -> None:
        """Write these stories. Their lead photos are looked up here."""
        articles = [one.story.article for one in written]
        photos = Photo.objects.in_bulk({article.photo_id for article in articles if article.photo_id})
        for article in articles:
            article.photo = photos.get(article.photo_id or 0)
        take_over([one.story for one in written], writer=self.writer, publisher=self.publisher)

    def read(self, post: Post, shown: bodies.Shown = bodies.nothing_shown) -> Written:
        """Make a story of a post, as public as it was or less. It is not written yet."""
        room = _Room(shown)
        converted = bodies.convert(post.body, post.form, self.own_host, room.shown)
        taken = lines.take_out(converted.html, self.own_names, self.codes)
        notes = [f"kode penulis tidak dikenal: {code}" for code in taken.unknown]
        body, too_complex = _storable_body(taken.html, post.body)
        headline, rest = _headline(post.title)
        authors = [self.codes[code] for code in taken.codes]
        if not authors:
            authors = self._authors(post)
            notes += [f"penulis tidak dikenal: {key}" for key in post.people if self._is_nobody(key, post)]
        section, topics = self._section_and_topics(post)
        notes += [f"rubrik tidak dikenal: {key}" for key in post.categories if self._is_unknown(key, post)]
        now = timezone.now()
        moment = post.published_at or post.modified_at or now
        article = Article(
            headline=headline,
            subheadline=_one_line(post.subtitle or rest, 200),
            section=section,
            place=_one_line(post.place or taken.place, 60),
            summary=_summary(post.excerpt),
            body=body,
            editor=self._editor(post.editor or taken.editor),
            slug=_slug(post.slug),
            verification=Verification.INHERITED,
        )
        _set_lead(article, post.picture, post.picture_caption, shown)
        article.gallery = room.gallery
        withheld = self._why_not(post, converted, too_complex, now)
        if rest:
            notes.append("judul lebih dari 200 huruf: sisanya di subjudul")
        return Written(OldStory(article, authors, topics, moment, not withheld), withheld, notes, converted)

    def add_pictures(self, article: Article, original: dict[str, Any], shown: bodies.Shown) -> str:
        """Give a story that was imported before the pictures that were found since; why not, or "".

        Args:
            original: of its row: the post as it came.
        """
        if article.revisions.exclude(by=self.writer).exists() or article.stage not in {Stage.PUBLISHED, Stage.DRAFT}:
            return "fotonya sudah ada di perpustakaan, tetapi naskah ini sudah disunting di sini: pasang sendiri"
        authors = article.ordered_authors()
        room = _Room(shown)
        converted = bodies.convert(original["body"], original["form"], self.own_host, room.shown)
        codes = {author.code for author in authors if author.code}
        article.body, _ = _storable_body(lines.take_out(converted.html, self.own_names, codes).html, original["body"])
        article.gallery = room.gallery
        article.verification = article.verification or Verification.INHERITED
        _set_lead(article, original["picture"], original["picture_caption"], shown)
        topics = list(article.tags.values_list("name", flat=True))
        was_published = article.stage == Stage.PUBLISHED
        try:
            with transaction.atomic():
                if was_published:
                    article.version = workflow.reopen(article, by=self.publisher).version
                revisions.save(article, by=self.writer, authors=authors, tags=topics, base_version=article.version)
                if was_published:
                    now = timezone.now()  # said, so that it is no news to the newsroom
                    workflow.submit(article, by=self.publisher, now=now)
                    workflow.publish(article, by=self.publisher, kind=EditionKind.MINOR, now=now)
        except ChecksFailed as failed:
            return f"fotonya sudah ada di perpustakaan, tetapi belum dapat dipasang: {failed}"
        return ""

    def _why_not(self, post: Post, converted: bodies.Converted, too_complex: bool, now: datetime) -> str:
        """Why a story stays a draft; "" for one that readers may see as they did before."""
        if post.withheld:
            return post.withheld
        if post.unclear:
            return post.unclear
        if post.type != "post":
            return "halaman tetap, bukan berita" if post.type == "page" else f"jenis “{post.type[:40]}” bukan berita"
        if converted.is_suspect:
            return f"judul judi: {len(converted.injected)} tautan tersembunyi atau judi dibuang; periksa dahulu"
        if too_complex:
            return "isi terlalu panjang atau rumit: yang asli disimpan utuh, periksa dahulu"
        if post.published_at is None:
            return "tanpa waktu terbit"
        return "waktu terbitnya di masa depan" if post.published_at > now else ""

    def _authors(self, post: Post) -> list[Author]:
        found = []
        known = [key for key in post.people if not self._is_nobody(key, post)]
        for key in known or [self.mapping.author]:
            if key not in self.people:
                name = self.mapping.people.get(key) or post.names.get(key) or key
                self.people[key] = author_named(name.partition("@")[0])
            found.append(self.people[key])
        return list(dict.fromkeys(found))

    def _section_and_topics(self, post: Post) -> tuple[Section, list[str]]:
        section, topics = None, [self.tags.get(tag, tag) for tag in post.tags]
        for key in post.categories:
            if self._is_unknown(key, post):
                continue
            if key not in self.categories:
                term = Term(key, "category", post.names.get(key, key), slugify(key))
                self.categories[key] = section_of(term, self.mapping, None) or term.name
            place = self.categories[key]
            if isinstance(place, Section) and section is None:
                section = place
            else:
                topics.append(place.name if isinstance(place, Section) else place)
        if section is None:
            section = self.default_section = self.default_section or section_named(self.mapping.section)
        return section, topics

    def _is_unknown(self, key: str, post: Post) -> bool:
        """Whether this is the number of a category that neither the source nor the mapping holds."""
        known = (self.categories, post.names, self.mapping.sections, self.mapping.topics)
        return _is_number(key) and not any(key in names for names in known)

    def _is_nobody(self, key: str, post: Post) -> bool:
        """Whether this is the number of somebody whom neither the source nor the mapping names."""
        return _is_number(key) and not any(key in names for names in (self.people, post.names, self.mapping.people))

    def _editor(self, name: str) -> Editor | None:
        name = _one_line(name, 100)
        if name and name not in self.editors:
            known = Editor.objects.filter(name__iexact=name).first()
            self.editors[name] = known or Editor.objects.create(name=name, is_active=False)
        return self.editors.get(name)


def _is_number(key: str) -> bool:
    """Whether what a source calls a person or a category is no name: a number, or Ghost's 24 figures."""
    return key.isdecimal() or re.fullmatch(r"[0-9a-f]{24}", key) is not None


def _set_lead(article: Article, named: str, caption: str, shown: bodies.Shown) -> None:
    """The photo on top, and what stood below it there."""
    lead = bodies.lead_picture(named, caption)
    article.photo_id = shown(lead) if lead else None
    article.photo_caption = caption_and_credit(caption)[0][:400] if article.photo_id else ""


class _Room:
    """The photos of a text, as many as a text may show; those that are too many make the story's gallery."""

    def __init__(self, shown: bodies.Shown) -> None:
        self._shown = shown
        self.numbers: set[int] = set()
        self.gallery: list[dict[str, Any]] = []

    def shown(self, picture: bodies.Picture) -> int | None:
        number = self._shown(picture)
        if number is None or number in self.numbers:
            return number
        if len(self.numbers) < MOST_INNER_PHOTOS:
            self.numbers.add(number)
            return number
        if number not in {entry["photo"] for entry in self.gallery}:
            self.gallery.append({"photo": number, "caption": picture.caption})
        return None


def _storable_body(html: str, original: str) -> tuple[str, bool]:
    """A body that the database takes; what is too large or too complex becomes its first words."""
    try:
        return sanitise(html), False
    except HTMLTooComplex:
        words = bodies.plain(original)[:150_000]
        return sanitise(f"<p>{escape(words, quote=False)}</p>"), True


def _headline(title: str) -> tuple[str, str]:
    """A headline of one line, and what of a long one is left."""
    title = " ".join(one_line(title).split())
    if len(title) <= 200:
        return title, ""
    cut = title.rfind(" ", 100, 199)
    cut = cut if cut > 0 else 199
    return f"{title[:cut]}…", title[cut:].strip()


def _summary(excerpt: str) -> str:
    words = one_line(bodies.plain(excerpt))
    return words if len(words) <= 300 else f"{words[: words.rfind(' ', 0, 299)]}…"


def _slug(slug: str) -> str:
    slug = slugify(slug.removesuffix(".html"))
    return slug if len(slug) <= 80 else slug[:81].rpartition("-")[0][:80]


# Comments


def old_comment(
    comment: Comment, article: int, *, source: str, is_public: bool, reply_to: OldComment | OwnComment | None
) -> OldComment:
    now = timezone.now()
    return OldComment(
        article,
        comment.name.partition("@")[0],
        bodies.plain_lines(comment.text),
        is_public,
        min(comment.at or now, now),
        uuid5(NAMESPACE_URL, f"{source} comment {comment.id}"),
        reply_to,
    )
