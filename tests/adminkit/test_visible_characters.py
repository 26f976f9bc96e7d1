"""No text of one line at the desk keeps a character that nobody sees, whichever form or file it came by."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from adminkit.characters import visible
from articles.editorial.topics import canonical
from articles.models import Article, Author, Section, Tag
from articles.richtext import sanitise
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk, fields_of

HIDDEN = "\u202e\u200b\u00ad\u2066\ufeff"


@pytest.mark.parametrize("kept", ["👩‍👩‍👧 ramai", "kitab کتاب\u200cها", "\u200fعربي", "Nur’aini", "a\u00a0b"])
def test_what_emoji_and_arabic_are_made_with_stays(kept: str) -> None:
    assert visible(kept) == kept
    assert sanitise(f"<p>{kept}</p>").replace("&nbsp;", "\u00a0") == f"<p>{kept}</p>"


@pytest.mark.parametrize("written", ["\u200eFeri", "Fe\u200dri", "Feri\u200c", "F\u200fe\u061cri", "\u200d\u200cFeri"])
def test_joiners_and_marks_go_where_they_join_and_mark_nothing(written: str) -> None:
    assert visible(written) == "Feri"
    assert sanitise(f"<p>{written}</p>") == "<p>Feri</p>"


@pytest.mark.parametrize("written", [HIDDEN, "&#8238;&#x200B;&shy;&#8294;&#xFEFF;", "\u202a\u202c\u2060\u2069"])
def test_the_body_loses_them_however_they_are_written(written: str) -> None:
    assert sanitise(f"<p>Harga{written} naik</p>") == "<p>Harga naik</p>"


@pytest.mark.parametrize(
    ("row", "form", "typed"),
    [
        ("author", "author_form", {"name": "Nama", "job_title": "Jabatan"}),
        ("section", "section_form", {"name": "Nama"}),
        ("photo", "photo_form", {"caption": "Feri", "credit": "Humas", "alt_text": "Kapal", "place": "Palaran"}),
    ],
)
def test_every_form_of_the_desk_takes_them_off(cast: Cast, row: str, form: str, typed: dict[str, str]) -> None:
    things: dict[str, Any] = {"author": make.author, "section": make.section, "photo": make.photo_row}
    thing = things[row]()
    owner = AtDesk(User.objects.create_superuser("pemilik"))
    address = f"/admin/articles/{row}/{thing.pk}/change/"
    sent = fields_of(owner.read(address), form) | {name: f"{HIDDEN}{text}{HIDDEN}" for name, text in typed.items()}
    assert owner.client.post(address, sent).status_code == 302
    thing.refresh_from_db()
    assert {name: getattr(thing, name) for name in typed} == typed


def test_what_is_nothing_but_such_characters_is_empty(cast: Cast) -> None:
    owner = AtDesk(User.objects.create_superuser("pemilik"))
    section = make.section("Kota")
    address = f"/admin/articles/section/{section.pk}/change/"
    response = owner.client.post(address, fields_of(owner.read(address), "section_form") | {"name": HIDDEN})
    assert "masih kosong" in response.content.decode()
    assert Section.objects.get(pk=section.pk).name == "Kota"
    assert not Author.objects.filter(name="").exists()


def test_a_topic_is_the_same_with_and_without_them(cast: Cast) -> None:
    assert canonical([f"air{HIDDEN} bersih"]) == canonical(["air bersih"])
    AtDesk(cast.reporter).save(tags=f"banjir, ban\u200bjir{HIDDEN}")
    assert [tag.name for tag in Article.objects.order_by("-pk")[0].tags.all()] == ["banjir"]
    assert Tag.objects.filter(name__contains="ban").count() == 1
