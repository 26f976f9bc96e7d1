"""What waits for whoever answers for the newsroom, in one bounded query."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.people import Person
from adminkit.piles import Pile, PileEntry, pile_of
from kateid.local_time import lasting

from . import replies
from .models import ReplyRequest


def requests(user: Person, now: datetime) -> Pile:
    return pile_of(
        "replies",
        "Hak jawab dan koreksi",
        "",  # it comes seldom, and then stands first
        ReplyRequest.objects.open().surest().defer("statement"),
        lambda asked: PileEntry(
            title=asked.story_named[:120],
            url=asked.desk_url,
            details=(asked.get_kind_display(), asked.name, f"menunggu {lasting(asked.received_at, now)}"),
            flag="Lebih dari 2 x 24 jam" if replies.urgency(asked.received_at, now) == "overdue" else "",
        ),
        reverse("admin:press_replyrequest_changelist"),
    )
