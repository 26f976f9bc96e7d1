"""How threads are printed: their order, their pages, and what stays when something is not public."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Edition
from comments import lifecycle, threads
from comments.models import Comment, Discussion, Status
from tests import make
from tests.cast import Cast

from .crowd import fill
from .writing import address, written

pytestmark = pytest.mark.both_databases

NOW = timezone.now()


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published()


def story_address(story: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=story).get_absolute_url()


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def shown(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="komentar-(\d+)"', html)]


@pytest.mark.parametrize("order", threads.ORDERS)
def test_every_order_walks_through_all_threads_once(client: Client, story: Article, cast: Cast, order: str) -> None:
    fill(story, cast.outsider.pk, 45)
    seen: list[int] = []
    path: str | None = f"{address(story)}?urut={order}"
    while path:
        html = page(client, path)
        seen += shown(html)
        following = re.search(r'href="(\?[^"]*sesudah=[^"]*)"', html)
        path = address(story) + following[1].replace("&amp;", "&") if following else None
    keys = {
        "terbaru": lambda comment: (-comment.created_at.timestamp(), -comment.pk),
        "terlama": lambda comment: (comment.created_at.timestamp(), comment.pk),
        "disukai": lambda comment: (-comment.likes, -comment.pk),
    }
    assert seen == [comment.pk for comment in sorted(Comment.objects.all(), key=keys[order])]


@pytest.mark.parametrize(
    "token", ["x", "1-0", "99999999999999999999-1", "9999999999999999999-1", "1-1-1", "-1-1", "\x00"]
)
def test_a_broken_address_shows_the_first_page(client: Client, story: Article, cast: Cast, token: str) -> None:
    fill(story, cast.outsider.pk, 2)
    for order in threads.ORDERS:
        assert len(shown(client.get(address(story), {"urut": order, "sesudah": token}).content.decode())) == 2


def test_a_thread_shows_its_first_answers_and_has_a_page_for_all(client: Client, story: Article, cast: Cast) -> None:
    fill(story, cast.outsider.pk, 1, answers=120)
    root = Comment.objects.get(root=None)
    answers = list(Comment.objects.filter(root=root).order_by("created_at").values_list("pk", flat=True))
    below = page(client, story_address(story))
    assert shown(below) == [root.pk, *answers[: threads.ANSWERS]]
    assert "Semua balasan di utas ini" in below
    seen: list[int] = []
    path: str | None = f"{address(story)}{root.pk}/"
    while path:
        html = page(client, path)
        first, *others = shown(html)
        assert first == root.pk
        seen += others
        following = re.search(r'href="(\?[^"]*sesudah=[^"]*)"', html)
        path = f"{address(story)}{root.pk}/{following[1]}" if following else None
    assert seen == answers
    assert shown(page(client, f"{address(story)}{answers[-1]}/")) == [root.pk, answers[-1]]


def test_a_chain_of_2000_answers_is_three_levels_deep(client: Client, story: Article, cast: Cast) -> None:
    root = written(story, cast.editor)
    middle = written(story, cast.editor, reply_to=root)
    Comment.objects.bulk_create(
        Comment(
            article=story, author=cast.editor, author_name="Lukman", text="Ya.", status=Status.PUBLISHED,
            form_key=uuid4(), has_place=True, published_at=NOW, root=root, parent=middle, reply_to=middle, depth=2,
            created_at=middle.created_at + timedelta(milliseconds=number),
        )
        for number in range(2_000)
    )  # fmt: skip
    last = Comment.objects.order_by("-pk")[0]
    deeper = written(story, cast.editor, "Yang terdalam.", reply_to=last)
    assert (deeper.depth, deeper.parent_id) == (2, middle.pk)
    assert page(client, f"{address(story)}{deeper.pk}/").count("comment-list--answers") == 2
    assert len(shown(page(client, address(story)))) <= 1 + threads.ANSWERS
    assert len(shown(page(client, f"{address(story)}{root.pk}/"))) == 1 + threads.ANSWERS_OF_ONE


@pytest.mark.parametrize("status", [Status.HELD, Status.REFUSED, Status.HIDDEN, Status.DELETED])
def test_what_is_not_public_stands_nowhere(client: Client, story: Article, cast: Cast, status: str) -> None:
    comment = written(story, cast.outsider, "zqrahasia", now=NOW)
    answer = written(story, cast.editor, "Jawaban untuk itu.", reply_to=comment)
    lone = written(story, cast.outsider, "zqrahasia juga")
    for one in (comment, lone):
        if status == Status.DELETED:
            lifecycle.delete_own(one, by=cast.outsider)
        else:
            lifecycle.decide(one, status, action="test", by=None)
    client.force_login(cast.reporter)
    for asking in (Client(), client):
        pages = [
            story_address(story),
            address(story),
            f"{address(story)}formulir/",
            *(f"{address(story)}?urut={order}" for order in threads.ORDERS),
            f"{address(story)}{comment.pk}/",
            f"{address(story)}{answer.pk}/",
            "/feed/", "/feed/atom/", "/feed/json/", "/sitemap.xml", f"/api/berita/{story.pk}/", "/cari/?q=zqrahasia",
        ]  # fmt: skip
        for path in pages:
            html = asking.get(path).content.decode()
            assert "zqrahasia juga" not in html, path
            assert "Tono" not in html, path
            assert path.startswith("/cari/") or "zqrahasia" not in html, path
        below = page(asking, story_address(story))
        assert "Komentar (1)" in below
        assert ("Komentar dihapus" if status == Status.DELETED else "tidak ditampilkan") in below
        assert below.count("comment--empty") == 1
        assert asking.get(f"{address(story)}{lone.pk}/").status_code == 404
        assert asking.get(f"{address(story)}{lone.pk}/suka/").status_code in {302, 404}


def test_the_badge_comes_from_the_role_and_never_from_the_name(client: Client, story: Article, cast: Cast) -> None:
    cast.outsider.first_name, cast.outsider.last_name = "Redaksi", "Kate"
    cast.outsider.save()
    written(story, cast.outsider)
    assert 'comment__badge">Redaksi<' not in page(client, story_address(story))
    written(story, cast.reporter)
    assert page(client, story_address(story)).count('comment__badge">Redaksi<') == 1


def test_marks_of_the_newsroom_are_printed(client: Client, story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider)
    lifecycle.edit_by_newsroom(comment, by=cast.moderator, text="Tanpa nomor telepon.")
    lifecycle.feature(comment, by=cast.moderator, featured=True)
    Discussion.objects.filter(article=story).update(message="Mohon tetap sopan.")
    below = page(client, story_address(story))
    for words in ("Disunting redaksi", "Pilihan redaksi", "Mohon tetap sopan.", "Tanpa nomor telepon."):
        assert words in below


def test_what_the_newsroom_chose_stands_first_and_once(client: Client, story: Article, cast: Cast) -> None:
    fill(story, cast.outsider.pk, 25)
    oldest = Comment.objects.threads_of(story.pk).oldest()[0]
    lifecycle.feature(oldest, by=cast.moderator, featured=True)
    first = client.get(address(story))
    second = client.get(f"{address(story)}?urut=terbaru&sesudah={first.context['threads'].next}")
    of_both = [shown(response.content.decode()) for response in (first, second)]
    assert of_both[0][0] == oldest.pk
    assert sorted(of_both[0] + of_both[1]) == sorted(Comment.objects.values_list("pk", flat=True))
    assert shown(page(client, f"{address(story)}?urut=terlama"))[0] == oldest.pk
    Comment.objects.filter(pk=oldest.pk).update(hide_at=timezone.now() - timedelta(minutes=1))
    assert shown(page(client, address(story)))[0] != oldest.pk


def test_the_newsrooms_answers_stand_before_others_of_a_thread(client: Client, story: Article, cast: Cast) -> None:
    question = written(story, cast.outsider)
    early, late = (written(story, cast.outsider, f"Saya juga {word}.", reply_to=question) for word in ("dulu", "kini"))
    answer = written(story, cast.reporter, "Kami tanyakan ke dinas.", reply_to=question)
    assert shown(page(client, address(story))) == [question.pk, answer.pk, early.pk, late.pk]


def test_strangers_are_offered_what_one_can_do_with_a_comment(client: Client, story: Article, cast: Cast) -> None:
    comment = written(story, cast.outsider)
    for path in (story_address(story), address(story)):
        html = page(client, path)
        assert f"{address(story)}{comment.pk}/suka/" in html
        assert f"{address(story)}{comment.pk}/#tulis-komentar" in html
        assert "/hapus/" not in html
