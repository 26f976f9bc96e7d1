"""What a page is about, for machines (`articles.syndication.structured_data`)."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Author, Edition, Section, Tag
from articles.reading.live import LivePage
from articles.syndication import structured_data

register = template.Library()


@register.simple_tag
def story_data(edition: Edition, address: str, history: Sequence[Edition], live: LivePage | None = None) -> SafeString:
    return _block(structured_data.story(edition, address, history, live.entries if live else ()))


@register.simple_tag
def section_data(section: Section) -> SafeString:
    return _block(structured_data.section(section))


@register.simple_tag
def topic_data(topic: Tag) -> SafeString:
    return _block(structured_data.topic(topic))


@register.simple_tag
def author_data(author: Author) -> SafeString:
    return _block(structured_data.author(author))


@register.simple_tag
def newsroom_data() -> SafeString:
    return _block(structured_data.newsroom())


def _block(things: Sequence[structured_data.Thing]) -> SafeString:
    """A data block: browsers neither run it nor count it as a script under the content security policy."""
    return format_html('<script type="application/ld+json">{}</script>', structured_data.Embedded(things))
