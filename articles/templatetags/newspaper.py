"""What readers' templates need besides their context: the site's frame and times."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Author, Edition, Page, Section
from articles.reading import cache_dependencies, cache_tags, rendering, share_picture, sidebar, story_links
from articles.reading.theme import fingerprint, stylesheet
from articles.richtext import storable
from kateid import local_time
from kateid.absolute_urls import absolute, address
from pagecache import fragment
from pagecache.fragments import Fragment

register = template.Library()
register.filter(rendering.page_body)
register.filter(rendering.syndicated_body)
register.filter(rendering.entry_body)

# What stands before the time of day, in Django's letters. The locale's own time would be "14.05".
MOMENTS = {"long": "l, j F Y", "short": "j F Y", "card": "j M Y", "time": ""}


@register.simple_tag(takes_context=True)
def head(context: Context) -> SafeString:
    """What every page links to for machines: icon, stylesheets, feeds, scripts."""

    def make() -> Fragment:
        return render_to_string("includes/head.html", {"newsroom": context["newsroom"]}), [cache_tags.site()]

    return fragment(context.get("request"), "head", make)


@register.simple_tag(takes_context=True)
def header(context: Context) -> SafeString:
    """The top of every page, the same for all pages of a section."""
    request, section, printed_at = context.get("request"), context.get("section") or None, context.get("printed_at")
    here = {
        "is_front": request is not None and request.path == address("articles:front"),
        "is_search": request is not None and request.path == address("articles:search"),
        "is_archive": bool(context.get("day")),
    }

    def make() -> Fragment:
        values = {"section": section, "sections": list(Section.objects.filter(parent=None)), "printed_at": printed_at}
        html = render_to_string("includes/header.html", {**here, **values, "newsroom": context["newsroom"]})
        return html, [cache_tags.site(), *(cache_tags.section(one.pk) for one in (section.lineage if section else ()))]

    return fragment(request, ("header", section and section.pk, printed_at, *here.values()), make)


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """The foot of every page."""

    def make() -> Fragment:
        pages = list(Page.objects.filter(in_footer=True).only("slug", "title"))
        return render_to_string("includes/footer.html", {"pages": pages, "newsroom": context["newsroom"]}), [
            cache_tags.site()
        ]

    return fragment(context.get("request"), "footer", make)


@register.simple_tag(takes_context=True)
def aside(context: Context, besides: int | None = None) -> SafeString:
    """The lists beside a page, without the article that it is about and the stories that it shows itself."""
    shown = {edition.article_id for edition in context.get("related") or ()}
    listed = {edition.article_id for edition in context["page"].entries} if "page" in context else set[int]()
    return sidebar.aside(context.get("request"), shown | ({besides} if besides else set()), listed)


@register.simple_tag(takes_context=True)
def card(
    context: Context,
    edition: Edition,
    shape: str,
    *,
    level: int,
    place: str = "card",
    sizes: str = "",
    kicker: object = False,
    summary: bool = False,
    eager: bool = False,
    time: str = "card",
) -> SafeString:
    """A story in a list; many pages have the same.

    Args:
        shape: lead, second, row, feature, block, hour or brief.
        level: of its heading.
        place, sizes, eager: see the tag `picture`.
        kicker, summary: whether its section and its summary are printed.
        time: a name of MOMENTS.
    """
    look = {"shape": shape, "level": str(level), "place": place, "sizes": sizes, "kicker": bool(kicker)}
    look |= {"summary": summary, "eager": eager, "time": time}

    def make() -> Fragment:
        names = cache_dependencies.words(edition) if shape == "brief" else cache_dependencies.cards([edition])
        return render_to_string("includes/card.html", {"edition": edition, **look}), names

    return fragment(context.get("request"), ("card", edition.pk, *look.values()), make)


@register.simple_tag(takes_context=True)
def search_choices(context: Context, section: Section | None, author: Author | None) -> SafeString:
    """The sections and authors that a search can be narrowed to, and which was chosen."""

    def make() -> Fragment:
        authors = list(Author.objects.filter(is_active=True).only("slug", "name"))
        values = {
            "sections": sections_in_order(),
            "section": section,
            "authors": authors if author in (None, *authors) else [author, *authors],
            "author": author,
        }
        return render_to_string("articles/search_choices.html", values), [cache_tags.site(), cache_tags.people()]

    return fragment(context.get("request"), ("search choices", section and section.pk, author and author.pk), make)


def sections_in_order() -> list[Section]:
    """Every section, below the one it belongs to."""
    sections = list(Section.objects.all())
    tops = [section for section in sections if section.parent_id is None]
    return [one for top in tops for one in (top, *(below for below in sections if below.parent_id == top.pk))]


@register.simple_tag
def theme_url() -> str:
    return theme_address(settings.KATEID_ACCENT)


@cache
def theme_address(accent: str) -> str:
    return f"{reverse('articles:theme')}?{fingerprint(stylesheet(accent))}"


@register.simple_tag
def share_picture_url() -> str:
    look = (settings.KATEID_SITE_NAME, settings.KATEID_TAGLINE, settings.KATEID_ACCENT)
    return absolute(f"{address('articles:share_picture')}?{share_picture.fingerprint(*look)}")


@register.simple_tag
def moment(at: datetime, style: str = "long") -> SafeString:
    """A time as readers of the newsroom's clock say it, and as machines read it."""
    local = local_time.local(at)
    words = f"{words_of_day(local.date(), style)} | {local:%H:%M %Z}" if MOMENTS[style] else f"{local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local_time.iso(at), words)


@lru_cache(1_000)
def words_of_day(day: date, style: str) -> str:
    return dateformat.format(day, MOMENTS[style])


register.simple_tag(story_links.story_link)
register.simple_tag(story_links.label, name="story_label")
register.simple_tag(address)
register.filter(absolute)
register.filter(local_time.iso)
register.filter(storable)
