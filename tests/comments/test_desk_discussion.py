"""What the desk sets for the comments of a story, on a page beside the story's form."""

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Discussion
from tests import make
from tests.cast import Cast

from .writing import address


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def at(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/komentar/"


def test_an_editor_closes_comments_and_leaves_a_message(client: Client, story: Article, cast: Cast) -> None:
    client.force_login(cast.editor)
    assert at(story) in client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    data = {"state": "closed", "message": "Ditutup sementara oleh redaksi.", "review_first": "on"}
    assert client.post(at(story), data).status_code == 302
    discussion = Discussion.objects.get(article=story)
    assert (discussion.state, discussion.review_first) == ("closed", True)
    page = Client().get(address(story)).content.decode()
    assert "Ditutup sementara oleh redaksi." in page
    assert "Kolom komentar berita ini ditutup." in page
    assert client.post(at(story), {"state": ""}).status_code == 302
    assert "Masuk untuk menulis komentar" in Client().get(address(story)).content.decode()


def test_counts_stay_when_the_desk_saves(client: Client, story: Article, cast: Cast) -> None:
    Discussion.objects.create(article=story, public_comments=7)
    client.force_login(cast.editor)
    client.post(at(story), {"state": "open", "public_comments": "0"})
    assert Discussion.objects.get(article=story).public_comments == 7


def test_what_is_wrong_is_said(client: Client, story: Article, cast: Cast) -> None:
    client.force_login(cast.editor)
    response = client.post(at(story), {"state": "mungkin", "message": "a" * 301})
    assert response.status_code == 200
    assert "a" * 301 in response.content.decode()
    assert not Discussion.objects.filter(article=story, state="mungkin").exists()


@pytest.mark.parametrize("part", ["reporter", "other_editor", "moderator", "outsider"])
def test_nobody_else_sets_them(client: Client, story: Article, cast: Cast, part: str) -> None:
    client.force_login(cast.everybody()[part])
    assert client.get(at(story)).status_code in {403, 404}
    assert client.post(at(story), {"state": "closed"}).status_code in {403, 404}
