"""Forms as a browser sends them, and a person at the desk who fills them in."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from lxml.html import fromstring

from articles.models import Article

type Fields = dict[str, list[str]]

STORIES = "/admin/articles/article/"


def fields_of(html: str, form: str) -> Fields:
    """What a browser would send if nothing were changed in the form of this id or class."""
    (found,) = fromstring(html).xpath(
        "//form[@id = $form or contains(concat(' ', @class, ' '), concat(' ', $form, ' '))]", form=form
    )
    areas = {area.name for area in found.xpath(".//textarea")}
    fields: Fields = {}
    for name, value in found.form_values():
        fields.setdefault(name, []).append(value.removeprefix("\n") if name in areas else value)
    return fields


class AtDesk:
    """A signed-in person with a browser."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def read(self, address: str, status: int = 200) -> str:
        response = self.client.get(address)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return response.content.decode()

    def open(self, article: Article | None = None) -> Fields:
        """The story form as it comes."""
        return fields_of(self.read(f"{STORIES}{article.pk}/change/" if article else f"{STORIES}add/"), "article_form")

    def save(self, article: Article | None = None, opened: Fields | None = None, **typed: Any) -> Any:
        """Presses a button of the story form, having typed something into some of its fields."""
        fields = (self.open(article) if opened is None else opened) | typed
        return self.client.post(f"{STORIES}{article.pk}/change/" if article else f"{STORIES}add/", fields)

    def step(self, article: Article, verb: str, **typed: Any) -> Any:
        """Takes a step on its page, as that page offers it."""
        address = f"{STORIES}{article.pk}/langkah/{verb}/"
        return self.client.post(address, fields_of(self.read(address), "story-step-form") | typed)
