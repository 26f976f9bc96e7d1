"""Who may do what is on the record: in words, mailed, and no administrator raises anybody alone."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client

from accounts import roles
from tests.cast import PASSWORD, Cast

from .test_desk_accounts import ADD, SECRET, form, group, url


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_superuser("pemilik", email="pemilik@contoh.id", password=PASSWORD)


@pytest.fixture
def admin(cast: Cast, owner: User) -> Client:
    return at_desk(cast.administrator)


@pytest.fixture
def second(cast: Cast) -> Client:
    """Another administrator's desk."""
    person = User.objects.create_user("dua", password=PASSWORD, is_staff=True)
    person.groups.add(group(roles.ADMINISTRATOR))
    return at_desk(person)


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def logged(user: User) -> str:
    entry = LogEntry.objects.filter(object_id=str(user.pk)).latest("pk")
    return str(entry.get_change_message())


def told() -> dict[str, str]:
    return {address: str(letter.body) for letter in mail.outbox for address in letter.to}


def roles_of(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def with_address(user: User) -> User:
    user.email = f"{user.username}@contoh.id"
    user.save(update_fields=["email"])
    return user


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groups": [roles.REPORTER, roles.MODERATOR]}, "Peran: Reporter → Reporter, Moderator."),
        ({"groups": []}, "Peran: Reporter → tidak ada."),
        ({"is_staff": ""}, "Meja redaksi: ya → tidak."),
        ({"is_active": ""}, "Akun aktif: ya → tidak."),
        ({"username": "baru"}, "Nama masuk: rina → baru."),
    ],
)
def test_what_changed_is_logged_in_words_and_mailed(
    cast: Cast, admin: Client, changes: dict[str, Any], words: str
) -> None:
    person = with_address(cast.reporter)
    if "groups" in changes:
        changes = {"groups": [group(name).pk for name in changes["groups"]]}
    assert admin.post(url(person), form(person, **changes)).status_code == 302
    assert words in logged(person)
    assert LogEntry.objects.latest("pk").user == cast.administrator
    letters = told()
    assert set(letters) == {"rina@contoh.id", "pemilik@contoh.id"}
    for letter in letters.values():
        assert words in letter
        assert cast.administrator.get_full_name() in letter
        assert "WITA" in letter


def test_a_changed_address_is_told_to_the_old_one_too(cast: Cast, admin: Client) -> None:
    person = with_address(cast.reporter)
    admin.post(url(person), form(person, email="lain@contoh.id"))
    assert {"rina@contoh.id", "lain@contoh.id", "pemilik@contoh.id"} <= set(told())


def test_a_new_password_and_a_dropped_factor_are_told(cast: Cast, admin: Client) -> None:
    person = with_address(cast.editor)
    admin.post(url(person, "password"), {"password1": SECRET, "password2": SECRET})
    assert logged(person) == "Kata sandi diganti."
    assert all("Kata sandi diganti." in letter and SECRET not in letter for letter in told().values())
    assert set(told()) == {"lukman@contoh.id", "pemilik@contoh.id"}
    mail.outbox.clear()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    admin.post("/admin/auth/user/", {"action": "drop_second_factors", "_selected_action": [person.pk]})
    assert logged(person) == "Faktor kedua dihapus."
    assert set(told()) == {"lukman@contoh.id", "pemilik@contoh.id"}


def test_a_changed_name_is_nobodys_alarm(cast: Cast, admin: Client) -> None:
    person = with_address(cast.reporter)
    admin.post(url(person), form(person, last_name="Baru"))
    assert told() == {}
    assert logged(person) == "Nama diubah."


@pytest.mark.parametrize("role", [roles.EDITOR, roles.MANAGING_EDITOR, roles.ADMINISTRATOR])
def test_an_administrator_alone_makes_nobody_who_decides(cast: Cast, admin: Client, second: Client, role: str) -> None:
    new = {"username": "boneka", "password1": SECRET, "password2": SECRET, "groups": [group(role).pk]}
    admin.post(ADD, new)
    puppet = User.objects.get(username="boneka")
    assert roles_of(puppet) == set()
    assert not puppet.is_staff
    assert f"Diusulkan: peran {role}." in logged(puppet)
    for _ in range(2):  # nor by giving it again
        answer = admin.post(url(puppet), form(puppet, groups=[group(role).pk], is_staff="on"), follow=True)
        assert f"Peran {role} baru diusulkan" in answer.content.decode()
        assert roles_of(puppet) == set()
    second.post(url(puppet), form(puppet, groups=[group(role).pk], is_staff="on"))
    assert roles_of(puppet) == {role}
    assert User.objects.get(pk=puppet.pk).is_staff


def test_the_owner_gives_every_role(cast: Cast, owner: User) -> None:
    at_desk(owner).post(url(cast.reporter), form(cast.reporter, groups=[group(roles.MANAGING_EDITOR).pk]))
    assert roles_of(cast.reporter) == {roles.MANAGING_EDITOR}


def test_a_proposal_of_who_is_no_administrator_any_more_does_not_count(
    cast: Cast, admin: Client, second: Client
) -> None:
    sent = form(cast.reporter, groups=[group(roles.EDITOR).pk])
    second.post(url(cast.reporter), sent)
    User.objects.filter(username="dua").update(is_active=False)
    admin.post(url(cast.reporter), sent)
    assert roles.EDITOR not in roles_of(cast.reporter)


def test_nobody_opens_a_closed_account_of_higher_rank_alone(cast: Cast, admin: Client, second: Client) -> None:
    person = cast.managing_editor
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    opened = form(person, is_active="on", is_staff="on")
    admin.post(url(person), opened)
    assert not User.objects.get(pk=person.pk).is_active
    second.post(url(person), opened)
    assert User.objects.get(pk=person.pk).is_active


def test_what_somebody_has_already_stays_when_another_thing_is_saved(cast: Cast, admin: Client) -> None:
    admin.post(url(cast.managing_editor), form(cast.managing_editor, last_name="Baru"))
    assert roles_of(cast.managing_editor) == {roles.MANAGING_EDITOR}
    role = Group.objects.get(name=roles.MODERATOR)
    kept = [group(roles.MANAGING_EDITOR).pk, role.pk]
    admin.post(url(cast.managing_editor), form(cast.managing_editor, groups=kept))
    assert roles_of(cast.managing_editor) == {roles.MANAGING_EDITOR, roles.MODERATOR}


def test_a_proposal_counts_once_and_is_taken_back_by_its_own_hand(
    cast: Cast, admin: Client, second: Client, owner: User
) -> None:
    raised = form(cast.reporter, groups=[group(roles.REPORTER).pk, group(roles.EDITOR).pk])
    lowered = form(cast.reporter, groups=[group(roles.REPORTER).pk])
    admin.post(url(cast.reporter), raised)
    admin.post(url(cast.reporter), lowered)  # thought better of it
    second.post(url(cast.reporter), raised)
    assert roles_of(cast.reporter) == {roles.REPORTER}
    admin.post(url(cast.reporter), raised)
    assert roles_of(cast.reporter) == {roles.REPORTER, roles.EDITOR}
    at_desk(owner).post(url(cast.reporter), lowered)
    second.post(url(cast.reporter), raised)  # what was proposed before was used up
    assert roles_of(cast.reporter) == {roles.REPORTER}


def test_a_proposal_is_told(cast: Cast, admin: Client, owner: User) -> None:
    admin.post(url(cast.reporter), form(cast.reporter, groups=[group(roles.REPORTER).pk, group(roles.EDITOR).pk]))
    assert f"Diusulkan: peran {roles.EDITOR}." in told()[owner.email]
