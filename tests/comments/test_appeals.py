"""An appeal never waits unseen: the desk and the letters say who may decide it, or that nobody can yet."""

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts import roles
from comments import moderation
from comments.models import Comment
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
