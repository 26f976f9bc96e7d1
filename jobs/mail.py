"""Mail through the outbox: what Django's `mail.send()` leads to, so that no request waits for a mail server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage as Written
from email.policy import EmailPolicy, Policy, default
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from .models import Channel, Outbox
from .outbox import LIFETIME, TryLaterError, put

TRANSPORT = "transport"  # the entry of MAILERS that mail leaves by
# Of the caller, for the outbox alone; never sent.
KEY, SECONDS = "X-Outbox-Key", "X-Outbox-Seconds"
LONGEST_LINE = 998  # letters, without its end (RFC 5322, 2.1.1)


class PlainHeaders(EmailPolicy):
    """Writes headers of ASCII as they are, folded at spaces alone.

    Python's own policies put a word that is longer than a line into encoded words (RFC 2047), an address of
    List-Unsubscribe too. There they are not allowed, and mail programs do not look into them (RFC 2369, RFC 8058).
    """

    def fold(self, name: str, value: str) -> str:
        lines = lines_of(name, str(value), self.max_line_length or LONGEST_LINE) if str(value).isascii() else []
        is_plain = bool(lines) and max(map(len, lines)) <= LONGEST_LINE
        return self.linesep.join([*lines, ""]) if is_plain else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


def lines_of(name: str, value: str, longest: int) -> list[str]:
    """A header as lines of at most `longest` letters, where its words allow it."""
    first, *words = value.split(" ")
    lines = [f"{name}: {first}"]
    for word in words:
        if word and len(lines[-1]) + 1 + len(word) > longest:
            lines.append("")
        lines[-1] += f" {word}"
    return lines


class PlainMail(EmailMultiAlternatives):
    def message(self, *, policy: Policy[Any] | None = None) -> Written:
        asked = policy or default
        return super().message(policy=PlainHeaders(linesep=asked.linesep, max_line_length=asked.max_line_length))


class OutboxBackend(BaseEmailBackend):
    """Puts each mail down once for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises ValueError for a mail that the outbox cannot keep: one with attachments."""
        for message in email_messages:
            headers = dict(message.extra_headers)
            key, seconds = headers.pop(KEY, ""), headers.pop(SECONDS, None)
            for recipient in message.recipients():
                put(
                    Channel.MAIL,
                    recipient,
                    content_of(message, headers),
                    key=f"{key} {recipient}" if key else "",
                    lifetime=timedelta(seconds=int(seconds)) if seconds else LIFETIME,
                )
        return len(email_messages)


def content_of(message: EmailMessage, headers: dict[str, str]) -> dict[str, Any]:
    if message.attachments:
        raise ValueError("Mail with attachments cannot be put in the outbox.")
    message.message()  # raises here, in the request, what is wrong with its headers
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from": message.from_email,
        "reply_to": list(message.reply_to),
        "headers": {name: str(value) for name, value in headers.items()},
        "subtype": message.content_subtype,
        "alternatives": [[str(part.content), part.mimetype] for part in getattr(message, "alternatives", [])],
    }


def send(row: Outbox) -> None:
    """Hand one mail to the mail server. Raises TryLaterError."""
    content = row.content
    domain = content["from"].rpartition("@")[2].rstrip(">") or "localhost"
    message = PlainMail(
        content["subject"],
        content["body"],
        content["from"],
        [row.recipient],
        reply_to=content["reply_to"],
        # The same at each try, so that a mail that arrives twice is seen to be one.
        headers={"Message-ID": f"<{row.pk}.{row.created_at:%Y%m%d%H%M%S%f}@{domain}>"} | content["headers"],
        alternatives=[tuple(part) for part in content["alternatives"]],
    )
    message.content_subtype = content["subtype"]
    try:
        mail.mailers[TRANSPORT].send_messages([message])
    except SMTPResponseException as error:
        raise TryLaterError(f"{type(error).__name__} {error.smtp_code}") from None
    except SMTPRecipientsRefused as error:
        raise TryLaterError(f"{type(error).__name__} {error.recipients[row.recipient][0]}") from None
    except SMTPNotSupportedError as error:
        raise TryLaterError(type(error).__name__) from None
    except OSError as error:  # SMTPServerDisconnected is one too
        raise TryLaterError(type(error).__name__, is_away=True) from None
