"""A ban takes along what stands, and outlives the account by a digest of its address for as long as it runs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import erasure
from articles.models import Article
from comments import bans, readers, waiting
from comments.models import BarredAddress, Comment, Letter, ReaderNote, Status
from tests import make
from tests.cast import Cast

from .builders import public, reader, written
from .writing import may_write

pytestmark = pytest.mark.both_databases

DESK = "/admin/comments/comment/pembaca/"


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def signs_up(email: str) -> User:
    return User.objects.create_user(f"baru{User.objects.count()}", email=email)


def banned_and_gone(cast: Cast, **how: object) -> None:
    author = reader("usman")
    if how:
        readers.suspend(author, by=cast.moderator, reason="Berjualan terus.", **how)
    else:
        readers.ban(author, by=cast.moderator, reason="Berjualan terus.")
    assert "sidik acak" in " ".join(erasure.stays(author))
    erasure.erase(author, keep_comments=False)


@pytest.mark.parametrize("email", ["usman@surat.example", "Usman@SURAT.example", "usman+lagi@surat.example"])
def test_a_ban_outlives_the_account_and_says_so(cast: Cast, email: str) -> None:
    banned_and_gone(cast)
    said = waiting.barred(signs_up(email), timezone.now())
    assert "Berjualan terus." in said
    assert "akun Anda sebelumnya" in said
    assert "usman" not in str(list(BarredAddress.objects.values()))


def test_a_shorter_bar_of_a_later_account_ends_no_longer_one(cast: Cast) -> None:
    banned_and_gone(cast)
    later = signs_up("usman+2@surat.example")
    readers.suspend(later, by=cast.moderator, reason="Lagi.", until=timezone.now() + timedelta(days=1))
    erasure.erase(later, keep_comments=False)
    much_later = timezone.now() + timedelta(days=99)
    assert "Berjualan terus." in waiting.barred(signs_up("usman+3@surat.example"), much_later)


def test_a_new_secret_key_lifts_no_ban(cast: Cast, settings: Settings) -> None:
    banned_and_gone(cast)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "kunci baru " * 6
    again = signs_up("usman@surat.example")
    assert waiting.barred(again, timezone.now())
    assert bans.of_address(again, timezone.now())


@pytest.mark.parametrize("email", ["usmin@surat.example", "usman@kantor.example", ""])
def test_others_are_not_barred(cast: Cast, email: str) -> None:
    banned_and_gone(cast)
    assert waiting.barred(signs_up(email), timezone.now()) == ""


def test_dots_do_not_make_another_box_of_gmail() -> None:
    assert bans.digest("a.b.c+x@googlemail.com") == bans.digest("abc@gmail.com")
    assert bans.digest("a.b@surat.example") != bans.digest("ab@surat.example")


def test_it_ends_when_the_suspension_would_have_ended(cast: Cast) -> None:
    now = timezone.now()
    banned_and_gone(cast, until=now + timedelta(days=2))
    again = signs_up("usman@surat.example")
    assert waiting.barred(again, now + timedelta(days=1))
    assert waiting.barred(again, now + timedelta(days=3)) == ""
    assert bans.forget_past(now + timedelta(days=3)) == 1
    call_command("forget")


def test_nothing_is_kept_of_who_is_not_banned(cast: Cast) -> None:
    author = reader("usman")
    readers.warn(author, by=cast.moderator, reason="Tolong sopan.")
    assert erasure.stays(author) == []
    erasure.erase(author, keep_comments=True)
    assert not BarredAddress.objects.exists()


def test_who_deletes_the_account_reads_what_stays(client: Client, cast: Cast) -> None:
    readers.ban(cast.outsider, by=cast.moderator, reason="Berjualan terus.")
    assert any("sidik acak" in sentence for sentence in erasure.stays(cast.outsider))


def test_a_new_account_with_the_address_may_not_write(client: Client, story: Article, cast: Cast) -> None:
    banned_and_gone(cast)
    again = may_write(signs_up("usman@surat.example"))
    client.force_login(again)
    address = reverse("comments:discussion", args=[story.pk])
    assert client.post(address, {"text": "Saya kembali."}).status_code == 403
    assert "akun Anda sebelumnya" in client.get(address).content.decode()


def test_moderators_see_it_and_lift_it(client: Client, cast: Cast) -> None:
    banned_and_gone(cast)
    again = signs_up("usman@surat.example")
    client.force_login(cast.reporter)
    assert client.post(f"{DESK}{again.pk}/cabut-alamat/").status_code == 403
    client.force_login(cast.moderator)
    assert "Dari akun sebelumnya" in client.get(f"{DESK}{again.pk}/").content.decode()
    client.post(f"{DESK}{again.pk}/cabut-alamat/")
    assert waiting.barred(again, timezone.now()) == ""
    assert "Berjualan terus." in ReaderNote.objects.get().text


def test_a_ban_takes_along_what_stands_and_tells_once(client: Client, story: Article, cast: Cast) -> None:
    author, other = reader("usman"), public(story)
    shown, held = public(story, by=author), written(make.published(), by=author)
    Comment.objects.filter(pk=held.pk).update(status=Status.HELD)
    client.force_login(cast.moderator)
    Letter.objects.all().delete()
    data = {"reason": "Berjualan.", "refuse_all": "on"}
    assert client.post(f"{DESK}{author.pk}/ban/", data).status_code == 400
    assert "Berjualan." in client.post(f"{DESK}{author.pk}/ban/", data).content.decode()
    assert client.post(f"{DESK}{author.pk}/ban/", data | {"comments_reason": "promosi"}).status_code == 302
    statuses = {pk: Comment.objects.get(pk=pk).status for pk in (shown.pk, held.pk, other.pk)}
    assert statuses == {shown.pk: Status.HIDDEN, held.pk: Status.REFUSED, other.pk: Status.PUBLISHED}
    assert Letter.objects.count() == 1


def test_a_ban_alone_leaves_what_stands(client: Client, story: Article, cast: Cast) -> None:
    comment = public(story, by=reader("usman"))
    client.force_login(cast.moderator)
    client.post(f"{DESK}{comment.author_id}/ban/", {"reason": "Berjualan."})
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED
