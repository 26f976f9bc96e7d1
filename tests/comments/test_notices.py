"""Whoever is answered hears of it once by mail, and stops it with one click."""

from datetime import timedelta
from smtplib import SMTPException
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article
from comments import lifecycle, reply_mail
from comments.models import Comment, ReplyNotice, Status
from tests import make
from tests.cast import Cast

from .writing import written

pytestmark = pytest.mark.both_databases


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


@pytest.fixture
def reply(story: Article, cast: Cast) -> Comment:
    """An answer to what the reader wrote."""
    return written(story, cast.editor, "Feri pertama pukul lima.", reply_to=written(story, cast.outsider))


def test_a_reply_is_told_once(reply: Comment, cast: Cast) -> None:
    for _ in range(2):
        call_command("notify_replies")
    message = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert message.to == [cast.outsider.email]
    assert message.subject == "Lukman Maulana membalas komentar Anda"
    assert "Feri pertama pukul lima." in message.body
    assert f"/komentar/{reply.article_id}/{reply.pk}/#komentar-{reply.pk}" in message.body


def test_one_click_stops_it(reply: Comment, story: Article, cast: Cast) -> None:
    call_command("notify_replies")
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert path in mail.outbox[0].body
    mail_program = Client(enforce_csrf_checks=True)
    assert "Berhenti menerima surel balasan?" in mail_program.get(path).content.decode()
    assert reply_mail.wants_replies(cast.outsider)
    assert mail_program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not reply_mail.wants_replies(cast.outsider)
    written(story, cast.editor, "Lagi.", reply_to=reply.reply_to)
    call_command("notify_replies")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("token", ["x", "MQ:1abc:def", reply_mail.unsubscribe_token.__name__])
def test_a_link_that_we_did_not_make_stops_nothing(client: Client, cast: Cast, token: str) -> None:
    for method in (client.get, client.post):
        assert method(f"/komentar/berhenti/{token}/").status_code == 404


def test_the_account_turns_it_off_and_on(client: Client, cast: Cast) -> None:
    assert client.get("/komentar/pemberitahuan/").status_code == 302
    client.force_login(cast.outsider)
    assert "checked" in client.get("/komentar/pemberitahuan/").content.decode()
    client.post("/komentar/pemberitahuan/")
    assert "checked" not in client.get("/komentar/pemberitahuan/").content.decode()
    client.post("/komentar/pemberitahuan/", {"balasan": "ya"})
    assert reply_mail.wants_replies(cast.outsider)


@pytest.mark.parametrize("what", ["held", "hidden", "deleted", "retracted", "inactive", "stale"])
def test_nothing_is_told_of_what_is_not_public(story: Article, cast: Cast, what: str) -> None:
    mine = written(story, cast.outsider)
    status = Status.HELD if what == "held" else Status.PUBLISHED
    reply = lifecycle.write(story, author=cast.editor, text="Rahasia.", form_key=uuid4(), reply_to=mine)
    if status != reply.status:
        lifecycle.decide(reply, status, action="test", by=None)
    if what == "hidden":
        lifecycle.decide(reply, Status.HIDDEN, action="hide", by=cast.moderator)
    if what == "deleted":
        lifecycle.delete_own(mine, by=cast.outsider)
    if what == "retracted":
        workflow.retract(story, by=cast.managing_editor, ground="trauma_korban", note="Demi keluarga.")
    if what == "inactive":
        cast.outsider.is_active = False
        cast.outsider.save()
    with time_machine.travel(timezone.now() + timedelta(days=4 if what == "stale" else 0)):
        call_command("notify_replies")
    assert not mail.outbox


def test_a_mail_that_could_not_be_sent_is_tried_again_later(reply: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(message: EmailMessage) -> int:
        raise SMTPException("no")

    now = timezone.now()
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", fail)
        assert reply_mail.send_due(now) == 0
    assert reply_mail.send_due(now) == 0
    assert ReplyNotice.objects.get().failures == 1
    assert reply_mail.send_due(now + timedelta(minutes=2)) == 1
    assert reply_mail.send_due(now + timedelta(minutes=4)) == 0


def test_nobody_is_told_of_their_own_answer(story: Article, cast: Cast) -> None:
    mine = written(story, cast.outsider)
    written(story, cast.outsider, "Tambahan.", reply_to=mine)
    assert not ReplyNotice.objects.exists()
