"""The desk's list of redirects: by hand, by file, and from pages whose address is changed."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Edition, Redirect, Section
from articles.redirects import files, rules
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

LIST = "/admin/articles/redirect/"
IMPORT = f"{LIST}impor/"
EXPORT = f"{LIST}ekspor/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.managing_editor)
    return client


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


# By hand


def test_a_redirect_is_added_changed_and_deleted(desk: Client, cast: Cast) -> None:
    article = make.published(headline="Feri berlayar")
    response = desk.post(
        f"{LIST}add/",
        {
            "path": "https://127.0.0.1:8000/2022/07/feri/",
            "status": 301,
            "target": f"/x/x-{article.pk}/",
            "note": "Blog",
        },
    )
    if response.status_code == 200:
        pytest.fail(str(errors(response)))
    row = Redirect.objects.get()
    assert (row.path, row.article, row.note, row.created_by) == (
        "/2022/07/feri/",
        article,
        "Blog",
        cast.managing_editor,
    )
    page = desk.get(f"{LIST}{row.pk}/change/").content.decode()
    assert f'value="/metropolis/feri-berlayar-{article.pk}/"' in page
    assert "Hasan Basri" in page
    assert "Berita: Feri berlayar" in desk.get(LIST).content.decode()
    desk.post(f"{LIST}{row.pk}/change/", {"path": "/palsu/", "status": 301, "target": "/ekonomi/", "note": ""})
    row.refresh_from_db()
    assert (row.path, row.section, row.article, row.note) == ("/2022/07/feri/", cast.ekonomi, None, "")
    desk.post(f"{LIST}{row.pk}/change/", {"status": 410, "target": ""})
    row.refresh_from_db()
    assert (row.status, row.section) == (410, None)
    desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ({"path": "", "target": "/ekonomi/"}, "path", "masih kosong"),
        ({"path": "/metropolis/", "target": "/ekonomi/"}, "path", "masih ada halaman"),
        ({"path": "/ada", "target": "/ekonomi/"}, "path", "sudah ada di daftar: Rubrik: Metropolis"),
        ({"path": "/" + "a" * 2000, "target": "/ekonomi/"}, "path", "terlalu panjang"),
        ({"path": "/lama/", "target": ""}, "target", "masih kosong"),
        ({"path": "/lama/", "target": "/lama"}, "target", "berputar"),
        ({"path": "/lama/", "target": "https://lain.example/"}, "target", "situs lain"),
        ({"path": "/lama/", "target": "javascript:alert(1)", "elsewhere": "on"}, "target", "tidak terbaca"),
        ({"path": "/lama/", "target": "/ekonomi/", "status": "410"}, "target", "Kosongkan"),
        ({"path": "/lama/", "target": "/ekonomi/", "status": "302"}, "status", ""),
        ({"path": "/lama/", "target": "/ekonomi/", "note": "x" * 201}, "note", ""),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(
    desk: Client, cast: Cast, form: dict[str, str], field: str, says: str
) -> None:
    Redirect.objects.create(path="/ada/", section=cast.metropolis)
    response = desk.post(f"{LIST}add/", {"status": "301", "note": "catatan"} | form)
    assert says in errors(response)[field][0]
    assert response.context["adminform"].form["target"].value() == form["target"]
    assert Redirect.objects.count() == 1


def test_another_site_needs_a_tick(desk: Client) -> None:
    form = {"path": "/toko/", "status": 301, "target": "https://toko.example/buku", "elsewhere": "on"}
    assert desk.post(f"{LIST}add/", form).status_code == 302
    row = Redirect.objects.get()
    assert desk.get(f"{LIST}{row.pk}/change/").context["adminform"].form.initial["elsewhere"] is True
    assert "situs lain" in errors(desk.post(f"{LIST}{row.pk}/change/", {**form, "elsewhere": ""}))["target"][0]


def test_the_list_shows_who_came_and_is_searched_by_how_an_address_begins(desk: Client, cast: Cast) -> None:
    for path in ("/2022/07/satu/", "/2022/08/dua/", "/2023/%_/", "/tag/ikn/"):
        Redirect.objects.create(path=path, section=cast.ekonomi)
    desk.get("/2022/08/dua/")
    page = desk.get(LIST).content.decode()
    assert "1 kali, terakhir" in page
    assert "Belum pernah" in page
    for asked, found in (
        ("/2022/", {"/2022/07/satu/", "/2022/08/dua/"}),
        ("2022/08", {"/2022/08/dua/"}),
        ("http://127.0.0.1:8000/tag/ikn", {"/tag/ikn/"}),
        ("/2023/%_", {"/2023/%_/"}),
        ("/%/", set()),
        ("ikn", set()),
    ):
        rows = desk.get(LIST, {"q": asked}).context["cl"].result_list
        assert {row.path for row in rows} == found, asked
    rows = desk.get(LIST, {"status__exact": "410"}).context["cl"].result_list
    assert list(rows) == []


def test_the_list_costs_the_same_for_many_rows(
    desk: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story = make.published()
    for many in (3, 100):
        Redirect.objects.bulk_create(
            Redirect(path=f"/lama-{many}-{number}/", **target)
            for number, target in enumerate(
                [{"article": story}, {"section": cast.ekonomi}, {"author": cast.reporter.author}] * many
            )
        )
        for address in (LIST, f"{LIST}?q=/lama"):
            with django_assert_num_queries(6):
                assert desk.get(address).status_code == 200


def test_others_have_no_business_here(cast: Cast, client: Client) -> None:
    row = Redirect.objects.create(path="/lama/", section=cast.ekonomi)
    for person in (cast.reporter, cast.editor, cast.photo_editor, cast.moderator):
        client.force_login(person)
        for address in (LIST, f"{LIST}add/", f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/delete/", IMPORT, EXPORT):
            assert client.get(address).status_code == 403, address
        assert "Pengalihan" not in client.get("/admin/").content.decode()
    client.force_login(cast.administrator)
    for address in (LIST, f"{LIST}add/", IMPORT, EXPORT):
        assert client.get(address).status_code == 200, address
    assert "Pengalihan" in client.get("/admin/").content.decode()


# By file


def upload(desk: Client, content: str | bytes, **fields: Any) -> Any:
    content = content if isinstance(content, bytes) else content.encode()
    return desk.post(IMPORT, {"file": SimpleUploadedFile("alamat.csv", content)} | fields)


def kinds(response: Any) -> tuple[int, int, int, int]:
    report = response.context["report"]
    return len(report.new), len(report.changed), len(report.same), len(report.refused)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_is_first_reported_and_then_saved(desk: Client, cast: Cast, separator: str, mark: str) -> None:
    Redirect.objects.create(path="/sama/", section=cast.ekonomi)
    Redirect.objects.create(path="/ubah/", section=cast.ekonomi, note="lama", hits=7)
    rows = [
        ["tujuan", "alamat_lama", "jawaban", "lain"],
        ["/metropolis/", "/baru/", "", "x"],
        ["/ekonomi/", "/sama", "301", ""],
        ["/redaksi/", "/ubah/", "301", ""],
        ["", "/iklan/", "410", ""],
        [],
        ["/baru/", "/lebih-lama/", "", ""],
    ]
    text = mark + "\r\n".join(separator.join(row) for row in rows)
    response = upload(desk, text)
    assert kinds(response) == (3, 1, 1, 0)
    assert Redirect.objects.count() == 2
    assert "Simpan 4 pengalihan" in response.content.decode()
    kept = response.context["form"].cleaned_data["text"]
    desk.post(IMPORT, {"text": kept, "simpan": "1"})
    found = dict(Redirect.objects.values_list("path", "section__slug"))
    assert found == {
        "/sama/": "ekonomi",
        "/ubah/": None,
        "/baru/": "metropolis",
        "/iklan/": None,
        "/lebih-lama/": "metropolis",
    }
    row = Redirect.objects.get(path="/ubah/")
    assert (row.target, row.note, row.hits) == ("/redaksi/", "lama", 7)


def test_refused_rows_come_back_as_a_file_and_the_others_come_in(desk: Client) -> None:
    text = """/baru/;/metropolis/
/metropolis/;/ekonomi/
/a/;/b/
/b/;/a/
/baru;/ekonomi/
/x/;https://lain.example/
/y/;/ekonomi/;302
"/dua
baris/";/ekonomi/
/z/;/tidak-ada/
kosong
"""
    response = upload(desk, text)
    assert kinds(response) == (1, 0, 0, 9)
    refused = {one.wanted.line: " ".join(one.refusals.values()) for one in response.context["report"].refused}
    for line, says in (
        (2, "masih ada halaman"),
        (3, "berputar"),
        (4, "berputar"),
        (5, "sudah ada di baris 1"),
        (6, "situs lain"),
        (7, "301 (dialihkan) atau 410"),
        (9, "tidak terlihat"),
        (10, "Tidak ada halaman"),
        (11, "dimulai dengan"),
    ):
        assert says in refused[line], (line, refused[line])
    assert 'name="simpan"' in response.content.decode()
    assert not Redirect.objects.exists()
    back = desk.post(IMPORT, {"text": text, "ditolak": "1"})
    assert "attachment" in back["Content-Disposition"]
    assert not Redirect.objects.exists()
    saved = desk.post(IMPORT, {"text": text, "simpan": "1"})
    assert [row.path for row in Redirect.objects.all()] == ["/baru/"]
    assert kinds(saved) == (0, 0, 0, 9)
    rows = list(csv.DictReader(io.StringIO(back.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["alamat_lama"] for row in rows][:3] == ["/metropolis/", "/a/", "/b/"]
    assert all(row["alasan"] for row in rows)
    assert len(rows) == 9
    after = desk.post(IMPORT, {"text": saved.context["form"].cleaned_data["text"], "ditolak": "1"})
    assert len(after.content.decode().strip().splitlines()) >= 9
    assert kinds(upload(desk, "/x/;https://lain.example/", elsewhere="on")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "kosong"),
        (b"alamat_lama;tujuan\n", "kosong"),
        (b"\xff\xfe/\x00a\x00", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "UTF-8"),
        (b'/a/;"' + b"x" * 200_000, "Baris 1"),
        (b"/a/;/ekonomi/\n" * 10_001, "10.000 baris"),
        (b"x" * (files.MAX_BYTES + 1), "2 MB"),
    ],
    ids=["empty", "header alone", "UTF-16", "picture", "quote left open", "too many rows", "too large"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(desk: Client, content: bytes, says: str) -> None:
    response = upload(desk, content)
    assert says in response.context["form"].errors["file"][0]
    assert response.status_code == 200


def test_nothing_chosen_is_said(desk: Client) -> None:
    assert "belum dipilih" in desk.post(IMPORT, {}).context["form"].errors["file"][0]


def test_saving_needs_a_report_that_was_seen(desk: Client) -> None:
    """A new file beside the button is reported, not saved."""
    assert kinds(upload(desk, "/a/;/ekonomi/", simpan="1", text="/b/;/ekonomi/")) == (1, 0, 0, 0)
    assert not Redirect.objects.exists()


def test_a_file_taken_along_can_be_brought_back(desk: Client, cast: Cast) -> None:
    story = make.published()
    for number, target in enumerate(
        [
            {"article": story},
            {"section": cast.ekonomi},
            {"author": cast.reporter.author},
            {"target": "/kontak/"},
            {"status": 410},
        ]
    ):
        Redirect.objects.create(path=f"/lama-{number}/“{number}”;x/", note="=1+1", **target)
    Redirect.objects.create(path="/toko/", target="https://toko.example/?a=1;b", note="'kutip")
    response = desk.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response["Content-Disposition"]
    content = response.getvalue()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["tujuan"] == Edition.objects.get().get_absolute_url()
    assert rows[0]["catatan"] == "'=1+1"  # which no spreadsheet runs
    assert kinds(upload(desk, content, elsewhere="on")) == (0, 0, 6, 0)
    Redirect.objects.all().delete()
    text = upload(desk, content, elsewhere="on").context["form"].cleaned_data["text"]
    desk.post(IMPORT, {"text": text, "elsewhere": "on", "simpan": "1"})
    assert list(Redirect.objects.order_by("pk").values_list("note", flat=True)) == ["=1+1"] * 5 + ["'kutip"]


def test_a_large_table_is_taken_along_in_few_queries(
    desk: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    story = make.published()
    Redirect.objects.bulk_create(Redirect(path=f"/lama-{n}/", article=story) for n in range(1_500))
    with django_assert_max_num_queries(3):
        assert len(list(files.lines())) == 1_501


# Pages whose address is changed


@pytest.mark.parametrize("kind", ["section", "author"])
def test_a_changed_address_leads_on_from_the_same_save(desk: Client, cast: Cast, kind: str) -> None:
    make.published()
    thing = cast.metropolis if kind == "section" else cast.reporter.author
    old, screen = thing.get_absolute_url(), f"/admin/articles/{kind}/{thing.pk}/change/"
    form = {"name": thing.name, "slug": "alamat-baru", "position": 1, "code": "rin", "is_active": "on"}
    response = desk.post(screen, form, follow=True)
    assert f"Alamat lama {old} kini dialihkan" in response.content.decode()
    thing.refresh_from_db()
    assert desk.get(old)["Location"] == thing.get_absolute_url()
    assert Redirect.objects.get().created_by == cast.managing_editor
    desk.post(screen, form | {"name": "Nama lain"})  # and nothing more while the address stays
    assert Redirect.objects.count() == 1
    desk.post(screen, form | {"slug": old.strip("/").split("/")[-1]})  # and back
    assert [row.path for row in Redirect.objects.all()] == [thing.get_absolute_url()]


def test_an_address_that_still_leads_somewhere_is_not_given_away(desk: Client, cast: Cast) -> None:
    desk.post(
        f"/admin/articles/section/{cast.ekonomi.pk}/change/", {"name": "Ekonomi", "slug": "bisnis", "position": 1}
    )
    for screen, name in (("add/", "Baru"), (f"{cast.metropolis.pk}/change/", "Metropolis")):
        form = {"name": name, "slug": "ekonomi", "position": 1}
        assert "masih dialihkan" in errors(desk.post(f"/admin/articles/section/{screen}", form))["slug"][0]


def test_a_save_that_fails_moves_nothing(desk: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(rules, "moved", fail)
    with pytest.raises(RuntimeError):
        desk.post(
            f"/admin/articles/section/{cast.ekonomi.pk}/change/", {"name": "Ekonomi", "slug": "bisnis", "position": 1}
        )
    assert Section.objects.get(pk=cast.ekonomi.pk).slug == "ekonomi"
