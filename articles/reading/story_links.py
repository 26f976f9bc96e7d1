"""Links to stories, as readers get them: what others paid for or sent in never stands without its label.

Every link to a story goes through here (Pedoman Media Siber 6a); tests/demo/test_labels.py looks for others.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Edition
from articles.models.choices import SUPPLIED
from kateid.absolute_urls import absolute

from . import cache_tags

# As the sanitiser writes it.
_LINK = re.compile(r'<a href="(?P<address>[^"]*)">')
STORY_PAGES = frozenset({"articles:detail", "articles:gallery_photo"})
PAID_REL = "sponsored nofollow"


def label(edition: Edition, size: str = "") -> SafeString:
    """What sets a story apart from news, with who pays for it or sent it, and that a live report goes on.

    Args:
        size: "large" above the story's own headline.

    Returns:
        "" for news that is no running live report.
    """
    shown = [("paid" if edition.is_paid else "", edition.label_line)] if edition.label else []
    if edition.is_running:
        shown.append(("live", "Langsung"))
    return format_html_join(" ", '<span class="{}">{}</span>', ((_classes(size, kind), words) for kind, words in shown))


def story_link(edition: Edition, words: str = "", css: str = "", place: str = "") -> SafeString:
    """A link to a story, with its label before it.

    Args:
        words: of the link, the headline unless given.
        css: the link's classes.
        place: within its page, as what follows its address.
    """
    classes = format_html(' class="{}"', css) if css else ""
    address = edition.get_absolute_url() + place
    link = format_html('<a href="{}"{}>{}</a>', address, classes, words or edition.headline)
    return format_html("{} {}", shown, link) if (shown := label(edition)) else link


def look_up_linked(editions: Iterable[Edition], at: datetime) -> set[int]:
    """Tell editions the labels of the stories that their texts link to. No query where they link to none.

    Returns:
        The numbers of all stories that are linked to.
    """
    linked = [(edition, set(_stories_in(edition.body))) for edition in editions]
    wanted = set[int]().union(*(numbers for _, numbers in linked))
    if wanted:
        found = Edition.objects.listed(at).filter(article__in=wanted, content_class__in=SUPPLIED)
        labels = {told.article_id: told.label_line for told in found.only("article_id", "content_class", "advertiser")}
        for edition, numbers in linked:
            edition.linked_labels = {number: labels[number] for number in numbers if number in labels}
    return wanted


def depended_on(stories: Iterable[int]) -> Iterator[str]:
    """The cache tags of stories that a text links to."""
    return map(cache_tags.story, stories)


def with_marked_links(edition: Edition, body: str) -> str:
    """A body whose links to labelled stories say so, and whose links to others say when they were paid for."""

    def marked(link: re.Match[str]) -> str:
        address = html.unescape(link["address"])
        number = story_at(address)
        if number and number in edition.linked_labels:
            return f'<span class="label">{escape(edition.linked_labels[number])}</span> {link[0]}'
        return f'{link[0][:-1]} rel="{PAID_REL}">' if edition.is_paid and leads_away(address) else link[0]

    return _LINK.sub(marked, body) if edition.is_paid or edition.linked_labels else body


def story_at(address: str) -> int | None:
    """The number of the story whose page of this site an address leads to."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme not in {"", "http", "https"} or parts.netloc not in {"", _own_host()}:
            return None
        match = resolve(unquote(parts.path))
    except (ValueError, Resolver404):
        return None
    return match.kwargs.get("pk") if match.view_name in STORY_PAGES else None


def leads_away(address: str) -> bool:
    """Whether a link leads to somebody else's site."""
    try:
        parts = urlsplit(absolute(address.strip()))
    except ValueError:  # which leads nowhere
        return True
    return parts.scheme in {"http", "https"} and parts.netloc != _own_host()


def _stories_in(body: str) -> Iterator[int]:
    for link in _LINK.finditer(body):
        if number := story_at(html.unescape(link["address"])):
            yield number


def _classes(*looks: str) -> str:
    return " ".join(["label", *(f"label--{look}" for look in looks if look)])


def _own_host() -> str:
    return urlsplit(settings.KATEID_SITE_URL).netloc
