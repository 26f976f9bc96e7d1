"""Administrators manage people, but never those above them, never single rights, and never see a password."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import roles
from articles.models import Article
from tests import make
from tests.cast import PASSWORD, Cast

ADD = "/admin/auth/user/add/"
SECRET = "lamin-panjang-di-hulu"


def url(user: User, page: str = "change") -> str:
    name = "admin:auth_user_password_change" if page == "password" else f"admin:auth_user_{page}"
    return reverse(name, args=[user.pk])


def form(user: User, **changes: Any) -> dict[str, Any]:
    """What the form of an account sends when nothing but `changes` was touched."""
    sent = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "groups": [group.pk for group in user.groups.all()],
        "is_staff": "on" if user.is_staff else "",
        "is_active": "on" if user.is_active else "",
    } | changes
    return {name: value for name, value in sent.items() if value != ""}


def group(name: str) -> Group:
    return Group.objects.get(name=name)


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_superuser("pemilik", password=PASSWORD)


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def test_whoever_gets_a_role_may_come_to_the_desk(admin: Client, client: Client) -> None:
    new = {"username": "siti", "first_name": "Siti", "password1": SECRET, "password2": SECRET}
    admin.post(ADD, new | {"groups": [group(roles.REPORTER).pk], "is_superuser": "on", "is_staff": ""})
    siti = User.objects.get(username="siti")
    assert (siti.is_staff, siti.is_superuser) == (True, False)
    assert [group.name for group in siti.groups.all()] == [roles.REPORTER]
    admin.post(ADD, new | {"username": "tanpa-peran", "is_staff": "on"})
    assert User.objects.get(username="tanpa-peran").is_staff is False
    admin.logout()
    admin.post("/akun/masuk/", {"login": "siti", "password": SECRET})
    assert admin.get("/admin/").status_code == 200


def test_nobody_makes_a_superuser_but_a_superuser(cast: Cast, admin: Client, owner: User) -> None:
    admin.post(url(cast.reporter), form(cast.reporter, is_superuser="on"))
    cast.reporter.refresh_from_db()
    assert cast.reporter.is_superuser is False
    assert "is_superuser" not in admin.get(url(cast.reporter)).content.decode()
    admin.force_login(owner)
    admin.post(url(cast.reporter), form(cast.reporter, is_superuser="on"))
    cast.reporter.refresh_from_db()
    assert cast.reporter.is_superuser is True


def test_a_superuser_is_out_of_an_administrators_reach(cast: Cast, admin: Client, owner: User) -> None:
    before = User.objects.values().get(pk=owner.pk)
    assert admin.post(url(owner), form(owner, email="maling@example.id", is_active="")).status_code == 403
    assert admin.get(url(owner, "password")).status_code == 403
    assert admin.post(url(owner, "password"), {"password1": SECRET, "password2": SECRET}).status_code == 403
    assert admin.post(url(owner, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.values().get(pk=owner.pk) == before


def test_single_rights_are_nobodys_to_give(cast: Cast, admin: Client, owner: User) -> None:
    right = Permission.objects.get(codename="retract_article")
    for person in (cast.administrator, owner):
        admin.force_login(person)
        admin.post(url(cast.reporter), form(cast.reporter, user_permissions=[right.pk]))
        assert not cast.reporter.user_permissions.exists()
        reporters = group(roles.REPORTER)
        change = reverse("admin:auth_group_change", args=[reporters.pk])
        rights = set(reporters.permissions.all())
        assert admin.post(change, {"name": "Reporter", "permissions": [right.pk]}).status_code == 403
        assert admin.post("/admin/auth/group/add/", {"name": "Baru"}).status_code == 403
        assert set(reporters.permissions.all()) == rights
        assert "Menulis naskah sendiri" in admin.get(change).content.decode()


def test_no_page_shows_a_password_or_its_hash(cast: Cast, admin: Client, owner: User) -> None:
    cast.reporter.refresh_from_db()
    salt = cast.reporter.password.split("$")[1]
    pages = ["/admin/auth/user/", url(cast.reporter), url(cast.reporter, "password"), url(cast.reporter, "history")]
    for person in (cast.administrator, owner):
        admin.force_login(person)
        for page in pages:
            content = admin.get(page).content.decode()
            assert "md5$" not in content
            assert salt not in content
    admin.force_login(cast.administrator)
    assert admin.get("/admin/auth/user/?password__startswith=md5").status_code == 400


def test_a_new_password_for_somebody_else(cast: Cast, admin: Client) -> None:
    page = url(cast.reporter, "password")
    assert admin.post(page, {"password1": SECRET, "password2": "lain"}).status_code == 200
    assert admin.post(page, {}).status_code == 200
    assert admin.post(page, {"usable_password": "false", "unset-password": "1"}).status_code == 200
    cast.reporter.refresh_from_db()
    assert cast.reporter.check_password(PASSWORD)
    assert admin.post(page, {"password1": SECRET, "password2": SECRET}).status_code == 302
    cast.reporter.refresh_from_db()
    assert cast.reporter.check_password(SECRET)


def test_nobody_raises_or_locks_out_themselves(cast: Cast, admin: Client) -> None:
    me = cast.administrator
    promoted = form(me, groups=[group(roles.MANAGING_EDITOR).pk], is_active="", is_staff="", last_name="Baru")
    assert admin.post(url(me), promoted).status_code == 302
    me.refresh_from_db()
    assert (me.last_name, me.is_active, me.is_staff) == ("Baru", True, True)
    assert [group.name for group in me.groups.all()] == [roles.ADMINISTRATOR]


def test_who_leaves_is_closed_out_and_the_stories_stay(cast: Cast, admin: Client) -> None:
    make.published(by=cast.reporter)
    admin.post(url(cast.reporter), form(cast.reporter, is_active=""))
    cast.reporter.refresh_from_db()
    assert cast.reporter.is_active is False
    assert "Ditutup" in admin.get("/admin/auth/user/").content.decode()
    assert admin.get(url(cast.reporter, "delete")).status_code == 403


def test_deleting_an_account_takes_no_story_along(cast: Cast, admin: Client, owner: User) -> None:
    story = make.published(by=cast.reporter)
    photo = make.photo(uploaded_by=cast.reporter)
    admin.force_login(owner)
    assert admin.get(url(owner, "delete")).status_code == 403  # not oneself
    admin.post(url(cast.reporter, "delete"), {"post": "yes"})
    assert not User.objects.filter(pk=cast.reporter.pk).exists()
    story = Article.objects.get(pk=story.pk)
    assert story.created_by is None
    assert [author.code for author in story.ordered_authors()] == ["rin"]
    photo.refresh_from_db()


@pytest.mark.parametrize("page", ["/admin/auth/user/", ADD, "/admin/auth/group/"])
def test_accounts_are_the_administrators_business(cast: Cast, client: Client, page: str) -> None:
    for part, person in cast.everybody().items():
        client.force_login(person)
        status = client.get(page).status_code
        assert (status == 200) is (part == "administrator"), part


def test_bad_input_is_answered_with_a_sentence(cast: Cast, admin: Client) -> None:
    new = {"username": "rina", "password1": "12345678", "password2": "12345678"}
    errors = admin.post(ADD, new).context["adminform"].form.errors
    assert "sudah dipakai" in errors["username"][0]
    assert errors["password2"]
    assert "masih kosong" in admin.post(ADD, {}).context["adminform"].form.errors["username"][0]


@pytest.fixture
def reader(db: None) -> User:
    """Somebody whose address is confirmed."""
    user = User.objects.create_user("pembaca-siti", "siti@contoh.id", SECRET)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def enter(login: str) -> str:
    """Where signing in leads; empty where it is refused."""
    return str(Client().post("/akun/masuk/", {"login": login, "password": SECRET}).headers.get("Location", ""))


def test_a_changed_address_takes_the_place_of_the_old_and_is_confirmed_anew(admin: Client, reader: User) -> None:
    assert admin.post(url(reader), form(reader, email="Baru@Contoh.id")).status_code == 302
    reader.refresh_from_db()
    assert reader.email == "baru@contoh.id"
    [address] = EmailAddress.objects.filter(user=reader)
    assert (address.email, address.primary, address.verified) == ("baru@contoh.id", True, False)
    mail.outbox.clear()  # what tells of the change
    assert enter("siti@contoh.id") == ""
    assert enter("baru@contoh.id") == "/akun/surel/kode/"
    assert [message.to for message in mail.outbox] == [["baru@contoh.id"]]


def test_an_address_that_its_owner_confirmed_before_stays_confirmed(admin: Client, reader: User) -> None:
    EmailAddress.objects.create(user=reader, email="baru@contoh.id", verified=True, primary=False)
    admin.post(url(reader), form(reader, email="baru@contoh.id"))
    [address] = EmailAddress.objects.filter(user=reader)
    assert (address.email, address.primary, address.verified) == ("baru@contoh.id", True, True)


def test_an_address_that_stays_stays_confirmed(admin: Client, reader: User) -> None:
    admin.post(url(reader), form(reader, first_name="Siti"))
    assert EmailAddress.objects.get(user=reader).verified
    assert enter("siti@contoh.id") == "/akun/"


def test_an_address_that_was_taken_out_opens_nothing(admin: Client, reader: User) -> None:
    admin.post(url(reader), form(reader, email=""))
    assert not EmailAddress.objects.filter(user=reader).exists()
    assert enter("siti@contoh.id") == ""


@pytest.mark.parametrize("confirmed", [True, False])
def test_no_two_accounts_have_one_address(admin: Client, cast: Cast, reader: User, confirmed: bool) -> None:
    EmailAddress.objects.filter(user=reader).update(verified=confirmed)
    response = admin.post(url(cast.reporter), form(cast.reporter, email="SITI@contoh.id"))
    assert "Alamat surel ini sudah dipakai akun lain." in response.content.decode()
    new = {"username": "lain", "password1": SECRET, "password2": SECRET, "email": "siti@contoh.id"}
    assert "Alamat surel ini sudah dipakai akun lain." in admin.post(ADD, new).content.decode()
    assert User.objects.filter(email__iexact="siti@contoh.id").count() == 1


def test_the_newsroom_comes_in_with_a_changed_address_at_once(admin: Client, cast: Cast) -> None:
    cast.reporter.set_password(SECRET)
    cast.reporter.save()
    admin.post(url(cast.reporter), form(cast.reporter, email="rina@contoh.id"))
    assert enter("rina@contoh.id") == "/admin/"
