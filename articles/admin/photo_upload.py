"""Several photos at once, each a request of its own: the page shows how far each has come."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from articles import permissions
from articles.models import Photo
from articles.photos import intake

ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif"
HELD_BACK = "Foto ini sudah dikirim rekan untuk naskah yang belum terbit. Tanyakan kepadanya, atau kirim foto lain."
OFFERED = "Foto ini sudah ada di pustaka. Pakai yang itu."
SIMILAR = "Foto ini mirip dengan yang sudah ada. Pakai yang itu, atau unggah juga."


def upload(screen: Any, request: HttpRequest) -> JsonResponse:
    if request.method != "POST":
        return JsonResponse({"error": "Kirim foto dari halaman unggah."}, status=405, headers={"Allow": "POST"})
    if not screen.has_add_permission(request):
        raise PermissionDenied
    file = request.FILES.get("upload")
    if file is None:
        return refused("Berkas foto belum dipilih. Pilih satu foto.")
    try:
        examined = intake.examine(file)
    except ValidationError as error:
        return refused(error.messages[0])
    if known := intake.same(examined):
        return offered(OFFERED, [known]) if visible(request).contains(known) else refused(HELD_BACK)
    if sideways := intake.turned(examined, request.user):
        intake.turn(sideways, examined)
        screen.log_change(request, sideways, "Diputar menurut kiriman kedua.")
        return JsonResponse({"photo": described(sideways)}, status=201)
    if request.POST.get("anyway") != "1" and (similar := intake.alike(examined, among=visible(request))):
        return offered(SIMILAR, similar, may_insist=True)
    photo = Photo(uploaded_by_id=request.user.pk, **examined.fields)
    try:
        intake.store(photo, examined)
    except ValidationError as error:
        return refused(error.messages[0])
    screen.log_addition(request, photo, [{"added": {}}])
    return JsonResponse({"photo": described(photo)}, status=201)


def visible(request: HttpRequest) -> QuerySet[Photo]:
    return permissions.visible_photos(request.user)


# A file that is not taken is no fault of the page that asks: it is told with 200, and shown beside its name.


def refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence})


def offered(sentence: str, photos: list[Photo], *, may_insist: bool = False) -> JsonResponse:
    return JsonResponse({"error": sentence, "instead": [described(photo) for photo in photos], "mayInsist": may_insist})


def described(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.pk,
        "title": str(photo),
        "thumbnail": photo.thumbnail_url,
        "address": reverse("admin:articles_photo_change", args=[photo.pk]),
    }
