"""Topics of stories: lower case, found or made in a constant number of queries, and merged when two are one."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from articles.models import Article, ArticleTag, Redirect, Tag, TopicListing
from articles.reading import cache_tags
from articles.redirects import rules
from articles.richtext import one_line
from pagecache import invalidate


def normalise(name: str) -> str:
    return " ".join(one_line(name).split()).casefold()[:100]


def find_or_make(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, in their order; names that share a slug are one tag."""
    return list(dict.fromkeys(found_or_made(names).values()))


def found_or_made(names: Iterable[str]) -> dict[str, Tag]:
    """The tags of these names by the slugs of the names (`slug_of`), in their order."""
    wanted = _by_slug(names)
    known = _known(wanted)
    missing = [Tag(name=name, slug=slug) for slug, name in wanted.items() if slug not in known]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)  # somebody else may be making the same one
        known = _known(wanted)
    return {slug: known[slug] for slug in wanted}


def slug_of(name: str) -> str:
    """What tells the topic of a name from others; "" for a name without letters or digits, which is none."""
    return slugify(normalise(name), allow_unicode=True)[:100]


def canonical(names: Iterable[str]) -> list[str]:
    """What the tags of these names are called, or will be: sorted, each once."""
    wanted = _by_slug(names)
    known = _known(wanted)
    return sorted({known[slug].name if slug in known else name for slug, name in wanted.items()})


def _by_slug(names: Iterable[str]) -> dict[str, str]:
    """The names under their slugs; of those that share one, the first. A name without letters or digits is none."""
    wanted: dict[str, str] = {}
    for name in map(normalise, names):
        if slug := slug_of(name):
            wanted.setdefault(slug, name)
    return wanted


def _known(wanted: dict[str, str]) -> dict[str, Tag]:
    tags = Tag.objects.filter(Q(slug__in=wanted) | Q(name__in=wanted.values())).select_related("merged_into")
    by_name = {tag.name: tag.merged_into or tag for tag in tags}
    by_slug = {tag.slug: tag.merged_into or tag for tag in tags}
    return {slug: tag for slug, name in wanted.items() if (tag := by_slug.get(slug) or by_name.get(name))}


def set_tags(article: Article, names: Iterable[str]) -> None:
    tags = find_or_make(names)
    current = set(ArticleTag.objects.filter(content_object=article).values_list("tag_id", flat=True))
    wanted = {tag.pk for tag in tags}
    if gone := current - wanted:
        ArticleTag.objects.filter(content_object=article, tag__in=gone).delete()
    ArticleTag.objects.bulk_create(
        [ArticleTag(content_object=article, tag=tag) for tag in tags if tag.pk not in current]
    )


@transaction.atomic
def merge(topic: Tag, into: Tag, *, by: User) -> None:
    """Make a topic another name of one: its stories become the other's, its address leads to the other's.

    Editions stay as they were printed. Nothing happens to a topic that is another name already.
    """
    tags = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=[topic.pk, into.pk]).order_by("pk")}
    topic, into = tags[topic.pk], tags[into.pk]
    if topic == into or topic.merged_into_id or into.merged_into_id:
        return
    for model, holder in ((ArticleTag, "content_object"), (TopicListing, "edition")):
        rows = model._default_manager.filter(tag=topic)
        rows.filter(**{f"{holder}__in": model._default_manager.filter(tag=into).values(holder)}).delete()
        rows.update(tag=into)
    Tag.objects.filter(Q(pk=topic.pk) | Q(merged_into=topic)).update(merged_into=into)
    Redirect.objects.filter(tag=topic).update(tag=into)
    rules.moved(topic.get_absolute_url(), into, by=by)
    invalidate(
        cache_tags.topic(topic.pk),
        cache_tags.topic(into.pk),
        cache_tags.list_of(cache_tags.topic(into.pk)),
        cache_tags.top(cache_tags.topic(into.pk)),
    )
