"""What pages say to machines, in the words of schema.org: plain dictionaries, and how a page may hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from articles.models import (
    Author,
    ContentClass,
    DigitalSource,
    Edition,
    EditionKind,
    LiveEntryEdition,
    Photo,
    Picture,
    Rendition,
    Section,
    Tag,
)
from articles.models.choices import PAID
from articles.richtext import plain_text, word_count
from kateid.absolute_urls import absolute
from kateid.absolute_urls import address as site_address
from kateid.local_time import iso, local

Thing = dict[str, Any]

LANGUAGE = "id"
TYPES: dict[str, str] = {
    ContentClass.NEWS: "NewsArticle",
    ContentClass.OPINION: "OpinionNewsArticle",
    **dict.fromkeys(PAID, "AdvertiserContentArticle"),  # no kind of news article
    ContentClass.PRESS_RELEASE: "Article",  # nor is this, and schema.org has no name for it
}
SOURCE_TYPES: dict[str, str] = {
    DigitalSource.CAPTURE: "DigitalCaptureDigitalSource",
    DigitalSource.EDITED: "CompositeCaptureDigitalSource",
    DigitalSource.ART: "DigitalArtDigitalSource",
    DigitalSource.AI: "TrainedAlgorithmicMediaDigitalSource",
    DigitalSource.PARTLY_AI: "CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
# Where the newsroom says how it works: fixed pages, and pages of its own.
POLICIES = {
    "actionableFeedbackPolicy": "hak-jawab",
    "ethicsPolicy": "kode-etik",
    "missionCoveragePrioritiesPolicy": "tentang-kami",
    "publishingPrinciples": "pedoman-media-siber",
}
PAGES = {
    "correctionsPolicy": "corrections",
    "masthead": "masthead",
    "ownershipFundingInfo": "masthead",
}
_IN_HTML = {character: f"\\u{ord(character):04x}" for character in "<>&"}


class Embedded:
    """Things as JSON that may stand in a <script> of a page.

    It needs no trust in what is said: nothing is left in it that HTML could read as markup or as the script's end.
    """

    def __init__(self, things: Sequence[Thing]) -> None:
        self.graph = {"@context": "https://schema.org", "@graph": things}

    def __html__(self) -> str:
        text = json.dumps(self.graph)  # in ASCII alone, whatever is said
        for character, escaped in _IN_HTML.items():
            text = text.replace(character, escaped)
        return text


def story(
    edition: Edition, address: str, history: Iterable[Edition], entries: Iterable[LiveEntryEdition] = ()
) -> list[Thing]:
    """A live story and its place on the site.

    Args:
        history: what its readers were told.
        entries: of a live report, those that the page shows.
    """
    lead = edition.lead_picture
    others = [image for picture in (*edition.inner, *edition.gallery_pictures) for image in _whole(picture)]
    article = {
        "@type": TYPES[edition.content_class],
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": edition.headline,
        "alternativeHeadline": edition.subheadline,
        "description": edition.teaser,
        "image": [*([*_whole(lead), *_share(lead.photo)] if lead else []), *others],
        "datePublished": iso(edition.published_at),
        "dateModified": iso(edition.changed_at),
        "author": [_person(name["name"], "articles:author", name["slug"]) for name in edition.byline],
        "editor": {"@type": "Person", "name": edition.editor_name} if edition.editor_name else None,
        "publisher": _publisher(),
        "articleSection": edition.section_name,
        "keywords": [topic["name"] for topic in edition.topics],
        "inLanguage": LANGUAGE,
        "contentLocation": {"@type": "Place", "name": edition.place} if edition.place else None,
        "wordCount": word_count(edition.body),
        "isAccessibleForFree": True,
        "copyrightHolder": {"@id": _newsroom_id()},
        "copyrightYear": local(edition.published_at).year,
        "correction": [_correction(change) for change in history if change.kind == EditionKind.CORRECTION],
    }
    if edition.is_paid:
        article["sponsor"] = {"@type": "Organization", "name": edition.advertiser}
    else:
        article["dateline"] = edition.place
    if edition.is_live_report and not edition.is_paid:
        article |= _coverage(edition, address, entries)
    crumbs = [(section.name, section.get_absolute_url()) for section in reversed(edition.section.lineage)]
    return [_without_gaps(article), _trail([*crumbs, (edition.labelled_headline, edition.get_absolute_url())])]


def _coverage(edition: Edition, address: str, entries: Iterable[LiveEntryEdition]) -> Thing:
    """What a live report says besides: since when, until when, and its entries."""
    begun, finished = edition.report_begun_at, edition.report_finished_at
    return {
        "@type": "LiveBlogPosting",
        "dateline": None,  # a news article's alone
        "coverageStartTime": iso(begun) if begun else None,
        "coverageEndTime": iso(finished) if finished else None,
        "liveBlogUpdate": [_update(entry, address) for entry in entries if not entry.is_retracted],
    }


def _update(entry: LiveEntryEdition, address: str) -> Thing:
    author = {"@type": "Person", "name": entry.author_name}
    return _without_gaps(
        {
            "@type": "BlogPosting",
            "url": f"{address}{entry.place}",
            "headline": entry.headline,
            "articleBody": plain_text(entry.body),
            "datePublished": iso(entry.at),
            "dateModified": iso(entry.live_from),
            "author": _person(entry.author_name, "articles:author", entry.author_slug) if entry.author_slug else author,
            "image": _whole(entry.picture) if entry.picture else [],
        }
    )


def section(shown: Section) -> list[Thing]:
    return [_trail([(above.name, above.get_absolute_url()) for above in reversed(shown.lineage)])]


def topic(shown: Tag) -> list[Thing]:
    return [_trail([(shown.name, shown.get_absolute_url())])]


def author(shown: Author) -> list[Thing]:
    person = _person(shown.name, "articles:author", shown.slug) | {
        "jobTitle": shown.job_title,
        "description": shown.bio,
        "image": _portrait(shown.shown_photo),
        "worksFor" if shown.is_active else "alumniOf": _publisher(),
    }
    page = {"@type": "ProfilePage", "url": person["url"], "inLanguage": LANGUAGE, "mainEntity": _without_gaps(person)}
    return [page, _trail([("Redaksi", site_address("articles:masthead")), (shown.name, shown.get_absolute_url())])]


def newsroom() -> list[Thing]:
    """Who makes the site and by which rules, and the site itself."""
    contact = {
        "@type": "ContactPoint",
        "contactType": "newsroom",
        "email": settings.KATEID_EMAIL,
        "telephone": settings.KATEID_PHONE,
        "url": absolute(site_address("articles:page", "kontak")),
        "availableLanguage": LANGUAGE,
    }
    address = {"@type": "PostalAddress", "streetAddress": settings.KATEID_ADDRESS, "addressCountry": "ID"}
    organisation = _publisher() | {
        "description": settings.KATEID_TAGLINE,
        "legalName": settings.KATEID_COMPANY,
        "address": address if settings.KATEID_ADDRESS else None,
        "email": settings.KATEID_EMAIL,
        "telephone": settings.KATEID_PHONE,
        "contactPoint": _without_gaps(contact),
        "sameAs": settings.KATEID_PROFILES,
        **{name: absolute(site_address("articles:page", page)) for name, page in POLICIES.items()},
        **{name: absolute(site_address(f"articles:{page}")) for name, page in PAGES.items()},
    }
    site = {
        "@type": "WebSite",
        "@id": absolute("/#situs"),
        "url": absolute("/"),
        "name": settings.KATEID_SITE_NAME,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": _newsroom_id()},
    }
    return [_without_gaps(organisation), site]


def _newsroom_id() -> str:
    return absolute("/#redaksi")


def _publisher() -> Thing:
    logo = absolute(static(settings.KATEID_LOGO)) if settings.KATEID_LOGO else ""
    publisher = {
        "@type": "NewsMediaOrganization",
        "@id": _newsroom_id(),
        "name": settings.KATEID_SITE_NAME,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": logo} if logo else None,
    }
    return _without_gaps(publisher)


def _person(name: str, route: str, slug: str) -> Thing:
    return {"@type": "Person", "name": name, "url": absolute(site_address(route, slug))}


def _portrait(photo: Photo | None) -> str:
    file = photo.main("square") if photo else None
    return absolute(file.url) if file else ""


def _whole(picture: Picture) -> list[Thing]:
    """The whole picture with what is said about it."""
    photo = picture.photo
    about = {
        "caption": picture.caption,
        "creditText": picture.credit,
        "creator": {"@type": "Person", "name": photo.creator} if photo.creator else None,
        "copyrightNotice": photo.copyright_notice,
        "digitalSourceType": f"https://schema.org/{SOURCE_TYPES[photo.digital_source]}",
    }
    whole = photo.main()
    return [_image(whole) | _without_gaps(about)] if whole else []


def _share(photo: Photo) -> list[Thing]:
    return [_image(photo.share)] if photo.share else []


def _image(file: Rendition) -> Thing:
    url = absolute(file.url)
    return {"@type": "ImageObject", "url": url, "contentUrl": url, "width": file.width, "height": file.height}


def _correction(change: Edition) -> Thing:
    return {"@type": "CorrectionComment", "text": change.public_note, "datePublished": iso(change.live_from)}


def _trail(steps: Iterable[tuple[str, str]]) -> Thing:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(address)}
        for position, (name, address) in enumerate([("Beranda", "/"), *steps], start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _without_gaps(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
