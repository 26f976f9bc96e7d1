"""One opened form makes one thing: pressed again, come back to by Back, or sent twice at once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from adminkit.models import SentForm
from articles.models import Article, Author, Editor, LeadStory, Photo, Revision, RevisionKind, Section
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, fields_of
from tests.together import together

pytestmark = pytest.mark.both_databases


# Stories


def test_back_and_save_again_is_the_same_story(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    first = rina.save(opened=opened, headline="Feri Kembali", body="<p>Satu.</p>")
    again = rina.save(opened=opened, headline="Feri Kembali", body="<p>Satu.</p>")
    assert first["Location"] == again["Location"]
    assert Revision.objects.filter(article=Article.objects.get()).count() == 1


def test_what_was_changed_after_back_is_the_next_revision(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    rina.save(opened=opened, headline="Feri Kembali", body="<p>Satu.</p>")
    rina.save(opened=opened, headline="Feri Kembali", body="<p>Satu.</p><p>Dua.</p>")
    article = Article.objects.get()
    assert (article.version, "Dua." in article.body) == (2, True)


def test_what_was_changed_after_back_overwrites_nobody(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    rina.save(opened=opened, headline="Feri Kembali", body="<p>Satu.</p>")
    make.edited(Article.objects.get(), by=cast.editor, body="<p>Satu.</p><p>Lukman.</p>")
    rina.save(opened=opened, headline="Feri Kembali", body="<p>Satu.</p><p>Rina.</p>")
    article = Article.objects.get()
    assert "Lukman." in article.body
    assert "Rina." in Revision.objects.get(article=article, kind=RevisionKind.SET_ASIDE).content["body"]


def test_the_address_of_a_saved_form_leads_to_its_story(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    location = rina.save(opened=opened, headline="Feri Kembali")["Location"]
    (key,) = opened["form_key"]
    assert rina.client.get(f"{STORIES}add/?kunci={key}")["Location"] == location
    yusuf = AtDesk(cast.other_reporter)
    assert yusuf.client.get(f"{STORIES}add/?kunci={key}").status_code == 200


def test_two_opened_forms_are_two_stories(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    for opened in (rina.open(), rina.open()):
        rina.save(opened=opened, headline="Feri Kembali")
    assert Article.objects.count() == 2


def test_anothers_key_leads_to_nothing_of_theirs(cast: Cast) -> None:
    rina, yusuf = AtDesk(cast.reporter), AtDesk(cast.other_reporter)
    opened = rina.open()
    rina.save(opened=opened, headline="Feri Kembali")
    yusuf.save(opened=yusuf.open() | {"form_key": opened["form_key"]}, headline="Kapal Baru")
    assert set(Article.objects.values_list("headline", "created_by__username")) == {
        ("Feri Kembali", "rina"),
        ("Kapal Baru", "yusuf"),
    }


def test_a_refused_form_keeps_its_key(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    opened = rina.open()
    refused = rina.save(opened=opened, headline="Feri", slug="bukan alamat!")
    assert fields_of(refused.content.decode(), "article_form")["form_key"] == opened["form_key"]
    assert not SentForm.objects.exists()


def test_two_sendings_of_one_new_story_at_once(own_cast: Cast) -> None:
    opened = AtDesk(own_cast.reporter).open() | {"headline": ["Feri Kembali"], "body": ["<p>Satu.</p>"]}
    desks = [AtDesk(own_cast.reporter) for _ in range(4)]
    answers = together(*(lambda desk=desk: desk.save(opened=opened) for desk in desks))
    assert {answer.status_code for answer in answers} == {302}, answers
    assert len({answer["Location"] for answer in answers}) == 1
    assert Article.objects.count() == 1
    assert Revision.objects.count() == 1


# Everything else


ADD_FORMS: dict[str, tuple[str, type[Model], dict[str, Any]]] = {
    "section": ("section", Section, {"name": "Wisata", "slug": "wisata", "position": "9"}),
    "author": ("author", Author, {"name": "Ani Mariani", "slug": "ani-mariani", "code": "ani", "is_active": "on"}),
    "editor": ("editor", Editor, {"name": "Budi Santoso", "is_active": "on"}),
    "front page": ("leadstory", LeadStory, {}),
    "photo": (
        "photo", Photo,
        {"caption": "Feri", "credit": "Humas", "rights": "press_office", "digital_source": "digitalCapture"},
    ),
}  # fmt: skip


def sent_to(client: Client, name: str, article: Article, keyed: bool) -> tuple[str, dict[str, Any]]:
    model, _, typed = ADD_FORMS[name]
    address = f"/admin/articles/{model}/add/"
    fields = fields_of(client.get(address).content.decode(), f"{model}_form")
    fields = {field: value for field, value in fields.items() if keyed or field != "form_key"}
    if name == "front page":
        typed = {"article": str(article.pk)}
    return address, fields | typed


def send(client: Client, name: str, address: str, fields: dict[str, Any]) -> Any:
    if name == "photo":
        fields = fields | {"upload": SimpleUploadedFile("feri.jpg", make.picture(3).read(), "image/jpeg")}
    return client.post(address, fields)


@pytest.mark.parametrize("keyed", [True, False], ids=["one form", "two forms alike"])
@pytest.mark.parametrize("name", ADD_FORMS)
def test_two_equal_sendings_at_once_are_one_success_and_one_sentence(own_cast: Cast, name: str, keyed: bool) -> None:
    person = own_cast.photo_editor if name == "photo" else own_cast.managing_editor
    if name in {"section", "author", "editor"}:
        person = own_cast.administrator
    article, clients = make.published(), [AtDesk(person).client for _ in range(2)]
    address, fields = sent_to(clients[0], name, article, keyed)
    before = ADD_FORMS[name][1]._default_manager.count()
    answers = together(*(lambda client=client: send(client, name, address, fields) for client in clients))
    statuses = sorted(answer.status_code for answer in answers)
    if keyed:
        assert statuses == [302, 302], answers
    else:
        assert statuses == [200, 302], answers
        refused = next(answer for answer in answers if answer.status_code == 200)
        assert refused.context["errors"]
    assert ADD_FORMS[name][1]._default_manager.count() == before + 1


def test_the_same_form_with_another_name_makes_another_editor(cast: Cast) -> None:
    client = AtDesk(cast.administrator).client
    address, fields = sent_to(client, "editor", make.draft(), keyed=True)
    for name in ("Budi Santoso", "Budi Santoso", "Ani Mariani"):
        client.post(address, fields | {"name": name})
    assert Editor.objects.filter(name__in=["Budi Santoso", "Ani Mariani"]).count() == 2


def test_the_second_sending_is_told(cast: Cast) -> None:
    client = AtDesk(cast.administrator).client
    address, fields = sent_to(client, "editor", make.draft(), keyed=True)
    client.post(address, fields)
    page = client.post(address, fields, follow=True).content.decode()
    assert "Formulir ini terkirim dua kali" in page


def test_a_form_whose_thing_was_deleted_may_be_sent_again(cast: Cast) -> None:
    client = AtDesk(cast.administrator).client
    address, fields = sent_to(client, "editor", make.draft(), keyed=True)
    client.post(address, fields)
    Editor.objects.filter(name="Budi Santoso").delete()
    client.post(address, fields)
    assert Editor.objects.filter(name="Budi Santoso").count() == 1
