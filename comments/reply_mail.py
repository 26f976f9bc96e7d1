"""Mail that tells somebody of a reply, and how they stop it with one click (RFC 8058).

Nothing waits for it: `manage.py notify_replies`, run every minute, sends what is due. A notice is taken before it is
sent, so that no two processes send it; one whose mail could not be handed over is put back, to be tried again later.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Edition
from kateid.absolute_urls import absolute

from .models import MailChoice, ReplyNotice

log = logging.getLogger(__name__)

SALT = "comments.unsubscribe"
BATCH = 200
MOST_FAILURES = 8
STALE = timedelta(days=3)  # later than this nobody wants to hear of it


def unsubscribe_token(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


def who_unsubscribes(token: str) -> User | None:
    """Whom a mail was sent to whose link holds this; None if we made no such link, or the account is gone."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def wants_replies(user: User) -> bool:
    choice = MailChoice.objects.filter(user=user).first()
    return choice is None or choice.replies


def choose_replies(user: User, wanted: bool) -> None:
    MailChoice.objects.update_or_create(user=user, defaults={"replies": wanted})


def send_due(now: datetime) -> int:
    """Send the notices that are due. Gives how many mails were handed over."""
    due = ReplyNotice.objects.filter(sent_at=None, due_at__lte=now, failures__lt=MOST_FAILURES).order_by("due_at")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_send(key, now) for key in keys)


def _send(key: int, now: datetime) -> bool:
    if not ReplyNotice.objects.filter(pk=key, sent_at=None).update(sent_at=now):
        return False  # another process was quicker
    notice = ReplyNotice.objects.select_related("comment__reply_to", "recipient").get(pk=key)
    mail = _mail(notice, now)
    if mail is None:
        return False
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        log.warning("a notice of a reply could not be sent: %s", type(error).__name__)
        pause = timedelta(minutes=2**notice.failures)
        ReplyNotice.objects.filter(pk=key).update(sent_at=None, due_at=now + pause, failures=F("failures") + 1)
        return False
    return True


def _mail(notice: ReplyNotice, now: datetime) -> EmailMessage | None:
    """The mail, unless what it speaks of has gone, or nobody wants it any more."""
    comment, user = notice.comment, notice.recipient
    edition = Edition.objects.listed(now).filter(article=comment.article_id).first()
    answered = comment.reply_to
    if not (user.is_active and user.email and edition and comment.is_public and answered and answered.is_public):
        return None
    if now - notice.due_at > STALE or not wants_replies(user):
        return None
    stop = absolute(reverse("comments:unsubscribe", args=[unsubscribe_token(user)]))
    link = absolute(f"{comment.get_absolute_url()}#komentar-{comment.pk}")
    words = {"comment": comment, "headline": edition.labelled_headline, "link": link, "stop": stop}
    return EmailMessage(
        subject=f"{comment.author_name} membalas komentar Anda",
        body=render_to_string("comments/reply_mail.txt", words | {"site_name": settings.KATEID_SITE_NAME}),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
