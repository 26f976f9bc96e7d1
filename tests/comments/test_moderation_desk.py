"""The moderators' screens: queues in their order, one comment with all that is known, bulk with undo, presence."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import moderation, presence, readers, reports
from comments.admin.queues import PAGE
from comments.models import Comment, Presence, ReaderNote, Sanction, SanctionKind, Status
from tests import make
from tests.cast import Cast

from .builders import public, reader, reported, written

RECEIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
QUEUE = "/admin/comments/comment/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.moderator)
    return client


def comments_in(desk: Client, queue: str) -> list[Comment]:
    return [card.comment for card in desk.get(QUEUE, {"antrean": queue}).context["cards"]]


def test_reported_comments_stand_by_deadline_each_once(desk: Client) -> None:
    later, sooner = (reported(at=RECEIVED + timedelta(hours=hours)) for hours in (5, 0))
    with make.moment(RECEIVED + timedelta(hours=6)):
        reports.receive(later.comment, reason="kebencian")
        page = desk.get(QUEUE)
        assert [card.comment for card in page.context["cards"]] == [sooner.comment, later.comment]
    text = page.content.decode()
    assert "Senin, 2 Maret 2026, 09:00" in text
    assert "putuskan sebelum Rabu, 4 Maret 2026, 09:00 WITA" in text


def test_held_comments_stand_by_risk_and_then_by_age(desk: Client) -> None:
    story = make.published()
    plain = written(story, text="Semoga feri cepat jalan lagi.")
    rude = written(story, text="Dasar goblok panitianya.")
    old = written(story, text="Jadwalnya jam berapa ya?", at=RECEIVED)
    assert comments_in(desk, "ditahan") == [rude, old, plain]


def test_a_held_comment_says_which_rule_and_marks_which_words(desk: Client) -> None:
    comment = written(text="Panitianya g0bl0k sekali.")
    page = desk.get(QUEUE, {"antrean": "ditahan"}).content.decode()
    assert "<mark>g0bl0k</mark>" in page
    assert "Kata terlarang: “goblok” (menghina kecerdasan orang)." in page
    assert "Pembaca baru: 0 dari 2" in page
    assert "<mark>g0bl0k</mark>" in desk.get(f"{QUEUE}{comment.pk}/").content.decode()


def test_what_readers_write_is_text_at_the_desk(desk: Client) -> None:
    comment = written(text="<script>alert(1)</script> <b>tebal</b>")
    for address in (f"{QUEUE}?antrean=ditahan", f"{QUEUE}{comment.pk}/"):
        page = desk.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_pages_lead_on_without_gap_or_repetition(desk: Client) -> None:
    story, author = make.published(), reader()
    for number in range(PAGE + 5):
        written(story, by=author, text=f"Komentar biasa nomor {number} tentang feri.")
    first = desk.get(QUEUE, {"antrean": "ditahan"})
    second = desk.get(first.context["next_url"])
    seen = [card.comment.pk for page in (first, second) for card in page.context["cards"]]
    assert len(seen) == len(set(seen)) == PAGE + 5
    assert second.context["next_url"] == ""


@pytest.mark.parametrize("address", ["?sesudah=palsu", "?antrean=ditahan&sesudah=x", "?x=1", "?antrean=entah"])
def test_a_broken_address_leads_to_the_beginning(desk: Client, address: str) -> None:
    response = desk.get(f"{QUEUE}{address}")
    assert response.status_code == 302
    assert response["Location"].startswith(QUEUE)


def test_a_step_leads_back_to_its_queue_with_a_way_to_undo(desk: Client) -> None:
    comment = written()
    response = desk.post(f"{QUEUE}{comment.pk}/approve/", {"antrean": "ditahan"})
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query["antrean"] == ["ditahan"]
    page = desk.get(response["Location"])
    assert "Urungkan" in page.content.decode()
    desk.post(f"{QUEUE}urungkan/", {"urungkan": query["urungkan"][0], "antrean": "ditahan"})
    assert Comment.objects.get().status == Status.HELD


def test_many_at_once_and_all_of_them_undone(desk: Client) -> None:
    story = make.published()
    keys = [written(story).pk for _ in range(3)]
    response = desk.post(f"{QUEUE}langkah/", {"antrean": "ditahan", "langkah": "approve", "komentar": keys})
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.PUBLISHED}
    token = parse_qs(urlsplit(response["Location"]).query)["urungkan"][0]
    desk.post(f"{QUEUE}urungkan/", {"urungkan": token})
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.HELD}


def test_refusing_many_asks_for_the_reason_first(desk: Client) -> None:
    comment = written()
    data = {"antrean": "ditahan", "langkah": "refuse", "komentar": [comment.pk]}
    page = desk.post(f"{QUEUE}langkah/", data, follow=True).content.decode()
    assert "Pilih alasannya dahulu" in page
    assert Comment.objects.get().status == Status.HELD
    desk.post(f"{QUEUE}langkah/", data | {"reason": "promosi"})
    assert Comment.objects.get().status == Status.REFUSED


@pytest.mark.parametrize(
    "data",
    [
        {"langkah": "delete", "komentar": "1"},
        {"langkah": "approve", "komentar": "1 OR 1=1"},
        {"langkah": "approve", "komentar": "9" * 30},
        {"antrean": "baru", "langkah": "approve"},
    ],
)
def test_a_forged_bulk_step_is_refused(desk: Client, data: dict[str, str]) -> None:
    assert desk.post(f"{QUEUE}langkah/", {"antrean": "ditahan"} | data).status_code == 400


def test_a_step_that_lacks_something_keeps_what_was_typed(desk: Client) -> None:
    comment = public()
    data = {"note": "Catatan yang sudah saya tulis", "text": "Kata-kata yang baru"}
    response = desk.post(f"{QUEUE}{comment.pk}/edit/", data)
    assert response.status_code == 400
    page = response.content.decode()
    assert "Pilih alasannya" in page
    assert "Catatan yang sudah saya tulis" in page
    assert "Kata-kata yang baru" in page


def test_who_comes_too_late_is_told_how_it_stands(desk: Client) -> None:
    comment = written()
    desk.post(f"{QUEUE}{comment.pk}/approve/")
    response = desk.post(f"{QUEUE}{comment.pk}/refuse/", {"reason": "kasar"})
    assert response.status_code == 409
    assert "sekarang terbit" in response.content.decode()


def test_ones_own_comment_has_no_buttons_and_no_way(desk: Client, cast: Cast) -> None:
    comment = public(by=cast.moderator, text="Saya juga menunggu.")
    page = desk.get(f"{QUEUE}{comment.pk}/").content.decode()
    assert "orang lain yang memutuskan" in page
    assert "/hide/" not in page
    assert desk.post(f"{QUEUE}{comment.pk}/hide/", {"reason": "kasar"}).status_code == 403


def test_no_get_touches_presence_and_a_post_tells_who_else_is_there(desk: Client, cast: Cast) -> None:
    comment = public()
    desk.get(f"{QUEUE}{comment.pk}/")
    assert not Presence.objects.exists()
    presence.touch(comment.article_id, cast.managing_editor, timezone.now())
    assert desk.post(f"{QUEUE}{comment.pk}/hadir/").json() == {"names": ["Hasan Basri"]}
    assert "Hasan Basri" in desk.get(f"{QUEUE}{comment.pk}/").content.decode()
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert desk.post(f"{QUEUE}{comment.pk}/hadir/").json() == {"names": []}


def test_the_writers_record_notes_and_sanctions_stand_beside_the_comment(desk: Client, cast: Cast) -> None:
    author = reader("siti")
    comment = public(by=author)
    readers.note(author, by=cast.managing_editor, text="Sering salah paham, bukan jahat.")
    readers.warn(author, by=cast.managing_editor, reason="Sudah diingatkan soal tautan.")
    page = desk.get(f"{QUEUE}{comment.pk}/").content.decode()
    assert "Sering salah paham" in page
    assert "Sudah diingatkan soal tautan." in page
    assert desk.get(f"{QUEUE}{comment.pk}/").context["record"]["published"] == 1


def test_a_reader_is_suspended_with_an_end_and_it_is_lifted_with_its_history(desk: Client) -> None:
    author = reader("siti")
    address = f"{QUEUE}pembaca/{author.pk}/"
    assert desk.post(f"{address}suspension/", {"reason": "Menghina terus."}).status_code == 400
    assert desk.post(f"{address}suspension/", {"reason": "", "until": "2099-01-01T10:00"}).status_code == 400
    desk.post(f"{address}suspension/", {"reason": "Menghina terus.", "until": "2099-01-01T10:00"})
    sanction = Sanction.objects.get()
    assert sanction.stands(timezone.now())
    desk.post(f"{address}cabut/", {"tindakan": sanction.pk})
    sanction.refresh_from_db()
    assert not sanction.stands(timezone.now())
    assert sanction.lifted_by_name == "Dewi Lestari"
    assert "Dicabut" in desk.get(address).content.decode()


def test_the_newsrooms_own_people_are_not_sanctioned_here(desk: Client, cast: Cast) -> None:
    response = desk.post(f"{QUEUE}pembaca/{cast.reporter.pk}/ban/", {"reason": "Kesal."})
    assert response.status_code == 403
    assert not Sanction.objects.exists()


def test_a_note_is_kept_with_its_writer(desk: Client) -> None:
    author = reader("siti")
    assert desk.post(f"{QUEUE}pembaca/{author.pk}/catat/", {"text": ""}).status_code == 400
    desk.post(f"{QUEUE}pembaca/{author.pk}/catat/", {"text": "Pernah minta maaf."})
    assert ReaderNote.objects.get().by_name == "Dewi Lestari"


@pytest.mark.parametrize("part", ["reporter", "editor", "photo_editor", "administrator", "outsider"])
def test_others_do_not_come_in(client: Client, cast: Cast, part: str) -> None:
    comment = written()
    client.force_login(getattr(cast, part))
    shut = {403, 404}
    assert client.get(QUEUE).status_code in shut
    assert client.get(f"{QUEUE}{comment.pk}/").status_code in shut
    assert client.post(f"{QUEUE}{comment.pk}/approve/").status_code in shut
    assert Comment.objects.get().status == Status.HELD


def test_the_desks_first_page_says_what_waits_for_moderators(desk: Client) -> None:
    report, held = reported(), written()
    page = desk.get(reverse("admin:index")).content.decode()
    assert "Aduan atas komentar" in page
    assert report.comment.text in page
    assert held.text in page


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.HELD, Status.HIDDEN])
def test_every_step_that_is_offered_has_one_button(desk: Client, cast: Cast, status: Status) -> None:
    comment = reported().comment
    Comment.objects.filter(pk=comment.pk).update(status=status)
    comment.refresh_from_db()
    page = desk.get(f"{QUEUE}{comment.pk}/").content.decode()
    offered = [verb.name for verb in moderation.offered(cast.moderator, comment)]
    assert len(offered) > 2
    for verb in moderation.VERBS:
        assert page.count(f'formaction="{QUEUE}{comment.pk}/{verb}/"') == (verb in offered), verb


def test_a_page_of_one_queue_is_none_of_another(desk: Client) -> None:
    story, author = make.published(), reader()
    for number in range(PAGE + 1):
        written(story, by=author, text=f"Komentar biasa nomor {number} tentang feri.")
    address = desk.get(QUEUE, {"antrean": "baru"}).context["next_url"]
    assert desk.get(address).status_code == 200
    response = desk.get(address.replace("antrean=baru", "antrean=ditolak"))
    assert response["Location"] == f"{QUEUE}?antrean=ditolak"


def test_every_kind_of_sanction_has_its_button(desk: Client) -> None:
    author = reader()
    page = desk.get(f"{QUEUE}pembaca/{author.pk}/").content.decode()
    for kind, button in zip(SanctionKind, ("Beri peringatan", "Tangguhkan", "Blokir", "Selalu periksa"), strict=True):
        assert f'formaction="{QUEUE}pembaca/{author.pk}/{kind}/">{button}</button>' in page
