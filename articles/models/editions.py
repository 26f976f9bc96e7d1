from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from articles.photo_places import INLINE, LEAD
from articles.querysets import EditionQuerySet
from articles.richtext import Figure, RichTextField, figures, opening
from articles.videos import Video, video_at, videos
from kateid.absolute_urls import address

from .articles import Article, photo_numbers
from .choices import PAID, ContentClass, EditionKind, RetractionGround, Verification
from .history import Revision
from .people import Author, Editor
from .photos import Photo
from .sections import Section
from .tags import Tag

LEAD_KEY = "utama"
WORDS_A_MINUTE = 200
TEASER_LENGTH = 200  # characters of a text without a summary; search engines show about 160


@dataclass(frozen=True)
class Picture:
    """A photo where a story shows it, with the words that were printed with it there."""

    photo: Photo
    caption: str
    credit: str
    alt: str
    key: str = ""  # names its own page: "utama", "teks-2" in the text, or "3" in the gallery
    is_of_video: bool = False  # it stands for a video until somebody plays that

    @property
    def line(self) -> str:
        return photo_line(self.caption, self.credit)


def photo_line(caption: str, credit: str) -> str:
    """Caption and credit as printed: "caption. (Foto: credit)"."""
    caption = caption.strip()
    if caption and caption[-1] not in ".!?…”":
        caption += "."
    return f"{caption} (Foto: {credit})".strip() if credit else caption


class Edition(models.Model):
    """One published state of a story: numbered, complete and immutable.

    It is public while `live_from <= moment < live_until`. An empty interval
    (`live_until == live_from`) is a scheduled edition that was withdrawn before its time.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EditionKind)
    source = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="editions")

    headline = models.CharField(max_length=200)
    subheadline = models.CharField(max_length=200, blank=True)
    slug = models.SlugField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=60, blank=True)
    body = RichTextField(blank=True)
    content_class = models.CharField(max_length=20, choices=ContentClass)
    advertiser = models.CharField(max_length=120, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, related_name="editions")
    section_name = models.CharField(max_length=60)
    byline = models.JSONField(default=list)  # [{"name", "slug", "code"}], as printed
    editor = models.ForeignKey(Editor, models.PROTECT, null=True, related_name="editions")
    editor_name = models.CharField(max_length=100, blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="editions")
    photo_caption = models.CharField(max_length=400, blank=True)
    photo_credit = models.CharField(max_length=120, blank=True)
    photo_alt = models.CharField(max_length=300, blank=True)
    inner_pictures = models.JSONField(default=dict)  # {number of a photo in the text: {"caption", "credit", "alt"}}
    gallery = models.JSONField(default=list)  # [{"photo", "caption", "credit", "alt"}], as printed
    topics = models.JSONField(default=list)  # [{"name", "slug"}], as printed
    is_sensitive = models.BooleanField(default=False)
    verification = models.CharField(max_length=12, choices=Verification, blank=True, default="", db_default="")
    may_harm = models.BooleanField(default=False, db_default=False)
    verification_note = models.CharField(
        max_length=300, blank=True, default="", db_default=""
    )  # as its end says, without brackets

    public_note = models.TextField(blank=True)
    ground = models.CharField(max_length=20, choices=RetractionGround, blank=True)
    published_at = models.DateTimeField()  # the first publication: orders every list, never moves
    modified_at = models.DateTimeField()  # the last update or correction
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_by_name = models.CharField(max_length=150)

    # Of its live report, if it is one and was read `with_report`.
    report_begun_at: datetime | None = None
    report_finished_at: datetime | None = None
    report_changed_at: datetime | None = None

    entry_texts: tuple[str, ...] = ()  # of its live report's entries: see `search.indexes`

    verification_result: Edition | None = None  # that tells what became of it: see `reading.follow_ups.look_up_results`
    linked_labels: Mapping[int, str] = MappingProxyType({})  # of stories that its text links to: `reading.story_links`

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "edisi"
        verbose_name_plural = "edisi"
        ordering = ("-published_at", "-pk")
        base_manager_name = "objects"
        indexes = (
            models.Index(fields=["-published_at", "-id"], name="edition_newest"),
            models.Index(fields=["kind", "-live_from"], name="edition_kind_newest"),
            models.Index(
                fields=["published_at", "id"],
                condition=models.Q(verification=Verification.UNVERIFIED),
                name="edition_unverified_oldest",
            ),
            # The few that are about to appear or have ended, among many that do neither (`cache_dependencies.agenda`).
            models.Index(fields=["live_from"], name="edition_live_from"),
            models.Index(
                fields=["live_until"], condition=models.Q(live_until__isnull=False), name="edition_live_until"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(live_until=None), name="edition_one_open_per_article"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=EditionKind.values), name="edition_kind_known"),
            models.CheckConstraint(
                condition=models.Q(live_until=None) | models.Q(live_until__gte=models.F("live_from")),
                name="edition_interval_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__lte=models.F("live_from")), name="edition_published_before_live"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[EditionKind.FIRST, EditionKind.MINOR]) | ~models.Q(public_note=""),
                name="edition_change_has_note",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=EditionKind.RETRACTION, ground__in=RetractionGround.values)
                | (~models.Q(kind=EditionKind.RETRACTION) & models.Q(ground="")),
                name="edition_ground_iff_retraction",
            ),
        )

    def __str__(self) -> str:
        return f"{self.headline} (edisi {self.number})"

    def get_absolute_url(self) -> str:
        return address("articles:detail", self.section.slug, self.slug, self.article_id)

    def photo_address(self, key: str) -> str:
        """Where one of its pictures, by its key, has a page of its own."""
        return address("articles:gallery_photo", self.section.slug, self.slug, self.article_id, key)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("An edition is never deleted.", {self})

    def is_live(self, at: datetime) -> bool:
        return self.live_from <= at and (self.live_until is None or at < self.live_until)

    @property
    def shown_photo(self) -> Photo | None:
        """Its photo, unless that was withdrawn since: an edition keeps its words, and never a picture for itself."""
        return self.photo if self.photo and self.photo.is_shown else None

    @property
    def is_paid(self) -> bool:
        """Whether somebody paid for it, which readers and crawlers are told (Pedoman Media Siber 6)."""
        return self.content_class in PAID

    @property
    def is_live_report(self) -> bool:
        return self.report_begun_at is not None

    @property
    def is_running(self) -> bool:
        """Whether it is a live report that goes on."""
        return self.is_live_report and self.report_finished_at is None

    @property
    def changed_at(self) -> datetime:
        """When readers last got something new of it, an entry of a live report included."""
        return max(self.modified_at, self.report_changed_at or self.modified_at)

    @property
    def is_updated(self) -> bool:
        """Whether readers were told of an update or a correction since it was published."""
        return bool(self.modified_at) and self.modified_at > self.published_at  # a preview's has no times yet

    @property
    def reading_minutes(self) -> int:
        """How long its text takes, as counted by its spaces: near enough, and without reading the text."""
        return max(1, round(self.body.count(" ") / WORDS_A_MINUTE))

    @property
    def label(self) -> str:
        """What sets this story apart from news, above its headline everywhere ("" for news)."""
        return "" if self.content_class == ContentClass.NEWS else str(ContentClass(self.content_class).label)

    @property
    def label_line(self) -> str:
        """The label with who pays for the story or sent it."""
        return " – ".join(part for part in (self.label, self.advertiser) if part) if self.label else ""

    @property
    def labelled_headline(self) -> str:
        """The headline where it stands alone, as in feeds and shared links."""
        return f"[{self.label}] {self.headline}" if self.label else self.headline

    @cached_property
    def teaser(self) -> str:
        """What the story is about, where search engines, feeds and shared links say it."""
        return self.summary or opening(self.body, TEASER_LENGTH) or self.subheadline or self.headline

    @property
    def codes(self) -> str:
        """The newsroom codes that close the story, e.g. "lmo" or "rsy/lmo"."""
        return "/".join(name["code"] for name in self.byline if name["code"])

    @property
    def photo_line(self) -> str:
        return photo_line(self.photo_caption, self.photo_credit)

    @property
    def lead_picture(self) -> Picture | None:
        if self.shown_photo is None:
            return None
        return Picture(self.shown_photo, self.photo_caption, self.photo_credit, self.photo_alt, LEAD_KEY)

    @cached_property
    def lead_place(self) -> str:
        """Where its lead stands above the text: whole, where the usual cut would leave less than half of it to see."""
        photo = self.shown_photo
        is_whole = photo is not None and photo.share_seen(LEAD.name, self.article_id) < 0.5
        return INLINE.name if is_whole else LEAD.name

    @cached_property
    def photos_by_number(self) -> dict[int, Photo]:
        """The photos of the text and the gallery by number. Lists look up those of all their editions at once."""
        return showable(Photo.objects.in_bulk(self.photo_numbers)) if self.photo_numbers else {}

    @property
    def photo_numbers(self) -> list[int]:
        return photo_numbers(self.body, self.gallery)

    @property
    def inner(self) -> list[Picture]:
        """The photos in the text, in their order."""
        numbered = enumerate(figures(self.body), start=1)
        return [picture for number, figure in numbered if (picture := self.inner_picture(figure, number))]

    @cached_property
    def gallery_pictures(self) -> list[Picture]:
        return [
            Picture(photo, entry["caption"], entry["credit"], entry["alt"], str(number))
            for number, entry in enumerate(self.gallery, start=1)
            if (photo := self.photos_by_number.get(entry["photo"]))
        ]

    @cached_property
    def text_pictures(self) -> list[Picture]:
        """Its lead photo and the photos in the text that open large, in their order; a video's is not one of them."""
        inner = [picture for picture in self.inner if not picture.is_of_video]
        return [self.lead_picture, *inner] if self.lead_picture else inner

    @property
    def has_zoom(self) -> bool:
        """Whether its photos have pages of their own; not a preview's, and who has to be protected is not enlarged."""
        return bool(self.pk) and not self.is_sensitive

    @property
    def has_viewer(self) -> bool:
        """Whether it has any photo that opens large."""
        return self.has_zoom and bool(self.text_pictures or self.gallery_pictures)

    def sequence(self, key: str) -> list[Picture]:
        """The pictures among which one is leafed through: those of the text, or those of the gallery."""
        sequences = (self.text_pictures, self.gallery_pictures)
        return next((found for found in sequences if any(picture.key == key for picture in found)), [])

    @cached_property
    def videos(self) -> list[Video]:
        pictured = [video for figure in figures(self.body) if (video := video_at(figure.caption))]
        return [*videos(self.body), *pictured]

    def inner_picture(self, figure: Figure, number: int) -> Picture | None:
        """The photo of a figure, counted from 1; nothing for one not printed, or that may not be shown any more."""
        words, photo = self.inner_pictures.get(str(figure.photo)), self.photos_by_number.get(figure.photo)
        if words is None or photo is None:
            return None
        is_of_video = video_at(figure.caption) is not None
        own = "" if is_of_video else figure.caption
        key = f"teks-{number}"
        return Picture(photo, own or words["caption"], words["credit"], words["alt"], key, is_of_video)


def showable(photos: dict[int, Photo]) -> dict[int, Photo]:
    """Those that readers may see."""
    return {number: photo for number, photo in photos.items() if photo.is_shown}


def look_up_photos(editions: Iterable[Edition]) -> None:
    """Fetch the photos in the texts and galleries of several editions at once."""
    numbers = {edition: edition.photo_numbers for edition in editions}
    wanted = {number for named in numbers.values() for number in named}
    found = showable(Photo.objects.in_bulk(wanted)) if wanted else {}
    for edition, named in numbers.items():
        edition.photos_by_number = {number: found[number] for number in named if number in found}


class Listing(models.Model):
    """One list that an edition appears in, carrying the order, so that each list is one index range."""

    edition = models.ForeignKey(Edition, models.PROTECT)
    published_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.edition} dalam daftar"


class SectionListing(Listing):
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="section_listings")
    section = models.ForeignKey(Section, models.PROTECT, related_name="listings")

    class Meta:
        indexes = (models.Index(fields=["section", "-published_at", "-edition"], name="sectionlisting_newest"),)
        constraints = (models.UniqueConstraint(fields=["edition", "section"], name="sectionlisting_once"),)


class AuthorListing(Listing):
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="author_listings")
    author = models.ForeignKey(Author, models.PROTECT, related_name="listings")

    class Meta:
        indexes = (models.Index(fields=["author", "-published_at", "-edition"], name="authorlisting_newest"),)
        constraints = (models.UniqueConstraint(fields=["edition", "author"], name="authorlisting_once"),)


class TopicListing(Listing):
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="topic_listings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="listings")

    class Meta:
        indexes = (models.Index(fields=["tag", "-published_at", "-edition"], name="topiclisting_newest"),)
        constraints = (models.UniqueConstraint(fields=["edition", "tag"], name="topiclisting_once"),)
