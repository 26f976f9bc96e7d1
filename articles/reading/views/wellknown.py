"""Small files for machines, each from the settings; most are absent without them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.syndication import ai_crawlers
from kateid.absolute_urls import absolute

ICON_SIZES = (192, 512)
SECURITY_CONTACT_LASTS = timedelta(days=180)


@require_safe
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing is closed to search engines here: what they should not list says so itself, and must be read for that."""
    lines = list(
        ai_crawlers.groups(settings.KATEID_AI_CRAWLERS, settings.KATEID_AI_REFUSED, settings.KATEID_AI_ALLOWED)
    )
    if settings.KATEID_RSL_LICENSE:
        lines.append(f"License: {settings.KATEID_RSL_LICENSE}")
    lines += [f"Sitemap: {absolute(reverse(f'articles:{sitemap}'))}" for sitemap in ("sitemap", "news_sitemap")]
    return _text(lines)


@require_safe
@conditional_page
def ads(request: HttpRequest) -> HttpResponse:
    return _text(settings.KATEID_ADS_TXT)


@require_safe
@conditional_page
def trust(request: HttpRequest) -> HttpResponse:
    return _text(settings.KATEID_TRUST_TXT)


@require_safe
@conditional_page
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. It expires by itself if nobody runs this site any more."""
    contacts = [f"Contact: {contact}" for contact in settings.KATEID_SECURITY_CONTACT]
    if not contacts:
        return _text([])
    expires = datetime.combine(timezone.now().astimezone(UTC).date() + SECURITY_CONTACT_LASTS, time.min)
    canonical = absolute(reverse("articles:security"))
    return _text(
        [*contacts, f"Expires: {expires.isoformat()}Z", "Preferred-Languages: id, en", f"Canonical: {canonical}"]
    )


@require_safe
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """Shows search engines that who tells them of stories with this key is the site itself."""
    return _text([key] if key == settings.KATEID_INDEXNOW_KEY else [])


@require_safe
@cache_control(public=True, max_age=86400)
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Where browsers and phones look for an icon although the page names another."""
    return redirect(static(f"img/{name}"))


@require_safe
@cache_control(public=True, max_age=86400)
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the newsroom among its programs (W3C Web Application Manifest)."""
    icons = [
        {
            "src": static(f"img/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in ICON_SIZES
    ]
    answer = {
        "name": f"{settings.KATEID_SITE_NAME}: {settings.KATEID_TAGLINE}",
        "short_name": settings.KATEID_SITE_NAME,
        "lang": "id",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": settings.KATEID_ACCENT,
        "icons": icons,
        "shortcuts": [
            {"name": "Cari berita", "url": reverse("articles:search")},
            {"name": "Meja redaksi", "url": reverse("admin:index")},
        ],
    }
    return JsonResponse(answer, content_type="application/manifest+json")


def _text(lines: Sequence[str]) -> HttpResponse:
    content_type = "text/plain; charset=utf-8"
    if not lines:
        return HttpResponseNotFound("not found\n", content_type=content_type)
    text = "\n".join(lines)
    return HttpResponse(f"{text}\n", content_type=content_type, headers={"Cache-Control": "public, max-age=3600"})
