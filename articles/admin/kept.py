"""What was typed and not saved, at the desk: kept while one types, offered on top of the page, taken or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from adminkit.sent_forms import FIELD, digest, made_by, read_key
from articles import permissions
from articles.editorial import autosaves, comparison, revisions
from articles.editorial.autosaves import Page, TooManyCopiesError
from articles.field_kinds import LINES, PEOPLE, RICH_TEXT, TEXT
from articles.models import Article, Author, Autosave, Photo
from articles.richtext import figure_of, figures, sanitise, storable, with_figures
from articles.story_fields import SCHEMA, STORY_FIELDS, Content, read_content

from . import photo_words, story_checks
from .story_form import form_for

MAX_BYTES = 1024 * 1024  # of one form; looked at before anything of it is read
SHOWN = 5  # copies that one page offers at once; the next move up when one is decided
BEYOND = 2**31 - 1


@dataclass(frozen=True)
class Offer:
    """A copy as the banner shows it."""

    copy: Autosave
    differences: list[comparison.FieldDifference]


def typed(data: QueryDict) -> Content:
    """What a story form holds, by the names of the fields, as it was typed; nothing of it is checked."""
    content: Content = {"schema": SCHEMA}
    for field in STORY_FIELDS:
        if field.kind == PEOPLE:
            content[field.name] = [storable(value) for value in data.getlist(field.form_name)]
        else:
            content[field.name] = storable(data.get(field.form_name, ""))
    content["body"] = sanitise(content["body"])
    if words := photo_words.typed(data):
        content["photo_words"] = words
    return content


def begin_with(copy: Autosave) -> dict[str, Any]:
    """What the story form begins with when a copy is taken."""
    content = copy.content
    return {field.form_name: content[field.name] for field in STORY_FIELDS if field.name in content} | {
        "base_version": str(copy.base_version)
    }


def understood(copy: Autosave) -> Content:
    """A copy as a revision would hold it, so that the two can be compared; what cannot be read yet stays as typed."""
    sent = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in begin_with(copy).items() if value != ""}
    )
    form = form_for(copy.user)(sent, instance=Article())
    form.is_valid()
    story: Article = form.instance
    for field in STORY_FIELDS:
        if field.kind in {TEXT, LINES, RICH_TEXT} and field.form_name in form.errors:
            setattr(story, field.name, copy.content[field.name])
    if "body" in form.errors:  # perhaps for a photo that this person may not know of
        seen = set(
            form.photos.filter(pk__in=[figure.photo for figure in figures(story.body)]).values_list("pk", flat=True)
        )
        story.body = with_figures(story.body, lambda figure: figure_of(figure) if figure.photo in seen else "")
    clean = form.cleaned_data
    return revisions.content_of(story, clean.get("byline", []), clean.get("tags", []))


def offers(user: User, article: Article | None, *, but: UUID | None) -> list[Offer]:
    """The copies that say something else than the present text, each beside it."""
    copies = list(autosaves.undecided(user, article, but=but)[:SHOWN])
    if not copies:
        return []
    present = present_text(article, user)
    found = (Offer(copy, [*comparison.differences(present, understood(copy)), *_of_photos(copy)]) for copy in copies)
    return [offer for offer in found if offer.differences]


def _of_photos(copy: Autosave) -> list[comparison.FieldDifference]:
    """What a copy says of photos and was not saved, beside what they have now."""
    typed = copy.content.get("photo_words")
    if not typed:
        return []
    data = QueryDict(mutable=True)
    data.update(typed)
    found = []
    for words in photo_words.sent(data, copy.user):
        for name in words.changed_data:
            now, then = str(getattr(Photo.objects.get(pk=words.instance.pk), name)), words[name].data or ""
            if now != then:
                label = f"{words[name].label}, “{words.instance}”".capitalize()
                found.append(comparison.FieldDifference(name, label, list(comparison.compare(now, then))))
    return found


def present_text(article: Article | None, user: User) -> Content:
    """What the page says without the copy; a new story begins with its writer's name."""
    if article is None:
        return revisions.content_of(Article(), list(Author.objects.filter(user=user)), [])
    latest = revisions.latest(article)
    return read_content(latest.content if latest else {})


def page_context(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """What the story form needs: the key of this opening, the copies it offers, the one it begins with."""
    user = signed_in(request)
    key = read_key(request.POST.get("typing_key", "")) or uuid4()
    taken = None if request.method == "POST" else _taken(request, article)
    return {
        "typing_key": key,
        "turn": request.POST.get("turn", "0"),
        "taken": request.POST.get("taken", "") or (f"{taken.pk}.{taken.turn}" if taken else ""),
        "taken_copy": taken,
        "kept_address": reverse("admin:articles_article_typed"),
        **_banner(user, article, but=key, taken=taken),
    }


def _banner(user: User, article: Article | None, *, but: UUID | None, taken: Autosave | None = None) -> dict[str, Any]:
    found = offers(user, article, but=but)
    return {"article": article, "taken_copy": taken, "offers": [offer for offer in found if offer.copy != taken]}


def _taken(request: HttpRequest, article: Article | None) -> Autosave | None:
    """The copy that the address asks the form to begin with; None where it was saved or thrown away meanwhile."""
    asked = request.GET.get("ketikan", "")
    return autosaves.undecided(signed_in(request), article).filter(pk=asked).first() if is_row_number(asked) else None


def settle(request: HttpRequest, article: Article) -> None:
    """After a form was saved: its copies are gone, what else was typed in the same add form is about the story."""
    user = signed_in(request)
    key, turn = read_key(request.POST.get("typing_key", "")), request.POST.get("turn", "")
    page = (key, int(turn)) if key and _is_count(turn) else None
    number, _, turn = request.POST.get("taken", "").partition(".")
    taken = (int(number), int(turn)) if is_row_number(number) and _is_count(turn) else None
    autosaves.settle(user, page=page, taken=taken)
    if form_key := read_key(request.POST.get(FIELD, "")):
        autosaves.belong_to(article, user=user, form_key=form_key)


def typed_view(request: HttpRequest) -> HttpResponse:
    """Keep what a form holds (POST); tell who is signed in and what the banner shows (GET)."""
    if request.method == "POST":
        return _keep(request)
    if "masuk" in request.GET:
        return TemplateResponse(request, "admin/articles/article/signed_in.html", {})
    article = _article(request, request.GET.get("naskah", ""))
    but = read_key(request.GET.get("kunci", ""))
    user = signed_in(request)
    html = render_to_string("admin/articles/article/kept.html", _banner(user, article, but=but), request)
    return JsonResponse({"person": user.pk, "token": get_token(request), "html": html})


def discard_view(request: HttpRequest, copy_id: int) -> HttpResponse:
    copy = Autosave.objects.filter(user=signed_in(request), pk=copy_id).first()
    if copy is None:
        raise Http404
    copy.delete()
    if not request.accepts("text/html"):
        return HttpResponse(status=204)
    if copy.article_id:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[copy.article_id]))
    return HttpResponseRedirect(reverse("admin:index"))


def _keep(request: HttpRequest) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or ""  # Django reads no further, and nothing where it is no number
    if length.isdecimal() and int(length[:20]) > MAX_BYTES:
        return JsonResponse({"error": "Naskah ini terlalu besar untuk disimpan selagi diketik."}, status=413)
    data = request.POST
    if data.get("person") != str(request.user.pk):  # somebody else signed in where the page was left open
        raise PermissionDenied
    key, turn, base_version = (data.get(name, "") for name in ("typing_key", "turn", "base_version"))
    typing_key, form_key = read_key(key), read_key(data.get(FIELD, ""))
    if typing_key is None or not _is_count(turn) or not _is_count(base_version):
        return JsonResponse({"error": "Formulir ini tidak lengkap. Muat ulang halamannya."}, status=400)
    article = _article(request, data.get("story", ""))
    if article is None and form_key and (made := _made_by(request, form_key)):
        article, base_version = made, "1"
    page = Page(typing_key, article, form_key, int(base_version))
    try:
        copy = autosaves.keep(page, typed(data), int(turn), by=signed_in(request))
    except TooManyCopiesError:
        said = f"Sudah ada {autosaves.MOST} ketikan yang belum diputuskan. Pakai atau buang dahulu yang lama."
        return JsonResponse({"error": said}, status=409)
    points = story_checks.of_typed(data, article, request.user)
    html = render_to_string("admin/articles/article/checks.html", {"points": points})
    return JsonResponse({"at": date_format(timezone.localtime(copy.saved_at), "H.i"), "checks": html})


def _is_count(text: str) -> bool:
    return is_row_number(text) and int(text) <= BEYOND


def _article(request: HttpRequest, number: str) -> Article | None:
    """The story that a page is about, None for a new one; 404 or 403 for who may not write there."""
    if not number:
        if not request.user.has_perm("articles.add_article"):
            raise PermissionDenied
        return None
    if not is_row_number(number):
        raise Http404
    article = permissions.visible_articles(request.user).filter(pk=number).first()
    if article is None:
        raise Http404
    if not permissions.may_write(request.user, article):
        raise PermissionDenied
    return article


def _made_by(request: HttpRequest, form_key: UUID) -> Article | None:
    """The story that an add form of this person has made already."""
    pk = made_by(digest(request.user.pk, Article, form_key))
    return permissions.visible_articles(request.user).filter(pk=pk).first() if pk else None
