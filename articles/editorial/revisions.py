"""Saving a working copy: every save is a revision, and a save never wins over one it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from accounts.people import display_name
from articles.models import Article, ArticleAuthor, ArticlePhoto, Author, Photo, Revision, RevisionKind, Stage
from articles.search import indexes
from articles.story_fields import PLAIN, REFERENCES, SCHEMA, Content, read_content

from .topics import canonical, set_tags


def content_of(article: Article, authors: Sequence[Author] | None = None, tags: Sequence[str] | None = None) -> Content:
    """The complete editorial content of a working copy; authors and tags are read unless given."""
    if authors is None:
        authors = article.ordered_authors() if article.pk else []
    if tags is None:
        tags = list(article.tags.order_by("name").values_list("name", flat=True)) if article.pk else []
    content: Content = {"schema": SCHEMA} | {field.name: getattr(article, field.name) for field in PLAIN}
    for field in REFERENCES:
        target = getattr(article, field.name)
        content[field.name] = {"id": target.pk, "name": str(target)} if target else None
    content["authors"] = [{"id": author.pk, "name": str(author)} for author in authors]
    content["tags"] = sorted(set(tags))
    return content


def save(
    article: Article,
    *,
    by: User,
    authors: Sequence[Author],
    tags: Sequence[str],
    base_version: int,
    kind: RevisionKind = RevisionKind.SAVED,
    restored_from: Revision | None = None,
    now: datetime | None = None,
) -> Revision:
    """Write a working copy and its revision.

    The article's fields are written only if its version is still `base_version`, which the UPDATE itself
    compares. Otherwise nothing of the article changes and the text is kept aside: the returned revision
    is then of kind SET_ASIDE. A save that changes nothing returns the revision it equals.

    Args:
        article: carries the new values of its content fields; unsaved for a new story.
        base_version: the version that `by` was editing; 0 for a new story.
        now: the moment of a save that was made before, for importers.
    """
    now = now or timezone.now()
    authors = list(dict.fromkeys(authors))
    clean(article)
    content = content_of(article, authors, canonical(tags))
    with transaction.atomic():
        if article._state.adding:
            article.created_by = by
            article.version = 1
            article.created_at = article.updated_at = article.stage_since = now
            article.save(force_insert=True)
        elif unchanged := _latest_equal_to(article, content):
            return unchanged
        elif not _write_over(article, by, base_version, now):
            return _record(article, RevisionKind.SET_ASIDE, content, by, None, base_version, restored_from, now)
        set_authors(article, authors)
        set_tags(article, tags)
        set_photos(article)
        indexes.keep(article, content)
        return _record(article, kind, content, by, article.version, base_version, restored_from, now)


def set_aside(
    article: Article, *, by: User, authors: Sequence[Author], tags: Sequence[str], base_version: int
) -> Revision:
    """Keep a text that may not become the story's any more; nothing of the article changes."""
    clean(article)
    content = content_of(article, list(dict.fromkeys(authors)), canonical(tags))
    return _latest_equal_to(article, content) or _record(
        article, RevisionKind.SET_ASIDE, content, by, None, base_version, None, timezone.now()
    )


def latest(article: Article) -> Revision | None:
    return Revision.objects.filter(article=article, version__isnull=False).order_by("-version").first()


def at_version(article: Article, version: int) -> Revision | None:
    """The text as it stood in a version; changes of stage raise the version without changing the text."""
    return Revision.objects.filter(article=article, version__lte=version).order_by("-version").first()


def restore(
    article: Article, revision: Revision, *, by: User, base_version: int, now: datetime | None = None
) -> Revision:
    """Make an earlier text the current one, as a new revision."""
    content = read_content(revision.content)
    apply(article, content)
    authors, tags = people_and_tags(content)
    return save(
        article,
        by=by,
        authors=authors,
        tags=tags,
        base_version=base_version,
        kind=RevisionKind.RESTORED,
        restored_from=revision,
        now=now,
    )


def apply(article: Article, content: Content) -> None:
    """Put a revision's fields on an article, unsaved. A reference whose row is gone becomes empty."""
    for field in PLAIN:
        setattr(article, field.name, content[field.name])
    for field in REFERENCES:
        target: Any = Article._meta.get_field(field.name).related_model
        setattr(article, field.name, referred(target, content[field.name]))


def people_and_tags(content: Content) -> tuple[list[Author], list[str]]:
    authors = Author.objects.in_bulk([author["id"] for author in content["authors"]])
    return [authors[author["id"]] for author in content["authors"] if author["id"] in authors], content["tags"]


def set_authors(article: Article, authors: Sequence[Author]) -> None:
    wanted = [author.pk for author in authors]
    if wanted == list(article.bylines.values_list("author_id", flat=True)):
        return
    article.bylines.all().delete()
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=article, author_id=pk, position=position) for position, pk in enumerate(wanted)
    )


def set_photos(article: Article) -> None:
    """Keep in mind which photos the text and the gallery show."""
    kept = set(ArticlePhoto.objects.filter(article=article).values_list("photo_id", flat=True))
    named = article.photo_numbers
    if not kept and not named:
        return
    wanted = set(Photo.objects.filter(pk__in=named).values_list("pk", flat=True))
    ArticlePhoto.objects.filter(article=article, photo__in=kept - wanted).delete()
    ArticlePhoto.objects.bulk_create(ArticlePhoto(article=article, photo_id=pk) for pk in sorted(wanted - kept))


def clean(article: Article) -> None:
    """Put the content fields into the form that they are stored in."""
    for field in PLAIN:
        setattr(article, field.name, field.kind.clean(getattr(article, field.name)))


def _latest_equal_to(article: Article, content: Content) -> Revision | None:
    revision = latest(article)
    return revision if revision and read_content(revision.content) == content else None


def _write_over(article: Article, by: User, base_version: int, now: datetime) -> bool:
    values = {field.name: getattr(article, field.name) for field in (*PLAIN, *REFERENCES)}
    if article.stage == Stage.APPROVED:
        values["approved_by"] = by  # whoever changes an approved text answers for it
    written = Article.objects.filter(pk=article.pk, version=base_version).update(
        **values, version=base_version + 1, updated_at=now
    )
    if written:
        article.version, article.updated_at = base_version + 1, now
    return bool(written)


def _record(
    article: Article,
    kind: RevisionKind,
    content: Content,
    by: User,
    version: int | None,
    base_version: int,
    restored_from: Revision | None,
    now: datetime,
) -> Revision:
    return Revision.objects.create(
        article=article,
        kind=kind,
        content=content,
        by=by,
        by_name=display_name(by),
        version=version,
        base_version=base_version,
        restored_from=restored_from,
        saved_at=now,
    )


def referred(model: type[Any], reference: dict[str, Any] | None) -> Any:
    """The row that a content's {"id", "name"} means; None for none, and for one that is gone."""
    return model.objects.filter(pk=reference["id"]).first() if reference else None
