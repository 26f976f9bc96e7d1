"""Moderators find comments by words, reader, story, network, reason and days, and decide what says the same at once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Reader
from articles.models import Article
from comments import lifecycle, moderation, reports, search
from comments.models import Comment, CommentSearchEntry, Status
from tests import make
from tests.cast import Cast

from .builders import public, reader, reported, written

pytestmark = pytest.mark.both_databases

QUEUE = "/admin/comments/comment/"
EARLIER = datetime(2026, 3, 2, 3, tzinfo=UTC)
PROMOTION = "Main di KAPAL77 pasti menang besar"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.moderator)
    return client


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published(headline="Dermaga Kayu Ulin Diperbaiki")


def found(desk: Client, queue: str = "ditahan", **asked: str) -> set[str]:
    page = desk.get(QUEUE, {"antrean": queue, **asked})
    assert page.status_code == 200
    return {card.comment.text for card in page.context["cards"]}


@pytest.mark.parametrize(
    "asked",
    [
        {"kata": "perahu"},
        {"kata": "PERAHU bocor"},
        {"kata": "p3rahu"},
        {"pembaca": "sulaiman"},
        {"berita": "dermaga ulin"},
        {"jaringan": "203.0.113.99"},
        {"alasan": "links"},
        {"kata": "bocor", "pembaca": "sulaiman", "dari": "2026-03-01", "sampai": "2026-03-02"},
    ],
)
def test_each_filter_finds_what_has_it_and_nothing_else(desk: Client, story: Article, asked: dict[str, str]) -> None:
    at = datetime(2026, 3, 2, 3, tzinfo=UTC)
    text = "Perahunya bocor: p3rahu saya juga, lihat https://contoh.example/perahu"
    author = reader()
    Reader.objects.create(user=author, display_name="Sulaiman Kota Bangun", is_adult=True)
    written(story, by=author, text=text, at=at, address="203.0.113.7")
    written(make.published(headline="Pasar Ramai"), text="Kapan pasarnya buka?", address="198.51.100.7")
    assert found(desk, **asked) == {text}


@pytest.mark.parametrize(
    "asked",
    [
        {"kata": "gerbong"},
        {"kata": "!!!"},
        {"pembaca": "#0"},
        {"pembaca": "#x"},
        {"berita": "999999"},
        {"jaringan": "10.0.0.1"},
        {"dari": "2026-03-05", "sampai": "2026-03-01"},
        {"dari": "9999-12-31"},
        {"sampai": "0001-01-01"},
        {"sama": "0123456789abcdef"},
    ],
)
def test_what_nothing_has_finds_nothing(desk: Client, story: Article, asked: dict[str, str]) -> None:
    written(story)
    assert found(desk, **asked) == set()


def test_days_beyond_all_time_leave_nothing_out(desk: Client, story: Article) -> None:
    comment = written(story)
    assert found(desk, dari="0001-01-01", sampai="9999-12-31") == {comment.text}


@pytest.mark.parametrize("asked", [{"jaringan": "bukan"}, {"dari": "kemarin"}, {"alasan": "entah"}, {"sama": "x"}])
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(
    desk: Client, story: Article, asked: dict[str, str]
) -> None:
    written(story)
    page = desk.get(QUEUE, {"antrean": "ditahan", "kata": "feri", **asked})
    assert page.context["filter_form"].errors
    assert 'value="feri"' in page.content.decode()


def test_a_reader_is_found_by_the_number_of_the_account(desk: Client, story: Article) -> None:
    comment = written(story)
    written(story)
    assert found(desk, pembaca=f"#{comment.author_id}") == {comment.text}


def test_complaints_and_refusals_are_found_by_their_reason(desk: Client, story: Article, cast: Cast) -> None:
    rude = reported(story, reason="kasar").comment
    reported(story, reason="bohong")
    assert found(desk, "dilaporkan", alasan="kasar") == {rude.text}
    refused, other = written(story), written(story)
    moderation.refuse(refused, by=cast.moderator, reason="promosi")
    moderation.refuse(other, by=cast.moderator, reason="kasar")
    assert found(desk, "ditolak", alasan="promosi") == {refused.text}


def test_what_changed_is_found_as_it_is_now(desk: Client, story: Article, cast: Cast) -> None:
    comment = written(story, text="Ada kapal karam di muara.")
    lifecycle.edit(comment, by=comment.author, text="Ada tongkang karam di muara.")
    assert found(desk, kata="kapal") == set()
    assert found(desk, kata="tongkang") == {"Ada tongkang karam di muara."}
    moderation.approve(comment, by=cast.moderator)
    assert found(desk, kata="tongkang") == set()
    lifecycle.delete_own(comment, by=comment.author)
    assert not CommentSearchEntry.objects.exists()
    assert found(desk, "baru", kata="tongkang") == set()


def test_all_of_it_can_be_made_again(story: Article) -> None:
    comment = written(story)
    before = list(CommentSearchEntry.objects.values())
    CommentSearchEntry.objects.all().delete()
    call_command("rebuild_comment_search")
    assert list(CommentSearchEntry.objects.values()) == before != []
    assert comment.pk in search.newest(search.Filters(words=comment.text.split()[0]))


def test_a_page_after_the_first_keeps_what_was_asked(desk: Client, story: Article) -> None:
    author = reader()
    for number in range(35):
        written(story, by=author, text=f"Perahu nomor {number} sudah tiba di dermaga.")
    first = desk.get(QUEUE, {"antrean": "ditahan", "kata": "perahu"})
    second = desk.get(first.context["next_url"])
    assert len(first.context["cards"]) + len(second.context["cards"]) == 35
    assert "kata=perahu" in first.context["next_url"]


# Piles


@pytest.fixture
def wave(story: Article) -> list[Comment]:
    """The same words from five readers, in five dresses."""
    dressed = [PROMOTION, PROMOTION.upper(), f"🎰 {PROMOTION} 🎰", PROMOTION.replace(" ", "  "), f"{PROMOTION}!!!"]
    made = [written(story, text=text, address=f"192.0.2.{number}") for number, text in enumerate(dressed)]
    Comment.objects.filter(pk__in=[comment.pk for comment in made]).update(status=Status.HELD)
    for comment in made:
        comment.status = Status.HELD
    search.enter(made)
    return made


def test_a_card_says_how_many_say_the_same_and_share_the_network(desk: Client, wave: list[Comment]) -> None:
    page = desk.get(QUEUE, {"antrean": "ditahan"})
    assert [(card.same, card.near) for card in page.context["cards"]] == [(4, 4)] * 5
    assert "4 lain dengan teks yang sama" in page.content.decode()


def test_a_pile_is_decided_at_once(desk: Client, wave: list[Comment], story: Article) -> None:
    other = written(story)
    data = {"antrean": "ditahan", "beserta": wave[0].pk, "reason": "promosi"}
    desk.post(f"{QUEUE}{wave[0].pk}/refuse/", data)
    assert set(Comment.objects.filter(pk__in=[one.pk for one in wave]).values_list("status", flat=True)) == {"refused"}
    assert Comment.objects.get(pk=other.pk).status == Status.HELD


def test_of_a_pile_it_is_told_which_could_not_be_decided(desk: Client, wave: list[Comment], cast: Cast) -> None:
    Comment.objects.filter(pk=wave[2].pk).update(author=cast.moderator)
    data = {"antrean": "ditahan", "beserta": wave[0].pk, "reason": "promosi"}
    answer = desk.post(f"{QUEUE}{wave[0].pk}/refuse/", data, headers={"X-Fragment": "queue"}).json()
    assert sorted(answer["gone"]) == sorted(one.pk for one in wave if one != wave[2])
    assert answer["problems"] == [f"{wave[2]}: komentar sendiri diputuskan orang lain."]
    assert Comment.objects.get(pk=wave[2].pk).status == Status.HELD


def test_a_page_that_stood_open_republishes_nothing_that_was_refused_meanwhile(
    desk: Client, wave: list[Comment]
) -> None:
    desk.post(f"{QUEUE}{wave[0].pk}/refuse/", {"antrean": "ditahan", "beserta": wave[0].pk, "reason": "promosi"})
    for pile in ({}, {"beserta": wave[1].pk}):
        late = desk.post(f"{QUEUE}{wave[1].pk}/approve/", {"antrean": "ditahan"} | pile)
        assert late.status_code == 409
        assert "sudah diputuskan orang lain" in late.content.decode()
    ticked = {"antrean": "ditahan", "langkah": "approve", "komentar": [one.pk for one in wave]}
    desk.post(f"{QUEUE}langkah/", ticked)
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.REFUSED}


def test_a_pile_without_a_reason_stays(desk: Client, wave: list[Comment]) -> None:
    data = {"antrean": "ditahan", "beserta": wave[0].pk}
    assert desk.post(f"{QUEUE}{wave[0].pk}/refuse/", data).status_code == 400
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.HELD}


@pytest.mark.parametrize(
    "asked", [{"jaringan": "192.0.2.200"}, {"kata": "kapal77"}, {"sama": search.fingerprint(PROMOTION)}]
)
def test_all_that_match_are_decided_at_once(
    desk: Client, wave: list[Comment], story: Article, asked: dict[str, str]
) -> None:
    other = written(story)
    data = {"antrean": "ditahan", "langkah": "refuse", "semua": "1", "reason": "promosi", **asked}
    desk.post(f"{QUEUE}langkah/", data)
    assert {one.pk for one in Comment.objects.filter(status=Status.HELD)} == {other.pk}


@pytest.mark.parametrize("asked", [{}, {"jaringan": "bukan"}, {"sama": "x"}])
def test_a_whole_queue_is_never_decided_unseen(desk: Client, wave: list[Comment], asked: dict[str, Any]) -> None:
    data = {"antrean": "ditahan", "langkah": "approve", "semua": "1", **asked}
    assert desk.post(f"{QUEUE}langkah/", data).status_code == 400
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.HELD}


def test_short_comments_are_no_pile(desk: Client, story: Article) -> None:
    for _ in range(3):
        written(story, text="Setuju")
    assert {card.same for card in desk.get(QUEUE, {"antrean": "ditahan"}).context["cards"]} == {0}


def test_a_search_asks_as_often_for_many_as_for_few(desk: Client, story: Article) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(QUEUE, {"antrean": "ditahan", "kata": "perahu", "jaringan": "203.0.113.1", "alasan": "newcomer"})
        return len(queries)

    author = reader()
    for number in range(2):
        written(story, by=author, text=f"Perahu {number} berlabuh di sini.", address="203.0.113.5", at=EARLIER)
    asked()
    few = asked()
    for number in range(2, 12):
        written(story, by=author, text=f"Perahu {number} berlabuh di sini.", address="203.0.113.5", at=EARLIER)
    assert asked() == few <= 20


def test_public_comments_are_found_among_all(desk: Client, story: Article) -> None:
    comment = public(story, text="Tongkang itu melintang lagi.")
    reports.receive(comment, reason="kasar")
    assert found(desk, "baru", kata="melintang") == found(desk, "dilaporkan", kata="melintang") == {comment.text}
