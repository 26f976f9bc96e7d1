"""The fixed pages are edited at the desk: their words, not which ones there are."""

from django.test import Client
from django.urls import reverse

from articles.models import Page
from tests.cast import Cast


def change(page: Page) -> str:
    return reverse("admin:articles_page_change", args=[page.pk])


def test_the_managing_editor_and_the_administrator_edit_the_words(cast: Cast, client: Client) -> None:
    page = Page.objects.get(slug="kontak")
    for person in (cast.managing_editor, cast.administrator):
        client.force_login(person)
        new = {"title": f"Kontak {person}", "body": "<p onclick='x()'>Jalan Mulawarman</p>", "position": 3, "slug": "x"}
        assert client.post(change(page), new).status_code == 302
        page.refresh_from_db()
        assert (page.title, page.body, page.slug) == (f"Kontak {person}", "<p>Jalan Mulawarman</p>", "kontak")


def test_pages_neither_come_nor_go(cast: Cast, client: Client) -> None:
    page = Page.objects.get(slug="kontak")
    client.force_login(cast.managing_editor)
    assert client.get("/admin/articles/page/add/").status_code == 403
    assert client.post(reverse("admin:articles_page_delete", args=[page.pk]), {"post": "yes"}).status_code == 403
    assert Page.objects.filter(pk=page.pk).exists()


def test_others_change_nothing(cast: Cast, client: Client) -> None:
    page = Page.objects.get(slug="kontak")
    for person in (cast.reporter, cast.editor, cast.photo_editor, cast.moderator, cast.outsider):
        client.force_login(person)
        client.post(change(page), {"title": "Palsu", "body": "", "position": 1})
        page.refresh_from_db()
        assert page.title != "Palsu"
