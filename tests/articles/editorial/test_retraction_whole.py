"""A retraction leaves neither name nor picture anywhere (domain 1.1, PPMS 5c)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from articles.editorial import workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Article, Edition, Photo, Redirect, RedirectStatus, RetractionGround, Stage
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, fields_of

pytestmark = pytest.mark.both_databases
OLD = "/2019/05/kisah-mawar-jelita.html"
LISTS = (
    "/", "/metropolis/", "/penulis/rina/", "/indeks/", "/ralat/", "/pencabutan/", "/pencabutan.json", "/luring/",
    "/spekulasi.json", "/topik/mawar/", "/topik/mawar/feed/", "/topik/feri/", "/cari/?q=jelitta",
    "/feed/", "/feed/atom/", "/feed/json/", "/metropolis/feed/", "/penulis/rina/feed/", "/ralat/feed/", "/api/berita/",
    "/sitemap.xml", "/sitemap/halaman.xml", "/sitemap/berita-1.xml", "/news-sitemap.xml", "/news-sitemap/1.xml",
    "/2019/05/kisah-mawar.html",
)  # fmt: skip


def named_story(cast: Cast, **fields: Any) -> Article:
    """A story whose every part names a child, of two editions with different addresses, and an older address."""
    article = make.published(
        headline="Kisah Mawar Jelita", summary="Mawar Jelita bercerita.", tags=["mawar", "feri"],
        body="<p>Mawar Jelita, 12 tahun, bersekolah di sini.</p>", section=cast.metropolis, **fields,
    )  # fmt: skip
    draft = workflow.reopen(article, by=cast.managing_editor)
    draft = make.edited(draft, headline="Cerita Mawar Jelita", slug="cerita-mawar-jelita")
    workflow.publish(
        workflow.submit(draft, by=cast.reporter), by=cast.managing_editor, kind="correction", note="Umur Mawar Jelita."
    )
    Redirect.objects.create(path=OLD, article=article, status=RedirectStatus.MOVED)
    make.published(headline="Feri lain", tags=["feri"])
    return article


def addresses(article: Article) -> list[str]:
    editions = [edition.get_absolute_url() for edition in Edition.objects.filter(article=article).order_by("number")]
    pk = article.pk
    return [*editions, OLD, f"/api/berita/{pk}/", f"/komentar/{pk}/", f"{editions[0]}foto/utama/", *LISTS]


def answers(client: Client, paths: list[str]) -> Iterator[tuple[str, int, str]]:
    """Each address with its status and all of the answer: body, and where it leads on to."""
    for path in paths:
        response = client.get(path)
        yield (
            path,
            response.status_code,
            response.content.decode() + "".join(f"\n{value}" for value in response.headers.values()),
        )


@pytest.mark.press_rule("PPMS 5c")
@pytest.mark.parametrize("ground", [RetractionGround.CHILD, RetractionGround.TRAUMA, RetractionGround.SARA])
def test_no_answer_holds_the_name_any_more(cast: Cast, client: Client, ground: RetractionGround) -> None:
    article = named_story(cast, photo=make.photo(caption="Rumah Mawar Jelita"))
    paths = addresses(article)
    assert any("Mawar Jelita" in text for _path, _status, text in answers(client, paths))  # every cache is warm
    neutral = "" if ground != RetractionGround.SARA else "Berita dicabut karena menyinggung"
    workflow.retract(article, by=cast.managing_editor, ground=ground, note="Maaf.", headline=neutral)
    for path, status, text in answers(client, [*paths, *addresses(article)]):
        assert status < 500
        assert "mawar jelita" not in text.lower(), path
        assert "mawar-jelita" not in text.lower(), path
        assert "Umur" not in text, path
    assert client.get(paths[0]).status_code == client.get(paths[1]).status_code == 410
    assert client.get(OLD, follow=True).status_code == 410
    assert (neutral or "Judul disamarkan") in client.get("/pencabutan/").content.decode()


@pytest.mark.press_rule("PPMS 5c")
def test_the_photos_that_stand_nowhere_else_are_offered_ticked_and_go_with_the_story(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    own, earlier, shared, portrait = (make.photo() for _ in range(4))
    make.author("Wajah", photo=portrait)
    make.published(photo=shared)
    gallery = [{"photo": photo.pk, "caption": ""} for photo in (earlier, shared, portrait)]
    article = make.published(photo=own, gallery=gallery)
    draft = make.edited(workflow.reopen(article, by=cast.managing_editor), gallery=[])
    workflow.publish(workflow.submit(draft, by=cast.reporter), by=cast.managing_editor, kind="minor")
    files = {photo: list(photo.every_file()) for photo in (own, earlier, shared, portrait)}
    hasan = AtDesk(cast.managing_editor)
    form = hasan.read(f"{STORIES}{article.pk}/langkah/retract/")
    assert form.count("juga dipakai di tempat lain") == 2
    assert fields_of(form, "story-step-form")["photos"] == [str(own.pk), str(earlier.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        assert hasan.step(article, "retract", ground="sara", note="Maaf.").status_code == 302
    for photo in (own, earlier):
        assert Photo.objects.get(pk=photo.pk).withdrawn_reason == "Beritanya dicabut: Menyangkut SARA."
        assert not any(map(default_storage.exists, files[photo]))
    for photo in (shared, portrait):
        assert Photo.objects.get(pk=photo.pk).withdrawn_at is None
        assert all(map(default_storage.exists, files[photo]))


def test_a_photo_of_another_story_is_not_taken_and_nothing_happens(cast: Cast) -> None:
    article, foreign = make.published(photo=make.photo()), make.photo()
    make.published(photo=foreign)
    with pytest.raises(ChecksFailed):
        workflow.retract(
            article, by=cast.managing_editor, ground="sara", note="Maaf.", photos=[article.photo_id or 0, foreign.pk]
        )
    assert not Photo.objects.exclude(withdrawn_at=None).exists()
    assert Article.objects.get(pk=article.pk).stage == Stage.PUBLISHED


def test_an_unticked_photo_stays(cast: Cast) -> None:
    article = make.published(photo=make.photo())
    AtDesk(cast.managing_editor).step(article, "retract", ground="sara", note="Maaf.", photos=[])
    assert Photo.objects.get().withdrawn_at is None


def test_a_neutral_headline_is_another_one_and_what_was_typed_stays(cast: Cast) -> None:
    article = named_story(cast)
    hasan = AtDesk(cast.managing_editor)
    for typed in ("cerita MAWAR jelita!", "Kisah Mawar Jelita"):
        refused = hasan.step(article, "retract", ground="masa_depan_anak", note="Maaf.", headline=typed)
        assert "masih judul beritanya" in str(refused.context["form"].errors["headline"])
        assert fields_of(refused.content.decode(), "story-step-form")["headline"] == [typed]
    assert (
        hasan.step(article, "retract", ground="masa_depan_anak", note="Maaf.", headline="Berita dicabut").status_code
        == 302
    )


def test_who_may_not_retract_takes_no_photo_either(cast: Cast) -> None:
    article = make.published(photo=make.photo())
    path = f"{STORIES}{article.pk}/langkah/retract/"
    sent = {"ground": "sara", "note": "x", "photos": [article.photo_id], "version": article.version}
    for user in (cast.reporter, cast.editor, None):
        client = Client()
        if user:
            client.force_login(user)
        assert client.post(path, sent).status_code in {302, 403}
    assert Photo.objects.get().withdrawn_at is None
