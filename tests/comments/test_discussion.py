"""Writing through the page of a story's comments: what is taken, what is not, and that no words are lost."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, Edition
from comments.models import Comment, Discussion, Status
from tests import make
from tests.cast import PASSWORD, Cast

from .writing import address, field, send, ticket, written

WORDS = "Kata-kata yang <b>lama</b> diketik & tidak boleh hilang."


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    client.force_login(cast.outsider)
    return client


def shows_words(response: object) -> bool:
    return html.escape(WORDS) in response.content.decode()  # type: ignore[attr-defined]


def test_what_a_reader_writes_waits_and_then_stands_below_the_story(reader: Client, story: Article, cast: Cast) -> None:
    response = send(reader, cast.outsider, story)
    assert response.status_code == 302
    assert "menunggu diperiksa" in reader.get(response["Location"]).content.decode()
    comment = Comment.objects.get()
    assert (comment.status, comment.author, comment.text) == (Status.HELD, cast.outsider, "Terima kasih, redaksi.")
    address_of_story = Edition.objects.live().get(article=story).get_absolute_url()
    assert "Terima kasih, redaksi." not in Client().get(address_of_story).content.decode()
    written(story, cast.editor, "Sama-sama.")
    page = Client().get(address_of_story).content.decode()
    assert "Komentar (1)" in page
    assert "Sama-sama." in page


def test_strangers_are_led_to_sign_in_and_nothing_is_stored(client: Client, story: Article, cast: Cast) -> None:
    response = send(client, cast.outsider, story)
    assert response.status_code == 302
    assert f"next={address(story)}" in response["Location"]
    assert not Comment.objects.exists()


def test_words_wait_while_somebody_signs_in_again(client: Client, story: Article, cast: Cast) -> None:
    response = send(client, cast.outsider, story, WORDS)
    client.post(response["Location"], {"username": "tono", "password": PASSWORD, "login": "tono"})
    client.force_login(cast.outsider)
    page = client.get(address(story))
    assert shows_words(page)
    assert send(client, cast.outsider, story, WORDS, ticket=ticket(cast.outsider, story)).status_code == 302
    typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", client.get(address(story)).content.decode(), re.DOTALL)
    assert typed
    assert not typed[1].strip()


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"text": " \n "}, 400, "masih kosong"),
        ({"text": WORDS + "a" * 5_000}, 400, "paling panjang 5.000 huruf"),
        ({"ticket": ""}, 400, "terlalu lama terbuka"),
        ({"ticket": "bukan tiket"}, 400, "terlalu lama terbuka"),
        ({"website": "https://contoh.id"}, 400, "Kosongkan kolom"),
        ({"reply_to": "999999"}, 400, "sudah tidak tampil"),
        ({"reply_to": "x"}, 400, ""),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(
    reader: Client, story: Article, cast: Cast, fields: dict[str, str], status: int, sentence: str
) -> None:
    response = send(reader, cast.outsider, story, **{"text": WORDS} | fields)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "text" in fields or shows_words(response)
    assert not Comment.objects.exists()
    if "text" not in fields:
        again = {"text": WORDS, "ticket": ticket(cast.outsider, story), "reply_to": field(response, "reply_to")}
        assert reader.post(address(story), again).status_code == 302


def test_a_form_is_for_one_person_one_story_and_half_a_day(reader: Client, story: Article, cast: Cast) -> None:
    other, now = make.published(), timezone.now()
    with time_machine.travel(now, tick=False):
        tickets = (
            ticket(cast.editor, story),
            ticket(cast.outsider, other),
            ticket(cast.outsider, story, timedelta(hours=13)),
            ticket(cast.outsider, story, timedelta(seconds=1)),
        )
    for wrong in tickets:
        with time_machine.travel(now, tick=False):
            response = send(reader, cast.outsider, story, WORDS, ticket=wrong)
        assert response.status_code == 400
        assert shows_words(response)
    assert not Comment.objects.exists()


def test_a_resent_form_makes_no_second_comment(reader: Client, story: Article, cast: Cast) -> None:
    same = ticket(cast.outsider, story)
    answers = {send(reader, cast.outsider, story, ticket=same).status_code for _ in range(3)}
    assert answers == {302}
    assert Comment.objects.count() == 1


def test_a_forged_post_stores_nothing_and_gives_back_the_words(story: Article, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.outsider)
    response = send(client, cast.outsider, story, WORDS)
    assert response.status_code == 403
    assert shows_words(response)
    stranger = Client(enforce_csrf_checks=True)
    response = send(stranger, cast.outsider, story, WORDS)
    assert response.status_code == 403
    assert shows_words(response)
    assert "sessionid" not in response.cookies
    assert not Comment.objects.exists()


@pytest.mark.usefixtures("one_span")
def test_a_limit_answers_429_says_when_and_keeps_the_words(
    reader: Client, story: Article, cast: Cast, settings: Settings
) -> None:
    settings.KATEID_COMMENTS_PER_ACCOUNT = 2
    for _ in range(2):
        assert send(reader, cast.outsider, story).status_code == 302
    response = send(reader, cast.outsider, story, WORDS)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert shows_words(response)
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("how", ["site", "age", "story", "sensitive"])
def test_closed_comments_take_nothing_and_lose_nothing(
    reader: Client, cast: Cast, settings: Settings, how: str
) -> None:
    settings.KATEID_COMMENTS_DAYS = 30
    at = timezone.now() - timedelta(days=30 if how == "age" else 29)
    story = make.published(at=at, is_sensitive=how == "sensitive")
    if how == "site":
        settings.KATEID_COMMENTS = "closed"
    if how == "story":
        Discussion.objects.create(article=story, state="closed")
    written(story, cast.editor, "Sudah ada sebelumnya.")
    response = send(reader, cast.outsider, story, WORDS)
    assert response.status_code == 409
    assert "ditutup" in response.content.decode()
    assert shows_words(response)
    assert "Sudah ada sebelumnya." in response.content.decode()
    assert Comment.objects.count() == 1
    if how in {"age", "sensitive"}:
        Discussion.objects.filter(article=story).update(state="open")
        assert send(reader, cast.outsider, story).status_code == 302


def test_a_story_that_readers_do_not_have_has_no_comments(reader: Client, cast: Cast) -> None:
    for story in (make.draft(), make.scheduled(), make.retracted(), make.spiked()):
        assert reader.get(address(story)).status_code == 404
        assert reader.get(f"{address(story)}formulir/").status_code == 404
        assert send(reader, cast.outsider, story).status_code == 404


def test_the_form_is_nobody_elses(story: Article, cast: Cast, reader: Client) -> None:
    for path in (address(story), f"{address(story)}formulir/"):
        page = reader.get(path)
        assert page["Cache-Control"] == "private, no-store"
        assert "Tono Wijaya" in page.content.decode()
    stranger = Client()
    page = stranger.get(address(story))
    assert "csrf" not in page.content.decode()
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert "Masuk untuk menulis komentar" in page.content.decode()


def test_an_answer_is_printed_below_what_it_answers(reader: Client, story: Article, cast: Cast) -> None:
    root = written(story, cast.editor, "Pertanyaan.")
    written(story, cast.outsider)
    page = reader.get(f"{address(story)}{root.pk}/")
    assert field(page, "reply_to") == str(root.pk)
    assert "Membalas" in page.content.decode()
    response = send(reader, cast.outsider, story, "Jawaban.", reply_to=str(root.pk))
    assert response.status_code == 302
    assert Comment.objects.get(text="Jawaban.").parent == root


def test_the_fragment_tells_what_is_ones_own(reader: Client, story: Article, cast: Cast) -> None:
    mine, other = written(story, cast.outsider), written(story, cast.editor)
    reader.post(f"{address(story)}{other.pk}/suka/")
    fragment = reader.get(f"{address(story)}formulir/").content.decode()
    assert f'data-own="{mine.pk}" data-editable="{mine.pk}" data-liked="{other.pk}"' in fragment


def test_a_form_sent_by_the_script_is_answered_by_the_form_alone(reader: Client, story: Article, cast: Cast) -> None:
    for text, status in (("Halo.", 200), ("", 400)):
        data = {"text": text, "ticket": ticket(cast.outsider, story)}
        response = reader.post(address(story), data, headers={"X-Fragment": "form"})
        assert response.status_code == status
        assert "<html" not in response.content.decode()
    written(story, cast.outsider)
    written(story, cast.outsider)
    data = {"text": "Langsung tampil.", "ticket": ticket(cast.outsider, story)}
    response = reader.post(address(story), data, headers={"X-Fragment": "form"})
    assert "data-new-comment" in response.content.decode()
