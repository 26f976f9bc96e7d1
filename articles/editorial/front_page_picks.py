"""The stories that editors put on top of the front page, and their order."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models import Article, Edition, LeadStory
from articles.querysets import ArticleQuerySet
from articles.reading import cache_tags
from pagecache import invalidate


def eligible() -> ArticleQuerySet:
    """Stories that readers have: published, and not withdrawn."""
    return Article.objects.filter(Exists(Edition.objects.listed().filter(article=OuterRef("pk"))))


def put_on_top(lead: LeadStory) -> None:
    """Give a new lead story the first place."""
    with transaction.atomic():
        others = list(LeadStory.objects.select_for_update())
        lead.position = 1
        lead.save(force_insert=True)
        _number([lead, *others])


def move(lead: LeadStory, steps: int) -> None:
    """Move a lead story down by so many places, or up if negative."""
    with transaction.atomic():
        order = list(LeadStory.objects.select_for_update())
        place = next((index for index, other in enumerate(order) if other.pk == lead.pk), None)
        if place is None:
            return  # taken down meanwhile
        order.insert(max(0, place + steps), order.pop(place))
        _number(order)


def take_down(lead: LeadStory) -> None:
    with transaction.atomic():
        lead.delete()
        invalidate(cache_tags.leads())


def _number(order: list[LeadStory]) -> None:
    for position, lead in enumerate(order, start=1):
        lead.position = position
    LeadStory.objects.bulk_update(order, ["position"])
    invalidate(cache_tags.leads())
