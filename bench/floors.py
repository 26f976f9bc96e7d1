"""The least that any site costs, to compare with: bytes from a dictionary, a Django view that says hello, and one that
asks one query and prints one template.

A WSGI program with kateid's settings and database, but none of its middleware.
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kateid.settings")

import django

django.setup()

from django.conf import settings

settings.MIDDLEWARE = []  # only now, since an app insists on its own when the site is set up
settings.ROOT_URLCONF = __name__

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from articles.models import Edition
from articles.reading.rendering import page_body

TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>{{ edition.headline }}</title><h1>{{ edition.headline }}</h1>{{ body }}"
)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def one_query(request: HttpRequest, pk: int) -> HttpResponse:
    edition = Edition.objects.select_related("section").get(pk=pk)
    return HttpResponse(TEMPLATE.render({"edition": edition, "body": page_body(edition)}))


urlpatterns = [path("hello", hello), path("story/<int:pk>", one_query)]
django_application = get_wsgi_application()
READY = {"/bytes": os.urandom(6_000)}  # about a story, compressed


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = READY.get(environ["PATH_INFO"])
    if body is None:
        return django_application(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
