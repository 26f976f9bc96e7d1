"""An account whose role needs an author's or editor's row is told so, wherever it would else find nothing."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from accounts import cards, roles
from articles.models import Author, Editor
from desk import dashboard
from tests import make
from tests.cast import PASSWORD, Cast, engage_people
from tests.forms import STORIES, AtDesk, fields_of

ACCOUNTS = "/admin/auth/user/"


def hired(role: str) -> User:
    (user,) = engage_people([("Sari Melati", role)])
    return User.objects.get(pk=user.pk)


def lacking(user: User) -> list[str]:
    return [lack.label for lack in cards.lacks(user)]


@pytest.mark.parametrize(
    ("role", "lacks"),
    [
        (roles.REPORTER, ["Buat kartu penulis"]),
        (roles.EDITOR, ["Buat kartu penulis", "Buat kartu redaktur"]),
        (roles.MANAGING_EDITOR, ["Buat kartu penulis"]),
        (roles.MODERATOR, []),
        (roles.ADMINISTRATOR, []),
    ],
)
def test_each_role_lacks_what_it_works_with(cast: Cast, role: str, lacks: list[str]) -> None:
    user = hired(role)
    assert lacking(user) == lacks
    make.author(user=user)
    make.editor(user=user)
    assert lacking(user) == []


def test_an_editor_who_is_off_duty_and_one_of_another_account_do_not_count(cast: Cast) -> None:
    user = hired(roles.EDITOR)
    make.author(user=user)
    make.editor(user=user, is_active=False)
    make.editor(user=cast.outsider)
    assert lacking(user) == ["Buat kartu redaktur"]


def test_closed_accounts_and_readers_lack_nothing(cast: Cast) -> None:
    user = hired(roles.EDITOR)
    user.is_active = False
    assert lacking(user) == []
    assert lacking(cast.outsider) == []


def test_the_first_page_says_it_in_place_of_an_empty_desk(cast: Cast) -> None:
    make.in_review()
    user = hired(roles.EDITOR)
    html = AtDesk(user).read("/admin/")
    assert "belum disambung ke kartu redaktur" in html
    assert "Meja bersih" not in html
    assert "Minta administrator menyambungkannya." in html  # who may not do it is sent to who may
    assert "Buat kartu" not in html
    assert "belum disambung" not in AtDesk(cast.editor).read("/admin/")


def test_who_may_mend_it_is_led_to_the_form_begun_for_the_account(cast: Cast) -> None:
    boss = AtDesk(cast.managing_editor)
    (lack, may_mend) = dashboard.first_page(cast.managing_editor).lacks[0]
    assert may_mend
    begun = fields_of(boss.read(lack.address), "author_form")
    assert (begun["user"], begun["name"]) == ([str(cast.managing_editor.pk)], ["Hasan Basri"])


def test_a_story_says_why_it_has_no_buttons(cast: Cast) -> None:
    story = make.in_review(section=cast.metropolis)
    address = f"{STORIES}{story.pk}/change/"
    assert "belum disambung ke kartu redaktur" in AtDesk(hired(roles.EDITOR)).read(address)
    assert "di luar rubrik Anda" in AtDesk(cast.other_editor).read(address)
    for who in (cast.editor, cast.reporter, cast.photo_editor):
        html = AtDesk(who).read(address)
        assert "kartu redaktur" not in html
        assert "di luar rubrik" not in html


def test_whoever_gives_a_role_is_told_what_is_still_missing(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_superuser("pemilik"))  # who gives every role alone
    account = {
        "username": "sari", "first_name": "Sari", "last_name": "Melati", "email": "",
        "password1": PASSWORD, "password2": PASSWORD, "groups": [Group.objects.get(name=roles.EDITOR).pk],
    }  # fmt: skip
    answer = client.post(f"{ACCOUNTS}add/", account, follow=True).content.decode()
    sari = User.objects.get(username="sari")
    for kind in ("author", "editor"):
        assert f'/admin/articles/{kind}/add/?user={sari.pk}&amp;name=Sari+Melati"' in answer
    assert "menyunting itu kembali" not in answer  # the words of a machine
    assert "Periksa lagi di bawah bila perlu" in answer
    Author.objects.create(name="Sari Melati", slug="sari", user=sari)
    Editor.objects.create(name="Sari Melati", user=sari)
    again = client.post(f"{ACCOUNTS}{sari.pk}/change/", {
        "username": "sari", "first_name": "Sari", "last_name": "M.", "is_staff": "on", "is_active": "on",
        "groups": [Group.objects.get(name=roles.EDITOR).pk],
    }, follow=True).content.decode()  # fmt: skip
    assert "tersimpan" in again
    assert "belum disambung" not in again
