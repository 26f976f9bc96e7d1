"""What comments cost: at many of them a page of readers or moderators asks as often as at ten."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Edition
from comments import threads
from comments.admin.queues import QUEUES
from comments.models import Comment
from tests import make
from tests.cast import Cast
from tests.sizes import MANY

from .crowd import crowd
from .writing import address

DESK = "/admin/comments/"


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_ten_comments_cost_as_much_as_many(cast: Cast) -> None:
    story = make.published()
    below_story = Edition.objects.live().select_related("section").get(article=story).get_absolute_url()
    everybody, writer, moderator = Client(), signed_in(cast.outsider), signed_in(cast.moderator)
    crowd(story, cast.outsider.pk, 10)
    first, answer = Comment.objects.get(text="Komentar 0"), Comment.objects.filter(text="Balasan 0").earliest("pk")
    lists = [
        address(story),
        *(f"{address(story)}?urut={order}" for order in threads.ORDERS),
        f"{address(story)}{first.pk}/",
        f"{address(story)}{answer.pk}/",
    ]
    desk = [
        *(f"{DESK}comment/?antrean={queue}" for queue in QUEUES),
        f"{DESK}comment/{first.pk}/",
        f"{DESK}comment/pembaca/{cast.outsider.pk}/",
        f"{DESK}report/",
        "/admin/",
    ]
    pages = [
        *((everybody, path) for path in [below_story, *lists]),
        *((writer, path) for path in [*lists, f"{address(story)}formulir/"]),
        *((moderator, path) for path in desk),
    ]
    for client, path in pages:  # what is asked once in a process's life
        client.get(path)
    few = {(client, path): asked(client, path) for client, path in pages}
    crowd(story, cast.outsider.pk, MANY)
    assert {(client, path): asked(client, path) for client, path in pages} == few
    assert max(few.values()) <= 20
    assert max(few[everybody, path] for path in [below_story, *lists]) <= 12


def test_later_pages_cost_as_much_as_the_first(cast: Cast) -> None:
    story = make.published()
    crowd(story, cast.outsider.pk, 300)
    everybody, moderator = Client(), signed_in(cast.moderator)
    for order in threads.ORDERS:
        first = f"{address(story)}?urut={order}"
        mark = everybody.get(first).context["threads"].next
        assert asked(everybody, f"{first}&sesudah={mark}") <= asked(everybody, first)
    for queue in QUEUES:
        first = f"{DESK}comment/?antrean={queue}"
        assert asked(moderator, moderator.get(first).context["next_url"]) <= asked(moderator, first)
