"""What the pages of one story share."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article


def page_context(request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
    return {**admin.site.each_context(request), "opts": Article._meta, "title": title, "article": article}
