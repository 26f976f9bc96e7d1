"""Setting a second factor up, where commits are real: whoever has just done so has shown it."""

from django.test import Client
from pytest_django import Settings

from tests.cast import PASSWORD, Cast

from .conftest import code_of


def test_setting_it_up_opens_the_desk(client: Client, own_cast: Cast, settings: Settings) -> None:
    settings.KATEID_STAFF_SECOND_FACTOR = True
    client.post("/akun/masuk/", {"login": "rina", "password": PASSWORD})
    client.post("/akun/pastikan/", {"password": PASSWORD})
    page = client.get("/akun/faktor-kedua/aplikasi/")
    assert "data:image/svg" in page.content.decode()
    client.post("/akun/faktor-kedua/aplikasi/", {"code": code_of(page.context["form"].secret)})
    assert client.get("/admin/").status_code == 200
