from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter

from articles.audience import views
from articles.converters import (
    DayConverter,
    FixedPageConverter,
    IndexNowKeyConverter,
    PictureConverter,
    SitemapFileConverter,
    StoryConverter,
    TopicConverter,
)
from articles.syndication.feed_formats import Atom, Json, Rss
from articles.syndication.views import api, feeds, sitemaps

from .views import (
    accountability,
    archive,
    detail,
    front,
    gallery,
    lists,
    offline,
    pages,
    search,
    share_picture,
    shared_preview,
    speculation,
    theme,
    wellknown,
)

app_name = "articles"


register_converter(FixedPageConverter, "fixed_page")
register_converter(TopicConverter, "topic")
register_converter(StoryConverter, "story")
register_converter(SitemapFileConverter, "sitemap_file")
register_converter(PictureConverter, "picture")
register_converter(IndexNowKeyConverter, "indexnow_key")
register_converter(DayConverter, "day")

FORMS = {"": Rss, "atom": Atom, "json": Json}


def in_every_form(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A feed as RSS, and below its address as Atom and JSON."""
    return [
        path(f"{route}{form}/" if form else route, view, {"form": made}, name=f"{name}_{form}" if form else name)
        for form, made in FORMS.items()
    ]


urlpatterns = [
    path("", front.front, name="front"),
    path("indeks/<day:day>/", archive.archive_day, name="archive_day"),
    path("topik/<topic:slug>/", lists.topic, name="topic"),
    path("penulis/<slug:slug>/", lists.author, name="author"),
    # Stories are asked for most, so they come early: only the three above could be taken for one.
    path("<slug:section>/<slug:slug>-<story:pk>/", detail.article_detail, name="detail"),
    path("pratinjau/<story:revision_id>/<slug:secret>/", shared_preview.shared_preview, name="shared_preview"),
    path("tema.css", theme.theme, name="theme"),
    path("bagikan.png", share_picture.picture, name="share_picture"),
    path("luring/", offline.offline, name="offline"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("pencabutan.json", offline.withdrawn, name="withdrawn"),
    path("spekulasi.json", speculation.speculation, name="speculation"),
    path("cari/", search.search, name="search"),
    path("cari/saran/", search.completions, name="search_completions"),
    path("langsung/<story:pk>/", detail.live_updates, name="live_updates"),
    path("baca/<story:pk>/", views.reading, name="reading"),
    path("baca/tidak-ditemukan/", views.missing, name="missing"),
    path("indeks/", archive.archive, name="archive"),
    path("ralat/", accountability.corrections, name="corrections"),
    path("pencabutan/", accountability.retractions, name="retractions"),
    path("redaksi/", pages.masthead, name="masthead"),
    *in_every_form("feed/", feeds.site, "feed"),
    *in_every_form("topik/<topic:slug>/feed/", feeds.topic, "topic_feed"),
    *in_every_form("penulis/<slug:slug>/feed/", feeds.author, "author_feed"),
    *in_every_form("ralat/feed/", feeds.corrections, "corrections_feed"),
    path("api/berita/", api.stories, name="api_stories"),
    path("api/berita/<story:pk>/", api.story, name="api_story"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/halaman.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap/berita-<sitemap_file:file>.xml", sitemaps.stories, name="sitemap_stories"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("news-sitemap/<sitemap_file:file>.xml", sitemaps.news_file, name="news_sitemap_file"),
    path("favicon.ico", wellknown.icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", wellknown.icon, {"name": "touch-icon.png"}, name="touch_icon"),
    path("apple-touch-icon-precomposed.png", wellknown.icon, {"name": "touch-icon.png"}),
    path("manifest.webmanifest", wellknown.manifest, name="manifest"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("ads.txt", wellknown.ads, name="ads"),
    path("trust.txt", wellknown.trust, name="trust"),
    path(".well-known/trust.txt", wellknown.trust),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("<indexnow_key:key>.txt", wellknown.indexnow_key, name="indexnow_key"),
    path("<fixed_page:slug>/", pages.page, name="page"),
    # Sections may have any slug that is not in RESERVED_SLUGS, so they come last.
    path("<slug:slug>/", lists.section, name="section"),
    *in_every_form("<slug:slug>/feed/", feeds.section, "section_feed"),
    path(
        "<slug:section>/<slug:slug>-<story:pk>/foto/<picture:picture>/",
        gallery.gallery_photo,
        name="gallery_photo",
    ),
]
