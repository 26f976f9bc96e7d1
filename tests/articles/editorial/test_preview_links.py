"""A preview link shows one revision to whoever has its address, until it ends or is revoked; nothing keeps it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from articles.editorial import preview_links, revisions, workflow
from articles.models import Article, PreviewLink, PreviewOpening, RetractionGround
from pagecache.request_log import path_without_secrets
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

SECRET_WORD = "zqbocoran"


@pytest.fixture
def article(cast: Cast) -> Article:
    return make.draft(headline=f"Naskah {SECRET_WORD}", body=f"<p>Isi {SECRET_WORD}.</p>")


@pytest.fixture
def link(cast: Cast, article: Article) -> PreviewLink:
    return shared(article, cast)


def shared(article: Article, cast: Cast, lasts: timedelta = timedelta(days=3)) -> PreviewLink:
    revision = revisions.latest(article)
    assert revision
    return preview_links.share(revision, by=cast.editor, for_whom="Pengacara", lasts=lasts)


def test_a_stranger_reads_the_revision_and_nothing_keeps_it(client: Client, link: PreviewLink) -> None:
    response = client.get(link.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 200
    assert f"Isi {SECRET_WORD}." in page
    assert "hanya untuk Pengacara" in page
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response
    head = page.partition("</head>")[0]
    assert SECRET_WORD not in head  # what chats show as a card
    assert "canonical" not in head


def test_a_later_revision_is_not_shown(client: Client, cast: Cast, article: Article, link: PreviewLink) -> None:
    make.edited(article, body="<p>Isi yang lebih baru.</p>")
    page = client.get(link.get_absolute_url()).content.decode()
    assert f"Isi {SECRET_WORD}." in page
    assert "lebih baru" not in page


def test_each_opening_is_logged_and_told_to_who_made_it(client: Client, cast: Cast, link: PreviewLink) -> None:
    for _ in range(2):
        client.get(link.get_absolute_url())
    client.head(link.get_absolute_url())
    assert PreviewOpening.objects.filter(link=link).count() == 2
    assert "Dibuka 2 kali" in AtDesk(cast.editor).read(f"{STORIES}{link.revision.article_id}/tautan/")


def test_another_revision_another_secret_and_the_end_are_nowhere(
    client: Client, cast: Cast, article: Article, link: PreviewLink
) -> None:
    make.edited(article, body="<p>Isi yang lebih baru.</p>")
    newer = revisions.latest(article)
    assert newer
    address = link.get_absolute_url()
    for wrong in (address.replace(str(link.revision_id), str(newer.pk), 1), f"{address[:-2]}x/"):
        assert client.get(wrong).status_code == 404, wrong
    with make.moment(link.expires_at):
        assert client.get(address).status_code == 404
    with make.moment(link.expires_at - timedelta(seconds=1)):
        assert client.get(address).status_code == 200


def test_a_revoked_link_is_nowhere_at_once(client: Client, cast: Cast, link: PreviewLink) -> None:
    lukman = AtDesk(cast.editor)
    address = f"{STORIES}{link.revision.article_id}/tautan/"
    assert link.secret in lukman.read(address)
    assert lukman.client.post(address, {"revoke": str(link.pk)}).status_code == 302
    assert client.get(link.get_absolute_url()).status_code == 404
    assert link.secret not in lukman.read(address)


def test_a_link_ends_with_the_right_of_who_made_it(client: Client, cast: Cast, link: PreviewLink) -> None:
    cast.editor.groups.clear()
    assert client.get(link.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("stage", ["spiked", "retracted"])
def test_a_story_set_aside_or_retracted_is_shown_to_nobody(client: Client, cast: Cast, stage: str) -> None:
    article = getattr(make, "draft" if stage == "spiked" else "published")()
    link = shared(article, cast)
    assert client.get(link.get_absolute_url()).status_code == 200
    if stage == "spiked":
        workflow.spike(article, by=cast.editor)
    else:
        workflow.retract(article, by=cast.managing_editor, ground=RetractionGround.TRAUMA, note="Keliru.")
    assert client.get(link.get_absolute_url()).status_code == 404


def test_who_does_not_decide_on_a_story_makes_and_revokes_no_link(cast: Cast, article: Article) -> None:
    revision = revisions.latest(article)
    assert revision
    for person in (cast.reporter, cast.other_editor, cast.photo_editor):
        with pytest.raises(PermissionDenied):
            preview_links.share(revision, by=person, for_whom="x", lasts=timedelta(days=1))
    link = shared(article, cast)
    with pytest.raises(PermissionDenied):
        preview_links.revoke(link, by=cast.reporter)
    assert (
        AtDesk(cast.editor).client.post(f"{STORIES}{make.draft().pk}/tautan/", {"revoke": str(link.pk)}).status_code
        == 404
    )  # of another story


@pytest.mark.parametrize("days", ["0", "15", "-1", "x", "", "365"])
def test_no_link_lives_for_ever(cast: Cast, article: Article, days: str) -> None:
    sent = {"for_whom": "Pengacara", "days": days}
    page = AtDesk(cast.editor).client.post(f"{STORIES}{article.pk}/tautan/", sent).content.decode()
    assert "Pilih berapa lama" in page
    assert "Pengacara" in page
    assert not PreviewLink.objects.exists()


def test_the_page_of_links_costs_the_same_however_many_there_are(cast: Cast, article: Article) -> None:
    lukman, costs = AtDesk(cast.editor), []
    for number in (1, 12):
        for _ in range(number):
            shared(article, cast)
        lukman.read(f"{STORIES}{article.pk}/tautan/")
        with CaptureQueriesContext(connection) as asked:
            lukman.read(f"{STORIES}{article.pk}/tautan/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_secrets_are_not_written_to_the_log(link: PreviewLink) -> None:
    request = RequestFactory().get(link.get_absolute_url())
    request.resolver_match = resolve(request.path)
    assert link.secret not in path_without_secrets(request)


def test_a_link_ends_with_the_place_at_the_desk_of_who_made_it(client: Client, cast: Cast, link: PreviewLink) -> None:
    type(cast.editor).objects.filter(pk=cast.editor.pk).update(is_staff=False)
    assert client.get(link.get_absolute_url()).status_code == 404


def test_nobody_shares_a_revision_that_they_did_not_see(cast: Cast, article: Article) -> None:
    desk, address = AtDesk(cast.editor), f"{STORIES}{article.pk}/tautan/"
    seen = revisions.latest(article)
    assert seen
    make.edited(article, body="<p>Isi yang belum dilihat.</p>")
    sent = {"for_whom": "Pengacara", "days": "3", "revision": str(seen.pk)}
    page = desk.client.post(address, sent).content.decode()
    assert "disimpan lagi sejak halaman ini dibuka" in page
    assert 'value="Pengacara"' in page
    assert not PreviewLink.objects.exists()
    latest = revisions.latest(article)
    assert latest
    assert f'name="revision" value="{latest.pk}"' in page
    assert desk.client.post(address, sent | {"revision": str(latest.pk)}).status_code == 302
    assert PreviewLink.objects.get().revision == latest


def test_a_page_that_is_not_to_be_passed_on_offers_no_sharing(client: Client, link: PreviewLink) -> None:
    page = client.get(link.get_absolute_url()).content.decode()
    assert "data-share-link" not in page
    assert "wa.me" not in page


@pytest.mark.parametrize("address", ["/pratinjau/" + "9" * 30 + "/x/", "/pratinjau/1/%00/", "/pratinjau/1/a%20b/"])
def test_an_address_that_is_none_is_nowhere(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 404
