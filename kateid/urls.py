from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from . import health, media

handler404 = "articles.reading.views.not_found.not_found"
handler429 = "accounts.views.too_many"
handler500 = "kateid.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("admin/", admin.site.urls),
    path("akun/", include("accounts.urls")),
]

if settings.KATEID_SERVE_MEDIA:
    urlpatterns += [path("media/<path:name>", media.image)]

urlpatterns += [
    path("komentar/", include("comments.urls")),
    path("hak-jawab/", include("press.urls")),
    path("", include("articles.reading.urls")),
]
