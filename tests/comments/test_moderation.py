"""What moderators may do with a comment, who may, and what follows."""

from datetime import timedelta
from inspect import signature

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from comments import decision_mail, moderation, readers
from comments.admin.desk import ModerationForm
from comments.admin.queues import QUEUES
from comments.lifecycle import NotPossible
from comments.models import AppealOutcome, Comment, Discussion, Letter, Status
from comments.moderation import VERBS, ModeratorVerb
from kateid.local_time import printed
from tests import make
from tests.cast import Cast

from .builders import public, reader, reported, written


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_a_form_asks_for_what_the_function_of_a_verb_takes(verb: ModeratorVerb) -> None:
    assert set(verb.asks) <= set(ModerationForm.base_fields)
    assert set(signature(verb.act).parameters) == {"comment", "by", "now", *verb.asks}
    assert verb.requires_reason == ("reason" in verb.asks)


@pytest.mark.parametrize("verb", [verb for verb in VERBS.values() if verb.requires_reason], ids=lambda verb: verb.name)
def test_a_verb_against_somebodys_words_asks_why(cast: Cast, verb: ModeratorVerb) -> None:
    comment = reported().comment
    Comment.objects.filter(pk=comment.pk).update(status=min(verb.sources))
    for reason in ("", "alasan", "karena"):
        with pytest.raises(ValidationError, match="Pilih alasannya"):
            moderation.take(verb.name, comment, by=cast.moderator, reason=reason, text="[dihapus]")


def test_only_verbs_for_many_at_once_stand_below_a_queue() -> None:
    assert all(VERBS[name].in_bulk for queue in QUEUES.values() for name in queue.verbs)


@pytest.mark.both_databases
def test_approving_shows_a_held_comment_and_counts_it(cast: Cast) -> None:
    comment = written()
    assert comment.status == Status.HELD
    log = moderation.approve(comment, by=cast.moderator)
    assert (log.action, log.from_status, log.to_status, log.by_name) == ("approve", "held", "published", "Dewi Lestari")
    assert fresh(comment).is_public
    assert Discussion.objects.get(pk=comment.article_id).public_comments == 1


@pytest.mark.parametrize("part", ["reporter", "editor", "photo_editor", "administrator", "outsider"])
def test_only_moderators_decide(cast: Cast, part: str) -> None:
    comment = written()
    with pytest.raises(PermissionDenied):
        moderation.approve(comment, by=getattr(cast, part))
    assert fresh(comment).status == Status.HELD


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_nobody_decides_on_a_comment_of_their_own(cast: Cast, verb: str) -> None:
    comment = public(by=cast.moderator, text="Saya juga menunggu feri itu.")
    with pytest.raises(PermissionDenied):
        moderation.take(verb, comment, by=cast.moderator, reason="kasar", text="Lain.")
    assert moderation.offered(cast.moderator, comment) == []
    assert fresh(comment).text == "Saya juga menunggu feri itu."


@pytest.mark.both_databases
def test_refusing_needs_a_reason_and_tells_the_writer_once_it_cannot_be_undone(cast: Cast) -> None:
    comment = written()
    with pytest.raises(ValidationError, match="Pilih alasannya"):
        moderation.refuse(comment, by=cast.moderator, reason="")
    now = timezone.now()
    moderation.refuse(comment, by=cast.moderator, reason="promosi", note="Jangan berjualan di sini.", now=now)
    assert decision_mail.send_due(now + timedelta(minutes=9)) == 0
    assert decision_mail.send_due(now + timedelta(minutes=11)) == 1
    letter = mail.outbox[0]
    assert letter.to == [comment.author.email]
    assert all(words in letter.body for words in ("Promosi atau tautan", "Jangan berjualan di sini.", comment.text))
    assert f"/komentar/banding/{comment.pk}/" in letter.body
    assert not Letter.objects.exists()
    assert decision_mail.send_due(now + timedelta(minutes=12)) == 0


@pytest.mark.both_databases
def test_an_edited_comment_says_so_and_the_log_keeps_the_original(cast: Cast) -> None:
    comment = public(text="Nomor rumah tersangka ada di sana, datangi.")
    log = moderation.edit(comment, by=cast.moderator, text="[dihapus redaksi]", reason="data_pribadi")
    comment = fresh(comment)
    assert (comment.text, comment.edited_by_newsroom) == ("[dihapus redaksi]", True)
    assert (log.text_before, log.reason) == ("Nomor rumah tersangka ada di sana, datangi.", "data_pribadi")
    with pytest.raises(ValidationError):
        moderation.edit(comment, by=cast.moderator, text="  ", reason="kasar")


@pytest.mark.parametrize(
    ("verb", "status"),
    [("approve", "published"), ("refuse", "published"), ("hide", "held"), ("unhide", "published"), ("grant", "refused"),
     ("keep", "published"), ("confirm", "hidden"), ("feature", "held")],
)  # fmt: skip
def test_a_verb_that_does_not_fit_the_status_is_not_now(cast: Cast, verb: str, status: str) -> None:
    comment = public()
    Comment.objects.filter(pk=comment.pk).update(status=status)
    with pytest.raises((NotPossible, PermissionDenied)):
        moderation.take(verb, comment, by=cast.moderator, reason="kasar")
    assert fresh(comment).status == status


@pytest.mark.both_databases
def test_undo_takes_the_step_and_the_letter_back_for_a_while_and_for_its_own_person(cast: Cast) -> None:
    comment, now = public(), timezone.now()
    log = moderation.hide(comment, by=cast.moderator, reason="kasar", now=now)
    with pytest.raises(NotPossible):
        moderation.undo(log, by=cast.managing_editor, now=now)
    with pytest.raises(NotPossible):
        moderation.undo(log, by=cast.moderator, now=now + timedelta(minutes=11))
    moderation.undo(log, by=cast.moderator, now=now + timedelta(minutes=1))
    assert fresh(comment).is_public
    assert not Letter.objects.exists()
    with pytest.raises(NotPossible):
        moderation.undo(log, by=cast.moderator, now=now + timedelta(minutes=2))


def test_what_answered_a_complaint_is_not_undone(cast: Cast) -> None:
    report = reported()
    log = moderation.hide(report.comment, by=cast.moderator, reason="bohong")
    with pytest.raises(NotPossible, match="menjawab aduan"):
        moderation.undo(log, by=cast.moderator)


@pytest.mark.both_databases
def test_in_bulk_each_comment_has_its_own_transaction(cast: Cast) -> None:
    story = make.published()
    comments = [written(story), written(story, by=cast.moderator, text="Komentar moderator sendiri."), written(story)]
    Comment.objects.filter(pk=comments[1].pk).update(status="held")
    taken, refused = moderation.in_bulk("approve", comments, by=cast.moderator)
    assert [log.comment_id for log in taken] == [comments[0].pk, comments[2].pk]
    assert len(refused) == 1
    assert "komentar sendiri" in refused[0]


def test_who_is_warned_or_suspended_is_told_why_and_who_is_only_reviewed_is_not(cast: Cast) -> None:
    author, until = reader(), timezone.now() + timedelta(days=2)
    readers.warn(author, by=cast.moderator, reason="Jangan berjualan.")
    readers.suspend(author, by=cast.moderator, reason="Berjualan lagi.", until=until)
    readers.always_review(author, by=cast.moderator, reason="Sering menyelipkan tautan.")
    call_command("tend_comments")
    warning, suspension = mail.outbox
    assert "Jangan berjualan." in warning.body
    assert f"sampai {printed(until)}" in suspension.body


# Appeals


def test_an_appeal_goes_to_another_person(cast: Cast) -> None:
    comment = written()
    moderation.refuse(comment, by=cast.moderator, reason="kasar")
    moderation.appeal(comment, by=comment.author, text="Saya hanya mengkritik jadwalnya.")
    for verb in ("grant", "uphold"):
        with pytest.raises(PermissionDenied):
            moderation.take(verb, comment, by=cast.moderator)
    with pytest.raises(NotPossible):
        moderation.approve(comment, by=cast.moderator)
    assert {verb.name for verb in moderation.offered(cast.managing_editor, fresh(comment))} == {"grant", "uphold"}
    assert moderation.offered(cast.moderator, fresh(comment)) == []
    moderation.grant(comment, by=cast.managing_editor)
    comment = fresh(comment)
    assert comment.is_public
    assert (comment.appeal.outcome, comment.appeal.decided_by_name) == (AppealOutcome.GRANTED, "Hasan Basri")


@pytest.mark.both_databases
def test_an_appeal_is_made_once_by_the_writer_alone_and_only_against_a_decision(cast: Cast) -> None:
    comment = public()
    with pytest.raises(NotPossible):
        moderation.appeal(comment, by=comment.author, text="Mengapa?")
    moderation.hide(comment, by=cast.moderator, reason="kasar")
    with pytest.raises(PermissionDenied):
        moderation.appeal(comment, by=reader(), text="Bukan punya saya.")
    with pytest.raises(ValidationError):
        moderation.appeal(comment, by=comment.author, text=" ")
    moderation.appeal(comment, by=comment.author, text="Tidak ada kata kasar di situ.")
    moderation.uphold(comment, by=cast.managing_editor)
    assert fresh(comment).status == Status.HIDDEN
    with pytest.raises(NotPossible):
        moderation.appeal(comment, by=comment.author, text="Sekali lagi.")


def test_what_a_machine_refused_may_be_appealed_to_anybody(cast: Cast) -> None:
    comment = written(text="SLOT GACOR MAXWIN daftar di dewa88 sekarang")
    assert comment.status == Status.REFUSED
    moderation.appeal(comment, by=comment.author, text="Saya mengutip iklan itu untuk mengadukannya.")
    moderation.uphold(comment, by=cast.moderator)
    call_command("tend_comments")
    assert fresh(comment).status == Status.REFUSED
