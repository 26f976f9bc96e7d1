""" "Kirim cepat": a pasted message and photos become a story that its writer checks in the form before it is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts.people import signed_in
from adminkit.sent_forms import FIELD, content_of, read_key
from articles import permissions
from articles.editorial import autosaves
from articles.editorial import messages as chat
from articles.editorial.autosaves import Page, TooManyCopiesError
from articles.models import Author, ContentClass, Photo
from articles.photos import intake
from articles.richtext import HTMLTooComplex, sanitise

from . import kept, photo_upload
from .story_form import without_empty_paragraphs, without_typed_code, without_typed_dateline, without_typed_headline

MOST_PHOTOS = 10


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Pesan",
        max_length=chat.MOST,
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True}),
        help_text="Tempel pesan WhatsApp apa adanya. Baris pertama menjadi judul; kota asal, keterangan foto, dan kode "
        "dikenali sendiri. Anda memeriksanya di lembar naskah sebelum disimpan.",
        error_messages={
            "required": "Tempel atau ketik pesannya dahulu.",
            "max_length": "Pesan ini lebih dari 50.000 huruf. Kirim dalam beberapa bagian.",
        },
    )


def view(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    shared = "\n".join(filter(None, (request.GET.get(name, "") for name in ("title", "text", "url"))))
    form = MessageForm(sent, initial={"text": shared[: chat.MOST]}, label_suffix="")
    key = read_key(request.POST.get(FIELD, "")) or uuid4()
    if sent is not None and form.is_valid():
        try:
            # The same form may bring another text: after an answer that was lost, or Back.
            address = _understood(request, form.cleaned_data["text"], uuid5(key, content_of(request)))
        except HTMLTooComplex as error:
            form.add_error(None, error)
        except TooManyCopiesError:
            said = f"Sudah ada {autosaves.MOST} ketikan yang belum diputuskan. Pakai atau buang dahulu yang lama."
            form.add_error(None, said)
        else:
            if not request.accepts("text/html"):
                return JsonResponse({"address": address})
            return HttpResponseRedirect(address)
    if form.errors and not request.accepts("text/html"):
        return JsonResponse({"error": " ".join(str(error) for of in form.errors.values() for error in of)})
    context = {
        **admin.site.each_context(request),
        "title": "Kirim cepat",
        "form": form,
        "form_key": key,
        "accept": photo_upload.ACCEPT,
    }
    return TemplateResponse(request, "admin/articles/article/quick_filing.html", context)


def _understood(request: HttpRequest, text: str, key: UUID) -> str:
    """Keep what was understood as if it had been typed; gives the address of the form that begins with it.

    Raises:
        HTMLTooComplex: the message has too many lines or marks; no photo is stored.
        TooManyCopiesError: see `autosaves.keep`.
    """
    user = signed_in(request)
    data = _as_typed(request, chat.read(text))
    files = request.FILES.getlist("photos")
    photos = [photo for file in files[:MOST_PHOTOS] if (photo := _stored(request, file))]
    if left_out := files[MOST_PHOTOS:]:
        names = ", ".join(f"“{file.name}”" for file in left_out)
        messages.warning(request, f"Hanya {MOST_PHOTOS} foto pertama yang diambil. Unggah sendiri: {names}.")
    if photos:
        data["photo"] = str(photos[0].pk)
        data["gallery"] = "\n".join(str(photo.pk) for photo in photos[1:])
    copy = autosaves.keep(Page(key, None, key), kept.typed(data), 1, by=user)
    return f"{reverse('admin:articles_article_add')}?{urlencode({'ketikan': str(copy.pk), 'kunci': str(key)})}"


def _as_typed(request: HttpRequest, message: chat.Message) -> QueryDict:
    """The fields of the story form, as somebody would have filled them in.

    Raises:
        HTMLTooComplex: see `sanitise`.
    """
    coded = Author.objects.filter(code__in=message.codes[:1], is_active=True)
    authors = list(coded) or list(Author.objects.filter(user=request.user.pk))
    headline, body = without_typed_headline(message.headline, message.body)
    place, body = without_typed_dateline(body)
    body = sanitise(without_empty_paragraphs(without_typed_code(body, [author.code for author in authors])))
    data = QueryDict(mutable=True)
    data.update(
        {
            "headline": headline,
            "summary": message.summary,
            "place": place,
            "body": body,
            "photo_caption": message.caption,
            "content_class": ContentClass.NEWS.value,
        }
    )
    data.setlist("byline", [str(author.pk) for author in authors])
    return data


def _stored(request: HttpRequest, file: UploadedFile[Any]) -> Photo | None:
    """A photo of the gallery, in the library; one that is not taken is named, and the text goes on without it."""
    try:
        examined = intake.examine(file)
        if known := intake.same(examined):
            return _known(request, file, known)
        photo = Photo(uploaded_by_id=request.user.pk, **examined.fields)
        intake.store(photo, examined)
    except ValidationError as error:
        messages.warning(request, f"Foto “{file.name}”: {error.messages[0]}")
        return None
    return photo


def _known(request: HttpRequest, file: UploadedFile[Any], photo: Photo) -> Photo | None:
    if permissions.visible_photos(request.user).contains(photo):
        return photo
    messages.warning(request, f"Foto “{file.name}”: {photo_upload.HELD_BACK}")
    return None
