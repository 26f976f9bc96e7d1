"""The checklist beside the text: what decisions ask of a story, asked while it is typed, with links to the fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.people import Person
from articles.editorial import checks
from articles.editorial.checks import Finding
from articles.models import Article
from articles.story_fields import STORY_FIELDS

from .photo_words import PREFIX
from .story_form import form_for

FORM_NAMES = {field.name: field.form_name for field in STORY_FIELDS}


@dataclass(frozen=True)
class Point:
    """A finding as the desk shows it: the sentence leads to where it is mended."""

    finding: Finding
    address: str

    @property
    def link(self) -> SafeString:
        is_elsewhere = self.finding.field == "notes" or self.finding.photo
        if is_elsewhere and not self.address.startswith("#"):  # another page: what is being typed stays open
            return format_html('<a href="{}" target="_blank">{}</a>', self.address, self.finding.message)
        return format_html('<a href="{}">{}</a>', self.address, self.finding.message)


def points(findings: Iterable[Finding], article: Article | None, *, in_form: bool = False) -> list[Point]:
    """Findings with their links.

    Args:
        in_form: whether they stand on the page of the story form itself.
    """
    form = reverse("admin:articles_article_change", args=[article.pk]) if article and not in_form else ""
    notes = reverse("admin:articles_article_notes", args=[article.pk]) if article else ""
    return [
        Point(finding, notes if finding.field == "notes" else _address(finding, form, in_form=in_form))
        for finding in findings
    ]


def _address(finding: Finding, form: str, *, in_form: bool) -> str:
    if finding.photo and in_form and finding.field == "photo":
        return f"#{PREFIX}-{finding.photo}"  # it stands beside the text
    if finding.photo:
        return reverse("admin:articles_photo_change", args=[finding.photo])
    name = FORM_NAMES.get(finding.field)
    return f"{form}#id_{name}" if name else form


def of_story(article: Article | None) -> list[Point]:
    """Of a story as it is stored; of a new one, what every story needs."""
    if article is None:
        return points(checks.before_publishing(Article(), has_author=True), None, in_form=True)
    return points(checks.before_publishing(article), article, in_form=True)


def of_typed(data: QueryDict, article: Article | None, by: Person) -> list[Point]:
    """Of a story as its form is being filled in by somebody; nothing is saved."""
    form = form_for(by)(data, instance=article or Article())
    form.is_valid()
    has_author = bool(form.cleaned_data.get("byline"))
    for words in form.words:
        if words.instance.pk == form.instance.photo_id:
            form.instance.photo = words.instance  # as it would be saved
    return points(checks.before_publishing(form.instance, has_author=has_author), article, in_form=True)


def in_words(found: list[Point]) -> SafeString:
    return format_html_join(" ", "{}", ((point.link,) for point in found))
