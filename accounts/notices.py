"""What people of the newsroom should know of: at the desk, and by mail as each of them chooses.

A notice and its mail are rows of the transaction in which it happened: who is told of something that was undone
was never told, and a process that is killed afterwards leaves the mail to the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from jobs.mail import KEY
from kateid.absolute_urls import absolute

from .models import Notice, NoticeChoice, NoticeMail

DIGESTS = (time(7), time(17))  # of the newsroom's clock
KEPT = timedelta(days=90)
MOST_COUNTED = 99
MOST_IN_DIGEST = 50


@dataclass(frozen=True)
class News:
    """What happened.

    Attributes:
        key: of it, at most 80 letters; the same for the same.
        address: the page at the desk that it is about.
    """

    key: str
    title: str
    text: str
    address: str


def tell(people: Iterable[User], news: News, now: datetime | None = None) -> None:
    """Tell each of these people once, in the transaction in which it happened."""
    now = now or timezone.now()
    hearers = {user.pk: user for user in people if user.is_active}
    known = set(Notice.objects.filter(user__in=hearers, key=news.key).values_list("user", flat=True))
    chosen = dict(NoticeChoice.objects.filter(user__in=hearers).values_list("user", "mail"))
    new = [user for pk, user in hearers.items() if pk not in known]
    title = Truncator(news.title).chars(250)
    Notice.objects.bulk_create(
        [
            Notice(
                user=user, key=news.key, title=title, text=news.text, address=news.address, at=now,
                digest_at=next_digest(now) if chosen.get(user.pk) == NoticeMail.DIGEST else None,
            )
            for user in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    for user in new:
        if user.email and chosen.get(user.pk, NoticeMail.AT_ONCE) == NoticeMail.AT_ONCE:
            _send(user, title, [news.text, absolute(news.address)], key=f"notice {news.key}")


def next_digest(now: datetime) -> datetime:
    """The next of DIGESTS by the newsroom's clock, so that nobody is woken."""
    today = timezone.localdate(now)
    moments = (
        timezone.make_aware(datetime.combine(today + timedelta(days=days), at)) for days in (0, 1) for at in DIGESTS
    )
    return next(moment for moment in moments if moment > now)


def send_digests(now: datetime) -> int:
    """Put down a digest for each whose notices are due; gives how many. What was read meanwhile is left out."""
    due = Notice.objects.filter(digest_at__lte=now).values_list("user", flat=True).order_by("user").distinct()
    return sum(_send_digest(user, now) for user in User.objects.filter(pk__in=list(due)))


def _send_digest(user: User, now: datetime) -> bool:
    with transaction.atomic():
        due = list(Notice.objects.select_for_update().filter(user=user, digest_at__lte=now).order_by("pk"))
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(digest_at=None)
        news = [notice for notice in due if notice.read_at is None]
        if not (news and user.is_active and user.is_staff and user.email):
            return False
        shown = [f"{notice.title}\n{absolute(notice.address)}" for notice in news[:MOST_IN_DIGEST]]
        more = [f"dan {len(news) - MOST_IN_DIGEST} lagi"] if len(news) > MOST_IN_DIGEST else []
        _send(user, f"{len(news)} kabar dari meja redaksi", shown + more, key=f"digest {news[-1].pk}")
        return True


def _send(user: User, subject: str, paragraphs: list[str], *, key: str) -> None:
    choice = f"Atur surel kabar: {absolute(reverse('admin:notices'))}"
    body = "\n\n".join([*filter(None, paragraphs), choice, settings.KATEID_SITE_NAME])
    headers = {"Auto-Submitted": "auto-generated", KEY: key}
    EmailMessage(" ".join(subject.split()), body, to=[user.email], headers=headers).send()


def newest(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user).order_by("-pk")


def unread(user: User) -> int:
    """How many notices somebody has not read, at most one more than MOST_COUNTED."""
    return len(Notice.objects.filter(user=user, read_at=None).values_list("pk", flat=True)[: MOST_COUNTED + 1])


def read(notices: QuerySet[Notice], now: datetime) -> None:
    notices.filter(read_at=None).update(read_at=now)


def mail_choice(user: User) -> str:
    choice = NoticeChoice.objects.filter(user=user).first()
    return choice.mail if choice else NoticeMail.AT_ONCE


def choose_mail(user: User, mail: str) -> None:
    """What waits for a digest goes by none, if somebody wants none any more.

    Raises:
        ValueError: for what is no NoticeMail.
    """
    mail = NoticeMail(mail)
    NoticeChoice.objects.update_or_create(user=user, defaults={"mail": mail})
    if mail != NoticeMail.DIGEST:
        Notice.objects.filter(user=user, digest_at__isnull=False).update(digest_at=None)


def forget(now: datetime) -> int:
    """Removes notices that are older than KEPT."""
    return Notice.objects.filter(at__lt=now - KEPT).delete()[0]
