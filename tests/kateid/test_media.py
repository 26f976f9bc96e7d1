"""Uploaded images, where the application answers for them itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

type Keep = Callable[..., None]

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@pytest.fixture
def keep(own_media: Path) -> Keep:
    def write(name: str, content: bytes = PIXEL) -> None:
        path = own_media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return write


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_an_image_is_shown_as_nothing_but_an_image(client: Client, keep: Keep) -> None:
    keep("foto/banjir.gif")
    response = client.get("/media/foto/banjir.gif")
    assert content(response) == PIXEL
    assert response.headers["Content-Type"] == "image/gif"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["surat.html", "gambar.svg", "naskah.docx", "tanpa-akhiran", ".png"])
def test_what_is_no_image_is_not_there(client: Client, keep: Keep, name: str) -> None:
    keep(name, b"<script>alert(1)</script>")
    assert client.get(f"/media/{name}").status_code == 404


def test_a_script_with_an_images_name_is_still_only_an_image(client: Client, keep: Keep) -> None:
    keep("jahat.jpg", b"<script>alert(1)</script>")
    response = client.get("/media/jahat.jpg")
    assert content(response)
    assert response.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("name", ["../rahasia.png", "..%2frahasia.png", "/etc/rahasia.png", "foto/../../rahasia.png"])
def test_nothing_outside_the_folder_is_reached(client: Client, keep: Keep, name: str) -> None:
    keep("../rahasia.png")
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("name", ["a" * 5000 + ".png", "foto%00.png"])
def test_a_name_that_no_file_could_have_is_not_there(client: Client, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_a_folder_is_not_listed(client: Client, keep: Keep) -> None:
    keep("foto/banjir.gif")
    assert client.get("/media/foto/").status_code == 404


def test_a_known_image_is_not_sent_again(client: Client, keep: Keep) -> None:
    keep("foto/banjir.gif")
    first = client.get("/media/foto/banjir.gif")
    assert content(first) == PIXEL
    again = client.get("/media/foto/banjir.gif", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert again.status_code == 304


def test_images_are_only_read(client: Client, keep: Keep) -> None:
    keep("foto/banjir.gif")
    assert client.post("/media/foto/banjir.gif").status_code == 405
