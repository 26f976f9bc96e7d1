"""An appeal never waits unseen: the desk and the letters say who may decide it, or that nobody can yet."""

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts import roles
from comments import moderation
from comments.models import Appeal, Comment, Status
from tests.cast import Cast

from .builders import written

QUEUE = "/admin/comments/comment/?antrean=banding"
NOBODY = "Belum ada orang lain yang boleh memutuskannya"


@pytest.fixture
def appealed(cast: Cast) -> Comment:
    comment = written(text="Panitianya sebaiknya diganti saja.")
    moderation.refuse(comment, by=cast.moderator, reason="kasar")
    moderation.appeal(comment, by=comment.author, text="Saya hanya mengkritik.")
    return comment


def page(person: User, path: str) -> str:
    client = Client()
    client.force_login(person)
    return str(client.get(path).content.decode())


def test_with_one_moderator_the_managing_editor_decides_and_finds_it(cast: Cast, appealed: Comment) -> None:
    for path in (QUEUE, f"/admin/comments/comment/{appealed.pk}/"):
        assert "Yang boleh memutuskan: Hasan Basri." in page(cast.managing_editor, path)
        mine = page(cast.moderator, path)
        assert "Anda yang memutuskan sebelumnya" in mine
        assert "Yang boleh memutuskan: Hasan Basri." in mine
        assert NOBODY not in mine
    assert appealed.text in page(cast.managing_editor, "/admin/")
    assert "Saya hanya mengkritik." in page(cast.managing_editor, "/admin/")
    assert "Saya hanya mengkritik." not in page(cast.moderator, "/admin/")
    moderation.uphold(appealed, by=cast.managing_editor)
    assert "Saya hanya mengkritik." not in page(cast.managing_editor, "/admin/")


def test_where_nobody_else_may_decide_it_says_so_until_somebody_can(cast: Cast, appealed: Comment) -> None:
    cast.managing_editor.groups.clear()
    assert NOBODY in page(cast.moderator, QUEUE)
    cast.editor.groups.add(Group.objects.get(name=roles.MODERATOR))
    assert NOBODY not in page(cast.moderator, QUEUE)
    assert "Yang boleh memutuskan: Lukman Maulana." in page(cast.moderator, QUEUE)


def letters() -> dict[str, str]:
    mail.outbox.clear()
    call_command("remind_moderators")
    call_command("tend_comments")
    return {letter.to[0]: str(letter.body) for letter in mail.outbox if "kateid.example" in letter.to[0]}


def test_the_letter_goes_to_who_may_decide(cast: Cast, appealed: Comment) -> None:
    for person in (cast.moderator, cast.managing_editor):
        person.email = f"{person.username}@kateid.example"
        person.save()
    sent = letters()
    assert list(sent) == ["hasan@kateid.example"]
    assert "1 banding menunggu keputusan Anda" in sent["hasan@kateid.example"]
    cast.managing_editor.groups.clear()
    sent = letters()
    assert list(sent) == ["dewi@kateid.example"]
    assert NOBODY in sent["dewi@kateid.example"]


def test_an_appeal_is_decided_on_its_own_page_and_not_in_passing(cast: Cast, appealed: Comment) -> None:
    for verb in ("grant", "uphold"):
        assert f"/{appealed.pk}/{verb}/" not in page(cast.managing_editor, QUEUE)
        assert f"/{appealed.pk}/{verb}/" in page(cast.managing_editor, f"/admin/comments/comment/{appealed.pk}/")


def test_the_list_of_who_decides_agrees_with_the_rule_about_one(cast: Cast) -> None:
    """Neither the writer nor whoever decided before, also where the writer moderates."""
    comment = written(by=cast.moderator, text="Panitianya sebaiknya diganti saja.")
    Comment.objects.filter(pk=comment.pk).update(status=Status.HELD)
    moderation.refuse(comment, by=cast.managing_editor, reason="kasar")
    appeal = moderation.appeal(comment, by=cast.moderator, text="Saya hanya mengkritik.")
    cast.editor.groups.add(Group.objects.get(name=roles.MODERATOR))
    for person, decides in ((cast.moderator, False), (cast.managing_editor, False), (cast.editor, True)):
        assert appeal.is_for(person) is decides
        assert Appeal.objects.waiting_for(person).exists() is decides
