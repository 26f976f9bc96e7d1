"""Editions as ninjs 3.1, IPTC's JSON for news, for whoever takes over our stories. docs/api.md explains it to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import ContentClass, Edition, EditionKind, LiveEntryEdition, Photo, Picture, Rendition
from articles.models.choices import PAID
from articles.reading.rendering import syndicated_body, told_entries
from articles.richtext import plain_text
from kateid.absolute_urls import absolute, with_absolute_links
from kateid.local_time import iso, local

Item = dict[str, Any]

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
NEWSCODES = "http://cv.iptc.org/newscodes"
GENRES: dict[str, str] = {
    ContentClass.OPINION: f"{NEWSCODES}/genre/Opinion",
    **dict.fromkeys(PAID, f"{NEWSCODES}/genre/Advertiser_Supplied"),
    ContentClass.PRESS_RELEASE: f"{NEWSCODES}/genre/Press_Release",
}
# What a newsroom promises its readers, by IPTC's name for it, and the page that says it.
PROMISES = (
    ("editorialPolicy", "Pedoman Media Siber", "/pedoman-media-siber/"),
    ("ethicsPolicy", "Kode Etik", "/kode-etik/"),
    ("correctionsPolicy", "Hak Jawab", "/hak-jawab/"),
    ("partyInfo", "Redaksi", "/redaksi/"),
)


def brief(edition: Edition) -> Item:
    """A story as a list shows it: everything but the text and what was told about changes."""
    if edition.kind == EditionKind.RETRACTION:
        raise ValueError("no list holds a retracted story")
    return {
        **_about(edition),
        "representationType": "partial",
        "pubStatus": "usable",
        **_filled(
            headlines=_texts(main=edition.headline, sub=edition.subheadline),
            descriptions=_texts(summary=edition.summary),
            by=", ".join(name["name"] for name in edition.byline),
            located=edition.place,
            subjects=_subjects(edition),
            genres=[{"name": edition.label, "uri": GENRES[edition.content_class]}] if edition.label else [],
            infoSources=_supplier(edition),
            renditions=[{"name": "web", "href": absolute(edition.get_absolute_url()), "contentType": "text/html"}],
            associations=[_picture(edition.lead_picture, "mainpic")] if edition.lead_picture else [],
        ),
    }


def full(edition: Edition, changes: Sequence[Edition] = (), entries: Sequence[LiveEntryEdition] = ()) -> Item:
    """A whole story; of a retracted one, that it is, and why.

    Args:
        changes: the editions that told readers of an update or a correction, oldest first.
        entries: of a live report, oldest first.
    """
    if edition.kind == EditionKind.RETRACTION:
        return _retraction(edition)
    item = brief(edition) | {"representationType": "full", "bodies": [_body(edition)], "trustIndicators": _promises()}
    pictures = [
        *(_picture(picture, f"inner{number}") for number, picture in enumerate(edition.inner, start=1)),
        *(_picture(picture, f"gallery{picture.key}") for picture in edition.gallery_pictures),
    ]
    told = [{"role": str(change.kind), "contentType": "text/plain", "value": change.public_note} for change in changes]
    if entries:
        item["bodies"] = [*item["bodies"], _entries(entries)]
    return item | _filled(
        descriptions=[*item.get("descriptions", ()), *told],
        associations=[*item.get("associations", ()), *pictures],
    )


def _retraction(notice: Edition) -> Item:
    """Without the story's own address: the notice is all that is there."""
    return {
        **_about(notice),
        "representationType": "full",
        "pubStatus": "canceled",
        "headlines": _texts(main=notice.headline),
        "descriptions": _texts(retraction=notice.public_note, ground=notice.get_ground_display()),
        "renditions": [{"name": "web", "href": absolute(reverse("articles:retractions")), "contentType": "text/html"}],
    }


def _about(edition: Edition) -> Item:
    holder = settings.KATEID_COMPANY or settings.KATEID_SITE_NAME
    return {
        "uri": absolute(reverse("articles:api_story", args=[edition.article_id])),
        "standard": STANDARD,
        "type": "text",
        "language": "id",
        "version": str(edition.number),
        "firstCreated": iso(edition.published_at),
        "versionCreated": iso(edition.changed_at),
        "copyrightHolder": holder,
        "copyrightNotice": f"© {local(edition.published_at).year} {holder}",
    }


def _body(edition: Edition) -> Item:
    text = plain_text(edition.body)
    return {
        "role": "main",
        "contentType": "text/html",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": with_absolute_links(syndicated_body(edition), absolute(edition.get_absolute_url())),
    }


def _entries(entries: Sequence[LiveEntryEdition]) -> Item:
    html = told_entries(entries)
    text = plain_text(html)
    return {
        "role": "liveblog",
        "contentType": "text/html",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": html,
    }


def _subjects(edition: Edition) -> list[Item]:
    section = {"name": edition.section_name, "rel": "section", "uri": absolute(edition.section.get_absolute_url())}
    topics = [
        {"name": topic["name"], "rel": "about", "uri": absolute(reverse("articles:topic", args=[topic["slug"]]))}
        for topic in edition.topics
    ]
    return [section, *topics]


def _supplier(edition: Edition) -> list[Item]:
    """Who paid for it, or sent it in."""
    role = "advertiser" if edition.is_paid else "source"
    return [{"name": edition.advertiser, "role": role}] if edition.advertiser else []


def _picture(picture: Picture, name: str) -> Item:
    """A photo with the words that were printed with it."""
    photo = picture.photo
    whole = photo.main()
    return {
        "name": name,
        "rel": "illustration",
        "uri": absolute(whole.url) if whole else "",
        "type": "picture",
        "digitalSourceType": {
            "name": photo.get_digital_source_display(),
            "uri": f"{NEWSCODES}/digitalsourcetype/{photo.digital_source}",
        },
        **_filled(
            descriptions=_texts(caption=picture.caption, altText=picture.alt),
            copyrightNotice=f"Foto: {picture.credit}" if picture.credit else "",
        ),
        "renditions": _renditions(photo),
    }


def _renditions(photo: Photo) -> list[Item]:
    """The whole picture as JPEG, large and small, and the share picture."""
    whole = photo.files("inline", "jpeg")
    ends = (("main", whole[-1]), ("small", whole[0])) if whole else ()
    renditions = [
        _rendition(name, file)
        | {"poi": {"x": round(file.width * photo.focal_x / 100), "y": round(file.height * photo.focal_y / 100)}}
        for name, file in ends
    ]
    share = photo.share
    return [*renditions, *([_rendition("share", share) | {"sizeInBytes": photo.share_bytes}] if share else [])]


def _rendition(name: str, file: Rendition) -> Item:
    return {
        "name": name,
        "href": absolute(file.url),
        "contentType": file.content_type,
        "width": file.width,
        "height": file.height,
    }


def _promises() -> list[Item]:
    return [
        {"role": f"{NEWSCODES}/trustindicator/{name}", "title": title, "href": absolute(path)}
        for name, title, path in PROMISES
    ]


def _texts(**by_role: str) -> list[Item]:
    return [{"role": role, "contentType": "text/plain", "value": text} for role, text in by_role.items() if text]


def _filled(**properties: Any) -> Item:
    """Those that say something: an empty property would only puzzle who reads it."""
    return {name: value for name, value in properties.items() if value}
