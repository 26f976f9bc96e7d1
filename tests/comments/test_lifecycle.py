"""What becomes of a comment, and that the counts and the shape of its thread follow."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article
from comments import lifecycle
from comments.models import Comment, CommentLog, Discussion, Like, ReplyNotice, Status
from tests import make
from tests.cast import Cast

from .writing import written

pytestmark = pytest.mark.both_databases


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def count(story: Article) -> int:
    return Discussion.objects.get(article=story).public_comments


def test_a_newcomers_comment_is_held_and_counts_once_approved(story: Article, cast: Cast) -> None:
    comment = lifecycle.write(story, author=cast.outsider, text=" Bagus. \r\n", form_key=uuid4())
    assert (comment.status, comment.text, comment.author_name) == (Status.HELD, "Bagus.", "Tono Wijaya")
    assert count(story) == 0
    comment = lifecycle.decide(comment, Status.PUBLISHED, action="approve", by=cast.moderator)
    assert comment.has_place
    assert comment.published_at
    assert count(story) == 1
    with pytest.raises(lifecycle.NotPossible, match="sudah terbit"):
        lifecycle.decide(comment, Status.PUBLISHED, action="approve", by=cast.moderator)
    log = CommentLog.objects.filter(comment=comment).values_list("action", "from_status", "to_status", "by_name")
    assert list(log) == [("approve", "held", "published", "Dewi Lestari"), ("write", "", "held", "Tono Wijaya")]


def test_a_form_makes_one_comment(story: Article, cast: Cast) -> None:
    key = uuid4()
    first, again = (lifecycle.write(story, author=cast.editor, text="Sekali.", form_key=key) for _ in range(2))
    assert first == again
    assert Comment.objects.count() == count(story) == 1


def test_what_answers_the_third_level_stands_beside_it(story: Article, cast: Cast) -> None:
    chain = [written(story, cast.editor)]
    for _ in range(4):
        chain.append(written(story, cast.editor, reply_to=chain[-1]))
    assert [comment.depth for comment in chain] == [0, 1, 2, 2, 2]
    assert {comment.parent_id for comment in chain[2:]} == {chain[1].pk}
    assert {comment.root_id for comment in chain[1:]} == {chain[0].pk}
    assert [comment.reply_to_id for comment in chain[1:]] == [comment.pk for comment in chain[:-1]]


def test_a_place_stays_as_long_as_something_public_stands_below(story: Article, cast: Cast) -> None:
    root = written(story, cast.editor)
    middle = written(story, cast.reporter, reply_to=root)
    leaf = written(story, cast.editor, reply_to=middle)
    lifecycle.delete_own(root, by=cast.editor)
    lifecycle.decide(middle, Status.HIDDEN, action="hide", by=cast.moderator)
    assert count(story) == 1
    assert set(Comment.objects.placed()) == {root, middle, leaf}
    lifecycle.decide(leaf, Status.HIDDEN, action="hide", by=cast.moderator)
    assert count(story) == 0
    assert not Comment.objects.placed().exists()
    lifecycle.decide(leaf, Status.PUBLISHED, action="approve", by=cast.moderator)
    assert set(Comment.objects.placed()) == {root, middle, leaf}


def test_an_edit_is_screened_again_and_only_possible_for_five_minutes(story: Article, cast: Cast) -> None:
    now = timezone.now()
    comment = written(story, cast.outsider, now=now)
    comment = lifecycle.edit(comment, by=cast.outsider, text="Diubah.", now=now + timedelta(minutes=4, seconds=59))
    assert (comment.text, comment.status) == ("Diubah.", Status.HELD)
    assert count(story) == 0
    log = CommentLog.objects.filter(comment=comment, action="edit").get()
    assert (log.text_before, log.text_after) == ("Semoga lekas lancar.", "Diubah.")
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.edit(comment, by=cast.outsider, text="Lagi.", now=now + timedelta(minutes=5))
    with pytest.raises(PermissionDenied):
        lifecycle.edit(comment, by=cast.editor, text="Bukan saya.", now=now)


def test_a_deleted_comment_keeps_its_words_in_the_log_alone(story: Article, cast: Cast) -> None:
    comment = written(story, cast.editor, "Saya tarik lagi.")
    with pytest.raises(PermissionDenied):
        lifecycle.delete_own(comment, by=cast.outsider)
    comment = lifecycle.delete_own(comment, by=cast.editor)
    assert (comment.status, comment.text, count(story)) == (Status.DELETED, "", 0)
    assert CommentLog.objects.filter(action="delete").get().text_before == "Saya tarik lagi."
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.decide(comment, Status.PUBLISHED, action="approve", by=cast.moderator)


def test_likes_count_each_person_once(story: Article, cast: Cast) -> None:
    comment = written(story, cast.editor)
    for _ in range(2):
        assert lifecycle.like(comment, by=cast.outsider) == 1
    assert lifecycle.like(comment, by=cast.reporter) == 2
    for _ in range(2):
        assert lifecycle.unlike(comment, by=cast.outsider) == 1
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.like(comment, by=cast.editor)


def test_whoever_is_answered_is_told_once_the_reply_is_public(story: Article, cast: Cast) -> None:
    comment = written(story, cast.editor)
    reply = lifecycle.write(story, author=cast.outsider, text="Setuju.", form_key=uuid4(), reply_to=comment)
    assert not ReplyNotice.objects.exists()
    for status in (Status.PUBLISHED, Status.HIDDEN, Status.PUBLISHED):
        lifecycle.decide(reply, status, action="test", by=None)
    written(story, cast.editor, reply_to=comment)
    assert [(notice.comment, notice.recipient) for notice in ReplyNotice.objects.all()] == [(reply, cast.editor)]


def test_a_reader_who_leaves_stays_as_a_former_reader(story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider, address="203.0.113.9")
    other = written(story, cast.editor)
    lifecycle.like(other, by=cast.outsider)
    lifecycle.forget(cast.outsider, True)
    cast.outsider.delete()
    comment.refresh_from_db()
    assert (comment.author, comment.author_name, comment.text) == (None, "Mantan pembaca", "Semoga lekas lancar.")
    assert (comment.address, comment.network) == (None, "")
    other.refresh_from_db()
    assert (other.likes, Like.objects.count(), count(story)) == (0, 0, 2)
    assert not CommentLog.objects.filter(by_name__contains="Tono").exists()


def test_a_reader_who_leaves_may_take_every_word_along(story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider, "Kata-kata saya.")
    lifecycle.edit(comment, by=cast.outsider, text="Kata-kata saya yang lain.")
    lifecycle.forget(cast.outsider, False)
    cast.outsider.delete()
    comment.refresh_from_db()
    assert (comment.status, comment.author_name, count(story)) == (Status.DELETED, "Mantan pembaca", 0)
    assert "Kata-kata" not in str(list(CommentLog.objects.values()) + list(Comment.objects.values()))


def test_a_reader_who_leaves_takes_along_what_screening_quoted(story: Article, cast: Cast) -> None:
    """Also of what was taken back before."""
    held, taken_back = (written(story, cast.outsider, f"Tulis ke sengkarut{n}@surat.example saja.") for n in (1, 2))
    assert held.findings
    lifecycle.delete_own(taken_back, by=cast.outsider)
    lifecycle.forget(cast.outsider, False)
    for comment in (held, taken_back):
        comment.refresh_from_db()
        assert comment.findings == []
