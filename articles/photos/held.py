"""An upload whose form was refused waits for the form to be put right, so that nobody sends it twice.

Its original is stored as those of photos are, without a row; what was found out about it goes with the form, signed.
Who never comes back leaves a file without a row, which `sweeping` removes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.core.files.storage import storages

from accounts.people import Person

from . import intake
from .intake import Examined
from .sweeping import GRACE

SALT = "articles.photos.held"


@dataclass(frozen=True)
class Held:
    examined: Examined
    name: str  # of the file, as it was uploaded


def hold(upload: Held, *, by: Person) -> str:
    """Store an upload that is sound; gives what the form has to bring again."""
    facts, fields = upload.examined.facts, dict(upload.examined.fields)
    if moment := fields.get("taken_at"):
        fields["taken_at"] = moment.isoformat()
    intake.keep_original(intake.original_name(upload.examined), upload.examined.original)
    return signing.dumps([by.pk, upload.name[:200], facts, fields], salt=SALT, compress=True)


def take(token: str, *, by: Person) -> Held | None:
    """The upload that somebody's form brings; None where it is not theirs, or gone meanwhile."""
    try:
        person, name, facts, fields = signing.loads(token, salt=SALT, max_age=GRACE)
    except signing.BadSignature:
        return None
    if person != by.pk:
        return None
    if moment := fields.get("taken_at"):
        fields["taken_at"] = datetime.fromisoformat(moment)
    examined = Examined(b"", facts, fields)
    try:
        with storages["originals"].open(intake.original_name(examined)) as file:
            return Held(Examined(file.read(), facts, fields), name)
    except FileNotFoundError:
        return None
