"""What a ledger tells, alike for the processes of one machine and for several machines."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
import time_machine
from django.conf import settings
from django.utils import timezone

from pagecache import EVERY_PAGE
from pagecache.versions import (
    PENDING,
    PENDING_SECONDS,
    REDIS_KEY,
    FileVersions,
    RedisVersions,
    VersionsUnavailableError,
    slots_of,
)
from tests.redis import IS_INSTALLED, NOT_INSTALLED, running_redis

pytestmark = pytest.mark.both_databases

STORY, OTHER = slots_of(["story:1"]), slots_of(["story:2"])
NEEDS_REDIS = pytest.mark.skipif(not IS_INSTALLED, reason=NOT_INSTALLED)

type Versions = FileVersions | RedisVersions


@pytest.fixture(params=["file", pytest.param("redis", marks=NEEDS_REDIS)])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Versions]]:
    """Gives the same ledger as another process would open it."""
    if request.param == "file":
        yield lambda: FileVersions(tmp_path / "changes")
    else:
        with running_redis(tmp_path) as url:
            yield lambda: RedisVersions(url)


def test_a_change_is_later_than_what_was_made_before_and_not_than_what_is_made_after(
    another: Callable[[], Versions],
) -> None:
    here, there = another(), another()
    before = there.count()
    here.record_change(STORY)
    assert there.last_change(STORY) > before
    assert there.last_change(OTHER) <= before
    assert there.last_change(STORY) <= there.count()
    assert there.quick_count() == there.count() != before


def test_what_a_transaction_changes_is_in_doubt_until_it_ends(another: Callable[[], Versions]) -> None:
    here, there = another(), another()
    here.mark_pending(STORY)
    assert there.last_change(STORY) >= PENDING
    there.resolve_expired(STORY)  # too early
    assert there.last_change(STORY) >= PENDING
    here.record_change(STORY)
    assert there.last_change(STORY) <= there.count()


def test_a_doubt_that_nobody_resolved_becomes_a_change(another: Callable[[], Versions]) -> None:
    here, there = another(), another()
    before = there.count()
    here.mark_pending(STORY)
    with time_machine.travel(timezone.now() + timedelta(seconds=PENDING_SECONDS + 2), tick=False):
        there.resolve_expired(STORY + OTHER)
    assert before < there.last_change(STORY) <= there.count()
    assert there.last_change(OTHER) <= before


def test_another_process_tells_of_its_changes(own_database: str, tmp_path: Path) -> None:
    """A command, a timer or the shell, which share nothing with the server but the file."""
    here, everywhere = FileVersions(tmp_path / "changes"), slots_of([EVERY_PAGE])
    before = here.count()
    subprocess.run(
        [sys.executable, "manage.py", "forget_pages"],
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": own_database,
            "KATEID_CHANGES_FILE": str(here.path),
        },
    )
    assert here.last_change(everywhere) > before >= here.last_change(STORY)


def test_a_file_that_was_exchanged_holds_nothing_of_before(tmp_path: Path) -> None:
    here = FileVersions(tmp_path / "changes")
    before = here.count()
    here.path.unlink()
    here.count()
    assert here.last_change(STORY) > before


@NEEDS_REDIS
def test_a_redis_that_lost_everything_holds_nothing_of_before(tmp_path: Path) -> None:
    with running_redis(tmp_path) as url:
        here = RedisVersions(url)
        before = here.count()
        redis.Redis.from_url(url).delete(REDIS_KEY)
        assert here.last_change(STORY) > before
        assert here.count() > before
        assert here.last_change(STORY) > before


@NEEDS_REDIS
def test_without_redis_nobody_can_say(tmp_path: Path) -> None:
    with running_redis(tmp_path) as url:
        here = RedisVersions(url)
        here.count()
    for ask in (here.count, lambda: here.last_change(STORY), lambda: here.record_change(STORY)):
        with pytest.raises(VersionsUnavailableError):
            ask()
