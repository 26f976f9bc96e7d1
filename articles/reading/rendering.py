"""An edition's body as HTML, for pages of this site and for readers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from articles.models import Edition, LiveEntryEdition, Verification
from articles.richtext import Figure, cleaned_again, trusted, with_figures
from articles.videos import Video, video_at, with_videos

from .story_links import with_marked_links

# Where the first words of a body stand: after the photos and videos before them.
_FIRST_PARAGRAPH = re.compile(r"\A(?:<figure\b(?:(?!</figure>).)*+</figure>\s*+)*+<p(?: dir=\"auto\")?>", re.DOTALL)

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_TEXT_TAG = re.compile(r"<(p|li|h2|h3|caption|th|td)(?=[ >])")
TABLE_FRAME = '<div class="table-frame" role="region" aria-label="Tabel" tabindex="0">'


def page_body(edition: Edition) -> SafeString:
    """The body as pages show it: dateline before the first words, codes after the last, photos and videos."""
    body = with_videos(_with_pictures(edition, "includes/inner_photo.html"), _player)
    return _framed(edition, _with_scrolling_tables(_with_directions(body)))


def syndicated_body(edition: Edition) -> SafeString:
    """The body for feeds and other newsrooms: photos by their full addresses, and plain links to videos."""
    return _framed(edition, _with_pictures(edition, "includes/inner_photo_elsewhere.html"))


def entry_body(entry: LiveEntryEdition) -> SafeString:
    """The text of an entry of a live report."""
    return trusted(_with_directions(cleaned_again(entry.body)))


def told_entries(entries: Iterable[LiveEntryEdition]) -> str:
    """Entries of a live report for readers elsewhere: the time of each, its text, its photo and its correction."""
    return "\n".join(render_to_string("includes/live_entry_elsewhere.html", {"entry": entry}) for entry in entries)


def _with_pictures(edition: Edition, template: str) -> str:
    numbers = count(1)

    def figure_html(figure: Figure) -> str:
        picture, video = edition.inner_picture(figure, next(numbers)), video_at(figure.caption)
        if picture is None and video is None:
            return ""
        return render_to_string(template, {"picture": picture, "video": video, "edition": edition}).strip()

    return with_figures(with_marked_links(edition, cleaned_again(edition.body)), figure_html)


def _with_directions(body: str) -> str:
    """A text that has right-to-left letters lets each of its parts be set as its first letter wants."""
    return _TEXT_TAG.sub(r'<\1 dir="auto"', body) if _RIGHT_TO_LEFT.search(body) else body


def _with_scrolling_tables(body: str) -> str:
    """Tables in frames that scroll, for fingers and keys alike."""
    return body.replace("<table>", TABLE_FRAME + "<table>").replace("</table>", "</table></div>")


def _player(video: Video) -> str:
    return render_to_string("includes/video.html", {"video": video}).strip()


def _framed(edition: Edition, body: str) -> SafeString:
    """Puts the dateline before the first words of a body and the newsroom's codes after the last."""
    if edition.place:
        dateline = format_html(
            '<span class="dateline">{}, {} –</span> ', edition.place.upper(), settings.KATEID_SITE_NAME
        )
        first = _FIRST_PARAGRAPH.match(body)
        at = first.end() if first else 0
        body = f"{body[:at]}{dateline}{body[at:]}" if first else f"<p>{dateline}</p>{body}"
    if edition.codes:
        code = format_html(' <span class="code">({})</span>', edition.codes)
        body = f"{body[:-4]}{code}</p>" if body.endswith("</p>") else f"{body}<p>{code}</p>"
    return trusted(body + closing_note(edition))


def closing_note(edition: Edition) -> str:
    """The last paragraph of a story that was not verified: in brackets and italics (Pedoman Media Siber 2c)."""
    if edition.verification != Verification.UNVERIFIED:
        return ""
    if (result := edition.verification_result) is None:
        words = escape(edition.verification_note)
    else:
        address = result.get_absolute_url()
        words = format_html('Sudah diverifikasi, baca <a href="{}">{}</a>', address, result.labelled_headline)
    return format_html('<p class="catatan-verifikasi"><em>({})</em></p>', words)
