"""The desk's first page shows each person the work that waits for them, and nothing they may not know of."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from adminkit import piles
from articles import permissions
from articles.editorial import workflow
from articles.models import Article
from demo import archive
from desk import dashboard
from tests import make
from tests.cast import Cast

WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 7, 14, 12, 0, tzinfo=WITA)


def pile(user: User, name: str, now: datetime | None = None) -> piles.Pile:
    user = User.objects.get(pk=user.pk)  # without the rights remembered from before
    return next(pile for pile in dashboard.first_page(user, now).piles if pile.name == name)


def titles(user: User, name: str, now: datetime | None = None) -> list[str]:
    return [entry.title for entry in pile(user, name, now).entries]


def test_drafts_are_ones_own(cast: Cast) -> None:
    mine = make.draft(headline="Draf Rina")
    make.draft(by=cast.other_reporter, headline="Draf Yusuf")
    assert titles(cast.reporter, "drafts") == ["Draf Rina"]
    assert pile(cast.reporter, "drafts").entries[0].url == reverse("admin:articles_article_change", args=[mine.pk])


def test_a_draft_of_changes_to_a_live_story_says_so(cast: Cast) -> None:
    make.reopened(headline="Sudah terbit")
    assert pile(cast.reporter, "drafts").entries[0].flag == "Perubahan atas berita yang sudah terbit"


def test_a_returned_story_comes_with_its_reason_and_who_gave_it(cast: Cast) -> None:
    story = make.in_review(headline="Kurang sumber")
    workflow.send_back(story, by=cast.editor, reason="Mintai keterangan dinas.")
    entry = pile(cast.reporter, "returned").entries[0]
    assert (entry.title, entry.reason) == ("Kurang sumber", "Mintai keterangan dinas.")
    assert "Lukman Maulana mengembalikannya baru saja" in entry.details
    assert titles(cast.reporter, "drafts") == []


def test_the_last_reason_counts_and_a_story_sent_again_is_no_longer_returned(cast: Cast) -> None:
    story = make.in_review()
    for reason in ("Judul terlalu panjang.", "Masih terlalu panjang."):
        workflow.send_back(story, by=cast.editor, reason=reason)
        assert pile(cast.reporter, "returned").entries[0].reason == reason
        workflow.submit(story, by=cast.reporter)
    assert titles(cast.reporter, "returned") == []


def test_waiting_stories_say_who_sent_them_and_how_long_they_wait(cast: Cast) -> None:
    make.in_review(headline="Menunggu", at=NOON - timedelta(hours=2, minutes=10))
    entry = pile(cast.editor, "waiting", NOON).entries[0]
    assert entry.details == ("Metropolis", "Rina Oktavia", "menunggu 2\xa0jam")


def test_the_longest_wait_stands_first(cast: Cast) -> None:
    make.in_review(headline="Baru", at=NOON - timedelta(minutes=5))
    make.in_review(headline="Lama", at=NOON - timedelta(hours=5))
    assert titles(cast.editor, "waiting", NOON) == ["Lama", "Baru"]


def test_an_editor_sees_what_waits_in_the_sections_they_answer_for(cast: Cast) -> None:
    make.in_review(headline="Samarinda", section=cast.samarinda)
    make.in_review(headline="Ekonomi", section=cast.ekonomi)
    assert titles(cast.editor, "waiting") == ["Samarinda"]
    assert titles(cast.other_editor, "waiting") == ["Ekonomi"]
    assert titles(cast.managing_editor, "waiting") == ["Samarinda", "Ekonomi"]


def test_the_list_of_what_one_may_review_agrees_with_the_rule_about_one_story(cast: Cast) -> None:
    make.draft(section=None)
    for section in (cast.metropolis, cast.samarinda, cast.ekonomi, make.section("Lain")):
        make.draft(section=section)
    for user in cast.everybody().values():
        allowed = {article.pk for article in Article.objects.all() if permissions.may_review(user, article)}
        assert {article.pk for article in permissions.reviewable_articles(user)} == allowed, user


def test_scheduled_stories_say_when_on_the_newsrooms_clock(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        make.scheduled(at=NOON + timedelta(hours=2), headline="Sore")
        make.scheduled(at=NOON + timedelta(days=1), headline="Besok")
        make.scheduled(at=NOON + timedelta(days=3), headline="Jumat")
    assert [entry.details[-1] for entry in pile(cast.editor, "scheduled", NOON).entries] == [
        "terbit hari ini pukul 14:00 WITA",
        "terbit besok pukul 12:00 WITA",
        "terbit Jumat, 17 Juli 2026 pukul 12:00 WITA",
    ]


def test_a_schedule_that_fell_due_counts_as_published(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        make.scheduled(at=NOON + timedelta(hours=1), headline="Jatuh tempo")
    later = NOON + timedelta(hours=1)
    assert titles(cast.editor, "scheduled", later) == []
    assert titles(cast.editor, "published", later) == ["Jatuh tempo"]


def test_today_is_a_day_of_the_newsrooms_clock(cast: Cast) -> None:
    midnight = datetime(2026, 7, 14, 0, 0, tzinfo=WITA)
    make.published(headline="Kemarin", at=midnight - timedelta(minutes=1))
    make.published(headline="Dini hari", at=midnight)
    assert titles(cast.editor, "published", NOON) == ["Dini hari"]


def test_what_writers_published_themselves_says_so(cast: Cast) -> None:
    own = workflow.submit(make.draft(by=cast.editor, headline="Tulisan redaktur"), by=cast.editor)
    workflow.publish(own, by=cast.editor)
    make.published(headline="Tulisan reporter")
    flags = {entry.title: entry.flag for entry in pile(cast.editor, "published").entries}
    assert flags == {"Tulisan redaktur": "Diterbitkan oleh penulis sendiri", "Tulisan reporter": ""}


def test_a_withdrawn_story_is_not_among_those_published_today(cast: Cast) -> None:
    make.retracted(headline="Dicabut")
    assert titles(cast.editor, "published") == []


def test_a_long_pile_ends_with_the_way_to_the_rest(cast: Cast, client: Client) -> None:
    for _ in range(piles.MOST):
        make.draft()
    assert pile(cast.reporter, "drafts").more_url == ""
    make.draft()
    assert len(pile(cast.reporter, "drafts").entries) == piles.MOST
    client.force_login(cast.reporter)
    rest = client.get(pile(cast.reporter, "drafts").more_url)
    assert len(rest.context["cl"].result_list) == piles.MOST + 1


def test_a_reporter_sees_nothing_of_other_peoples_stories(cast: Cast, client: Client) -> None:
    for build in (make.draft, make.in_review, make.approved, make.scheduled, make.published, make.reopened):
        build(headline="Rahasia Rina", summary="Rahasia Rina")
    workflow.send_back(make.in_review(headline="Rahasia Rina"), by=cast.editor, reason="Rahasia Rina")
    for person in (cast.other_reporter, cast.moderator):
        client.force_login(person)
        assert "Rahasia" not in client.get("/admin/").content.decode()
    client.force_login(cast.reporter)
    assert client.get("/admin/").content.decode().count("Rahasia Rina") == 9  # the reason is the ninth


def test_an_outsider_is_asked_to_sign_in_and_whoever_has_no_business_here_finds_nothing(
    cast: Cast, client: Client
) -> None:
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    client.force_login(cast.outsider)
    assert client.get("/admin/").status_code == 404


def test_each_role_finds_its_own_work(cast: Cast) -> None:
    def names(user: User) -> list[str]:
        return [pile.name for pile in dashboard.first_page(user).piles]

    assert names(cast.reporter) == ["returned", "drafts", "waiting", "scheduled", "published"]
    assert names(cast.editor) == ["waiting", "approved", "returned", "scheduled", "drafts", "published"]
    assert names(cast.photo_editor) == ["blocked", "photos", "waiting", "scheduled", "published"]
    assert names(cast.administrator) == ["outbox", "waiting", "scheduled", "published"]
    assert names(cast.moderator) == ["complaints", "held", "appeals"]
    assert names(cast.outsider) == []
    assert [place.title for place in dashboard.first_page(cast.administrator).places] == [
        "Akun", "Penulis", "Redaktur", "Rubrik", "Aturan komentar", "Halaman", "Pindahan",
        "Kondisi sistem",
    ]  # fmt: skip


def test_photos_without_a_description_wait_for_the_photo_editor(cast: Cast) -> None:
    make.photo(caption="Tanpa teks", alt_text="")
    make.photo(caption="Lengkap")
    assert titles(cast.photo_editor, "photos") == ["Tanpa teks"]


def test_every_empty_pile_says_what_it_is_for(cast: Cast, client: Client) -> None:
    for user in (cast.reporter, cast.editor, cast.photo_editor, cast.moderator, cast.administrator):
        client.force_login(user)
        page = client.get("/admin/")
        for pile in page.context["desk"].piles:
            assert pile.empty.endswith(".")
            assert pile.empty in page.content.decode()
    cast.moderator.groups.clear()
    client.force_login(cast.moderator)
    assert "Belum ada pekerjaan untuk peran Anda" in client.get("/admin/").content.decode()


def test_whoever_may_write_is_invited_to(cast: Cast, client: Client) -> None:
    for user, may in ((cast.reporter, True), (cast.editor, True), (cast.photo_editor, False), (cast.moderator, False)):
        client.force_login(user)
        assert (reverse("admin:articles_article_add") in client.get("/admin/").content.decode()) is may


def test_the_first_page_costs_the_same_however_much_there_is(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = {cast.reporter: 13, cast.editor: 21, cast.photo_editor: 11, cast.administrator: 10, cast.moderator: 8}
    for more in (30, 270):
        make.in_review()
        workflow.send_back(make.in_review(), by=cast.editor, reason="Perbaiki.")
        make.photo(alt_text="")
        archive.fill(more, report=lambda done: None)
        for user, count in counts.items():
            client.force_login(user)
            with django_assert_num_queries(count, info=user.username):
                client.get("/admin/")
