"""A moderator takes a comment in hand, hands it over with a word, and nobody decides past them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from comments import claims, moderation
from comments.lifecycle import NotPossible
from comments.models import Claim, Comment, Status
from tests.cast import Cast

from .builders import written

pytestmark = pytest.mark.both_databases

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def comment(cast: Cast) -> Comment:
    return written()


def test_what_one_has_in_hand_nobody_else_decides(comment: Comment, cast: Cast) -> None:
    claims.claim(comment, by=cast.moderator)
    with pytest.raises(NotPossible, match="dipegang Dewi Lestari"):
        moderation.approve(comment, by=cast.managing_editor)
    with pytest.raises(NotPossible):
        claims.claim(comment, by=cast.managing_editor)
    assert moderation.in_bulk("approve", [comment], by=cast.managing_editor)[1] == [
        f"{comment}: Komentar ini sedang dipegang Dewi Lestari. Ambil alih dahulu bila Anda yang memutuskan."
    ]
    moderation.approve(comment, by=cast.moderator)
    assert not Claim.objects.exists()


def test_it_ends_by_itself(comment: Comment, cast: Cast) -> None:
    now = timezone.now()
    claims.claim(comment, by=cast.moderator, now=now - claims.LASTS)
    moderation.approve(comment, by=cast.managing_editor, now=now)
    claims.forget_past(now)
    assert not Claim.objects.exists()


def test_it_is_taken_over_and_put_down(client: Client, comment: Comment, cast: Cast) -> None:
    claims.claim(comment, by=cast.moderator)
    client.force_login(cast.managing_editor)
    page = client.get(QUEUE, {"antrean": "ditahan"}).content.decode()
    assert "Dipegang Dewi Lestari sampai" in page
    assert f"{QUEUE}{comment.pk}/approve/" not in page
    address = f"{QUEUE}{comment.pk}/pegang/"
    assert client.post(address, {"tugas": "ambil", "antrean": "ditahan"}).status_code == 409
    assert client.post(address, {"tugas": "ambil_alih", "antrean": "ditahan"}).status_code == 302
    assert Claim.objects.get().user == cast.managing_editor
    client.post(address, {"tugas": "lepas"})
    assert not Claim.objects.exists()
    assert client.post(address, {"tugas": "curi"}).status_code == 400


def test_handing_over_tells_the_other_with_what_to_know(client: Client, comment: Comment, cast: Cast) -> None:
    client.force_login(cast.moderator)
    data = {"tugas": "serahkan", "to": cast.managing_editor.pk, "note": "Tolong tanya Pak Camat dahulu."}
    client.post(f"{QUEUE}{comment.pk}/pegang/", data)
    claim = Claim.objects.get()
    assert (claim.user, claim.handed_by_name) == (cast.managing_editor, "Dewi Lestari")
    assert claim.stands(timezone.now() + timedelta(hours=11))
    notice = Notice.objects.get(user=cast.managing_editor, key__startswith="claim")
    assert (notice.text, notice.address) == (data["note"], f"{QUEUE}{comment.pk}/")
    assert "Tolong tanya Pak Camat dahulu." in client.get(f"{QUEUE}{comment.pk}/").content.decode()


def test_nothing_is_handed_to_who_may_not_decide(client: Client, comment: Comment, cast: Cast) -> None:
    for other in (cast.reporter, cast.outsider, comment.author):
        with pytest.raises(ValidationError):
            claims.hand_over(comment, other, by=cast.moderator)
    client.force_login(cast.moderator)
    response = client.post(f"{QUEUE}{comment.pk}/pegang/", {"tugas": "serahkan", "note": "Kata yang sudah ditulis"})
    assert response.status_code == 400
    assert "Kata yang sudah ditulis" in response.content.decode()
    assert not Claim.objects.exists()


@pytest.mark.parametrize("part", ["reporter", "editor", "administrator", "outsider"])
def test_others_take_nothing_in_hand(client: Client, comment: Comment, cast: Cast, part: str) -> None:
    with pytest.raises(PermissionDenied):
        claims.claim(comment, by=getattr(cast, part))
    client.force_login(getattr(cast, part))
    assert client.post(f"{QUEUE}{comment.pk}/pegang/").status_code in {403, 404}
    assert not Claim.objects.exists()


def test_ones_own_comment_is_for_others(cast: Cast) -> None:
    own = written(by=cast.moderator)
    with pytest.raises(PermissionDenied):
        claims.claim(own, by=cast.moderator)
    assert own.status != Status.HIDDEN
