"""Moderators close a story's comments, have them reviewed first, leave a message; and hear of stories on fire."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from articles.editorial import workflow
from articles.models import Article
from comments import hot_stories, reports
from comments.models import Discussion
from tests import make
from tests.cast import Cast

from .builders import public, written
from .writing import address

HOT = Q(key__startswith="hot story")


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published(headline="Pasar Pagi Direvitalisasi")


def at(story: Article) -> str:
    return f"/admin/comments/comment/berita/{story.pk}/"


def test_a_moderator_closes_a_column_and_it_is_noted_who_did(client: Client, story: Article, cast: Cast) -> None:
    Discussion.objects.create(article=story, public_comments=3, protected="Bunga")
    client.force_login(cast.moderator)
    assert "Bunga" not in client.get(at(story)).content.decode()
    data = {"state": "closed", "message": "Ditutup sementara.", "review_first": "on", "protected": ""}
    assert client.post(at(story), data)["Location"] == at(story)
    discussion = Discussion.objects.get(article=story)
    assert (discussion.state, discussion.review_first, discussion.message) == ("closed", True, "Ditutup sementara.")
    assert (discussion.public_comments, discussion.protected) == (3, "Bunga")
    assert "Ditutup sementara." in Client().get(address(story)).content.decode()
    page = client.get(at(story)).content.decode()
    assert "Ditutup; periksa dahulu; pesan “Ditutup sementara.”" in page
    assert "Dewi Lestari" in page


def test_what_is_wrong_is_said_and_kept(client: Client, story: Article, cast: Cast) -> None:
    client.force_login(cast.moderator)
    response = client.post(at(story), {"state": "closed", "message": "a" * 301})
    assert response.status_code == 400
    assert "a" * 301 in response.content.decode()


def test_what_readers_do_not_see_has_no_column(client: Client, cast: Cast) -> None:
    client.force_login(cast.moderator)
    draft = make.draft()
    assert client.get(at(draft)).status_code == 404
    assert draft.headline not in client.get(at(draft)).content.decode()


def test_a_headline_that_readers_never_had_is_not_told(client: Client, cast: Cast) -> None:
    story = make.scheduled(headline="Tersangka Baru", at=timezone.now() + timedelta(hours=1))
    workflow.unschedule(story, by=cast.managing_editor)
    client.force_login(cast.moderator)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert client.get(at(story)).status_code == 404


def test_what_rules_close_is_opened_by_the_storys_editors_alone(client: Client, cast: Cast) -> None:
    story = make.published(is_sensitive=True)
    client.force_login(cast.moderator)
    response = client.post(at(story), {"state": "open", "message": ""})
    assert response.status_code == 400
    assert "diputuskan redaktur" in response.content.decode()
    assert not Discussion.objects.filter(article=story, state="open").exists()


@pytest.mark.parametrize("part", ["reporter", "editor", "administrator", "outsider"])
def test_others_do_not(client: Client, story: Article, cast: Cast, part: str) -> None:
    client.force_login(cast.everybody()[part])
    assert client.get(at(story)).status_code in {403, 404}
    assert client.post(at(story), {"state": "closed"}).status_code in {403, 404}


def troubled(story: Article, number: int, ago: timedelta = timedelta(minutes=3)) -> None:
    for _ in range(number):
        written(story, at=timezone.now() - ago)


def test_moderators_hear_of_a_story_on_fire_once(client: Client, story: Article, cast: Cast) -> None:
    troubled(story, hot_stories.MANY_TROUBLED - 1)
    call_command("tend_comments")
    assert not Notice.objects.filter(HOT).exists()
    reports.receive(public(story), reason="kasar")
    for _ in range(2):
        call_command("tend_comments")
    notice = Notice.objects.get(HOT, user=cast.moderator)
    assert "Pasar Pagi Direvitalisasi" in notice.title
    assert notice.address == at(story)
    assert not Notice.objects.filter(HOT, user=cast.reporter).exists()
    client.force_login(cast.moderator)
    assert "1 aduan" in client.get("/admin/comments/comment/").content.decode()


def test_what_came_in_yesterday_burns_no_more(story: Article) -> None:
    troubled(story, hot_stories.MANY_TROUBLED, ago=timedelta(hours=1))
    assert hot_stories.hot_stories(timezone.now()) == []


def test_many_calm_comments_are_told_too(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot_stories, "MANY", 3)
    troubled(story, 2)
    assert hot_stories.hot_stories(timezone.now()) == []
    troubled(story, 1)
    assert [hot.comments for hot in hot_stories.hot_stories(timezone.now())] == [3]
