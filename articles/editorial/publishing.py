"""From the working copy to what readers see: the only place that writes Editions, but for many old ones at once
(`taking_over`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import slugify

from accounts.people import display_name
from articles.models import (
    CLOSING_NOTE,
    Article,
    Author,
    AuthorListing,
    Edition,
    EditionKind,
    EditionPhoto,
    Editor,
    Photo,
    Revision,
    Section,
    SectionListing,
    Tag,
    TopicListing,
    UnverifiedCase,
    Verification,
    showable,
)
from articles.models.articles import photo_numbers
from articles.models.choices import PROTECTING
from articles.reading import cache_dependencies, cache_tags, related
from articles.richtext import figures
from articles.search import indexes
from articles.story_fields import PLAIN, Content, read_content
from pagecache import invalidate, wait_for_edge

from .revisions import content_of, latest, referred
from .topics import find_or_make

NEUTRAL_HEADLINE = "Judul disamarkan untuk melindungi yang bersangkutan"
NEUTRAL_SLUG = "berita-dicabut"


def live_edition(article: Article, at: datetime | None = None) -> Edition | None:
    """The edition that readers see at a moment, a retraction included."""
    return Edition.objects.live(at).filter(article=article).first()


def publish(article: Article, *, by: User, kind: str, note: str, live_from: datetime, now: datetime) -> Edition:
    """Write the working copy as the story's next edition, public from `live_from`.

    Call it from a verb of `articles.editorial.workflow`, in its transaction and with the article locked.

    Args:
        kind: an EditionKind, ignored for a story that readers have not seen yet.
        note: what readers are told about an update or a correction.
    """
    withdraw_scheduled(article, now)
    live = live_edition(article, now)
    edition = compose(article, content_of(article), by=by)
    edition.source = latest(article)
    edition.kind = kind if live else EditionKind.FIRST
    edition.public_note = note if edition.kind in {EditionKind.UPDATE, EditionKind.CORRECTION} else ""
    edition.published_at = live.published_at if live else live_from
    edition.modified_at = live.modified_at if live and edition.kind == EditionKind.MINOR else live_from
    if live and not article.slug:
        edition.slug = live.slug  # an address stays although the headline changed
    return _write(edition, by=by, live_from=live_from, now=now)


def retract(article: Article, *, by: User, ground: str, note: str, headline: str, now: datetime) -> Edition:
    """Write the notice that takes the story's place (Pedoman Media Siber 5a-5c). It holds nothing of the text.

    Args:
        headline: neutral words instead of the story's own, with an address that says nothing either. Without them the
            notice names the story, unless its ground protects somebody.
    """
    withdraw_scheduled(article, now)
    live = Edition.objects.live(now).get(article=article)
    neutral = headline.strip() or (NEUTRAL_HEADLINE if ground in PROTECTING else "")
    notice = Edition(
        article=article,
        kind=EditionKind.RETRACTION,
        headline=neutral or live.headline,
        slug=NEUTRAL_SLUG if neutral else live.slug,
        content_class=live.content_class,
        section=live.section,
        section_name=live.section_name,
        ground=ground,
        public_note=note,
        published_at=live.published_at,
        modified_at=now,
    )
    wait_for_edge()
    return _write(notice, by=by, live_from=now, now=now)


def withdraw_scheduled(article: Article, now: datetime) -> None:
    """Take back an edition that never became public: its interval closes empty and the one before goes on."""
    waiting = Edition.objects.filter(article=article, live_until=None, live_from__gt=now).first()
    if waiting is None:
        return
    Edition.objects.filter(pk=waiting.pk).update(live_until=waiting.live_from)
    Edition.objects.filter(article=article, live_from__lte=now, live_until=waiting.live_from).update(live_until=None)
    indexes.settle(article, now)
    invalidate(cache_tags.agenda())


def compose(article: Article, content: Content, *, by: User) -> Edition:
    """An unsaved edition of a revision's content: what would be published, and what a preview shows."""
    section = referred(Section, content["section"])
    editor = referred(Editor, content["editor"]) or Editor.objects.filter(user=by).first()
    authors = Author.objects.in_bulk([author["id"] for author in content["authors"]])
    edition = composed(
        article,
        content,
        section=section,
        editor=editor,
        authors=[authors[one["id"]] for one in content["authors"] if one["id"] in authors],
        photo=referred(Photo, content["photo"]),
        by=by,
    )
    edition.gallery = content["gallery"]
    freeze_pictures(edition, content["gallery"], Photo.objects.in_bulk(edition.photo_numbers))
    return edition


def composed(
    article: Article,
    content: Content,
    *,
    section: Section | None,
    editor: Editor | None,
    authors: Sequence[Author],
    photo: Photo | None,
    by: User,
) -> Edition:
    """An unsaved edition of a content whose references are looked up already, without its inner photos."""
    edition = Edition(
        article=article,
        **{field.name: field.kind.clean(content[field.name]) for field in PLAIN if field.name in field.frozen},
        section=section,
        section_name=section.name if section else "",
        byline=[{"name": author.name, "slug": author.slug, "code": author.code or ""} for author in authors],
        editor=editor,
        editor_name=editor.name if editor else by.get_full_name(),
        photo=photo,
        topics=[{"name": name, "slug": slugify(name, allow_unicode=True)} for name in content["tags"]],
    )
    edition.slug = edition.slug or slug_of(edition.headline)
    if edition.verification == Verification.UNVERIFIED:
        case = UnverifiedCase.objects.filter(article=article.pk).first()
        edition.verification_note = case.note if case else CLOSING_NOTE
    _freeze_lead_photo(edition)
    return edition


def _freeze_lead_photo(edition: Edition) -> None:
    """Keep the photo's words as they are now; a caption without a photo is not printed."""
    photo = edition.photo
    edition.photo_caption = (edition.photo_caption or photo.caption) if photo else ""
    edition.photo_credit = photo.credit if photo else ""
    edition.photo_alt = photo.alt_text if photo else ""


def freeze_pictures(edition: Edition, gallery: list[dict[str, Any]], photos: dict[int, Photo]) -> None:
    """Keep the words of the photos in the text and the gallery as they are now.

    Args:
        photos: these, and perhaps others of other stories.
    """
    edition.gallery = [
        {**_words(photo), "photo": photo.pk, "caption": entry["caption"] or photo.caption}
        for entry in gallery
        if (photo := photos.get(entry["photo"]))
    ]
    edition.inner_pictures = {
        str(photo.pk): _words(photo) for figure in figures(edition.body) if (photo := photos.get(figure.photo))
    }
    numbers = photo_numbers(edition.body, gallery)
    edition.photos_by_number = showable({number: photos[number] for number in numbers if number in photos})


def _words(photo: Photo) -> dict[str, str]:
    return {"caption": photo.caption, "credit": photo.credit, "alt": photo.alt_text}


def preview(article: Article, revision: Revision, *, by: User) -> Edition:
    """An unsaved edition that shows a revision as readers would see it if it were published now."""
    content = read_content(revision.content)
    edition = compose(article, content, by=by)
    now = timezone.now()
    live = live_edition(article, now)
    edition.published_at = live.published_at if live else now
    edition.modified_at = edition.live_from = now
    if live and not content["slug"]:
        edition.slug = live.slug
    if edition.editor is None and not by.has_perm("articles.review_article"):
        edition.editor_name = ""  # somebody else will publish it
    return edition


def slug_of(headline: str) -> str:
    """An address from a headline, cut at a word."""
    slug = slugify(headline)
    if len(slug) > 80:
        slug = slug[:81].rpartition("-")[0][:80]
    return slug or "berita"


def _write(edition: Edition, *, by: User, live_from: datetime, now: datetime) -> Edition:
    of_story = Edition.objects.filter(article=edition.article)
    edition.number = (of_story.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    edition.live_from = live_from
    edition.published_by = by
    edition.published_by_name = display_name(by)
    tags = find_or_make(topic["name"] for topic in edition.topics)
    edition.topics = [{"name": tag.name, "slug": tag.slug} for tag in tags]
    of_story.filter(live_until=None).update(live_until=live_from)
    edition.save(force_insert=True)
    if edition.kind != EditionKind.RETRACTION:
        _enter_in_lists(edition, tags)
        EditionPhoto.objects.bulk_create(EditionPhoto(edition=edition, photo_id=pk) for pk in edition.photos_by_number)
    indexes.settle(edition.article, now)
    related.relate(edition)
    invalidate(*cache_dependencies.of_edition(edition, now))
    return edition


def _enter_in_lists(edition: Edition, tags: list[Tag]) -> None:
    common: dict[str, Any] = {"edition": edition, "published_at": edition.published_at}
    authors = Author.objects.filter(slug__in=[name["slug"] for name in edition.byline])
    SectionListing.objects.bulk_create(SectionListing(section=section, **common) for section in edition.section.lineage)
    AuthorListing.objects.bulk_create(AuthorListing(author=author, **common) for author in authors)
    TopicListing.objects.bulk_create(TopicListing(tag=tag, **common) for tag in tags)
