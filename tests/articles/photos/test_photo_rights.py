"""Without credit, rights and a valid licence no photo is published; a withdrawn one is nowhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Edition, Photo
from articles.photos import renditions, rights
from desk import dashboard
from tests import make
from tests.cast import Cast
from tests.pictures import status

pytestmark = pytest.mark.both_databases

BLOCKED = {
    "credit": ({"credit": " "}, "belum punya kredit. Lengkapi kredit fotonya."),
    "rights": ({"rights": ""}, "belum punya hak pakai. Pilih hak pakainya di halaman foto itu."),
    "licence": ({"licence_until": date(2022, 7, 12)}, "berakhir 12 Juli 2022. Perpanjang lisensinya"),
    "flag": ({"do_not_use": True}, "ditandai jangan dipakai. Pilih foto lain"),
    "withdrawn": ({"withdrawn_at": timezone.now()}, "sudah ditarik. Pilih foto lain."),
}


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
@pytest.mark.parametrize("why", BLOCKED)
@pytest.mark.press_rule("PPMS 7")
def test_what_may_not_be_published_is_named_with_the_cure(cast: Cast, verb: str, why: str) -> None:
    fields, sentence = BLOCKED[why]
    photo = make.photo(caption="Feri tambangan")
    article = make.in_review(photo=photo)
    Photo.objects.filter(pk=photo.pk).update(**fields)
    options: dict[str, Any] = {"at": timezone.now() + timedelta(days=1)} if verb == "schedule" else {}
    with pytest.raises(ChecksFailed) as failed:
        getattr(workflow, verb)(article, by=cast.editor, **options)
    (finding,) = failed.value.findings
    assert finding.field == "photo"
    assert "“Feri tambangan”" in finding.message
    assert sentence in finding.message


def test_a_licence_must_last_until_the_day_of_publication(cast: Cast) -> None:
    photo = make.photo(licence_until=timezone.localdate())
    article = make.approved(photo=photo)
    with pytest.raises(ChecksFailed):
        workflow.schedule(article, by=cast.editor, at=timezone.now() + timedelta(days=2))
    workflow.publish(article, by=cast.editor)


@pytest.mark.parametrize(("days", "has_ended"), [(-1, True), (0, False), (1, False), (None, False)])
def test_the_list_and_the_photo_agree_on_the_day_a_licence_ends(cast: Cast, days: int | None, has_ended: bool) -> None:
    day = date(2026, 7, 12)
    until = None if days is None else day + timedelta(days=days)
    photo = make.photo_row(licence_until=until)
    assert photo.licence_has_ended(day) is has_ended
    assert Photo.objects.filter(Photo.with_ended_licence(day)).exists() is has_ended
    assert rights.blocked(day).exists() is has_ended
    assert any("Lisensi" in objection for objection in rights.objections(photo, day)) is has_ended


def test_a_withdrawn_photo_needs_no_decision_about_its_licence_any_more(cast: Cast) -> None:
    photo = make.photo_row(licence_until=date(2022, 7, 12))
    assert list(rights.blocked(date(2026, 7, 12))) == [photo]
    Photo.objects.filter(pk=photo.pk).update(withdrawn_at=timezone.now())
    assert not rights.blocked(date(2026, 7, 12)).exists()


@pytest.mark.parametrize("why", ["licence", "flag"])
def test_the_desk_lists_every_live_story_whose_photo_may_no_longer_be_used(
    cast: Cast, client: Client, why: str
) -> None:
    photo = make.photo()
    stories = {make.published(headline="Berita pertama", photo=photo).pk, make.published(photo=photo).pk}
    make.published(photo=make.photo())
    Photo.objects.filter(pk=photo.pk).update(**BLOCKED[why][0])
    assert {edition.article_id for edition in rights.live_with_blocked(timezone.now())} == stories
    for person, sees in ((cast.photo_editor, True), (cast.managing_editor, True), (cast.reporter, False)):
        piles = {pile.name: pile for pile in dashboard.first_page(person).piles}
        assert ("blocked" in piles) is sees
        if sees:
            assert len(piles["blocked"].entries) == 2
            client.force_login(person)
            assert "Berita pertama" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("lead", [None, "another"])
def test_the_desk_names_the_photo_also_where_it_is_not_the_lead(cast: Cast, lead: str | None) -> None:
    photo = make.photo(caption="Feri tambangan")
    make.published(photo=make.photo() if lead else None, gallery=[{"photo": photo.pk, "caption": ""}])
    Photo.objects.filter(pk=photo.pk).update(do_not_use=True)
    piles = {pile.name: pile for pile in dashboard.first_page(cast.photo_editor).piles}
    (entry,) = piles["blocked"].entries
    assert entry.url == f"/admin/articles/photo/{photo.pk}/change/"
    assert "“Feri tambangan”" in entry.reason
    assert entry.image


# Withdrawing


@pytest.fixture
def photo(cast: Cast) -> Photo:
    photo = make.photo()
    renditions.make_due()
    photo.refresh_from_db()
    cast.reporter.author.photo = photo
    cast.reporter.author.save()
    return photo


def withdraw(photo: Photo, by: User, capture: Any) -> None:
    with capture(execute=True):
        rights.withdraw(photo, by=by, reason="Keluarga meminta")


def addresses(photo: Photo) -> list[str]:
    return [default_storage.url(name) for name in photo.every_file()]


@pytest.mark.usefixtures("stories_from_one")
def test_a_withdrawn_photo_is_on_no_page_and_its_addresses_answer_404(
    cast: Cast, client: Client, photo: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    story = Edition.objects.get(article=make.published(photo=photo))
    had = addresses(photo)
    assert len(had) > 10
    assert {status(client, address) for address in had} == {200}
    pages = [
        story.get_absolute_url(), "/", "/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/", "/feed/",
        "/feed/atom/", "/feed/json/", "/metropolis/feed/", "/sitemap/berita-1.xml", "/api/berita/",
        f"/api/berita/{story.article_id}/", "/cari/?q=feri",
    ]  # fmt: skip
    before = {page: client.get(page).content.decode() for page in pages}
    shown = [page for page, content in before.items() if "foto/" in content]
    assert len(shown) > 10
    withdraw(photo, cast.photo_editor, django_capture_on_commit_callbacks)
    assert {status(client, address) for address in had} == {404}
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200
        assert "foto/" not in response.content.decode(), page
        assert story.get_absolute_url() in response.content.decode(), page


def test_a_withdrawal_says_who_and_why_and_can_be_undone(
    cast: Cast, client: Client, photo: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    had = addresses(photo)
    withdraw(photo, cast.photo_editor, django_capture_on_commit_callbacks)
    photo.refresh_from_db()
    assert (photo.withdrawn_by, photo.withdrawn_reason) == (cast.photo_editor, "Keluarga meminta")
    assert renditions.make_due() == 0
    rights.show_again(photo)
    renditions.make_due()
    photo.refresh_from_db()
    assert sorted(addresses(photo)) == sorted(had)
    assert {status(client, address) for address in had} == {200}


def test_a_retracted_story_takes_its_photo_from_the_pages_but_not_from_others(cast: Cast, client: Client) -> None:
    photo = make.photo()
    make.retracted(photo=photo)
    other = Edition.objects.get(article=make.published(photo=photo))
    assert photo.files("lead", "jpeg")[0].url in client.get(other.get_absolute_url()).content.decode()
