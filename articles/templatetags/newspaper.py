"""What readers' templates need besides their context: the site's frame and times."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.addresses import absolute
from articles.models import Page, Section
from articles.richtext import storable
from articles.theme import fingerprint, stylesheet

register = template.Library()

# Named formats: the locale's own would print "14.05".
MOMENTS = {
    "long": "l, j F Y | H:i T",
    "short": "j F Y | H:i T",
    "time": "H:i",
}


@register.simple_tag
def top_sections() -> list[Section]:
    return list(Section.objects.filter(parent=None))


@register.simple_tag
def footer_pages() -> list[Page]:
    return list(Page.objects.filter(in_footer=True).only("slug", "title"))


@register.simple_tag
def theme_url() -> str:
    return f"{reverse('articles:theme')}?{fingerprint(stylesheet(settings.KATEID_ACCENT))}"


@register.simple_tag
def moment(at: datetime, style: str = "long") -> SafeString:
    """A time as readers of the newsroom's clock say it, and as machines read it."""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), dateformat.format(local, MOMENTS[style])
    )


@register.filter
def iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


register.filter(absolute)
register.filter(storable)
