"""An author's page, which stays when the author has left."""

from django.test import Client

from tests import make
from tests.cast import Cast

from .test_section import listed


def test_an_author_has_a_name_a_code_a_profile_and_stories(cast: Cast, client: Client) -> None:
    author = make.author(
        "Siti Tulastri", code="stu", job_title="Reporter", bio="Meliput sungai.\n\nTinggal di Loa Duri."
    )
    make.published(headline="Karya Siti", authors=[author])
    make.published(headline="Bukan karya Siti")
    html = client.get("/penulis/siti-tulastri/").content.decode()
    for part in ("Siti Tulastri</h1>", "Reporter", "(stu)", "<p>Meliput sungai.</p>", "<p>Tinggal di Loa Duri.</p>"):
        assert part in html
    assert "Alumni" not in html
    assert listed(client, "/penulis/siti-tulastri/") == ["Karya Siti"]


def test_former_staff_are_marked_as_alumni(cast: Cast, client: Client) -> None:
    make.author("Siti Tulastri", is_active=False)
    html = client.get("/penulis/siti-tulastri/").content.decode()
    assert "Alumni" in html
    assert "Belum ada berita dari penulis ini." in html


def test_a_profile_is_text_and_never_markup(cast: Cast, client: Client) -> None:
    make.author("Siti", bio="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/penulis/siti/").content.decode()


def test_an_unknown_author_cannot_be_found(cast: Cast, client: Client) -> None:
    assert client.get("/penulis/tidak-ada/").status_code == 404
