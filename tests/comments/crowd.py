"""Very many comments at once, as `fill` and `crowd` put them straight into the database."""

from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from django.utils import timezone

from articles.models import Article
from comments.models import Appeal, Comment, Discussion, Report, ReportReason, Status

NOW = timezone.now()


def crowd(story: Article, author_pk: int, number: int) -> None:
    """As many public comments, each complained of, and as many others, of which the refused are appealed."""
    fill(story, author_pk, number // 5, answers=4)
    start = NOW - timedelta(days=1)
    statuses = cycle([Status.HELD, Status.REFUSED, Status.HIDDEN])
    others = Comment.objects.bulk_create(
        Comment(
            article=story,
            author_id=author_pk,
            author_name="Tono",
            text=f"Tidak tampil {key}",
            form_key=uuid4(),
            status=next(statuses),
            created_at=start + timedelta(seconds=key),
            risk=key % 5,
        )
        for key in range(number)
    )
    Appeal.objects.bulk_create(
        Appeal(comment=comment, text="Mohon dilihat lagi.") for comment in others if comment.status == Status.REFUSED
    )
    waiting = Comment.objects.filter(article=story, status=Status.PUBLISHED, reports=None)
    Report.objects.bulk_create(
        Report(
            comment=comment,
            ticket=f"A{comment.pk}",
            reason=ReportReason.OTHER,
            received_at=comment.created_at,
            due_at=comment.created_at + timedelta(days=9),
        )
        for comment in waiting
    )


def fill(story: Article, author_pk: int, roots: int, answers: int = 0) -> None:
    """Many public comments at once, as if written one a second, the oldest first."""
    Discussion.objects.locked(story.pk)
    fields = {"article": story, "author_id": author_pk, "author_name": "Tono", "status": Status.PUBLISHED}
    start = NOW - timedelta(days=1)
    made = Comment.objects.bulk_create(
        Comment(
            **fields,
            text=f"Komentar {number}",
            form_key=uuid4(),
            has_place=True,
            published_at=start,
            created_at=start + timedelta(seconds=number),
            likes=number % 7,
            placed_children=answers,
        )
        for number in range(roots)
    )
    Comment.objects.bulk_create(
        Comment(
            **fields,
            text=f"Balasan {number}",
            form_key=uuid4(),
            has_place=True,
            published_at=start,
            created_at=root.created_at + timedelta(milliseconds=number + 1),
            root=root,
            parent=root,
            reply_to=root,
            depth=1,
        )
        for root in made
        for number in range(answers)
    )
    Discussion.objects.filter(pk=story.pk).update(public_comments=Comment.objects.filter(article=story).count())
