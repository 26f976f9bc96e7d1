"""The files of a photo that readers fetch: which there should be, making them, and taking them away."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils import timezone

import pagecache
from articles.models import Photo
from articles.models.photos import crop_keys, rendition_name
from articles.photo_places import FORMATS, QUICK, SHARE, place_of
from articles.reading import cache_tags

from . import crops
from .darkroom.decoding import Refused
from .sandbox import darkroom, scratch

logger = logging.getLogger(__name__)

RECIPE = 1  # raise it when all renditions are to be made anew
TRIES, RETRY = 3, timedelta(hours=1)
STEPS = (QUICK, ("webp",), ("avif",))  # in this order, each shown as soon as it is there
RenditionSpec = dict[str, Any]
IPTC_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


# Which there should be


def plan(photo: Photo) -> dict[str, RenditionSpec]:
    """By crop key: the key of its files, its crop, and the sizes that it is wanted in."""
    if photo.withdrawn_at:
        return {}
    return {name: _spec(photo, name) for name in crop_keys(photo)}


def _spec(photo: Photo, name: str) -> RenditionSpec:
    place, box = place_of(name), crops.box_of(photo, name)
    width, height = box[2] * photo.width, box[3] * photo.height
    ratio = place.ratio or photo.width / photo.height
    if place is SHARE:
        widths = list(place.widths)
    else:  # never blown up, and as large as it is where it is smaller than all of them
        widths = [wide for wide in place.widths if wide <= width] or [max(1, round(width))]
        if widths[-1] < width and widths[-1] != place.widths[-1]:
            widths.append(round(width))
    ingredients = [RECIPE, photo.original, photo.orientation, name.partition(":")[0], box, photo.blurred, about(photo)]
    key = hashlib.sha256(json.dumps(ingredients, sort_keys=True).encode()).hexdigest()[:24]
    return {
        "key": key,
        "box": list(box),
        "sizes": [(wide, max(1, round(wide / ratio))) for wide in widths] if height else [],
        "formats": list(place.formats),
    }


def about(photo: Photo) -> dict[str, str]:
    """What every rendition says of whose picture it is (Pedoman Media Siber 7)."""
    names = ("caption", "alt_text", "creator", "credit", "copyright_notice", "licence")
    said = {name: str(getattr(photo, name)) for name in names} | photo.kept_notes
    return said | {"digital_source": f"{IPTC_SOURCES}{photo.digital_source}"}


def missing(photo: Photo, forms: Iterable[str] = FORMATS) -> list[dict[str, Any]]:
    """The files still to be made in some formats."""
    found = []
    for name, spec in plan(photo).items():
        made = photo.renditions.get(name, {})
        for form in forms:
            if form not in spec["formats"] or (made.get("key") == spec["key"] and form in made):
                continue
            found += [
                {"crop": name, "key": spec["key"], "format": form, "box": spec["box"], "width": wide, "height": high}
                for wide, high in spec["sizes"]
            ]
    return found


# Making them


def make_quick(photo: Photo, original: bytes | None = None) -> None:
    """Make at once what no page can do without, and say on the unsaved row what there is and that more is due."""
    photo.due_since = timezone.now()
    if wanted := missing(photo, QUICK):
        _enter(photo, wanted, print_sheets(photo, wanted, original))
    _forget_unplanned(photo)


def words_changed(photo: Photo) -> None:
    """After the words that every rendition carries changed: the present ones are shown until the others are made."""
    photo.due_since = timezone.now()
    photo.save(update_fields=["due_since"])
    pagecache.invalidate(cache_tags.photo(photo.pk))
    begin_later()


def picture_changed(photo: Photo, fields: Iterable[str], *, forget: bool = False) -> None:
    """Save a crop, a focal point or blurred areas with the renditions that show them.

    Args:
        fields: what changed.
        forget: nobody may see the renditions there were before; their addresses answer 404 at once. Otherwise
            they stay for a while for pages that are open (see `sweeping`).
    """
    before = set(photo.every_file())
    make_quick(photo)
    made = set(photo.every_file())
    with transaction.atomic():
        if Photo.objects.select_for_update().filter(pk=photo.pk, withdrawn_at=None).exists():
            photo.save(update_fields=[*fields, "renditions", "share_bytes", "due_since"])
            gone = before - made if forget else set()
        else:  # withdrawn a moment ago
            photo.save(update_fields=fields)
            gone = made
        for name in gone:
            transaction.on_commit(partial(default_storage.delete, name))
        pagecache.invalidate(cache_tags.photo(photo.pk))
        begin_later()


def print_sheets(photo: Photo, wanted: list[dict[str, Any]], original: bytes | None = None) -> dict[str, int]:
    """Have files made and put into the media storage.

    Returns:
        The bytes of each, by its name there.
    """
    if original is None:
        with storages["originals"].open(photo.original) as file:
            original = file.read()
    with TemporaryDirectory(dir=scratch()) as folder:
        names = {}
        for number, spec in enumerate(wanted):
            path = str(Path(folder) / str(number))
            names[path] = rendition_name(spec["key"], spec["width"], spec["format"])
            spec["path"] = path
        answer = darkroom(
            "print",
            original,
            specs=wanted,
            orientation=photo.orientation,
            blurred=photo.blurred,
            about=about(photo),
        )
        for path, name in names.items():
            _put(name, Path(path).read_bytes())
    return {names[path]: size for path, size in answer["bytes"].items()}


def _put(name: str, data: bytes) -> None:
    """A name tells the content, so what is there is right, unless a crash cut it short."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return
        default_storage.delete(name)
    default_storage.save(name, ContentFile(data))


def _enter(photo: Photo, made: list[dict[str, Any]], sizes: dict[str, int]) -> None:
    for spec in made:
        entry = photo.renditions.get(spec["crop"])
        if entry is None or entry["key"] != spec["key"]:
            entry = photo.renditions[spec["crop"]] = {"key": spec["key"]}
        widths = entry.setdefault(spec["format"], [])
        if spec["width"] not in widths:
            widths.append(spec["width"])
            widths.sort()
        if spec["crop"] == SHARE.name:
            photo.share_bytes = sizes[rendition_name(spec["key"], spec["width"], spec["format"])]


def _forget_unplanned(photo: Photo) -> None:
    planned = plan(photo)
    photo.renditions = {name: entry for name, entry in photo.renditions.items() if name in planned}


# Making the rest, later


def make_due() -> int:
    """Make everything that is missing, the oldest first; one process at a time.

    Returns:
        How many photos were completed.
    """
    done = 0
    tries: Counter[int] = Counter()
    with only_one() as is_mine:
        while is_mine and (photo := Photo.objects.filter(due_since__lte=timezone.now()).order_by("due_since").first()):
            tries[photo.pk] += 1
            if complete(photo):
                done += 1
            elif tries[photo.pk] == TRIES:  # it failed, or is changed again and again
                Photo.objects.filter(pk=photo.pk).update(due_since=timezone.now() + RETRY)
    return done


def mark_all() -> None:
    """Have every photo looked at, as after a change of RECIPE or of the places."""
    Photo.objects.filter(withdrawn_at=None).exclude(original="").update(due_since=timezone.now())


def complete(photo: Photo) -> bool:
    """Make what one photo lacks, format by format, each entered as soon as it is there."""
    for forms in STEPS:
        wanted = missing(photo, forms)
        try:
            sizes = print_sheets(photo, wanted) if wanted else {}
        except (Refused, OSError):
            logger.exception("The renditions of a photo could not be made.", extra={"photo": photo.pk})
            return False
        with transaction.atomic():
            current = Photo.objects.select_for_update().filter(pk=photo.pk).first()
            entered = _entered(current, wanted, sizes) if current else []
        for spec in wanted:
            if spec not in entered:  # changed, withdrawn or deleted meanwhile: nobody may find it
                default_storage.delete(rendition_name(spec["key"], spec["width"], spec["format"]))
        if current is None:
            return True
        photo = current
    return photo.due_since is None


def _entered(photo: Photo, made: list[dict[str, Any]], sizes: dict[str, int]) -> list[dict[str, Any]]:
    """Save those of the files that the photo, as it is now, still wants."""
    planned = {name: spec["key"] for name, spec in plan(photo).items()}
    wanted = [spec for spec in made if planned.get(spec["crop"]) == spec["key"]]
    _enter(photo, wanted, sizes)
    _forget_unplanned(photo)
    if not missing(photo):
        photo.due_since = None
    photo.save(update_fields=["renditions", "share_bytes", "due_since"])
    pagecache.invalidate(cache_tags.photo(photo.pk))
    return wanted


@contextmanager
def only_one() -> Iterator[bool]:
    """Whether this is the one process on this machine that makes renditions."""
    with (scratch() / "renditions.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


_background: list[subprocess.Popen[bytes]] = []


def begin_later() -> None:
    """After the commit, have another process make what is due, behind everything else that this machine does."""
    if settings.KATEID_BACKGROUND:
        transaction.on_commit(_begin)


def _begin() -> None:
    _background[:] = [process for process in _background if process.poll() is None]
    if not _background:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_renditions"]
        _background.append(
            subprocess.Popen(  # noqa: S603  (a program of ours)
                command,
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        )


# Taking them away


def take_away(photo: Photo) -> None:
    """Delete every rendition after the commit, so that its addresses answer 404; the caller saves the row."""
    for name in photo.every_file():
        transaction.on_commit(partial(default_storage.delete, name))
    photo.renditions, photo.share_bytes = {}, 0
