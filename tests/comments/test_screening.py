"""Screening: every check runs, every finding is kept, the table decides, and no text costs more than its length."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import lifecycle, readers
from comments.models import Comment, Discussion, ScreeningRule, ScreeningWord, Status
from comments.screening import Verdict, screen
from comments.screening.checks import FUNCTIONS
from comments.screening.dry_run import try_text
from comments.screening.normalising import read
from comments.screening.policy import CHECKS, shipped
from tests import make
from tests.cast import Cast

from .builders import public, reader, written


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


@pytest.fixture
def regular(story: Article) -> User:
    """A reader whose first two comments were approved."""
    author = reader("budi")
    for _ in range(2):
        public(story, by=author)
    return author


def judged(text: str, author: User, story: Article, **more: object) -> Verdict:
    return screen(text, author=author, article=story, now=timezone.now(), **more)


def checks_in(verdict: Verdict) -> set[str]:
    return {found["check"] for found in verdict.findings}


def test_every_check_of_the_table_has_a_function() -> None:
    assert FUNCTIONS.keys() == CHECKS.keys()


def test_an_ordinary_comment_of_a_known_reader_is_published(regular: User, story: Article) -> None:
    assert judged("Semoga feri cepat beroperasi.", regular, story) == Verdict("publish", [])


def test_every_finding_is_kept_the_gravest_first(regular: User, story: Article) -> None:
    text = "Bodoh! Goblok! Hubungi 0812-3456-7890 atau buka https://situs-lain.example/promo"
    verdict = judged(text, regular, story)
    assert verdict.decision == "hold"
    assert checks_in(verdict) == {"banned", "watched", "personal", "links", "examples"}
    assert [found["decision"] for found in verdict.findings] == ["hold", "hold", "hold", "hold", "note"]
    marked = [text[start:end] for found in verdict.findings for start, end in found["places"]]
    assert {"Goblok", "Bodoh", "0812-3456-7890", "https://situs-lain.example/promo"} <= set(marked)


def test_the_first_two_comments_are_approved_by_hand(story: Article) -> None:
    author = reader()
    for passed in range(2):
        verdict = judged(f"Komentar wajar ke-{passed} tentang feri.", author, story)
        assert (verdict.decision, checks_in(verdict)) == ("hold", {"newcomer"})
        public(story, by=author)
    assert judged("Komentar ketiga yang wajar.", author, story).decision == "publish"


def test_the_same_again_is_refused_however_it_is_written_but_short_words_may_be_repeated(
    regular: User, story: Article
) -> None:
    public(story, by=regular, text="Tolong jalannya segera diperbaiki.")
    assert judged("TOLONG, jalannya   segeraaa diperbaiki!!", regular, story).decision == "refuse"
    public(story, by=regular, text="Setuju!")
    assert judged("Setuju!", regular, story).decision == "publish"
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert judged("Tolong jalannya segera diperbaiki.", regular, story).decision == "publish"


def test_editing_is_no_repetition_of_oneself(regular: User, story: Article) -> None:
    comment = public(story, by=regular, text="Tolong jalannya segera diperbaiki.")
    assert judged("Tolong jalannya segera diperbaiki!", regular, story, comment=comment).decision == "publish"


def test_many_in_a_short_time_are_held(regular: User, story: Article) -> None:
    for number in range(3):
        public(story, by=regular, text=f"Pendapat saya yang ke-{number} tentang berita ini.")
    assert "rate" in checks_in(judged("Dan satu lagi dari saya.", regular, story))


def test_a_bad_record_holds_once_there_is_enough_of_it(story: Article) -> None:
    author = reader()
    for number in range(4):
        comment = public(
            story, by=author, text=f"Pendapat nomor {number} soal feri.", at=timezone.now() - timedelta(days=2)
        )
        if number < 2:
            lifecycle.decide(comment, Status.HIDDEN, action="hide", by=None)
    assert judged("Komentar yang wajar.", author, story).decision == "publish"
    comment = public(story, by=author, text="Pendapat nomor lima.", at=timezone.now() - timedelta(days=1))
    lifecycle.decide(comment, Status.HIDDEN, action="hide", by=None)
    assert checks_in(judged("Komentar yang wajar.", author, story)) == {"record"}


def test_site_story_and_reader_may_be_set_to_review_first(regular: User, story: Article, cast: Cast) -> None:
    Discussion.objects.update_or_create(article=story, defaults={"review_first": True})
    assert checks_in(judged("Wajar sekali.", regular, story)) == {"review_story"}
    Discussion.objects.update(review_first=False)
    readers.always_review(regular, by=cast.moderator, reason="Sering menyelipkan tautan.")
    assert checks_in(judged("Wajar sekali.", regular, story)) == {"review_reader"}
    ScreeningRule.objects.create(check_name="review_site", decision="hold")
    assert checks_in(judged("Wajar sekali.", regular, story)) == {"review_reader", "review_site"}


def test_who_is_suspended_or_banned_is_told_why_and_until_when(regular: User, story: Article, cast: Cast) -> None:
    until = timezone.now() + timedelta(days=3)
    readers.suspend(regular, by=cast.moderator, reason="Menghina pembaca lain.", until=until)
    verdict = judged("Wajar.", regular, story)
    assert verdict.decision == "refuse"
    assert "Menghina pembaca lain." in verdict.findings[0]["detail"]
    later = screen("Wajar.", author=regular, article=story, now=until)
    assert later.decision == "publish"


def test_links_to_the_newsroom_itself_are_welcome(regular: User, story: Article) -> None:
    assert judged("Lihat http://127.0.0.1:8000/metropolis/ dan Kate.id", regular, story).decision == "publish"


def test_below_a_story_about_pigs_pigs_are_pigs() -> None:
    text, now = "Babi! Babi semua!", timezone.now()
    assert try_text(text, shipped(), now).decision == "hold"
    assert try_text(text, shipped(), now, headline="Babi Hutan Masuk Kebun Warga").decision == "publish"


def test_what_the_newsroom_set_holds(regular: User, story: Article) -> None:
    ScreeningWord.objects.create(kind="banned", text="jembatan hantu", meaning="Julukan yang menghina warga.")
    assert checks_in(judged("Itu Jembatan-Hantu namanya.", regular, story)) == {"banned"}
    ScreeningRule.objects.create(check_name="banned", decision="refuse")
    assert judged("Itu jembatan hantu namanya.", regular, story).decision == "refuse"
    ScreeningWord.objects.filter(text="jembatan hantu").update(is_active=False)
    assert judged("Itu jembatan hantu namanya.", regular, story).decision == "publish"


def test_screening_costs_the_same_number_of_queries_whoever_writes(
    regular: User, story: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        judged("Semoga feri cepat beroperasi.", regular, story)


@pytest.mark.parametrize(
    ("written_as", "read_as"),
    [
        ("𝓰𝓪𝓬𝓸𝓻", "gacor"), ("ｇａｃｏｒ", "gacor"), ("g̶a̶c̶o̶r̶", "gacor"), ("gа\u200bcоr", "gacor"),
        ("g4c0r", "gacor"),
        ("gaaacooor", "gacor"), ("GACOR88", "gacor"), ("g a c o r", "gacor"), ("g.a.c.o.r", "gacor"),
        ("ga-cor", "gacor"),
        ("🅖🅐🅒🅞🅡", "gacor"), ("🎰g🎰a🎰c🎰o🎰r🎰", "gacor"), ("ɢᴀᴄᴏʀ", "gacor"), ("s1ot", "slot"),
        ("b@ngsat", "bangsat"),
    ],
)  # fmt: skip
def test_disguises_are_read_through(written_as: str, read_as: str) -> None:
    reading = read(f"Ini {written_as} ya")
    assert read_as in {form for word in (*reading.words, *reading.joined) for form in word.forms}


@pytest.mark.parametrize(
    "text",
    [
        "bangsat " * 400, "b a n g s a t " * 220, "dasar " * 500, "a-" * 1_500, "*a" * 1_500, "x" * 5_000,
        "\u0301" * 3_000,
        "ﷺ" * 1_500,
        "🎰" * 3_000, "a@a." * 750, "0812 3456 " * 300, "www." * 750, "\x00\u202e\ufeff" * 900, "",
    ],
)  # fmt: skip
def test_hostile_text_is_judged_like_any_other(text: str) -> None:
    assert try_text(text, shipped(), timezone.now()).decision in {"publish", "hold", "refuse"}


def test_places_always_fit_the_text(story: Article) -> None:
    for text in ("𝓫𝓪𝓷𝓰𝓼𝓪𝓽 ﷺ bangsat", "b a n g s a t !", "😀 goblok 😀", "ba\u0301ngsat"):
        for found in try_text(text, shipped(), timezone.now()).findings:
            assert all(0 <= start < end <= len(text) for start, end in found.get("places", []))


def test_a_comment_keeps_its_findings_and_its_risk(story: Article) -> None:
    comment = written(story, text="Dasar goblok semuanya.")
    assert (comment.status, comment.risk) == (Status.HELD, 4)  # of two checks
    assert {found["check"] for found in comment.findings} == {"banned", "examples", "newcomer"}
