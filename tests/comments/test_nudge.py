"""Before a comment is sent that would wait for its tone, its reader is told once, and may send it all the same."""

import re

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, ScreeningRule, Status
from comments.views.discussion import MOST_NUDGES
from tests import make
from tests.cast import Cast

from .writing import address, send, ticket

RUDE = "Kontraktornya goblok semua, anjing!"
TOLD = "Belum terkirim."


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    client.force_login(cast.outsider)
    return client


def test_the_words_come_back_with_a_sentence_and_go_through_the_second_time(
    reader: Client, story: Article, cast: Cast
) -> None:
    response = send(reader, cast.outsider, story, RUDE)
    page = response.content.decode()
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert TOLD in page
    assert RUDE in page
    assert "terbaca kasar" in page
    said = page.split("data-comment-sender")[0].rpartition("comment-form__problem")[2]
    assert "goblok" not in said
    assert "anjing" not in said
    again = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("ticket", "nudged")}
    assert send(reader, cast.outsider, story, RUDE, **again).status_code == 302
    assert Comment.objects.get().status == Status.HELD


def test_the_form_that_a_script_sends_is_answered_the_same_way(reader: Client, story: Article, cast: Cast) -> None:
    data = {"text": RUDE, "ticket": ticket(cast.outsider, story), "reply_to": "", "website": ""}
    response = reader.post(address(story), data, headers={"X-Fragment": "form"})
    assert response.status_code == 422
    assert TOLD in response.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih, redaksi.",
        "Daftar di KIJANG88 gampang menang, link di bio",
        "Dasar goblok kalian, mending main slot gacor di KIJANG88",
        "Goblok semua, beli pengikut murah di murah.example",
        "Pinjaman cair 5 menit tanpa jaminan, hubungi 0812 3456 7890",
    ],
)
def test_what_is_fine_and_what_promotes_is_told_nothing(text: str, reader: Client, story: Article, cast: Cast) -> None:
    assert send(reader, cast.outsider, story, text).status_code == 302
    assert Comment.objects.count() == 1


def test_the_newsroom_is_told_nothing(client: Client, story: Article, cast: Cast) -> None:
    client.force_login(cast.moderator)
    assert send(client, cast.moderator, story, RUDE).status_code == 302


def test_a_newsroom_that_does_not_hold_it_tells_nothing(reader: Client, story: Article, cast: Cast) -> None:
    for check in ("banned", "aimed", "hatred"):
        ScreeningRule.objects.create(check_name=check, decision="note")
    assert send(reader, cast.outsider, story, RUDE).status_code == 302


def test_who_tries_many_is_told_no_more(reader: Client, story: Article, cast: Cast) -> None:
    for number in range(MOST_NUDGES):
        assert send(reader, cast.outsider, story, f"{RUDE} {number}").status_code == 422
    assert send(reader, cast.outsider, story, RUDE).status_code == 302
