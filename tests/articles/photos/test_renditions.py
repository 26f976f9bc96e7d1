"""What readers fetch of a photo: crops of every place in several sizes and formats, and never in the way."""

import io
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from articles.models import Edition, Photo
from articles.photos import crops, intake, renditions, sweeping
from articles.photos.darkroom.decoding import Refused
from articles.system_checks import originals_are_private
from tests import make
from tests.cast import Cast
from tests.pictures import GREEN, RED, encoded, is_near, status, two_halves


def taken(image: Image.Image, **fields: Any) -> Photo:
    photo = Photo(caption="Feri", alt_text="Feri di sungai", credit="Humas", rights="own", **fields)
    intake.store(photo, intake.examine(io.BytesIO(encoded(image, "PNG"))))
    return photo


def file_of(photo: Photo, place: str, form: str = "jpeg") -> Image.Image:
    with default_storage.open(photo.files(place, form)[-1].name) as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def printed(photo: Photo, place: str = "lead", edition: Edition | None = None) -> str:
    template = Template("{% load pictures %}{% picture photo place edition alt='Feri' %}")
    return template.render(Context({"photo": photo, "place": place, "edition": edition}))


# Which there are


@pytest.mark.parametrize(
    ("size", "place", "sizes"),
    [
        ((2000, 1500), "lead", [(480, 270), (800, 450), (1200, 675), (1600, 900)]),
        ((2000, 1500), "card", [(240, 160), (480, 320), (960, 640)]),
        ((2000, 1500), "square", [(160, 160), (320, 320), (640, 640)]),
        ((2000, 1500), "inline", [(480, 360), (800, 600), (1200, 900), (1600, 1200)]),
        ((1000, 800), "lead", [(480, 270), (800, 450), (1000, 562)]),
        ((300, 200), "lead", [(300, 169)]),
        ((300, 200), "share", [(1200, 630)]),
        ((10, 3000), "share", [(1200, 630)]),
        ((1, 1), "card", [(1, 1)]),
    ],
)
def test_every_place_has_its_widths_and_nothing_is_blown_up_but_the_share_picture(
    cast: Cast, size: tuple[int, int], place: str, sizes: list[tuple[int, int]]
) -> None:
    photo = taken(Image.new("RGB", size, RED))
    files = photo.files(place, "jpeg")
    assert [(file.width, file.height) for file in files] == sizes
    assert file_of(photo, place).size == sizes[-1]


@pytest.mark.both_databases
def test_what_is_needed_at_once_is_there_at_once_and_the_rest_follows(cast: Cast, own_media: Path) -> None:
    photo = make.photo()
    assert photo.due_since is not None
    assert {path.suffix for path in own_media.rglob("*.*")} == {".jpg"}
    assert "<source" not in printed(photo)
    call_command("make_renditions", verbosity=0)
    photo = Photo.objects.get()
    assert photo.due_since is None
    assert sorted({path.suffix for path in own_media.rglob("*.*")}) == [".avif", ".jpg", ".webp"]
    html = printed(photo)
    assert html.index('type="image/avif"') < html.index('type="image/webp"') < html.index("<img")
    assert set(photo.every_file()) == {str(path.relative_to(own_media)) for path in own_media.rglob("*.*")}
    for name in photo.every_file():
        with default_storage.open(name) as file, Image.open(file) as image:
            assert f"image/{(image.format or '').lower()}" in {"image/jpeg", "image/webp", "image/avif"}


@pytest.mark.both_databases
def test_a_photo_that_cannot_be_made_stops_no_other_and_is_tried_again_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = make.photo(), make.photo()
    real = renditions.print_sheets

    def printing(photo: Photo, *args: Any) -> dict[str, int]:
        if photo.pk == broken.pk:
            raise Refused("too_costly")
        return real(photo, *args)

    monkeypatch.setattr(renditions, "print_sheets", printing)
    assert renditions.make_due() == 1
    assert Photo.objects.get(pk=sound.pk).due_since is None
    later = Photo.objects.get(pk=broken.pk).due_since
    assert later
    assert later > timezone.now()
    assert printed(broken)


@pytest.mark.both_databases
def test_only_one_process_makes_them_at_a_time(cast: Cast) -> None:
    make.photo()
    with renditions.only_one() as is_mine:
        assert is_mine
        assert renditions.make_due() == 0
    assert renditions.make_due() == 1


@pytest.mark.both_databases
def test_what_changed_while_they_were_made_is_not_written_over(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = taken(two_halves(size=(400, 100)))
    real = renditions.print_sheets

    def meanwhile(one: Photo, wanted: list[Any], *args: Any) -> dict[str, int]:
        made = real(one, wanted, *args)
        if wanted[0]["format"] == "avif" and not args:
            monkeypatch.setattr(renditions, "print_sheets", real)
            moved = Photo.objects.get(pk=photo.pk)
            moved.focal_x = 0
            renditions.picture_changed(moved, ["focal_x"])
        return made

    monkeypatch.setattr(renditions, "print_sheets", meanwhile)
    renditions.make_due()
    photo.refresh_from_db()
    assert (photo.focal_x, photo.due_since) == (0, None)
    assert all(photo.renditions[name]["key"] == spec["key"] for name, spec in renditions.plan(photo).items())
    for form in ("jpeg", "webp", "avif"):
        assert is_near(file_of(photo, "square", form).getpixel((50, 50)), RED)


# Crops


def test_crops_follow_the_focal_point(cast: Cast) -> None:
    wide, tall = two_halves(size=(1600, 400)), two_halves(size=(1600, 400)).transpose(Image.Transpose.ROTATE_270)
    for photo in (taken(wide, focal_x=0), taken(tall, focal_y=0)):
        for place in ("lead", "card", "square", "share"):
            image = file_of(photo, place)
            assert is_near(image.getpixel((image.width // 2, image.height // 2)), RED), place
    assert is_near(file_of(taken(wide.resize((1601, 400)), focal_x=100), "square").getpixel((200, 200)), GREEN)


def test_a_changed_crop_is_a_new_address_and_the_old_one_stays_for_open_pages(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    photo = taken(two_halves(size=(400, 100)))
    before = {place: photo.renditions[place]["key"] for place in photo.renditions}
    photo.crops = {"card": [0.0, 0.0, 0.375, 1.0]}
    with django_capture_on_commit_callbacks(execute=True):
        renditions.picture_changed(photo, ["crops"])
    photo.refresh_from_db()
    assert [place for place in before if photo.renditions[place]["key"] != before[place]] == ["card"]
    assert is_near(file_of(photo, "card").getpixel((100, 50)), RED)
    assert default_storage.exists(f"foto/{before['card'][:2]}/{before['card']}-150.jpg")


def test_changed_words_are_new_addresses_once_they_are_made(cast: Cast) -> None:
    photo = make.photo()
    renditions.make_due()
    photo.refresh_from_db()
    before = printed(photo)
    photo.credit = "Lain"
    photo.save()
    renditions.words_changed(photo)
    assert printed(photo) == before
    renditions.make_due()
    photo.refresh_from_db()
    assert printed(photo) != before
    assert "<source" in printed(photo)


def test_a_story_may_have_a_lead_of_its_own(cast: Cast, client: Client) -> None:
    photo = taken(two_halves(size=(640, 180)))
    one, other = make.published(photo=photo), make.published(photo=photo)
    photo.crops = {crops.for_story(one.pk): [0.5, 0.0, 0.5, 1.0]}
    renditions.picture_changed(photo, ["crops"])
    photo.refresh_from_db()
    editions = {edition.article_id: edition for edition in Edition.objects.all()}
    own, common = printed(photo, "lead", editions[one.pk]), printed(photo, "lead", editions[other.pk])
    assert own != common == printed(photo)
    assert is_near(file_of(photo, f"lead:{one.pk}").getpixel((10, 90)), GREEN)
    renditions.make_due()
    photo.refresh_from_db()
    page = client.get(editions[one.pk].get_absolute_url()).content.decode()
    assert photo.files(f"lead:{one.pk}", "avif")[0].url in page


def test_the_share_picture_stays_below_what_whatsapp_takes_even_for_noise(cast: Cast) -> None:
    photo = taken(Image.frombytes("RGB", (1600, 900), random.Random(4).randbytes(1600 * 900 * 3)))
    assert photo.share
    assert photo.share_bytes == default_storage.size(photo.share.name) <= 300_000


# Areas that nobody may recognise


@pytest.mark.parametrize("shape", ["rectangle", "ellipse"])
def test_a_blurred_photo_replaces_the_other_everywhere(
    cast: Cast, client: Client, shape: str, django_capture_on_commit_callbacks: Any
) -> None:
    fine = Image.effect_noise((400, 400), 120).convert("RGB")
    photo = taken(fine)
    story = Edition.objects.get(article=make.published(photo=photo))
    renditions.make_due()
    photo.refresh_from_db()
    before = list(photo.every_file())
    photo.blurred = [{"shape": shape, "x": 0.25, "y": 0.25, "width": 0.5, "height": 0.5}]
    with django_capture_on_commit_callbacks(execute=True):
        renditions.picture_changed(photo, ["blurred"], forget=True)
    photo.refresh_from_db()
    assert not [name for name in before if status(client, f"/media/{name}") != 404]
    page = client.get(story.get_absolute_url()).content.decode()
    assert photo.files("lead", "jpeg")[-1].url in page
    assert not [name for name in before if name in page]
    renditions.make_due()
    photo.refresh_from_db()
    for place in ("inline", "square", "card", "lead"):
        for form in ("jpeg", "webp", "avif"):
            image = file_of(photo, place, form).convert("L")
            w, h = image.size
            inside = image.crop((w * 7 // 16, h * 7 // 16, w * 7 // 16 + 6, h * 7 // 16 + 6))
            outside = image.crop((2, 2, 26, 26))
            assert spread(inside) < 60 < spread(outside), (place, form)


def spread(image: Image.Image) -> int:
    low, high = image.getextrema()
    return int(high) - int(low)


# After a crash


@pytest.mark.both_databases
def test_the_sweeper_takes_files_without_a_row_and_spares_young_ones(cast: Cast, own_media: Path) -> None:
    photo = make.photo()
    stray = {own_media / "foto/ab/abcdef-480.jpg", own_media.parent / "originals/abc.jpg"}
    for path in stray:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    left = own_media.parent / "originals/.scratch/tmpabc"
    left.mkdir(parents=True)
    (left / "original").write_bytes(b"x")
    call_command("sweep_photos", verbosity=0, hours=1)
    assert all(path.exists() for path in stray)
    done = sweeping.sweep(timedelta(0))
    assert (len(done.files), len(done.originals), done.incomplete, done.lost) == (1, 1, [], [])
    assert not any(path.exists() for path in (*stray, left))
    assert all(default_storage.exists(name) for name in photo.every_file())
    assert sweeping.sweep(timedelta(0)) == sweeping.Swept()


def test_a_photo_that_lost_files_gets_them_back(cast: Cast, own_media: Path) -> None:
    photo = make.photo()
    renditions.make_due()
    photo.refresh_from_db()
    whole = photo.renditions
    (own_media / photo.files("card", "avif")[0].name).unlink()
    assert sweeping.sweep(timedelta(0)).incomplete == [photo.pk]
    photo.refresh_from_db()
    assert photo.files("card", "jpeg") == []
    assert photo.files("lead", "jpeg")
    assert renditions.make_due() == 1
    photo.refresh_from_db()
    assert photo.renditions == whole
    assert all(default_storage.exists(name) for name in photo.every_file())


def test_a_lost_original_is_told(cast: Cast, own_media: Path) -> None:
    photo = make.photo()
    (own_media.parent / "originals" / photo.original).unlink()
    assert sweeping.sweep(timedelta(0)).lost == [photo.pk]


def test_originals_below_the_media_folder_stop_the_start(settings: Settings, own_media: Path) -> None:
    assert originals_are_private() == []
    settings.KATEID_ORIGINALS = own_media / "asli"
    assert [error.id for error in originals_are_private()] == ["articles.E003"]
