"""Pictures of an old site, from a folder, a zip or a real server: always the largest, and into the right stories."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from articles.models import Article, Edition, Photo
from moving import folders, pictures, writing
from moving.folders import ZipFolder, folder_at
from moving.guard import NotFetched
from moving.items import MoveError
from moving.models import ImportedRow, OldPicture
from moving.pictures import Pictures, caption_and_credit, versions

from .old_site import old_site


def jpeg(shade: int, width: int = 700) -> bytes:
    image = Image.linear_gradient("L").resize((width, 500)).convert("RGB")
    image.paste((shade, 40, 200 - shade), (shade, shade, shade + 300, shade + 200))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://k.example/wp-content/uploads/a-300x200.jpg", "https://k.example/wp-content/uploads/a.jpg"),
        ("https://k.example/wp-content/uploads/a-scaled.jpg", "https://k.example/wp-content/uploads/a.jpg"),
        ("https://k.example/u/a.jpg?w=300&ssl=1", "https://k.example/u/a.jpg"),
        ("https://i0.wp.com/k.example/u/a.jpg?resize=300%2C200", "https://k.example/u/a.jpg"),
        ("https://i3.wp.com/k.example/u/a-1024x683.png?fit=1024%2C683&ssl=1", "https://k.example/u/a.png"),
        ("https://1.bp.blogspot.com/x/s320/a.jpg", "https://1.bp.blogspot.com/x/s0/a.jpg"),
        ("http://4.bp.blogspot.com/x/s1600-h/a.jpg", "http://4.bp.blogspot.com/x/s0/a.jpg"),
        ("https://blogger.googleusercontent.com/img/b/x/w400-h300/a.jpg", "https://blogger.googleusercontent.com/img/b/x/s0/a.jpg"),
        ("https://blogger.googleusercontent.com/img/a/abc=w640-h480-p-k-no", "https://blogger.googleusercontent.com/img/a/abc=s0"),
        ("https://lh3.googleusercontent.com/abc=s320", "https://lh3.googleusercontent.com/abc=s0"),
        ("https://k.example/content/images/size/w600/2024/05/a.jpg", "https://k.example/content/images/2024/05/a.jpg"),
        ("https://k.example/cdn-cgi/image/width=300,quality=75/https://k.example/a.jpg", "https://k.example/a.jpg"),
        ("https://images.weserv.nl/?url=k.example/a.jpg&w=300", "https://k.example/a.jpg"),
        ("https://k.example/thumb/timthumb.php?src=/uploads/a.jpg&w=300", "https://k.example/uploads/a.jpg"),
        ("https://k.example/foto-2020x.jpg?v=3", "https://k.example/foto-2020x.jpg?v=3"),
        ("https://k.example/pemilu-2024.jpg", "https://k.example/pemilu-2024.jpg"),
    ],
)  # fmt: skip
def test_the_largest_version_is_asked_for_first(url: str, first: str) -> None:
    assert next(versions(url)) == first
    assert url in versions(url)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Feri berlayar. (Foto: Rina/Kaltim)", "Feri berlayar", "Rina/Kaltim"), ("Feri [Foto: Humas]", "Feri", "Humas"),
        ("Foto: Rina", "", "Rina"), ("Feri berlayar", "Feri berlayar", ""),
        ("<b>Feri</b> &amp; kapal", "Feri & kapal", ""),
        ("Feri berlayar (ist)", "Feri berlayar", "Istimewa"), ("Pameran foto di kota", "Pameran foto di kota", ""),
    ],
)  # fmt: skip
def test_who_is_credited_stands_at_the_end(text: str, caption: str, credit: str) -> None:
    assert caption_and_credit(text) == (caption, credit)


# Folders and zips


def zipped(file: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return file


@pytest.mark.parametrize(
    ("held", "asked", "found"),
    [
        ("2020/05/a.jpg", "/wp-content/uploads/2020/05/a.jpg", True),
        ("a.jpg", "/asset/foto_berita/a.jpg", True),
        ("public_html/asset/foto_berita/a.jpg", "a.jpg", True),
        ("cadangan/uploads/2020/05/a.jpg", "/wp-content/uploads/2020/05/a.jpg", True),
        ("2021/09/a.jpg", "/wp-content/uploads/2020/05/a.jpg", False),
        ("../../etc/a.jpg", "/wp-content/uploads/2020/05/a.jpg", False),
        ("/abs/2020/05/a.jpg", "/wp-content/uploads/2020/05/a.jpg", True),
    ],
)
def test_a_file_of_a_zip_is_found_by_how_its_path_ends(tmp_path: Path, held: str, asked: str, found: bool) -> None:
    folder = folder_at(zipped(tmp_path / "gambar.zip", {held: b"gambar"}))
    assert folder.read(asked, 1000) == (b"gambar" if found else None)
    assert [one.name for one in tmp_path.iterdir()] == ["gambar.zip"]  # nothing is ever unpacked


def test_two_files_that_fit_are_none(tmp_path: Path) -> None:
    folder = folder_at(zipped(tmp_path / "gambar.zip", {"satu/a.jpg": b"1", "dua/a.jpg": b"2"}))
    with pytest.raises(NotFetched, match="2 berkas"):
        folder.read("a.jpg", 1000)


def test_a_bomb_and_a_lie_and_a_lock_are_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "bom.zip", {"bom.jpg": bytes(3_000_000)}, zipfile.ZIP_DEFLATED)
    with pytest.raises(NotFetched, match="tidak wajar"):
        folder_at(file).read("bom.jpg", 10_000_000)
    with pytest.raises(NotFetched, match="lebih dari"):
        folder_at(file).read("bom.jpg", 1_000_000)
    data = bytearray(zipped(tmp_path / "rusak.zip", {"a.jpg": b"gambar" * 99}).read_bytes())
    data[60] ^= 255
    (tmp_path / "rusak.zip").write_bytes(data)
    with pytest.raises(NotFetched, match="rusak"):
        folder_at(tmp_path / "rusak.zip").read("a.jpg", 10_000)
    locked = bytearray(zipped(tmp_path / "kunci.zip", {"a.jpg": b"gambar"}).read_bytes())
    locked[locked.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "kunci.zip").write_bytes(locked)
    with pytest.raises(NotFetched, match="sandi"):
        folder_at(tmp_path / "kunci.zip").read("a.jpg", 10_000)


def test_what_is_neither_a_folder_nor_a_zip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!")
    for place in ("a.rar", "tidak-ada"):
        with pytest.raises(MoveError):
            folder_at(tmp_path / place)
    monkeypatch.setattr(folders, "MOST_FILES", 1)
    with pytest.raises(MoveError, match="sejuta"):
        ZipFolder(zipped(tmp_path / "banyak.zip", {"a": b"", "b": b""}))


# Into stories


def wxr(folder: Path, host: str, body: str = "") -> Path:
    def item(number: int, kind: str, more: str, text: str = "") -> str:
        return (
            f"<item><title>Kabar {number}</title><wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type>"
            f"<wp:status>publish</wp:status><wp:post_date_gmt>2020-01-02 03:04:05</wp:post_date_gmt>{more}"
            f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )

    def file(number: int, name: str, caption: str) -> str:
        more = (
            f"<wp:attachment_url>http://{host}/{name}</wp:attachment_url><excerpt:encoded>{caption}</excerpt:encoded>"
        )
        return item(number, "attachment", more)

    thumbnail = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>11</wp:meta_value></wp:postmeta>"
    body = body or (
        f'<p>Satu.</p><figure><img src="http://{host}/b-300x200.jpg" alt="Kapal biru">'
        "<figcaption>Kapal</figcaption></figure>"
        f'<p>Dua.</p><img class="wp-image-12" src="http://{host}/x.jpg"><p>Tiga.</p><img src="http://{host}/bukan.jpg">'
    )
    out = folder / "ekspor.xml"
    out.write_text(
        '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><title>Koran</title>'
        "<wp:wxr_version>1.2</wp:wxr_version>"
        f"<wp:base_blog_url>http://{host}</wp:base_blog_url>{item(1, 'post', thumbnail, body)}"
        f"{file(11, 'a.jpg', 'Feri berlayar (Foto: Rina)')}{file(12, 'hilang.jpg', '')}"
        f"{file(13, 'c.jpg', '')}</channel></rss>"
    )
    return out


def move_in(file: Path, **options: Any) -> dict[str, Any]:
    report = file.with_name("laporan.json")
    call_command("move_in", str(file), report=str(report), verbosity=0, **options)
    loaded: dict[str, Any] = json.loads(report.read_text())
    return loaded


FILES = {"/a.jpg": jpeg(10), "/b.jpg": jpeg(90), "/b-300x200.jpg": jpeg(90, 300), "/bukan.jpg": b"<html>bukan gambar"}


@pytest.mark.django_db
def test_pictures_become_photos_of_the_newsroom(tmp_path: Path) -> None:
    with old_site(FILES) as site:
        file = wxr(tmp_path, site.host)
        report = move_in(file, pictures="daring", trust=[site.host])
        edition, article = Edition.objects.get(), Article.objects.get()
        lead = article.photo
        assert lead
        assert (lead.caption, lead.credit, edition.photo, lead.rights) == ("Feri berlayar", "Rina", lead, "own")
        inner = Photo.objects.exclude(pk=lead.pk).get()
        assert (inner.alt_text, inner.credit, inner.width) == ("Kapal biru", "Dok. Koran", 700)
        assert inner.renditions
        assert f'<figure data-photo="{inner.pk}"><figcaption>Kapal</figcaption></figure>' in article.body
        assert [one for one in ("Satu", "Dua", "Tiga") if one not in article.body] == []
        assert report["counts"]["picture"]["in"] == 4
        assert report["counts"]["picture"]["out"] == 2
        reasons = {one["url"]: one["reason"] for one in report["pictures"]}
        assert "404" in reasons[f"http://{site.host}/hilang.jpg"]
        assert reasons[f"http://{site.host}/bukan.jpg"]
        skipped = {one["id"]: one["reason"] for one in report["skipped"]}
        assert "404" in skipped["12"]
        assert "tidak dipakai" in skipped["13"]
        assert "11" in {one["id"] for one in report["out"] if one["kind"] == "attachment"}
        assert "/c.jpg" not in site.asked
        site.asked.clear()
        again = move_in(file, pictures="daring", trust=[site.host])
        assert again["out"] == []
        assert not {"/a.jpg", "/b.jpg"} & set(site.asked)
    assert Photo.objects.count() == 2
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_pictures_found_later_enter_the_story(tmp_path: Path) -> None:
    with old_site(FILES) as site:
        file = wxr(tmp_path, site.host)
        move_in(file)
        assert site.asked == []  # nobody asked for them
        first = Edition.objects.get()
        assert first.photo is None
        move_in(file, pictures="daring", trust=[site.host])
        article, live = Article.objects.get(), Edition.objects.live().get()
        assert article.photo == live.photo != None  # noqa: E711
        assert (live.kind, live.published_at, live.modified_at) == ("minor", first.published_at, first.modified_at)
        assert "data-photo" in live.body
        site.files["/hilang.jpg"] = jpeg(150)
        third = move_in(file, pictures="daring", trust=[site.host])
        assert Edition.objects.live().get().body.count("data-photo") == 2
        assert [one["id"] for one in third["out"]] == ["12"]
        move_in(file, pictures="daring", trust=[site.host])
    assert Edition.objects.count() == 3


@pytest.mark.django_db
def test_a_story_that_was_edited_here_is_left_alone(tmp_path: Path) -> None:
    with old_site(FILES) as site:
        file = wxr(tmp_path, site.host)
        move_in(file)
        article = Article.objects.get()
        article.revisions.update(by=None)
        move_in(file, pictures="daring", trust=[site.host])
    assert Photo.objects.count() == 2
    assert "data-photo" not in Article.objects.get().body
    assert "pasang sendiri" in ImportedRow.objects.get(kind="post").reason


@pytest.mark.django_db
def test_a_folder_comes_before_the_old_site(tmp_path: Path) -> None:
    uploads = tmp_path / "gambar"
    uploads.mkdir()
    (uploads / "a.jpg").write_bytes(jpeg(10))
    (uploads / "b.jpg").write_bytes(jpeg(90))
    (tmp_path / "rahasia.jpg").write_bytes(jpeg(50))
    (uploads / "hilang.jpg").symlink_to(tmp_path / "rahasia.jpg")
    move_in(wxr(tmp_path, "koran.invalid"), pictures=str(uploads), offline=True)
    assert Photo.objects.count() == 2  # what a link leads out of the folder to is not taken
    assert ImportedRow.objects.get(kind="attachment", foreign_id="12").outcome == "skipped"


@pytest.mark.django_db
def test_a_zip_does_as_well_and_says_what_is_not_in_it(tmp_path: Path) -> None:
    file = zipped(tmp_path / "uploads.zip", {"a.jpg": FILES["/a.jpg"], "b.jpg": FILES["/b.jpg"], "../hilang.jpg": b"x"})
    report = move_in(wxr(tmp_path, "koran.invalid"), pictures=str(file), offline=True)
    assert Photo.objects.count() == 2
    assert {one["as"] for one in report["pictures"]} == {"taken", "missing"}


@pytest.mark.django_db
def test_nothing_inside_is_fetched_unless_somebody_trusts_it(tmp_path: Path) -> None:
    with old_site(FILES) as site:
        move_in(wxr(tmp_path, site.host), pictures="daring")
        assert site.asked == []
    assert not Photo.objects.exists()
    assert {row.state for row in OldPicture.objects.exclude(posts=[])} == {"missing"}


@pytest.mark.django_db
def test_an_old_site_that_asks_to_wait_is_asked_again(tmp_path: Path) -> None:
    with old_site(FILES) as site:
        site.busy = {"/a.jpg": 2}
        move_in(wxr(tmp_path, site.host), pictures="daring", trust=[site.host])
    assert Article.objects.get().photo is not None


def test_a_site_that_never_answers_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def silent(url: str, *_args: Any) -> bytes:
        asked.append(url)
        raise NotFetched("situs lama tidak menjawab", is_silent=True)

    monkeypatch.setattr(pictures, "patiently", silent)
    source = Pictures()
    reasons = [source.find(f"http://mati.example/{number}.jpg") for number in range(20)]
    assert len(asked) == pictures.SILENCES
    assert "tidak ditanya lagi" in str(reasons[-1])


@pytest.mark.django_db
def test_a_text_holds_as_many_photos_as_it_may_and_the_gallery_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_INNER_PHOTOS", 2)
    uploads = tmp_path / "gambar"
    uploads.mkdir()
    for number in range(4):
        (uploads / f"f{number}.jpg").write_bytes(jpeg(number * 50))
    body = "<p>Isi.</p>" + "".join(f'<img src="http://koran.invalid/f{number}.jpg">' for number in range(4))
    move_in(wxr(tmp_path, "koran.invalid", body), pictures=str(uploads), offline=True)
    edition = Edition.objects.live().get()
    assert edition.body.count("data-photo") == 2
    assert len(edition.gallery) == 2


@pytest.mark.django_db
def test_a_folder_that_is_not_there_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("move_in", str(wxr(tmp_path, "koran.invalid")), pictures=str(tmp_path / "tidak"), verbosity=0)
    assert not Article.objects.exists()
