"""What ends or begins at a moment does so at that very instant, for one row and for a list of them alike."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.addresses import KEPT_WHOLE
from comments import lifecycle, moderation, readers
from comments.lifecycle import EDITABLE_FOR, NotPossible
from comments.models import Comment, Sanction, Status
from comments.moderation import UNDO_FOR
from comments.retention import forget_addresses
from tests import make
from tests.cast import Cast

from .builders import public, reader, reported, written

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

pytestmark = pytest.mark.both_databases


def test_a_sanction_stands_from_its_first_instant_and_no_longer_at_its_end(cast: Cast) -> None:
    user, until = reader(), NOW + timedelta(days=1)
    sanction = readers.suspend(user, by=cast.moderator, reason="Berjualan.", until=until, now=NOW)
    for at, stands in ((NOW - INSTANT, False), (NOW, True), (until - INSTANT, True), (until, False)):
        assert sanction.stands(at) is stands, at
        assert Sanction.objects.standing(user, at).exists() is stands, at
    lifted = NOW + timedelta(hours=1)
    readers.lift(sanction, by=cast.moderator, now=lifted)
    sanction.refresh_from_db()
    for at, stands in ((lifted - INSTANT, True), (lifted, False)):
        assert sanction.stands(at) is stands, at
        assert Sanction.objects.standing(user, at).exists() is stands, at


def test_a_comment_that_nobody_decided_about_is_gone_at_its_moment(cast: Cast) -> None:
    report = reported(make.published(at=NOW), at=NOW)
    comment = Comment.objects.get(pk=report.comment_id)
    for at, is_public in ((report.due_at - INSTANT, True), (report.due_at, False)):
        assert Comment.objects.public(at).filter(pk=comment.pk).exists() is is_public
        assert Comment.objects.overdue(at).filter(pk=comment.pk).exists() is not is_public
        assert comment.standing(at) == (Status.PUBLISHED if is_public else Status.HIDDEN)


def test_a_step_is_undone_until_ten_minutes_are_over(cast: Cast) -> None:
    early, late = (moderation.hide(public(), by=cast.moderator, reason="kasar", now=NOW) for _ in range(2))
    moderation.undo(early, by=cast.moderator, now=NOW + UNDO_FOR - INSTANT)
    with pytest.raises(NotPossible):
        moderation.undo(late, by=cast.moderator, now=NOW + UNDO_FOR)


def test_ones_own_words_are_changed_until_five_minutes_are_over(cast: Cast) -> None:
    comment = written(make.published(at=NOW), at=NOW)
    assert lifecycle.may_edit(comment.author, comment, comment.created_at + EDITABLE_FOR - INSTANT)
    assert not lifecycle.may_edit(comment.author, comment, comment.created_at + EDITABLE_FOR)


def test_an_address_is_stored_for_thirty_days_and_not_an_instant_longer(cast: Cast) -> None:
    comment = written(make.published(at=NOW), at=NOW, address="203.0.113.7")
    assert forget_addresses(comment.created_at + KEPT_WHOLE) == 0
    assert forget_addresses(comment.created_at + KEPT_WHOLE + INSTANT) == 1
    comment.refresh_from_db()
    assert comment.address is None
    assert comment.network
