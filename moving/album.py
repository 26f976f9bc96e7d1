"""The pictures of one old site: which its stories show, which are in the library, and which could not be had."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.db.models import Q

from articles.models import Photo
from articles.photos import intake

from . import bodies, writing
from .items import Attachment, Post
from .mapping import Mapping
from .models import LONGEST_ID, OldPicture, PictureState, Source
from .pictures import Pictures, Told, largest, photo_of

MOST_STORIES = 100  # whose numbers are kept with a picture


def short(text: str) -> str:
    """A text that tells a thing from others, as long as a column holds."""
    text = text.replace("\x00", "")
    if len(text) <= LONGEST_ID:
        return text
    return f"{text[: LONGEST_ID - 65]} {hashlib.sha256(text.encode()).hexdigest()}"[:LONGEST_ID]


def in_post(post: Post, own_host: str) -> list[bodies.Picture]:
    """The pictures of a story, its lead first."""
    lead = bodies.lead_picture(post.picture, post.picture_caption)
    return [*([lead] if lead else []), *bodies.convert(post.body, post.form, own_host).pictures]


@dataclass
class Album:
    """What is known of the pictures while a batch of stories is dealt with.

    Attributes:
        base: the address that paths and bare names of files belong to.
    """

    source: Source
    mapping: Mapping
    base: str = ""
    rows: dict[str, OldPicture] = field(default_factory=dict)  # by key
    numbered: dict[str, OldPicture] = field(default_factory=dict)  # by the number of an attachment

    @property
    def own_host(self) -> str:
        return self.source.name.partition("/")[0]

    def key(self, url: str) -> str:
        whole = largest(urljoin(self.base, url.strip()) if self.base else url.strip())
        return short(whole.partition("://")[2].removeprefix("www.") or whole)

    def look_up(self, pictures: Iterable[bodies.Picture]) -> None:
        """Read the rows of these pictures, in one query."""
        pictures = list(pictures)
        keys = {self.key(one.url) for one in pictures if one.url}
        numbers = {one.number for one in pictures if one.number}
        keys |= {_key_of_number(number) for number in numbers}
        self.rows, self.numbered = {}, {}
        for row in self.source.pictures.filter(Q(key__in=keys) | Q(attachment__in=numbers)).select_related("photo"):
            self.rows[row.key] = row
            if row.attachment:
                self.numbered[row.attachment] = row

    def row_of(self, picture: bodies.Picture) -> OldPicture | None:
        if picture.number in self.numbered:
            return self.numbered[picture.number]
        return self.rows.get(self.key(picture.url) if picture.url else _key_of_number(picture.number))

    def shown(self, picture: bodies.Picture) -> int | None:
        """The number of the photo that a picture became (see `bodies.Shown`)."""
        row = self.row_of(picture)
        return row.photo_id if row else None

    # What the source names

    def note_attachments(self, attachments: list[Attachment]) -> None:
        """Keep what the source says of its files, for the stories that show them."""
        rows = [
            OldPicture(
                source=self.source, key=self.key(one.url), url=one.url, attachment=short(one.id), caption=one.caption,
                alt=one.alt,
            )
            for one in attachments
            if one.url
        ]  # fmt: skip
        OldPicture.objects.bulk_create(rows, ignore_conflicts=True)

    def note_posts(self, posts: list[Post]) -> list[OldPicture]:
        """Keep which stories show what; the rows of all that they show. Call it in a transaction."""
        named = [(one, post) for post in posts for one in in_post(post, self.own_host)]
        self.look_up(one for one, _ in named)
        shown: dict[int, OldPicture] = {}
        for one, post in named:
            row = self.row_of(one)
            if row is None:
                key = self.key(one.url) if one.url else _key_of_number(one.number)
                row = OldPicture(source=self.source, key=key, url=one.url, attachment="" if one.url else one.number)
                self.rows[key] = row
            row.caption = row.caption or one.caption
            row.alt = row.alt or one.alt
            row.headline = row.headline or post.title[:200]
            if short(post.id) not in row.posts and len(row.posts) < MOST_STORIES:
                row.posts.append(short(post.id))
            row.save()
            shown[row.pk] = row
        return list(shown.values())

    # Taking

    def take(self, row: OldPicture, pictures: Pictures) -> Photo | str:
        """A photo with its files, perhaps not yet in the database, or why there is none."""
        if not row.url:
            return "lampiran ini tidak ada di sumbernya" if row.attachment else "gambarnya tidak punya alamat"
        examined = pictures.find(row.url)
        return examined if isinstance(examined, str) else self.developed(row, examined)

    def developed(self, row: OldPicture, examined: intake.Examined) -> Photo:
        site = self.source.called[0] if self.source.called else self.source.name
        told = Told(
            row.caption, row.alt, row.headline or row.caption, self.mapping.photo_credit or f"Dok. {site}",
            self.mapping.photo_rights,
        )  # fmt: skip
        return photo_of(examined, told, by=writing.mover())


def keep(row: OldPicture, result: Photo | str) -> None:
    """Note what became of a picture. Call it in a transaction."""
    if isinstance(result, str):
        row.state, row.reason = PictureState.MISSING, result[:400]
    else:
        row.state, row.reason, row.photo = PictureState.TAKEN, "", _entered(result)
    row.save()


def enter(row: OldPicture, album: Album) -> list[str]:
    """Give the stories that show a picture what is here of it now; why it did not enter some of them.

    Call it in a transaction.
    """
    source = album.source
    desk = writing.Desk(
        album.mapping, writing.names_in_lines(source.called), album.own_host, writing.old_site(), writing.mover()
    )
    reasons = []
    posts = source.rows.filter(kind="post", foreign_id__in=row.posts, article__isnull=False).select_related("article")
    for post in posts:
        told = {name: post.original[name] for name in ("body", "form", "picture", "picture_caption")}
        album.look_up(in_post(Post(post.foreign_id, **told), album.own_host))
        if post.article and (reason := desk.add_pictures(post.article, post.original, album.shown)):
            post.reason = reason[:400]
            post.save(update_fields=["reason"])
            reasons.append(f"“{post.title}”: {reason}")
    return reasons


def _entered(photo: Photo) -> Photo:
    if photo._state.adding:
        try:
            intake.enter(photo)
        except ValidationError:  # the same file came under another address, or by somebody's upload
            return Photo.objects.get(sha256=photo.sha256)
    return photo


def _key_of_number(number: str) -> str:
    return short(f"lampiran {number}")
