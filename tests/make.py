"""Plain builders. Stories take the newsroom's own way: every text by revisions.save, every stage by a verb."""

import hashlib
import io
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import uuid4

import time_machine
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image, ImageDraw

from articles.editorial import live, revisions, workflow
from articles.models import (
    Article,
    Author,
    EditionKind,
    Editor,
    LiveEntryEdition,
    LiveReport,
    Photo,
    PhotoRights,
    RetractionGround,
    Section,
    Verification,
)
from articles.photo_places import PLACES
from articles.photos import intake
from articles.richtext import typed_plainly

from . import cast

numbers = count(1)
of_this_test: dict[str, cast.Cast] = {}  # by database; emptied after each test

BODY = """<p>Warga Samarinda Seberang mulai menyeberang dengan feri pagi ini.</p>
<h2>Antre sejak subuh</h2>
<p>“Saya datang pukul lima,” kata Siti, pedagang sayur.</p>"""


def people() -> cast.Cast:
    """The cast as the builders use it: read once in a test, and apart from the people whom the test has."""
    database = str(connection.settings_dict["NAME"])
    if database not in of_this_test:
        of_this_test[database] = cast.present()
    return of_this_test[database]


def section(name: str = "", parent: Section | None = None) -> Section:
    name = name or f"Rubrik {next(numbers)}"
    return Section.objects.create(name=name, slug=slugify(name), parent=parent)


def author(name: str = "", code: str | None = None, user: User | None = None, **fields: Any) -> Author:
    name = name or f"Penulis {next(numbers)}"
    return Author.objects.create(name=name, slug=slugify(name), code=code, user=user, **fields)


def editor(name: str = "", user: User | None = None, sections: Sequence[Section] = (), **fields: Any) -> Editor:
    made = Editor.objects.create(name=name or f"Redaktur {next(numbers)}", user=user, **fields)
    made.sections.set(sections)
    return made


@dataclass(frozen=True)
class Drawn:
    """What the darkroom made of one of our pictures."""

    columns: dict[str, Any]
    original: bytes
    renditions: dict[str, bytes]  # by name in the media storage


# A darkroom is a process of its own; this one is asked once for each picture, size and words, not in each test.
drawn: dict[str, Drawn] = {}


def photo(size: tuple[int, int] = (160, 90), **fields: Any) -> Photo:
    """A photo row with its quick files; no two in a database have the same picture."""
    taken = set(Photo.objects.values_list("sha256", flat=True))
    number = next(number for number in count() if _digest(number, size) not in taken)
    values = {
        "caption": f"Feri penyeberangan nomor {number} di Sungai Mahakam",
        "credit": "Humas Pemkot Samarinda",
        "alt_text": "Feri kecil di sungai yang lebar",
        "rights": PhotoRights.PRESS_OFFICE,
    } | fields
    made = Photo(**values)
    key = repr((number, size, sorted(values.items())))
    if key in drawn:
        _take_from_pool(made, drawn[key])
    else:
        intake.develop(made, intake.examine(picture(number, size)))
        drawn[key] = _for_pool(made)
    intake.enter(made)
    return made


@cache
def _digest(number: int, size: tuple[int, int]) -> str:
    return hashlib.sha256(picture(number, size).read()).hexdigest()


DEVELOPED = (
    "sha256", "difference_hash", "orientation", "width", "height", "tone", "kept_notes", "original", "renditions",
    "share_bytes",
)  # fmt: skip


def _for_pool(photo: Photo) -> Drawn:
    with storages["originals"].open(photo.original) as file:
        original = file.read()
    renditions = {}
    for name in photo.every_file():
        with default_storage.open(name) as file:
            renditions[name] = file.read()
    return Drawn(deepcopy({name: getattr(photo, name) for name in DEVELOPED}), original, renditions)


def _take_from_pool(photo: Photo, pooled: Drawn) -> None:
    for name, value in deepcopy(pooled.columns).items():
        setattr(photo, name, value)
    photo.due_since = timezone.now()
    intake.keep_original(photo.original, pooled.original)
    for name, content in pooled.renditions.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))


def photo_row(**fields: Any) -> Photo:
    """A photo of the library whose files nobody asks for: the row alone, as if all its JPEGs were made."""
    number = next(numbers)
    values = {
        "caption": f"Feri penyeberangan nomor {number} di Sungai Mahakam",
        "credit": "Humas Pemkot Samarinda",
        "alt_text": "Feri kecil di sungai yang lebar",
        "rights": PhotoRights.PRESS_OFFICE,
        "original": f"{number}.jpg",
        "difference_hash": f"{number:016x}",
        "width": 1600,
        "height": 900,
        "renditions": {
            place.name: {"key": f"{number:x}{place.name}", "jpeg": list(place.widths)} for place in PLACES.values()
        },
        "share_bytes": 90_000,
    }
    return Photo.objects.create(**(values | fields))


def picture(number: int = 0, size: tuple[int, int] = (160, 90)) -> io.BytesIO:
    """A small drawn JPEG, as somebody would upload it."""
    image = Image.new("RGB", size, (40, 90 + number % 90, 160))
    ImageDraw.Draw(image).text((5, 5), f"{number}", fill="white")
    upload = io.BytesIO()
    image.save(upload, "JPEG")
    upload.seek(0)
    return upload


def draft(
    *,
    by: User | None = None,
    authors: Sequence[Author] | None = None,
    tags: Sequence[str] = ("feri", "samarinda"),
    at: datetime | None = None,
    **fields: Any,
) -> Article:
    """A complete draft, begun by the reporter in Metropolis unless told otherwise."""
    newsroom = people()
    by = by or newsroom.reporter
    values = {
        "headline": f"Feri penyeberangan nomor {next(numbers)} kembali beroperasi",
        "section": newsroom.metropolis,
        "place": "Samarinda",
        "summary": "Feri kembali melayani warga.",
        "body": BODY,
        "verification": Verification.VERIFIED,
    }
    article = Article(**(values | fields))
    with moment(at):
        revisions.save(article, by=by, authors=_byline(by) if authors is None else authors, tags=tags, base_version=0)
    return article


def edited(
    article: Article,
    *,
    by: User | None = None,
    authors: Sequence[Author] | None = None,
    tags: Sequence[str] | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Article:
    """The story with some fields changed and saved over its current version."""
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    with moment(at):
        revisions.save(
            article,
            by=by or people().reporter,
            authors=article.ordered_authors() if authors is None else authors,
            tags=list(article.tags.names()) if tags is None else tags,
            base_version=article.version,
        )
    return Article.objects.get(pk=article.pk)


def in_review(*, at: datetime | None = None, **fields: Any) -> Article:
    article = draft(at=at, **fields)
    with moment(at):
        return workflow.submit(article, by=_begun_by(article))


def approved(*, at: datetime | None = None, **fields: Any) -> Article:
    article = in_review(at=at, **fields)
    with moment(at):
        return workflow.approve(article, by=people().managing_editor, confirmed=True)  # odd words are meant so


def scheduled(*, at: datetime | None = None, **fields: Any) -> Article:
    """A story that becomes public `at` a moment, tomorrow unless told otherwise."""
    article = approved(**fields)
    tomorrow = timezone.now() + timedelta(days=1)
    return workflow.schedule(article, by=people().managing_editor, at=at or tomorrow, confirmed=True)


def published(*, kind: str = EditionKind.FIRST, note: str = "", at: datetime | None = None, **fields: Any) -> Article:
    """A live story, first published `at` a moment (now); another kind adds a second edition, a minute later."""
    article = approved(at=at, **fields)
    by = people().managing_editor
    with moment(at):
        article = workflow.publish(article, by=by, confirmed=True)
    if kind == EditionKind.FIRST:
        return article
    with moment(at + timedelta(minutes=1) if at else None):
        article = workflow.reopen(article, by=by)
        article = workflow.submit(article, by=_begun_by(article))
        if kind != EditionKind.MINOR:
            note = note or "Jam keberangkatan pertama diperbaiki."
        return workflow.publish(article, by=by, kind=kind, note=note, confirmed=True)


def reopened(*, changes: dict[str, Any] | None = None, at: datetime | None = None, **fields: Any) -> Article:
    """A live story whose working copy is a draft again, with `changes` that readers do not have."""
    article = workflow.reopen(published(at=at, **fields), by=people().managing_editor)
    return edited(article, **changes) if changes else article


def retracted(
    *,
    ground: str = RetractionGround.TRAUMA,
    note: str = "Berita dicabut demi keluarga korban.",
    at: datetime | None = None,
    **fields: Any,
) -> Article:
    article = published(at=at, **fields)
    with moment(at + timedelta(hours=1) if at else None):
        return workflow.retract(article, by=people().managing_editor, ground=ground, note=note)


def live_report(*, at: datetime | None = None, **fields: Any) -> LiveReport:
    """A published story that is a live report, begun by the managing editor."""
    article = published(at=at, **fields)
    return live.begin(article, by=people().managing_editor, now=at)


def live_entry(
    report: LiveReport, text: str = "", *, by: User | None = None, at: datetime | None = None, **fields: Any
) -> LiveEntryEdition:
    """An entry that readers have, by the editor unless told otherwise."""
    body = typed_plainly(text or f"Feri nomor {next(numbers)} merapat di dermaga.")
    sent = live.send(report, by=by or people().editor, key=uuid4(), body=body, now=at, **fields)
    assert sent.edition
    return sent.edition


def spiked(*, reason: str = "Sudah basi.", **fields: Any) -> Article:
    return workflow.spike(draft(**fields), by=people().managing_editor, reason=reason)


def moment(at: datetime | None) -> AbstractContextManager[Any]:
    """The clock standing still at a moment, or going on as it does."""
    return time_machine.travel(at, tick=False) if at else nullcontext()


def _byline(by: User) -> list[Author]:
    own = Author.objects.filter(user=by).first()
    return [own or Author.objects.get(code="rin")]


def _begun_by(article: Article) -> User:
    assert article.created_by
    return article.created_by
