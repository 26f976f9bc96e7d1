"""What the pages of one story share."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from articles.models import Article


def signed_in(request: HttpRequest) -> User:
    """The person at the desk: every view here stands behind `admin_view`, which lets no other in."""
    return cast(User, request.user)


def page_context(request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
    return {**admin.site.each_context(request), "opts": Article._meta, "title": title, "article": article}
