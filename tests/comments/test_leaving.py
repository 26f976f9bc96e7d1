"""What an account's page about data shows of comments, and what becomes of them when the account goes."""

import json

import pytest
from django.test import Client

from accounts import erasure, my_data
from articles.models import Article, Edition
from comments import lifecycle
from comments.models import Comment, CommentLog, Status
from tests import make
from tests.cast import Cast

from .builders import reader
from .writing import written


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def test_all_that_is_stored_of_ones_comments_can_be_taken_along(story: Article, cast: Cast) -> None:
    written(story, cast.outsider, "Yang tampil.", address="203.0.113.7")
    written(story, cast.outsider, "Yang ditahan.", status=Status.HELD)
    theirs = written(story, cast.editor, "Milik orang lain.")
    lifecycle.like(theirs, by=cast.outsider)
    told = json.dumps(my_data.portable(cast.outsider))
    for words in ("Yang tampil.", "Yang ditahan.", "Ditahan", "203.0.113.7", f"/{story.pk}/{theirs.pk}/", "Suka"):
        assert words in told
    assert "Milik orang lain." not in told


@pytest.mark.parametrize("keep", [True, False])
def test_the_thread_keeps_its_shape_when_an_account_goes(
    client: Client, story: Article, cast: Cast, keep: bool
) -> None:
    mine = written(story, cast.outsider, "Pertanyaan saya.")
    written(story, cast.editor, "Jawaban redaksi.", reply_to=mine)
    erasure.erase(cast.outsider, keep_comments=keep)
    below = client.get(Edition.objects.live().get(article=story).get_absolute_url()).content.decode()
    assert "Jawaban redaksi." in below
    assert "Tono" not in below
    assert ("Mantan pembaca" in below, "Pertanyaan saya." in below) == (keep, keep)
    assert ("Komentar dihapus" in below) is not keep
    assert "Tono" not in str([*Comment.objects.values(), *CommentLog.objects.values()])


@pytest.mark.parametrize("keep", [True, False])
def test_who_takes_their_words_along_leaves_none_in_what_was_found_about_them(
    story: Article, cast: Cast, keep: bool
) -> None:
    mine = written(story, cast.outsider, "Slot gacor maxwin di dewa88, kata saya.")
    theirs = written(story, reader(), "Slot gacor maxwin di dewa88, kata orang lain.")
    lifecycle.edit_by_newsroom(mine, by=cast.moderator, text="Slot gacor di dewa88.")
    assert Comment.objects.get(pk=mine.pk).findings
    erasure.erase(cast.outsider, keep_comments=keep)
    mine.refresh_from_db()
    assert bool(mine.findings) is keep
    assert bool(mine.text) is keep
    logged = [(step.text_before, step.text_after) for step in CommentLog.objects.filter(comment=mine)]
    assert any(any(words) for words in logged) is keep
    theirs.refresh_from_db()
    assert theirs.findings  # what was found in the words of others stays
