"""Counts logged errors by their kind: “Kondisi sistem” shows them, and the operator gets a mail.

An error is counted in memory where it is logged, and written by a thread a moment later: never inside the request,
whose transaction may be broken. With the database away the counts wait; a process that is killed loses those of a few
seconds.
"""

from __future__ import annotations

import atexit
import logging
import os
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock, Thread

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.db.models import F
from django.utils import timezone

LONGEST = 200  # characters, as the model has it
MOST_KINDS = 100  # that wait at a time; whatever else happens then is in the log alone
KEPT = timedelta(days=30)
SLOW = "slow: "  # how the kind of a statement begins that took long
WATCHING = "kateid/connections.py"  # which stands around every statement
TOLD_ELSEWHERE = "jobs.timers"  # each timer has a line of its own


class Faults:
    def __init__(self) -> None:
        self.forget_process()
        os.register_at_fork(after_in_child=self.forget_process)  # workers are forks, and have no thread of ours

    def forget_process(self) -> None:
        self._times: Counter[str] = Counter()
        self._lock = Lock()
        self._writer: Thread | None = None

    def count(self, kind: str) -> None:
        with self._lock:
            if kind in self._times or len(self._times) < MOST_KINDS:
                self._times[kind] += 1
            if self._writer is None and settings.KATEID_ERRORS_SECONDS:
                self._writer = Thread(target=self._write_for_ever, name="faults", daemon=True)
                self._writer.start()
                atexit.register(self.write)

    def write(self) -> None:
        with self._lock:
            times, self._times = self._times, Counter()
        try:
            for kind, number in list(times.items()):
                enter(kind, number, timezone.now())
                del times[kind]
        except (DatabaseError, InterfaceError):  # which the log tells of; to log it here would count it for ever
            with self._lock:
                self._times.update(times)

    def _write_for_ever(self) -> None:
        while True:
            time.sleep(settings.KATEID_ERRORS_SECONDS)
            self.write()
            connections.close_all()


def enter(kind: str, times: int, now: datetime) -> None:
    faults = apps.get_model("jobs", "Fault")._default_manager
    with transaction.atomic():
        row, _ = faults.get_or_create(kind=kind, day=timezone.localdate(now), defaults={"last_at": now})
        faults.filter(pk=row.pk).update(times=F("times") + times, last_at=now)


def forget(now: datetime) -> None:
    apps.get_model("jobs", "Fault")._default_manager.filter(day__lt=timezone.localdate(now - KEPT)).delete()


def kind_of(record: logging.LogRecord) -> str:
    """The class of the error and the innermost place in our own code; never what it says, which may quote anybody."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return f"{record.name}: {record.msg}"[:LONGEST]
    place = _own_place(traceback.extract_tb(error.__traceback__)) or record.name
    return f"{type(error).__name__} ({place})"[:LONGEST]


def slow_kind() -> str:
    """Of a statement that has just taken long: the innermost place in our own code that asked for it."""
    asking = [frame for frame in traceback.extract_stack()[:-1] if not frame.filename.endswith(WATCHING)]
    return f"{SLOW}{_own_place(asking) or 'lainnya'}"[:LONGEST]


def _own_place(frames: Iterable[traceback.FrameSummary]) -> str:
    own = [frame for frame in frames if _is_ours(Path(frame.filename))]
    return f"{Path(own[-1].filename).relative_to(settings.BASE_DIR)}, {own[-1].name}" if own else ""


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(settings.BASE_DIR) and not path.relative_to(settings.BASE_DIR).parts[0].startswith(".")


class FaultHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        is_answer = record.name == "django.request" and not record.exc_info  # whose cause has a line of its own
        if record.name != TOLD_ELSEWHERE and not is_answer:
            faults.count(kind_of(record))


faults = Faults()
