"""The address that limits count by: one for one sender, however the server writes it."""

import pytest
from django.test import Client, RequestFactory

from accounts.addresses import client_address, cut, sender_of
from articles.models import Article
from comments.models import Comment
from tests import make
from tests.cast import Cast
from tests.comments.writing import address, ticket


@pytest.mark.parametrize(
    ("given", "expected", "sender", "kept"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.0"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.0"),
        ("2001:0db8:0:1::7", "2001:db8:0:1::7", "2001:db8:0:1::/64", "2001:db8::"),
        ("fe80::1%eth0", "fe80::1", "fe80::/64", "fe80::"),
        ("fe80::1%wlan0", "fe80::1", "fe80::/64", "fe80::"),
        ("::ffff:203.0.113.7%eth0", "203.0.113.7", "203.0.113.7", "203.0.113.0"),
    ],
)
def test_one_sender_has_one_address(given: str, expected: str, sender: str, kept: str) -> None:
    found = client_address(RequestFactory().get("/", REMOTE_ADDR=given))
    assert found == expected
    assert sender_of(found) == sender
    assert cut(found) == kept


@pytest.mark.parametrize("given", ["", "unix:", "203.0.113", "fe80::1%", "bukan"])
def test_what_is_none_is_nobodys(given: str) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=given)) is None


def test_a_comment_from_a_zone_is_stored_without_it(client: Client, cast: Cast) -> None:
    story: Article = make.published()
    client.force_login(cast.outsider)
    sent = {"text": "Terima kasih, redaksi.", "ticket": ticket(cast.outsider, story)}
    response = client.post(address(story), sent, REMOTE_ADDR="fe80::1%eth0")
    assert response.status_code == 302
    assert Comment.objects.get().address == "fe80::1"
