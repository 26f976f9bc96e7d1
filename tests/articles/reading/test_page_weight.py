"""What a readers' page weighs on the way to a phone, pictures aside."""

import gzip
import re

import pytest
from django.conf import settings
from django.test import Client

from articles.models import ContentClass, Edition
from demo import archive
from tests import make
from tests.cast import Cast

LIMIT = 60_000  # bytes of HTML, stylesheets and scripts, compressed
PART = re.compile(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]+)"')


def weight(client: Client, address: str) -> int:
    response = client.get(address)
    assert response.status_code == 200
    parts = PART.findall(response.content.decode())
    assert parts
    return sum(len(gzip.compress(content)) for content in (response.content, *(part(client, at) for at in parts)))


def part(client: Client, address: str) -> bytes:
    if address.startswith(settings.STATIC_URL):
        return bytes((settings.BASE_DIR / "static" / address.removeprefix(settings.STATIC_URL)).read_bytes())
    return bytes(client.get(address).content)


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    archive.fill(60, report=lambda done: None)
    long = make.published(
        body="".join(f"<p>Alinea {number}: {make.BODY}</p>" for number in range(60)),
        photo=make.photo(),
        content_class=ContentClass.NEWS,
        tags=[f"topik {number}" for number in range(10)],
    )
    story = Edition.objects.live().get(article=long).get_absolute_url()
    return {"front": "/", "section": "/metropolis/", "story": story, "search": "/cari/?q=feri"}


@pytest.mark.parametrize("name", ["front", "section", "story", "search"])
def test_a_page_is_light(client: Client, addresses: dict[str, str], name: str) -> None:
    assert weight(client, addresses[name]) <= LIMIT
