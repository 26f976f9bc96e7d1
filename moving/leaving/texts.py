"""A story's text for readers elsewhere, with what other programs have no field for: corrections, times, editor."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.utils.html import escape, linebreaks

from articles.models import Edition
from articles.reading.rendering import syndicated_body, told_entries
from articles.reading.story_page import notices
from articles.richtext import storable
from kateid.absolute_urls import with_absolute_links
from kateid.local_time import printed

from .marks import marked
from .public import Story

_SPAN = re.compile(r'<span class="(?:dateline|code)">[^<]*</span>')
PictureUrl = Callable[[str], str]  # the name of a file in the media storage -> its address


def whole_text(story: Story, address: str, url: PictureUrl) -> str:
    """HTML whose links lead to another site.

    Args:
        address: of that site, without a slash at its end.
        url: gives the address of a picture there.
    """
    edition = story.edition
    parts = []
    if edition.label:  # advertising stays marked whoever reads it (Pedoman Media Siber 6b)
        payer = f": {edition.advertiser}" if edition.advertiser else ""
        parts.append(f"<p><strong>{as_html(edition.label + payer)}</strong></p>")
    box = f"<p><strong>{as_html(edition.subheadline)}</strong></p>\n" if edition.subheadline else ""
    box += "".join(_notice(change) for change in notices(list(reversed(story.changes))))
    if box:
        parts.append(marked(box))
    parts.append(_text(story, address, url))
    end = f"<p>Terbit {printed(edition.published_at)}"
    if edition.changed_at > edition.published_at:
        end += f", diubah {printed(edition.changed_at)}"
    end += ".</p>"
    if edition.editor_name:
        end += f"\n<p>Editor: {as_html(edition.editor_name)}</p>"
    return "\n".join([*parts, marked(end)])


def _text(story: Story, address: str, url: PictureUrl) -> str:
    edition = story.edition
    text = _SPAN.sub(lambda found: marked(found[0]), syndicated_body(edition))
    text = "\n".join([text, *([told_entries(story.entries)] if story.entries else [])])
    text = with_absolute_links(text, address + edition.get_absolute_url())
    here = f'src="{settings.KATEID_SITE_URL}{settings.MEDIA_URL}'
    text = re.sub(f'{re.escape(here)}([^"]+)"', lambda found: f'src="{url(found[1])}"', text)
    gallery = [
        f'<figure><img src="{url(file.name)}" alt="{escape(picture.alt)}"><figcaption>{as_html(picture.line)}'
        "</figcaption></figure>"
        for picture in edition.gallery_pictures
        if (file := picture.photo.main())
    ]
    return "\n".join([text, *gallery])


def _notice(change: Edition) -> str:
    told = linebreaks(storable(change.public_note), autoescape=True)
    kind = change.get_kind_display()
    return f"<p><strong>{kind}, {printed(change.live_from)}</strong></p>\n<blockquote>{told}</blockquote>\n"


def as_html(text: str) -> str:
    """Plain text where a program holds HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
