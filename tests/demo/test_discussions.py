"""The demo newsroom's readers talk below its stories, in every status that there is to show."""

from django.test import Client
from django.utils import timezone

from accounts.standing import may_comment
from articles.models import Edition
from comments.models import Comment, Discussion, ReaderNote, Sanction, Status
from demo import discussions
from tests import make
from tests.cast import Cast

SLUG = "mengapa-air-datang-lebih-cepat"


def test_readers_talk_below_the_stories_that_are_there(client: Client, cast: Cast) -> None:
    story = make.published(slug=SLUG)
    assert Edition.objects.live().get(article=story).slug == SLUG
    discussions.load(
        now=timezone.now(), password="kata-sandi-demo", mail_domain="demo.invalid", moderator=cast.moderator
    )
    assert Discussion.objects.get(article=story).public_comments == Comment.objects.public().count() == 5
    held = Comment.objects.get(status=Status.HELD)
    page = client.get(f"/komentar/{story.pk}/").content.decode()
    assert held.text not in page
    for words in ("Pilihan redaksi", "Bunda Noor", "tetap menghormati tetangga"):
        assert words in page
    assert held.author
    assert may_comment(held.author)
    assert client.login(username="melati", password="kata-sandi-demo")


def test_moderators_find_complaints_an_appeal_sanctions_and_a_wave(client: Client, cast: Cast) -> None:
    for slug in ("jalan-poros-longsor-di-dua-titik", "sengketa-batas-kebun-selesai-lewat-mediasi"):
        make.published(slug=slug)
    discussions.load(
        now=timezone.now(), password="kata-sandi-demo", mail_domain="demo.invalid", moderator=cast.moderator
    )
    client.force_login(cast.managing_editor)
    queue = "/admin/comments/comment/"
    reported = client.get(queue, {"antrean": "dilaporkan"})
    assert [card.urgency for card in reported.context["cards"]] == ["urgent", "calm", ""]
    assert "Sudah pernah diputuskan" in reported.content.decode()
    held = client.get(queue, {"antrean": "ditahan"}).context["cards"]
    assert {card.same for card in held} == {len(held) - 1} == {8}
    assert len(client.get(queue, {"antrean": "banding"}).context["cards"]) == 1
    assert {sanction.kind for sanction in Sanction.objects.all()} == {"warning", "suspension"}
    assert ReaderNote.objects.exists()
