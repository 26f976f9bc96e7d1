"""The photo library: found by what is known of a photo, several reworded after a look at what changes, one picked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml.html import fromstring

from adminkit.base import DeskAdmin
from articles.admin import library
from articles.models import Photo
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk

LIST = "/admin/articles/photo/"
PICK = "/admin/articles/photo/pilih/"
WORDS = "/admin/articles/photo/keterangan/"


def captions(response: Any) -> list[str]:
    return [photo.caption for photo in response.context["cl"].result_list]


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.photo_editor)
    return client


# Finding


@pytest.mark.parametrize(
    "typed",
    [
        "antrean", "ANTREAN feri", "rina/kate.id", "sutrisno", "bu siti", "dermaga harapan", "antrean siti",
        "Juli 2022", "12 juli 2022", "2022-07-12", "feri 12 Juli 2022", "rapat-di-jembatan",
    ],
)  # fmt: skip
def test_a_photo_is_found_by_whatever_is_known_of_it(desk: Client, typed: str) -> None:
    make.photo_row(
        caption="Antrean feri",
        credit="Rina/Kate.id",
        creator="Sutrisno",
        people="Bu Siti",
        place="Dermaga Harapan Baru",
        alt_text="rapat-di-jembatan",
        taken_at=datetime(2022, 7, 11, 20, 0, tzinfo=UTC),  # the 12th on the newsroom's clock
    )
    make.photo_row(caption="Lain", credit="Lain", alt_text="Lain", taken_at=datetime(2022, 8, 1, tzinfo=UTC))
    assert captions(desk.get(LIST, {"q": typed})) == ["Antrean feri"]


@pytest.mark.parametrize("typed", ["13 Juli 2022", "Juni 2022", "30 Februari 2022", "antrean kapal", "0000-00-00"])
def test_what_does_not_fit_is_not_found(desk: Client, typed: str) -> None:
    make.photo_row(caption="Antrean feri", taken_at=datetime(2022, 7, 12, 1, 0, tzinfo=UTC))
    assert captions(desk.get(LIST, {"q": typed})) == []


def test_a_photo_is_found_by_its_number(desk: Client) -> None:
    photo = make.photo_row(caption="Antrean", credit="Rina")
    make.photo_row(caption="Lain", credit="Lain")
    assert captions(desk.get(LIST, {"q": str(photo.pk)})) == ["Antrean"]


def test_a_photo_without_a_time_counts_for_the_day_it_came(desk: Client) -> None:
    make.photo_row(caption="Antrean", uploaded_at=datetime(2022, 7, 12, 1, 0, tzinfo=UTC))
    assert captions(desk.get(LIST, {"q": "12 juli 2022"})) == ["Antrean"]


def test_filters_find_what_waits_for_somebody(desk: Client, cast: Cast) -> None:
    today = timezone.localdate()
    make.photo_row(caption="Milik saya", uploaded_by=cast.photo_editor, licence_until=today + timedelta(days=90))
    make.photo_row(caption="Tanpa alt", alt_text="")
    make.photo_row(caption="Segera berakhir", licence_until=today + timedelta(days=20))
    make.photo_row(caption="Sudah berakhir", licence_until=today - timedelta(days=1))
    everything = set(captions(desk.get(LIST)))
    found = {
        query: captions(desk.get(f"{LIST}?{query}"))
        for query in ("milik=saya", "alt=tanpa", "lisensi=berakhir", "pemakaian=belum")
    }
    assert found["milik=saya"] == ["Milik saya"]
    assert found["alt=tanpa"] == ["Tanpa alt"]
    assert found["lisensi=berakhir"] == ["Sudah berakhir", "Segera berakhir"]
    assert set(found["pemakaian=belum"]) == everything


def test_used_is_whatever_a_story_or_a_profile_shows_or_showed(desk: Client) -> None:
    lead, inner, row, portrait, was = (make.photo_row() for _ in range(5))
    make.photo_row(caption="Belum dipakai")
    make.draft(
        photo=lead,
        body=f'<p>Isi.</p><figure data-photo="{inner.pk}"></figure>',
        gallery=[{"photo": row.pk, "caption": ""}],
    )
    make.author("Yanti", photo=portrait)
    article = make.published(body=f'<p>Isi.</p><figure data-photo="{was.pk}"></figure>')
    type(article).objects.filter(pk=article.pk).update(body="<p>Isi.</p>")
    article.photo_uses.all().delete()
    assert captions(desk.get(f"{LIST}?pemakaian=belum")) == ["Belum dipakai"]


def test_the_list_costs_the_same_however_long_and_looks_at_the_newest_alone(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make.photo_row(caption="Antrean")
    for query in ("", "?pemakaian=belum", "?alt=tanpa", "?q=antrean+juli+2022", "?lisensi=berakhir"):
        with CaptureQueriesContext(connection) as asked:
            desk.get(f"{LIST}{query}")
        assert len(asked) == 6, query
        assert not any("COUNT(" in one["sql"] or "OFFSET" in one["sql"] for one in asked.captured_queries)
    monkeypatch.setattr(DeskAdmin, "searched_rows", 2)
    assert len(captions(desk.get(LIST, {"q": "antrean"}))) == 2
    assert len(captions(desk.get(f"{LIST}?pemakaian=belum"))) == 2


# The words of several


def chosen(*photos: Photo, **typed: str) -> dict[str, Any]:
    return {"_selected_action": [photo.pk for photo in photos]} | typed


def test_several_photos_are_reworded_after_a_look_at_what_changes(desk: Client) -> None:
    one, two = make.photo_row(caption="Satu", credit="Lama"), make.photo_row(caption="Dua", credit="Baru/Kate.id")
    asked = desk.post(LIST, chosen(one, two, action="change_words", index="0"))
    assert "2 foto dipilih" in asked.content.decode()
    looked = desk.post(WORDS, chosen(one, two, credit="Baru/Kate.id"))
    page = fromstring(looked.content)
    (rewording,) = page.xpath("//ul[@class='rewordings']/li")
    assert [(old.text, new.text) for old, new in zip(rewording.iter("del"), rewording.iter("ins"), strict=True)] == [
        ("Lama", "Baru/Kate.id")
    ]
    assert set(Photo.objects.values_list("credit", flat=True)) == {"Lama", "Baru/Kate.id"}
    done = desk.post(WORDS, chosen(one, two, credit="Baru/Kate.id", simpan="1"), follow=True)
    assert "diubah pada 1 foto" in done.content.decode()
    assert list(Photo.objects.order_by("pk").values_list("caption", "credit")) == [
        ("Satu", "Baru/Kate.id"),
        ("Dua", "Baru/Kate.id"),
    ]


def test_both_words_may_change_at_once(desk: Client) -> None:
    photos = [make.photo_row() for _ in range(2)]
    desk.post(WORDS, chosen(*photos, caption="Antrean feri", credit="Rina/Kate.id", simpan="1"))
    assert set(Photo.objects.values_list("caption", "credit")) == {("Antrean feri", "Rina/Kate.id")}


def test_nothing_typed_changes_nothing_and_says_so(desk: Client) -> None:
    photo = make.photo_row(caption="Satu")
    response = desk.post(WORDS, chosen(photo, caption=" ", credit="", simpan="1"))
    assert "Isi sedikitnya satu" in response.content.decode()
    assert Photo.objects.get().caption == "Satu"


def test_only_photos_that_somebody_may_change_are_changed_and_the_others_named(cast: Cast, client: Client) -> None:
    own = make.photo_row(caption="Punya Rina", uploaded_by=cast.reporter)
    other = make.photo_row(caption="Punya Yusuf", uploaded_by=cast.other_reporter)
    client.force_login(cast.reporter)
    looked = client.post(WORDS, chosen(own, other, credit="Baru"))
    assert "“Punya Yusuf”" in looked.content.decode()
    client.post(WORDS, chosen(own, other, credit="Baru", simpan="1"))
    assert dict(Photo.objects.values_list("caption", "credit")) == {
        "Punya Rina": "Baru",
        "Punya Yusuf": "Humas Pemkot Samarinda",
    }


@pytest.mark.parametrize("keys", [[], ["x"], ["99999999999999999999"], ["-1"]])
def test_forged_numbers_find_nothing(desk: Client, keys: list[str]) -> None:
    make.photo_row()
    assert desk.post(WORDS, {"_selected_action": keys, "credit": "Baru", "simpan": "1"}).status_code == 404


# The picker


def labels(html: str) -> list[str]:
    return [str(label) for label in fromstring(html).xpath("//button[@data-photo]/@data-caption")]


def test_the_picker_shows_the_newest_and_leads_on(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PICKER_LENGTH", 2)
    now = timezone.now()
    for number in range(5):
        make.photo_row(caption=f"Foto ke-{number}", uploaded_at=now + timedelta(minutes=number // 2))
    desk = AtDesk(cast.reporter)
    address, seen = PICK, []
    while address:
        html = desk.read(address)
        seen += labels(html)
        address = next((PICK + str(link) for link in fromstring(html).xpath("//a[@rel='next']/@href")), "")
    assert seen == [f"Foto ke-{number}" for number in (4, 3, 2, 1, 0)]


def test_the_picker_searches_and_leaves_out_what_was_withdrawn(cast: Cast) -> None:
    make.photo_row(caption="Antrean feri")
    make.photo_row(caption="Antrean truk", withdrawn_at=timezone.now())
    make.photo_row(caption="Dermaga")
    html = AtDesk(cast.reporter).read(f"{PICK}?q=antrean")
    assert labels(html) == ["Antrean feri"]
    assert "Unggah foto baru" in html
    assert "Tidak ada foto yang cocok" in AtDesk(cast.reporter).read(f"{PICK}?q=tidakada")


def test_a_forged_page_of_the_picker_is_not_found(cast: Cast) -> None:
    AtDesk(cast.reporter).read(f"{PICK}?sebelum=2", status=404)


def test_a_number_leads_to_the_small_picture(cast: Cast, client: Client) -> None:
    photo = make.photo_row()
    client.force_login(cast.reporter)
    assert client.get(f"{LIST}{photo.pk}/kecil/").headers["Location"] == photo.card_url
    Photo.objects.update(withdrawn_at=timezone.now())
    assert client.get(f"{LIST}{photo.pk}/kecil/").status_code == 404
    assert client.get(f"{LIST}999999/kecil/").status_code == 404


# In the story form


def test_the_gallery_is_a_line_a_photo_for_who_has_no_script(cast: Cast) -> None:
    one, two = make.photo_row(), make.photo_row()
    desk, article = AtDesk(cast.reporter), make.draft()
    desk.save(article, gallery=[f"{two.pk}:  Dermaga   pagi: ramai \r\n\r\n{one.pk}\r\n"])
    article.refresh_from_db()
    assert article.gallery == [
        {"photo": two.pk, "caption": "Dermaga pagi: ramai"},
        {"photo": one.pk, "caption": ""},
    ]
    assert desk.open(article)["gallery"] == [f"{two.pk}: Dermaga pagi: ramai\n{one.pk}"]
    before = article.version
    desk.save(article)
    article.refresh_from_db()
    assert article.version == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Antrean feri", "“Antrean feri” tidak dimulai dengan nomor foto"),
        ("999999", "Foto nomor 999999 tidak ada di perpustakaan"),
        ("{0}\n{0}", "ada dua kali di galeri"),
        ("{0}: " + "a" * 401, "lebih dari 400 huruf"),
        ("{0}\n" * 51, "Paling banyak 50 foto"),
        ("99999999999999999999", "tidak dimulai dengan nomor foto"),
    ],
)
def test_a_wrong_line_is_answered_with_a_sentence_and_kept(cast: Cast, typed: str, says: str) -> None:
    typed = typed.format(make.photo_row().pk)
    desk, article = AtDesk(cast.reporter), make.draft()
    response = desk.save(article, gallery=[typed])
    assert response.status_code == 200
    assert says in response.context["adminform"].form.errors["gallery"][0]
    assert response.context["adminform"].form["gallery"].value() == typed
