"""Sending the form for a reply as a person does, and building requests that are there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.honeypot import new_ticket
from press import replies
from press.models import ReplyRequest

FORM = "/hak-jawab/ajukan/"
PDF = b"%PDF-1.7\nKartu tanda penduduk"


def typed(**fields: Any) -> dict[str, Any]:
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        ticket = new_ticket(form="reply")
    return {
        "kind": "reply",
        "story_named": "Feri kembali beroperasi, 12 Juli",
        "statement": "Kami sudah meminta maaf.\nPernyataan itu tidak dimuat.",
        "name": "Sari Utami",
        "capacity": "humas dinas",
        "email": "sari@surat.example",
        "phone": "0812",
        "ticket": ticket,
        "website": "",
        **fields,
    }


def sent(client: Client, **fields: Any) -> Any:
    response: Any = client.post(FORM, typed(**fields))
    return response


def asked(*, at: datetime | None = None, **fields: Any) -> ReplyRequest:
    values = {name: value for name, value in typed().items() if name not in {"ticket", "website"}}
    return replies.receive(form_key=uuid4(), now=at, **values | fields)


def desk(request: ReplyRequest) -> str:
    return reverse("admin:press_replyrequest_change", args=[request.pk])
