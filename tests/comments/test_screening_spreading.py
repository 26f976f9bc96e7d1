"""A word that nobody knew, from several new readers within hours, waits for a moderator: so a wave begins."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.screening import screen
from comments.screening.novelty import vocabulary
from tests import make
from tests.cast import Cast

from .builders import reader, written

TEXT = "Durimbang enak sekali ya"


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def spreads(story: Article, author: User, text: str = TEXT) -> bool:
    found = screen(text, author=author, article=story, now=timezone.now()).findings
    return "spreading" in {one["check"] for one in found}


def test_the_third_new_reader_with_it_waits(story: Article) -> None:
    written(story, text="Tadi pagi lihat durimbang, bagus")
    assert not spreads(story, reader())
    written(make.published(), text="DURIMBANG paling dekat dari sini")
    assert spreads(story, reader())
    assert not spreads(story, reader(), "Hari ini hujan lagi ya")


def test_one_reader_alone_and_words_of_long_ago_are_no_wave(story: Article) -> None:
    author = reader()
    for number in range(3):
        written(story, by=author, text=f"Ada durimbang di jalan nomor {number}")
    assert not spreads(story, author)
    for _ in range(2):
        written(story, text="Durimbang lagi", at=timezone.now() - timedelta(hours=13))
    assert not spreads(story, reader())


def test_what_regulars_say_and_what_the_story_says_is_known(story: Article) -> None:
    for _ in range(3):
        written(story, text="Durimbang bagus sekali")
    old = reader(date_joined=timezone.now() - timedelta(days=60))
    assert not spreads(story, old)
    about = make.published(headline="Durimbang dibuka untuk warga")
    assert not spreads(about, reader())
    written(story, by=old, text="Apa itu durimbang?")
    assert not spreads(story, reader())


def test_what_people_say_every_day_is_no_news(story: Article) -> None:
    assert {"jalan", "banjir", "jembatan", "harga", "pemerintah", "terima", "kasih"} <= vocabulary()
    for _ in range(4):
        written(story, text="Jembatannya kapan diperbaiki pemerintah kota ini")
    assert not spreads(story, reader(), "Jembatannya kapan diperbaiki pemerintah kota ini ya")


def test_it_asks_as_often_however_many_words_and_comments(story: Article) -> None:
    for _ in range(2):
        written(story, text="Durimbang bagus")
    few = _asked(story, TEXT)
    for _ in range(5):
        written(story, text="Durimbang kamilang dorengga watasana")
    assert _asked(story, "Durimbang kamilang dorengga watasana kilambara") == few


def _asked(story: Article, text: str) -> int:
    author = reader()
    with CaptureQueriesContext(connection) as asked:
        screen(text, author=author, article=story, now=timezone.now())
    return len(asked)
