"""One opened add form makes one thing: a key tells it from every other, and what was sent is remembered by it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Model
from django.http import HttpRequest

from .models import SentForm

FIELD = "form_key"  # the hidden field of every add form
PARAMETER = "kunci"  # in the form's address, where static/js/desk-form-key.js puts it: Back and a reload keep it
KEPT = timedelta(days=90)
UNSENT = frozenset({"csrfmiddlewaretoken"})


def key_of(request: HttpRequest) -> UUID:
    """The key of the add form that is being sent or shown; a new one where the browser names none."""
    return read_key(request.POST.get(FIELD, "")) or read_key(request.GET.get(PARAMETER, "")) or uuid4()


def read_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def digest(person: object, model: type[Model], key: UUID, content: str = "") -> str:
    """What one sent form of somebody is known by.

    Args:
        person: the primary key of who sent it.
        content: what it held, where the same form with another content is to make another thing.
    """
    parts = [str(person), model._meta.label, str(key), content]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def content_of(request: HttpRequest) -> str:
    """All that a form holds, files by their names and sizes."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in UNSENT)
    files = sorted((name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent)
    return json.dumps([fields, files])


def made_by(digest: str) -> int | None:
    """The primary key of what a form made, or None for a form that was not sent before."""
    return SentForm.objects.filter(digest=digest).values_list("object_id", flat=True).first()


def remember(digest: str, made: Model) -> None:
    """Keep in mind what a form made, in the transaction that made it.

    Raises:
        IntegrityError: the same form was saved at this moment by another request.
    """
    SentForm.objects.create(digest=digest, object_id=made.pk)


def forget_one(digest: str) -> None:
    """For a form whose thing was deleted: it may be sent once more."""
    SentForm.objects.filter(digest=digest).delete()


def forget(now: datetime) -> int:
    return SentForm.objects.filter(sent_at__lt=now - KEPT).delete()[0]
