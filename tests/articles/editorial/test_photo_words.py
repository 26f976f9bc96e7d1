"""What is said of a story's photos is written beside the text: kept, checked and saved with it."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Photo, PhotoRights
from tests import make
from tests.cast import Cast

ADD = "/admin/articles/article/add/"
KEEP = "/admin/articles/article/ketikan/"


def page_of(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def form_of(article: Article, **words: str) -> dict[str, Any]:
    photo = article.photo
    assert photo
    said = {name: getattr(photo, name) for name in ("alt_text", "caption", "credit", "rights")}
    named = {f"foto-{photo.pk}-{name}": value for name, value in (said | words).items()}
    shown = {f"initial-foto-{photo.pk}-{name}": value for name, value in said.items()}
    form = {"headline": article.headline, "body": article.body, "photo": str(photo.pk), "content_class": "news"}
    return form | {"base_version": str(article.version)} | named | shown


def led(by: Any, **fields: Any) -> Article:
    blank = {"caption": "", "credit": "", "alt_text": "", "rights": ""}
    return make.draft(photo=make.photo(uploaded_by=by, **blank | fields))


def test_they_are_saved_with_the_story(cast: Cast, client: Client) -> None:
    article = led(cast.reporter)
    client.force_login(cast.reporter)
    sent = form_of(
        article, alt_text="Antrean di dermaga", caption="Antrean. (Foto: Humas Pemkot)", rights=PhotoRights.PRESS_OFFICE
    )
    assert client.post(article.get_absolute_url(), sent).status_code == 302
    photo = Photo.objects.get()
    assert (photo.alt_text, photo.caption, photo.credit, photo.rights) == (
        "Antrean di dermaga",
        "Antrean.",
        "Humas Pemkot",
        PhotoRights.PRESS_OFFICE,
    )


def test_only_what_was_changed_here_is_written(cast: Cast, client: Client) -> None:
    article = led(cast.reporter, credit="Lama")
    client.force_login(cast.reporter)
    sent = form_of(article, alt_text="Antrean")
    Photo.objects.update(credit="Dari meja foto")
    client.post(article.get_absolute_url(), sent)
    photo = Photo.objects.get()
    assert (photo.alt_text, photo.credit) == ("Antrean", "Dari meja foto")


def test_what_is_wrong_refuses_the_form_and_keeps_it_whole(cast: Cast, client: Client) -> None:
    article = led(cast.reporter)
    client.force_login(cast.reporter)
    response = client.post(article.get_absolute_url(), form_of(article, alt_text="IMG_0001.JPG", credit="Budi"))
    assert response.status_code == 200
    html = response.content.decode()
    assert "berisi nama berkas" in html
    assert "IMG_0001.JPG</textarea>" in html
    assert 'value="Budi"' in html
    assert Photo.objects.get().credit == ""


@pytest.mark.parametrize("name", ["alt_text", "caption", "credit", "rights"])
def test_what_is_said_already_is_not_taken_away(cast: Cast, client: Client, name: str) -> None:
    said = {"alt_text": "Antrean", "caption": "Antrean.", "credit": "Rina", "rights": PhotoRights.OWN}
    article = led(cast.reporter, **said)
    client.force_login(cast.reporter)
    for emptied in ("", "(Foto: Rina)" if name == "caption" else ""):
        response = client.post(article.get_absolute_url(), form_of(article, **{name: emptied}))
        assert response.status_code == 200
        assert "Sudah terisi: ganti, jangan dikosongkan." in response.content.decode()
    assert Photo.objects.values(*said).get() == said


def test_a_photo_of_somebody_else_is_shown_and_not_written(cast: Cast, client: Client) -> None:
    article = led(cast.other_reporter, credit="Yusuf")
    client.force_login(cast.reporter)
    html = page_of(client, article)
    assert "Yusuf" in html
    assert f'name="foto-{article.photo_id}-credit"' not in html
    assert client.post(article.get_absolute_url(), form_of(article, credit="Bajakan")).status_code == 302
    assert Photo.objects.get().credit == "Yusuf"
    client.force_login(cast.editor)  # completes any photo before it is published
    assert f'name="foto-{article.photo_id}-credit"' in page_of(client, article)


def test_the_checklist_ticks_while_they_are_typed(cast: Cast, client: Client) -> None:
    article = led(cast.reporter, caption="Antrean", credit="Rina", rights=PhotoRights.OWN)
    client.force_login(cast.reporter)
    assert f'href="#foto-{article.photo_id}"' in page_of(client, article)
    kept = {"typing_key": "8f14e45f-ceea-4e7a-9b1d-3f1e6c0a9b11", "turn": "1", "person": str(cast.reporter.pk)}
    sent = form_of(article, alt_text="Antrean di dermaga") | kept | {"story": str(article.pk)}
    assert "teks alternatif" not in client.post(KEEP, sent).json()["checks"]
    assert Photo.objects.get().alt_text == ""


def test_what_was_typed_and_not_saved_is_offered_and_taken(cast: Cast, client: Client) -> None:
    article = led(cast.reporter)
    client.force_login(cast.reporter)
    kept = {"typing_key": "8f14e45f-ceea-4e7a-9b1d-3f1e6c0a9b12", "turn": "1", "person": str(cast.reporter.pk)}
    client.post(KEEP, form_of(article, alt_text="Antrean di dermaga") | kept | {"story": str(article.pk)})
    html = page_of(client, article)
    assert "<ins>Antrean di dermaga</ins>" in html
    number = re.findall(r"\?ketikan=(\d+)", html)[0]
    taken = client.get(f"{article.get_absolute_url()}?ketikan={number}").content.decode()
    assert "Antrean di dermaga</textarea>" in taken


def test_nobody_reads_them_who_may_not_know_of_the_photo(cast: Cast, client: Client) -> None:
    article = led(cast.reporter, caption="RAHASIA")
    address = f"/admin/articles/photo/{article.photo_id}/kata/"
    client.force_login(cast.other_reporter)
    assert client.get(address).status_code == 404
    client.force_login(cast.reporter)
    assert "RAHASIA" in client.get(address).content.decode()
