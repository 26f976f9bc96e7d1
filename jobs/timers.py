"""Commands that a timer runs. Each notes down when it ran and how it ended, for whoever keeps the machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from .models import Timer

logger = logging.getLogger(__name__)

# Each command that some timer should run: the unit in deploy/, and the longest that it may be since it last went well.
EXPECTED: dict[str, tuple[str, timedelta]] = {}


DATABASE_AWAY = "Basis data tidak menjawab atau sedang terkunci. Perintah ini akan dicoba lagi pada waktunya."


class TimerCommand(BaseCommand):
    """One that reaches nobody, or does not do what it is for, raises CommandError with a sentence that says so."""

    _called_from_command_line: bool

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            with noted(type(self).__module__.rpartition(".")[2]):
                return super().execute(*args, **options)
        except Exception as error:
            if isinstance(error, CommandError) or not self._called_from_command_line:
                raise
            # Its trace stands in one line of the log; Python's own would be bare lines.
            raise CommandError(type(error).__name__) from error


@contextmanager
def noted(name: str) -> Iterator[None]:
    row = Timer.objects.filter(name=name)
    try:
        try:
            Timer.objects.update_or_create(name=name, defaults={"started_at": timezone.now()})
            yield
        except (OperationalError, InterfaceError) as error:
            raise CommandError(DATABASE_AWAY) from error
    except BaseException as error:
        _note_failure(name, error)
        raise
    now = timezone.now()
    row.update(ended_at=now, succeeded_at=now, failures=0, error="")


def _note_failure(name: str, error: BaseException) -> None:
    # What others raise may quote what a person typed; what we say to the operator does not.
    said = str(error) if isinstance(error, CommandError) else type(error).__name__
    with suppress(DatabaseError):  # which may be the very failure
        Timer.objects.filter(name=name).update(ended_at=timezone.now(), failures=F("failures") + 1, error=said[:200])
    if not isinstance(error, KeyboardInterrupt | SystemExit):
        logger.error("%s failed: %s", name, said, exc_info=None if isinstance(error, CommandError) else error)
