"""Editors choose and order the lead stories; only what readers have can stand there."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.editorial import workflow
from articles.models import Article, LeadStory
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

LIST, ADD = "/admin/articles/leadstory/", "/admin/articles/leadstory/add/"


def order() -> list[str]:
    return [lead.article.headline for lead in LeadStory.objects.select_related("article")]


def move(client: Client, headline: str, step: str) -> int:
    lead = LeadStory.objects.get(article__headline=headline)
    return client.post(reverse("admin:articles_leadstory_move", args=[lead.pk, step])).status_code


@pytest.fixture
def leads(cast: Cast, client: Client) -> list[Article]:
    client.force_login(cast.editor)
    stories = [make.published(headline=headline) for headline in ("Satu", "Dua", "Tiga")]
    for story in reversed(stories):
        client.post(ADD, {"article": story.pk})
    return stories


def test_the_newest_choice_stands_on_top(leads: list[Article]) -> None:
    assert order() == ["Satu", "Dua", "Tiga"]


@pytest.mark.parametrize(
    ("headline", "step", "result"),
    [
        ("Dua", "naik", ["Dua", "Satu", "Tiga"]),
        ("Dua", "turun", ["Satu", "Tiga", "Dua"]),
        ("Satu", "naik", ["Satu", "Dua", "Tiga"]),
        ("Tiga", "turun", ["Satu", "Dua", "Tiga"]),
        ("Dua", "lepas", ["Satu", "Tiga"]),
    ],
)
def test_up_down_and_off(leads: list[Article], client: Client, headline: str, step: str, result: list[str]) -> None:
    assert move(client, headline, step) == 302
    assert order() == result
    assert Article.objects.count() == 3


def test_moving_takes_a_post_and_a_known_step(leads: list[Article], client: Client) -> None:
    lead = LeadStory.objects.all()[1]
    assert client.get(reverse("admin:articles_leadstory_move", args=[lead.pk, "naik"])).status_code == 405
    assert client.post(reverse("admin:articles_leadstory_move", args=[lead.pk, "terbang"])).status_code == 404
    assert client.post(reverse("admin:articles_leadstory_move", args=[999999, "naik"])).status_code == 404
    assert order() == ["Satu", "Dua", "Tiga"]


def test_only_what_readers_have_can_be_chosen(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    good = [make.published(headline="Feri terbit"), make.reopened(headline="Feri dibuka lagi")]
    for build in (make.draft, make.in_review, make.approved, make.scheduled, make.retracted, make.spiked):
        story = build(headline="Feri tidak tampil")
        assert "article" in client.post(ADD, {"article": story.pk}).context["adminform"].form.errors
    ask = {"app_label": "articles", "model_name": "leadstory", "field_name": "article", "term": "feri"}
    offered = {result["text"] for result in client.get("/admin/autocomplete/", ask).json()["results"]}
    assert offered == {story.headline for story in good}
    client.post(ADD, {"article": good[0].pk})
    assert len(client.get("/admin/autocomplete/", ask).json()["results"]) == 1  # what stands there is not offered again


def test_the_list_says_what_readers_see(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    for story in [make.published() for _ in range(6)]:
        client.post(ADD, {"article": story.pk})
    gone = LeadStory.objects.all()[0].article
    workflow.retract(gone, by=cast.managing_editor, ground="trauma_korban", note="Demi keluarga korban.")
    states = [row.state for row in client.get(LIST).context["rows"]]
    assert states == ["Tidak tampil: beritanya dicabut"] + ["Tampil di halaman depan"] * 5
    client.post(ADD, {"article": make.published().pk})
    assert [row.state for row in client.get(LIST).context["rows"]][-1] == "Menunggu: hanya 5 yang tampil"


def test_who_may(cast: Cast, client: Client) -> None:
    story = make.published(headline="Satu")
    LeadStory.objects.create(article=story)
    editors = {"editor", "other_editor", "managing_editor"}
    people: dict[str, User] = cast.everybody()
    for part, person in people.items():
        client.force_login(person)
        assert (client.get(LIST).status_code == 200) is (part in editors), part
        assert (move(client, "Satu", "naik") == 302) is (part in editors), part
        if part not in editors:
            assert move(client, "Satu", "lepas") in {403, 404}, part
            client.post(ADD, {"article": make.published().pk})
    assert order() == ["Satu"]
