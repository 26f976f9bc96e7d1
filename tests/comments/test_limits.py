"""Limits count exactly, whoever comes at once, and by nothing that a sender can choose."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.addresses import sender_of
from articles.models import Article
from comments import lifecycle, limits
from comments.limits import Limit, LimitReached
from comments.models import Comment, CommentLog, Discussion, LimitCount
from tests import make
from tests.cast import Cast
from tests.server import running_server
from tests.together import together

from .posting import post
from .writing import form_for, may_write, written

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LIMIT = Limit("write", "somebody", 2, timedelta(minutes=10))


def test_a_limit_counts_within_its_span(db: None) -> None:
    for _ in range(2):
        limits.take([LIMIT], NOON)
    with pytest.raises(LimitReached) as reached:
        limits.take([LIMIT], NOON + timedelta(minutes=9))
    assert reached.value.retry_after == 61
    limits.take([LIMIT], NOON + timedelta(minutes=10))
    limits.take([Limit("write", "somebody else", 2, LIMIT.span)], NOON)


def test_limits_count_all_or_none(db: None) -> None:
    wide = Limit("write", "everybody", 3, LIMIT.span)
    for _ in range(2):
        limits.take([LIMIT, wide], NOON)
    for _ in range(5):
        with pytest.raises(LimitReached):
            limits.take([LIMIT, wide], NOON)
    limits.take([wide], NOON)
    with pytest.raises(LimitReached):
        limits.take([wide], NOON)


def test_a_limit_of_nothing_lets_nobody_through(db: None) -> None:
    with pytest.raises(LimitReached):
        limits.take([Limit("write", "somebody", 0, LIMIT.span)], NOON)


def test_no_count_holds_an_address(db: None) -> None:
    limits.take([Limit("address", "203.0.113.7", 5, LIMIT.span)], NOON)
    assert "203.0.113" not in LimitCount.objects.get().key


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        (None, ""),
    ],
)
def test_an_ipv6_network_is_one_sender(address: str | None, sender: str) -> None:
    assert sender_of(address) == sender


def test_of_fifty_at_once_against_a_limit_of_ten_exactly_ten_come_through(own_cast: Cast) -> None:
    story = make.published()
    ten = Limit("account", str(own_cast.editor.pk), 10, timedelta(days=1))

    def write() -> Comment:
        return lifecycle.write(story, author=own_cast.editor, text="Halo.", form_key=uuid4(), limited_by=[ten])

    outcomes = Counter(type(outcome) for outcome in together(*[write] * 50))
    assert outcomes == {Comment: 10, LimitReached: 40}
    assert Comment.objects.count() == CommentLog.objects.count() == 10
    assert Discussion.objects.get().public_comments == 10


def test_twenty_at_once_from_one_form_make_one_comment(own_cast: Cast) -> None:
    story, key = make.published(), uuid4()
    once = Limit("account", str(own_cast.editor.pk), 1, timedelta(days=1))
    write = partial(lifecycle.write, story, author=own_cast.editor, text="Halo.", form_key=key, limited_by=[once])
    assert len({outcome.pk for outcome in together(*[write] * 20)}) == 1
    assert Comment.objects.count() == Discussion.objects.get().public_comments == 1


def test_likes_at_once_are_counted_each(own_cast: Cast) -> None:
    comment = written(make.published(), own_cast.editor)
    likers = [person for person in own_cast.everybody().values() if person != own_cast.editor]
    together(*[partial(lifecycle.like, comment, by=person) for person in likers for _ in range(3)])
    comment.refresh_from_db()
    assert comment.likes == comment.liked_by.count() == len(likers)


@pytest.mark.usefixtures("one_span")
@pytest.mark.parametrize("proxies", ["192.0.2.1", "127.0.0.1"])
def test_spoofed_headers_move_no_limit(own_cast: Cast, tmp_path: Path, own_database: str, proxies: str) -> None:
    """Straight from a stranger, or through our proxy, which adds the true address behind what the stranger claims."""
    story = make.published()
    people = [may_write(person) for person in (own_cast.editor, own_cast.reporter, own_cast.moderator)]
    site = {"KATEID_PROXIES": proxies, "KATEID_COMMENTS_PER_ADDRESS": "4"}
    true_address = ", 203.0.113.7" if proxies == "127.0.0.1" else ""
    with running_server(own_database, tmp_path, **site) as server:
        answers = Counter(
            post(
                form_for(
                    server, story, people[number % 3], f"Komentar {number}.",
                    **{
                        "X-Forwarded-For": f"198.51.100.{number}{true_address}",
                        "X-Real-IP": f"198.51.100.{number}",
                        "Forwarded": f"for=198.51.100.{number}",
                        "CF-Connecting-IP": f"198.51.100.{number}",
                    },
                )
            )
            for number in range(9)
        )  # fmt: skip
        assert not server.failures()
    assert answers == {302: 4, 429: 5}
    expected = "203.0.113.7" if proxies == "127.0.0.1" else "127.0.0.1"
    assert set(Comment.objects.values_list("address", flat=True)) == {expected}


def test_addresses_are_cut_after_thirty_days(cast: Cast) -> None:
    story = make.published()
    ages = {29: "203.0.113.7", 31: "203.0.113.8", 32: "2001:db8:1:2::3", 33: None}
    for days, address in ages.items():
        written(story, cast.editor, f"{days}", address=address, now=timezone.now() - timedelta(days=days))
    limits.take([LIMIT], NOON)
    call_command("forget")
    kept = Comment.objects.order_by("-created_at").values_list("text", "address", "network")
    assert list(kept) == [
        ("29", "203.0.113.7", "203.0.113.0"),
        ("31", None, "203.0.113.0"),
        ("32", None, "2001:db8:1::"),
        ("33", None, ""),
    ]
    assert not LimitCount.objects.exists()


def test_stories_do_not_share_their_limit(cast: Cast) -> None:
    stories = [make.published(), make.published()]

    def write(story: Article) -> Comment:
        of_story = Limit("story", str(story.pk), 1, timedelta(days=1))
        return lifecycle.write(story, author=cast.editor, text="Halo.", form_key=uuid4(), limited_by=[of_story])

    for story in stories:
        write(story)
        with pytest.raises(LimitReached):
            write(story)
