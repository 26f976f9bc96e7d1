"""Each rule of what comments may be listed, written once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from articles.querysets import KeptQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class CommentQuerySet(KeptQuerySet):
    def public(self) -> Self:
        """Comments that readers may see. The one rule of it."""
        return self.filter(status="published")

    def placed(self) -> Self:
        """Comments for which a page prints something: the public ones, and empty places that hold a thread together.

        Whoever prints these prints nothing of one that is not public (`threads.Entry`).
        """
        return self.filter(has_place=True)

    def threads_of(self, article_pk: int) -> Self:
        """The first comment of each thread of a story."""
        return self.placed().filter(article=article_pk, root=None)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def oldest(self) -> Self:
        return self.order_by("created_at", "pk")

    def most_liked(self) -> Self:
        return self.order_by("-likes", "-pk")

    def older_than(self, created_at: datetime, pk: int) -> Self:
        after = Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=pk)
        return self.filter(after, created_at__lte=created_at)

    def newer_than(self, created_at: datetime, pk: int) -> Self:
        after = Q(created_at__gt=created_at) | Q(created_at=created_at, pk__gt=pk)
        return self.filter(after, created_at__gte=created_at)

    def less_liked_than(self, likes: int, pk: int) -> Self:
        return self.filter(Q(likes__lt=likes) | Q(likes=likes, pk__lt=pk), likes__lte=likes)

    def of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Everything that somebody wrote, whatever became of it."""
        return self.filter(author=user.pk) if user.pk is not None else self.none()


class DiscussionQuerySet(models.QuerySet[Any]):
    def locked(self, article_pk: int) -> Any:
        """The discussion of a story, made if need be and locked: whoever changes its comments waits here in turn."""
        self.model.objects.bulk_create([self.model(article_id=article_pk)], ignore_conflicts=True)
        return self.select_for_update().get(pk=article_pk)
