import time

import pytest
from django.utils import timezone

from comments.limits import Limit
from comments.views.common import SPAN
from tests import cast as newsroom
from tests.cast import Cast

from .writing import all_may_write


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, of whom everybody may comment; the outsider is a reader."""
    people = newsroom.present()
    all_may_write([*people.everybody().values()])
    return people


@pytest.fixture
def one_span() -> None:
    """Half a minute at least in which no limit begins to count anew."""
    now = timezone.now()
    left = (Limit("", "", 0, SPAN).ends_at(now) - now).total_seconds()
    if left < 30:
        time.sleep(left)
