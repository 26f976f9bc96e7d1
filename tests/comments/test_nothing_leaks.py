"""What readers are not to see stands in no page, fragment, count, feed, mail or JSON."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import lifecycle, reports
from comments.models import Comment
from tests import make
from tests.articles.reading.test_query_counts import address
from tests.cast import Cast

from .builders import public, reader

SECRET = "Rumahnya di Gang Kenanga nomor empat belas."


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def kept_from_readers(story: Article, how: str) -> Comment:
    answered = public(story, text="Siapa nama pemilik kapal itu?")
    comment = public(story, text=SECRET, reply_to=answered)
    if how == "deleted":
        return lifecycle.delete_own(comment, by=comment.author)
    if how == "overdue":
        reports.receive(comment, reason="data_pribadi", now=timezone.now() - timedelta(hours=49))
        return comment
    return lifecycle.decide(comment, how, action="test", by=None)


@pytest.mark.parametrize("how", ["held", "refused", "hidden", "deleted", "overdue"])
def test_it_stands_nowhere(client: Client, story: Article, how: str) -> None:
    comment = kept_from_readers(story, how)
    discussion = reverse("comments:discussion", args=[story.pk])
    thread = reverse("comments:thread", args=[story.pk, comment.pk])
    root = reverse("comments:thread", args=[story.pk, comment.root_id])
    like = reverse("comments:like", args=[story.pk, comment.pk])
    pages = [
        address(story), discussion, f"{discussion}?urut=terlama", f"{discussion}?urut=disukai",
        f"{discussion}formulir/", thread, root, like, reverse("comments:report", args=[comment.pk]), "/",
        "/feed/", "/feed/json/", "/feed/atom/", "/api/berita/", f"/cari/?q={SECRET.split()[3]}",
    ]  # fmt: skip
    for user in (None, reader()):
        if user:
            client.force_login(user)
        for page in pages:
            assert "Kenanga nomor" not in client.get(page).content.decode(), page
    assert client.get(discussion).context["discussion"].count == 1
    call_command("notify_replies")
    assert not [letter for letter in mail.outbox if "Kenanga nomor" in letter.body]


@pytest.mark.parametrize("how", ["held", "refused", "hidden", "deleted", "overdue"])
def test_it_can_be_neither_answered_nor_liked_nor_reported(client: Client, story: Article, how: str) -> None:
    comment = kept_from_readers(story, how)
    author = reader()
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.like(comment, by=author)
    with pytest.raises(lifecycle.NotPossible):
        reports.receive(comment, reason="bohong")
