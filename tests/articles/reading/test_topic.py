"""A topic's page."""

from django.conf import settings
from django.test import Client

from articles.models import Tag
from tests import make
from tests.cast import Cast

from .test_section import listed


def test_a_topic_lists_its_live_stories(cast: Cast, client: Client) -> None:
    make.published(headline="Bertopik", tags=["ikn", "banjir"])
    make.published(headline="Tidak", tags=["banjir"])
    make.draft(headline="Draf", tags=["ikn"])
    assert listed(client, "/topik/ikn/") == ["Bertopik"]


def test_a_topic_that_no_live_story_has_cannot_be_found(cast: Cast, client: Client) -> None:
    """The name alone may give a draft away."""
    make.draft(tags=["rahasia-draf"])
    make.scheduled(tags=["rahasia-jadwal"])
    make.retracted(tags=["rahasia-cabut"])
    make.reopened(changes={"tags": ["rahasia-ubah"]})
    for tag in Tag.objects.filter(name__startswith="rahasia"):
        assert client.get(tag.get_absolute_url()).status_code == 404
    assert Tag.objects.filter(name__startswith="rahasia").count() == 4


def test_a_topic_keeps_the_letters_of_its_language(cast: Cast, client: Client) -> None:
    make.published(headline="Kafe", tags=["kafé désa"])
    tag = Tag.objects.get(name="kafé désa")
    assert listed(client, tag.get_absolute_url()) == ["Kafe"]
    assert (
        f'rel="canonical" href="{settings.KATEID_SITE_URL}{tag.get_absolute_url()}"'
        in client.get(tag.get_absolute_url()).content.decode()
    )
