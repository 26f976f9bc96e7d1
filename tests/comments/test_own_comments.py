"""What somebody may do with a single comment: edit and delete one's own, like another's; and what nobody else may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Status
from tests import make
from tests.cast import Cast

from .writing import address, written


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    client.force_login(cast.outsider)
    return client


def at(story: Article, comment: Comment, deed: str) -> str:
    return f"{address(story)}{comment.pk}/{deed}/"


def test_ones_own_comment_is_edited_within_five_minutes(reader: Client, story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider)
    assert "Semoga lekas lancar." in reader.get(at(story, comment, "sunting")).content.decode()
    assert reader.post(at(story, comment, "sunting"), {"text": "Semoga cepat lancar."}).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "Semoga cepat lancar."
    for text, status in (("", 400), ("a" * 5_001, 400)):
        response = reader.post(at(story, comment, "sunting"), {"text": text})
        assert response.status_code == status
        assert text in response.content.decode()


def test_an_edit_that_comes_too_late_is_refused_and_kept_in_the_form(
    reader: Client, story: Article, cast: Cast
) -> None:
    comment = written(story, cast.outsider, now=timezone.now() - timedelta(minutes=6))
    assert reader.get(at(story, comment, "sunting")).status_code == 409
    response = reader.post(at(story, comment, "sunting"), {"text": "Terlambat sekali."})
    assert response.status_code == 409
    assert "Terlambat sekali." in response.content.decode()
    comment.refresh_from_db()
    assert comment.text == "Semoga lekas lancar."


def test_ones_own_comment_is_deleted(reader: Client, story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider)
    assert "Hapus komentar ini?" in reader.get(at(story, comment, "hapus")).content.decode()
    assert Comment.objects.public().exists()
    assert reader.post(at(story, comment, "hapus")).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.DELETED, "")
    assert reader.get(at(story, comment, "sunting")).status_code == 404


@pytest.mark.parametrize("deed", ["sunting", "hapus"])
def test_nobody_changes_somebody_elses(story: Article, cast: Cast, deed: str) -> None:
    comment = written(story, cast.outsider)
    for person in (cast.editor, cast.moderator, cast.managing_editor, cast.administrator):
        client = Client()
        client.force_login(person)
        assert client.get(at(story, comment, deed)).status_code == 404
        assert client.post(at(story, comment, deed), {"text": "Bukan saya."}).status_code == 404
    assert Client().post(at(story, comment, deed), {"text": "Bukan saya."}).status_code == 302
    other = make.published()
    client.force_login(cast.outsider)
    assert client.get(at(other, comment, deed)).status_code == 404
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.PUBLISHED, "Semoga lekas lancar.")


def test_likes_come_and_go(reader: Client, story: Article, cast: Cast) -> None:
    comment = written(story, cast.editor)
    path = at(story, comment, "suka")
    assert "Sukai komentar ini?" in reader.get(path).content.decode()
    for _ in range(2):
        assert reader.post(path, {"suka": "1"}, headers={"Accept": "application/json"}).json() == {
            "likes": 1,
            "liked": True,
        }
    assert "Batal menyukai" in reader.get(path).content.decode()
    assert reader.post(path, {"suka": "0"}).status_code == 302
    comment.refresh_from_db()
    assert comment.likes == 0
    assert Client().post(path).status_code == 302


def test_ones_own_comment_cannot_be_liked(reader: Client, story: Article, cast: Cast) -> None:
    path = at(story, written(story, cast.outsider), "suka")
    assert reader.post(path, headers={"Accept": "application/json"}).status_code == 409
    assert reader.post(path).status_code == 302
    assert Comment.objects.get().likes == 0


@pytest.mark.parametrize("status", [Status.HELD, Status.REFUSED, Status.HIDDEN])
def test_what_is_not_public_cannot_be_liked(reader: Client, story: Article, cast: Cast, status: str) -> None:
    comment = written(story, cast.editor, status=status)
    assert reader.get(at(story, comment, "suka")).status_code == 404
    assert reader.post(at(story, comment, "suka")).status_code == 404
