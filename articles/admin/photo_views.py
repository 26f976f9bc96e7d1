"""What is done to a photo, a page each: crops, blurred areas, withdrawing. Each shows where the photo is used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from adminkit.forms import ReasonField
from articles import permissions
from articles.models import Article, Photo
from articles.photo_places import CROPPED, LEAD, Place
from articles.photos import crops as cropping
from articles.photos import renditions, rights
from articles.photos.darkroom.decoding import Refused

from .photo_uses import uses

TEMPLATES = "admin/articles/photo"
NOT_MADE = "Foto ini belum dapat diolah; isian Anda belum disimpan. Coba lagi sebentar lagi."


class CropForm(forms.Form):
    """Crops of some places, by their keys."""

    crops = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, photo: Photo, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo, self.keys = photo, set(keys)

    def clean_crops(self) -> dict[str, list[float]]:
        return cropping.read_crops(self.photo, self.cleaned_data["crops"], self.keys)


class CropsForm(CropForm):
    focal_x = forms.IntegerField(label="Titik fokus mendatar (%)", min_value=0, max_value=100)
    focal_y = forms.IntegerField(label="Titik fokus tegak (%)", min_value=0, max_value=100)


class BlurForm(forms.Form):
    areas = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_areas(self) -> list[dict[str, Any]]:
        return cropping.read_areas(self.cleaned_data["areas"])


class WithdrawForm(forms.Form):
    reason = ReasonField(
        "Alasan",
        "Tulis alasannya, supaya rekan tahu mengapa foto ini hilang.",
        max_length=300,
        help_text="Untuk redaksi; pembaca tidak melihatnya.",
    )


def crops(screen: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The crops that a photo has everywhere or, with ?naskah=, as the lead of one story alone."""
    if "naskah" in request.GET:
        return _crop_of_story(screen, request, pk)
    photo = _changeable(screen, request, pk)
    places = {place.name: place for place in CROPPED}
    initial = {"focal_x": photo.focal_x, "focal_y": photo.focal_y, "crops": json.dumps(photo.crops)}
    form = CropsForm(_posted(request), initial=initial, photo=photo, keys=places)
    if form.is_valid() and _cropped(screen, request, photo, form, "Potongan foto diatur."):
        return redirect(change_url(photo))
    shown = [_shown(key, place.label, place) for key, place in places.items()]
    return _page(screen, request, "crops", "Atur potongan foto", photo, form=form, places=shown)


def _crop_of_story(screen: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes a story says how its lead photo is cropped there, though the photo is somebody else's."""
    photo = get_object_or_404(Photo, pk=pk)
    story = _led_by(request, photo)
    if not permissions.may_crop_lead(request.user, story):
        raise PermissionDenied
    key = cropping.for_story(story.pk)
    form = CropForm(_posted(request), initial={"crops": json.dumps(photo.crops)}, photo=photo, keys=[key])
    if form.is_valid() and _cropped(screen, request, photo, form, f"Potongan foto diatur untuk naskah {story.pk}."):
        return redirect(story.get_absolute_url())
    shown = [_shown(key, f"Foto utama di “{story}”", LEAD, json.dumps(cropping.box_of(photo, LEAD.name)))]
    title = "Atur potongan foto untuk satu berita"
    return _page(screen, request, "crops", title, photo, form=form, places=shown, story=story)


def _cropped(screen: Any, request: HttpRequest, photo: Photo, form: CropForm, did: str) -> bool:
    for name, value in form.cleaned_data.items():
        setattr(photo, name, value)
    if not _made(form, photo, list(form.cleaned_data)):
        return False
    screen.log_change(request, photo, did)
    messages.success(request, "Potongan foto disimpan.")
    return True


def _shown(key: str, label: str, place: Place, otherwise: str = "") -> dict[str, str]:
    return {"key": key, "label": label, "ratio": f"{place.ratio:.4f}", "otherwise": otherwise}


def blur(screen: Any, request: HttpRequest, pk: int) -> HttpResponse:
    photo = _changeable(screen, request, pk)
    form = BlurForm(_posted(request), initial={"areas": json.dumps(photo.blurred)})
    if form.is_valid():
        photo.blurred = form.cleaned_data["areas"]
        if _made(form, photo, ["blurred"], forget=True):
            did = "Wajah atau bidang di foto disamarkan." if photo.blurred else "Samaran foto dihapus."
            screen.log_change(request, photo, did)
            messages.success(request, f"{did} Alamat berkas yang lama sudah tidak berlaku.")
            return redirect(change_url(photo))
    return _page(screen, request, "blur", "Samarkan wajah atau bidang", photo, form=form)


def withdraw(screen: Any, request: HttpRequest, pk: int) -> HttpResponse:
    photo = _withdrawable(screen, request, pk)
    form = WithdrawForm(_posted(request))
    if form.is_valid():
        with transaction.atomic():
            rights.withdraw(photo, by=signed_in(request), reason=form.cleaned_data["reason"])
            screen.log_change(request, photo, f"Ditarik: {form.cleaned_data['reason']}")
        messages.success(request, "Foto ditarik: semua halaman tampil tanpa foto ini, dan alamat berkasnya tidak ada.")
        return redirect(change_url(photo))
    return _page(screen, request, "withdraw", "Tarik foto", photo, form=form)


def show_again(screen: Any, request: HttpRequest, pk: int) -> HttpResponse:
    photo = _withdrawable(screen, request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if photo.withdrawn_at:
        try:
            rights.show_again(photo)
        except Refused:
            messages.error(request, NOT_MADE)
        else:
            screen.log_change(request, photo, "Ditampilkan kembali.")
            messages.success(request, "Foto ditampilkan kembali di berita yang memakainya.")
    return redirect(change_url(photo))


def change_url(photo: Photo) -> str:
    return reverse("admin:articles_photo_change", args=[photo.pk])


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _made(form: forms.Form, photo: Photo, fields: list[str], *, forget: bool = False) -> bool:
    try:
        renditions.picture_changed(photo, fields, forget=forget)
    except Refused:
        form.add_error(None, ValidationError(NOT_MADE))
        return False
    return True


def _changeable(screen: Any, request: HttpRequest, pk: int) -> Photo:
    photo = get_object_or_404(Photo, pk=pk)
    if not screen.has_change_permission(request, photo):
        raise PermissionDenied
    return photo


def _withdrawable(screen: Any, request: HttpRequest, pk: int) -> Photo:
    photo = get_object_or_404(Photo, pk=pk)
    if not permissions.may_change_every_photo(request.user):
        raise PermissionDenied
    return photo


def _led_by(request: HttpRequest, photo: Photo) -> Article:
    """The story that ?naskah= names, if the photo leads it."""
    pk = request.GET["naskah"]
    story = Article.objects.filter(pk=pk, photo=photo).first() if is_row_number(pk) else None
    if story is None or not permissions.may_view(request.user, story):
        raise Http404
    return story


def _page(screen: Any, request: HttpRequest, name: str, title: str, photo: Photo, **context: Any) -> HttpResponse:
    context |= {
        **screen.admin_site.each_context(request),
        "opts": screen.opts,
        "title": title,
        "photo": photo,
        "whole": photo.main(),
        "uses": uses(request, photo),
    }
    return TemplateResponse(request, f"{TEMPLATES}/{name}.html", context)
