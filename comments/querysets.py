"""Each rule of what comments may be listed, written once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from adminkit.keyset import Keyset
from articles.querysets import UndeletableQuerySet
from comments.models.choices import SanctionKind, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

NEWEST = Keyset({"-created_at": datetime, "-pk": int})
OLDEST = Keyset({"created_at": datetime, "pk": int})
MOST_LIKED = Keyset({"-likes": int, "-pk": int})


class CommentQuerySet(UndeletableQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Comments that readers may see at a moment. The one rule of it.

        What is complained of and not decided in time goes at its moment, though no job runs (`hide_at`).
        """
        at = at or timezone.now()
        return self.filter(Q(hide_at=None) | Q(hide_at__gt=at), status=Status.PUBLISHED)

    def overdue(self, at: datetime | None = None) -> Self:
        """Published comments that readers no longer see, because a complaint's time ran out."""
        return self.filter(status=Status.PUBLISHED, hide_at__lte=at or timezone.now())

    def placed(self) -> Self:
        """Comments for which a page prints something: the public ones, and empty places that hold a thread together.

        Whoever prints these prints nothing of one that is not public (`threads.ThreadEntry`).
        """
        return self.filter(has_place=True)

    def threads_of(self, article_pk: int) -> Self:
        """The first comment of each thread of a story."""
        return self.placed().filter(article=article_pk, root=None)

    def newest(self) -> Self:
        return self.order_by(*NEWEST.ordering())

    def oldest(self) -> Self:
        return self.order_by(*OLDEST.ordering())

    def of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Everything that somebody wrote, whatever became of it."""
        return self.filter(author=user.pk) if user.pk is not None else self.none()

    def known_to(self, user: AbstractBaseUser, article_pk: int) -> Self:
        """The comments on a story that somebody wrote or likes, newest first."""
        liked = Q(pk__in=user.comment_likes.filter(comment__article=article_pk).values("comment"))  # type: ignore[attr-defined]
        return self.filter(Q(author=user) | liked, article=article_pk).newest()


class DiscussionQuerySet(models.QuerySet[Any]):
    def locked(self, article_pk: int) -> Any:
        """The discussion of a story, made if need be and locked: whoever changes its comments waits here in turn."""
        self.model.objects.bulk_create([self.model(article_id=article_pk)], ignore_conflicts=True)
        return self.select_for_update().get(pk=article_pk)

    def lock_all(self, article_pks: set[int]) -> None:
        """The same for many stories. In their order, so that two who do it never wait for each other."""
        pks = sorted(article_pks)
        self.model.objects.bulk_create([self.model(article_id=pk) for pk in pks], ignore_conflicts=True)
        list(self.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


class ReportQuerySet(UndeletableQuerySet):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def most_urgent(self) -> Self:
        return self.order_by("due_at", "pk")


class AppealQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Appeals that somebody has to decide; one about a comment that its writer deleted is over."""
        return self.filter(decided_at=None).exclude(comment__status=Status.DELETED)

    def waiting_for(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """As `Appeal.is_for` says of one."""
        return self.waiting().exclude(against=user.pk).exclude(comment__author=user.pk)


class SanctionQuerySet(models.QuerySet[Any]):
    def standing(self, user: AbstractBaseUser | AnonymousUser, at: datetime | None = None) -> Self:
        """What stands against somebody at a moment; a warning is a moment, and stands no longer."""
        at = at or timezone.now()
        return self.exclude(kind=SanctionKind.WARNING).filter(
            Q(until=None) | Q(until__gt=at), Q(lifted_at=None) | Q(lifted_at__gt=at), user=user.pk, since__lte=at
        )
