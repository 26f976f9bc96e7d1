"""The least that any Django site costs, to compare with: a view that says hello, and one with a query and a template.

A WSGI program with kateid's settings and database, but none of its middleware.
"""

import os
import sys
from pathlib import Path

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

TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>{{ edition.headline }}</title><h1>{{ edition.headline }}</h1>{{ edition.printed_body }}"
)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def one_query(request: HttpRequest, pk: int) -> HttpResponse:
    edition = Edition.objects.select_related("section").get(pk=pk)
    return HttpResponse(TEMPLATE.render({"edition": edition}))


urlpatterns = [path("hello", hello), path("story/<int:pk>", one_query)]
application = get_wsgi_application()
