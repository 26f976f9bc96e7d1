"""What readers' templates need besides their context: the site's frame, times and pictures."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.addresses import absolute
from articles.models import Page, Photo, Section
from articles.photos import SMALL_EDGE
from articles.richtext import storable
from articles.theme import fingerprint, stylesheet
from articles.views.detail import notices_of

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


@register.simple_tag
def photo_notices(photo: Photo, published_at: datetime | None) -> list[str]:
    """What must stand under a picture besides its caption and credit, in a story of that time, or of now."""
    return notices_of(photo, published_at or timezone.now())


@register.filter
def iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


register.filter(absolute)
register.filter(storable)


@register.filter
def srcset(photo: Photo) -> str:
    """Both sizes of a photo with their widths."""
    shrink = min(1, SMALL_EDGE / max(photo.width, photo.height))
    return f"{photo.small.url} {round(photo.width * shrink)}w, {photo.file.url} {photo.width}w"


@register.filter
def focus(photo: Photo) -> str:
    """Classes that keep the focal point in view where a picture is cropped."""
    return f"focus-x-{round(photo.focal_x, -1)} focus-y-{round(photo.focal_y, -1)}"
