"""Which backups are kept: all of the last 24 hours, and the newest of each of the last days, weeks and months."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from . import BackupError
from .sealing import SUFFIX

MOMENT = "%Y-%m-%dT%H-%M-%SZ"


class Keep(NamedTuple):
    days: int = 7
    weeks: int = 4
    months: int = 12


def name_of(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(MOMENT)


def moment_of(backup: Path) -> datetime | None:
    try:
        return datetime.strptime(backup.name.removesuffix(SUFFIX), MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def backups(folder: Path) -> list[Path]:
    """All that are complete, the newest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if moment_of(path)), key=lambda path: path.name, reverse=True)


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Of so many days, weeks and months that have any; the newest is always among them."""
    newest_first = sorted(moments, reverse=True)
    if not newest_first:
        return set()
    periods: list[tuple[int, Callable[[datetime], tuple[int, ...]]]] = [
        (keep.days, lambda moment: (moment.year, moment.month, moment.day)),
        (keep.weeks, lambda moment: tuple(moment.isocalendar()[:2])),
        (keep.months, lambda moment: (moment.year, moment.month)),
    ]
    chosen = {moment for moment in newest_first if newest_first[0] - moment < timedelta(days=1)}
    for number, period_of in periods:
        newest: dict[tuple[int, ...], datetime] = {}
        for moment in newest_first:
            newest.setdefault(period_of(moment), moment)
        chosen.update(list(newest.values())[:number])
    return chosen


def prune(folder: Path, keep: Keep) -> list[Path]:
    """Remove what need not be kept. Gives what was removed."""
    by_moment = {moment: path for path in backups(folder) if (moment := moment_of(path))}
    removed = [by_moment[moment] for moment in set(by_moment) - kept(by_moment, keep)]
    for path in removed:
        remove(path)
    return removed


def remove(path: Path) -> None:
    """First its name, so that half of it never looks whole."""
    going = path.with_name(f".{path.name}.part")
    path.rename(going)
    if going.is_dir():
        shutil.rmtree(going)
    else:
        going.unlink()


def size_of(backup: Path) -> int:
    """Bytes of all its files, those too that it shares with others."""
    files = backup.rglob("*") if backup.is_dir() else [backup]
    return sum(path.stat().st_size for path in files if path.is_file())


def find(folder: Path, asked: Path) -> Path:
    """A backup by its path, by its name in a folder, or the newest of that folder ("latest"). Raises BackupError."""
    if str(asked) == "latest":
        if not (found := backups(folder)):
            raise BackupError(f"Belum ada cadangan di {folder}.")
        return found[0]
    return asked if asked.exists() else folder / asked
