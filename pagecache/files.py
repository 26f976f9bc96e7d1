"""Pages as files for the running second, which a proxy on this machine gives out without asking.

The proxy says with each request under which name it looked for the page, and the door writes it there if that name is
right: of this second, of the headers that the proxy sends with files, and of this very page.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]

OF_ONE_ANSWER = {"content-encoding", "content-length", "etag", "x-request-id"}  # what a proxy gives a file itself
# No part of a name leads out of the folder, and none is both a file and a folder, since only files have an "@".
PLAIN = re.compile(r"https?/[a-z0-9][a-z0-9.:-]*(?:/[a-z0-9-]+)*/@(?:br|gzip)?")
OVER = 5  # seconds after which nobody reads a file any more, nor writes one
PAUSE = 60  # seconds without another try after one failed


def mark_of(headers: Headers) -> str:
    """Stands in the names of files, so that a proxy finds none whose headers are others than those it sends."""
    common = [f"{name}: {value}" for name, value in headers if name.lower() not in OF_ONE_ANSWER]
    return blake2b("\n".join(sorted(common)).encode(), digest_size=4).hexdigest()


class Files:
    """The folder in which a proxy looks.

    Args:
        folder: below it there is a folder for each second, and in that one for each mark; none: nothing is written.
    """

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder) if folder else None
        self.swept = 0  # the second in which what is over was removed
        self.paused_until = 0.0

    def write(self, name: str, page: str, body: bytes, number: int, now: float) -> None:
        """Write a page where the proxy looks for it, unless that is not where it belongs.

        Args:
            name: where the proxy looked: a moment (ISO 8601), a slash and more.
            page: what must follow on the slash.
            number: becomes the file's time, from which, with its length, nginx makes the ETag that the door gives too.
            now: Unix time at which the page was seen to hold until the second ends.
        """
        moment, _, rest = name.partition("/")
        if self.folder is None or now < self.paused_until or rest != page or second_of(moment) != int(now):
            return
        _mark, _, address = page.partition("/")
        if not PLAIN.fullmatch(address):
            return
        try:
            self.sweep(now)
            put(self.folder / name, body, number)
        except OSError:
            self.paused_until = now + PAUSE
            logger.exception("no page can be written for the proxy; next try in %s s", PAUSE)

    def sweep(self, now: float) -> None:
        """Remove the seconds that are over; none is removed in which somebody may still write."""
        if self.folder is None or self.swept == int(now):
            return
        self.swept = int(now)
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in self.folder.iterdir():
            second = second_of(each.name)
            if second is not None and abs(second - self.swept) > OVER:
                shutil.rmtree(each, ignore_errors=True)  # another process may be doing the same


def second_of(moment: str) -> int | None:
    try:
        return int(datetime.fromisoformat(moment).timestamp())
    except ValueError:
        return None


def put(file: Path, body: bytes, number: int) -> None:
    """Write a file that is there as a whole or not at all."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("xb") as written:
            written.write(body)
    except FileExistsError:  # somebody else is writing it
        return
    os.utime(part, (number, number))
    part.rename(file)
