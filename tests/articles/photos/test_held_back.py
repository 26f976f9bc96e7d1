"""What belongs to a story that somebody may not know of is nowhere at their desk: its topics, captions and photos."""

import io
import json
from typing import Any
from uuid import uuid4

import pytest

from articles import permissions
from articles.models import Article, Photo, Tag
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

SECRET = "penggeledahan rumah dinas"
PHOTOS = "/admin/articles/photo/"
FOUND_BY = (
    f"{PHOTOS}", f"{PHOTOS}?q=penggeledahan", f"{PHOTOS}pilih/", f"{PHOTOS}pilih/?q=penggeledahan",
    "/admin/autocomplete/?term=penggeledahan&app_label=articles&model_name=article&field_name=photo",
    "/admin/articles/article/topik/?q=peng", "/admin/articles/tag/", "/admin/articles/tag/?q=penggeledahan",
)  # fmt: skip


def secret_photo(**fields: Any) -> Photo:
    return make.photo_row(caption=f"Saat {SECRET}", uploaded_by=fields.pop("uploaded_by", None), **fields)


def places(photo: Photo) -> dict[str, dict[str, Any]]:
    """A story with a photo, by where it stands in it."""
    return {
        "lead": {"photo": photo},
        "text": {"body": f'<p>Isi.</p><figure data-photo="{photo.pk}"></figure>'},
        "gallery": {"gallery": [{"photo": photo.pk, "caption": ""}]},
    }


def said(person: AtDesk, address: str) -> str:
    answer = person.client.get(address)
    return answer.content.decode().lower() if answer.status_code == 200 else ""


@pytest.mark.parametrize("place", ["lead", "text", "gallery"])
def test_a_photo_is_held_back_with_its_story_until_that_is_published(cast: Cast, place: str) -> None:
    photo = secret_photo()
    make.draft(**places(photo)[place])
    dodit, rina, lukman = AtDesk(cast.other_reporter), AtDesk(cast.reporter), AtDesk(cast.editor)
    for address in FOUND_BY[:5]:
        assert SECRET not in said(dodit, address), address
    for address in (f"{PHOTOS}{photo.pk}/change/", f"{PHOTOS}{photo.pk}/kecil/", f"{PHOTOS}{photo.pk}/history/"):
        assert dodit.client.get(address).status_code == 404, address
    for knows in (rina, lukman, AtDesk(cast.photo_editor)):
        assert SECRET in said(knows, f"{PHOTOS}pilih/")
        assert knows.client.get(f"{PHOTOS}{photo.pk}/change/").status_code == 200
    make.published(**places(photo)[place])
    assert SECRET in said(dodit, f"{PHOTOS}pilih/")


def test_stock_portraits_and_own_uploads_are_not_held_back(cast: Cast) -> None:
    stock, own, portrait = make.photo_row(), make.photo_row(uploaded_by=cast.other_reporter), make.photo_row()
    make.author(photo=portrait)
    for photo in (own, portrait):
        make.draft(photo=photo)
    assert {stock, own, portrait} == set(permissions.visible_photos(cast.other_reporter))


def test_a_scheduled_story_holds_its_photo_back_too(cast: Cast) -> None:
    photo = secret_photo()
    make.scheduled(photo=photo)
    assert not permissions.visible_photos(cast.other_reporter).contains(photo)


@pytest.mark.parametrize("place", ["lead", "text", "gallery"])
def test_nobody_learns_of_it_by_guessing_its_number(cast: Cast, place: str) -> None:
    photo = secret_photo(alt_text="")
    make.draft(photo=photo)
    dodit = AtDesk(cast.other_reporter)
    by_place: dict[str, dict[str, Any]] = {
        "lead": {"photo": photo.pk},
        "text": {"body": f'<p>Isi.</p><figure data-photo="{photo.pk}"></figure>'},
        "gallery": {"gallery": str(photo.pk)},
    }
    typed = by_place[place]
    refused = dodit.save(headline="Naskah Dodit", **typed)
    assert refused.status_code == 200
    assert SECRET not in refused.content.decode().lower()
    assert not Article.objects.filter(headline="Naskah Dodit").exists()
    sent = dodit.open() | {"person": dodit.user.pk, "typing_key": str(uuid4()), "turn": "1", "headline": "X"} | typed
    kept = dodit.client.post(f"{STORIES}ketikan/", sent)
    assert kept.status_code == 200
    assert SECRET not in json.dumps(kept.json()).lower()
    assert SECRET not in said(dodit, f"{STORIES}add/")


def test_who_writes_on_a_story_keeps_the_photos_that_an_editor_put_there(cast: Cast) -> None:
    photo = secret_photo()
    story = make.draft(**places(photo)["gallery"] | {"photo": photo})
    assert AtDesk(cast.reporter).save(story, headline="Judul baru").status_code == 302
    assert Article.objects.get(pk=story.pk).headline == "Judul baru"


def test_the_same_file_sent_by_somebody_else_says_nothing_of_the_story(cast: Cast) -> None:
    photo = make.photo(caption=f"Saat {SECRET}")
    make.draft(photo=photo)
    number = next(n for n in range(999) if make._digest(n, (160, 90)) == photo.sha256)
    file = make.picture(number)
    file.name = "feri.jpg"
    answer = AtDesk(cast.other_reporter).client.post(f"{PHOTOS}unggah/", {"upload": file}).json()
    assert SECRET not in json.dumps(answer).lower()
    assert "naskah yang belum terbit" in answer["error"]
    file.seek(0)
    shown = AtDesk(cast.editor).client.post(f"{PHOTOS}unggah/", {"upload": io.BytesIO(file.read())}).json()
    assert "error" in shown


def test_topics_of_stories_one_may_not_see_are_not_suggested(cast: Cast) -> None:
    make.draft(tags=[SECRET])
    dodit = AtDesk(cast.other_reporter)
    for address in FOUND_BY[5:]:
        assert SECRET not in said(dodit, address), address
        assert SECRET in said(AtDesk(cast.reporter), address), address
        assert SECRET in said(AtDesk(cast.editor), address), address
    make.scheduled(tags=[SECRET])
    assert not permissions.visible_tags(cast.other_reporter).filter(name=SECRET).exists()
    make.published(tags=[SECRET])
    for address in FOUND_BY[5:]:
        assert SECRET in said(dodit, address), address


def test_another_name_of_a_topic_is_as_public_as_the_topic(cast: Cast) -> None:
    make.draft(tags=[SECRET])
    topic = Tag.objects.get(name=SECRET)
    Tag.objects.create(name="kasus rumah dinas", slug="kasus-rumah-dinas", merged_into=topic)
    assert not permissions.visible_tags(cast.other_reporter).exists()
    make.published(tags=[SECRET])
    names = set(permissions.visible_tags(cast.other_reporter).values_list("name", flat=True))
    assert names == {SECRET, "kasus rumah dinas"}
