"""The story at the desk: its list, its form, and the pages around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from adminkit.base import DeskAdmin
from adminkit.sent_forms import PARAMETER
from articles import permissions, story_screens
from articles.editorial import notes, publishing, revisions, workflow
from articles.editorial.checks import ChecksFailed
from articles.editorial.workflow import StoryVerb, TransitionNotAllowed
from articles.field_kinds import PEOPLE, REFERENCE
from articles.models import Article, ArticleAuthor, Author, Autosave, Editor, Note, Revision, Stage, StageChange
from articles.reading.story_page import public_history, rendered, story_context
from articles.search import desk as search
from articles.story_fields import STORY_FIELDS, Content, read_content
from kateid.local_time import ago, moment

from . import history, kept, live, pageviews, photo_words, quick_filing, story_checks, workflow_views
from .caption_credits import take_credits
from .context import page_context
from .editor import RichTextAdminMixin
from .story_form import StoryForm, own_crop_link

MOST_NAMES = 300  # of people to choose from in a filter
COPIED = "salinan"  # in the address of the add form: the number of the story that it begins with


class StageFilter(admin.SimpleListFilter):
    title = "tahap"
    parameter_name = "tahap"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, str(stage.label)) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_stage(self.value()) if self.value() in Stage.values else queryset


class PersonFilter(admin.SimpleListFilter):
    """The stories of one of the people whom the newspaper names."""

    model: type[Author | Editor]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        named = self.model._default_manager.filter(is_active=True).order_by("name")[:MOST_NAMES]
        return [(str(pk), name) for pk, name in named.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return self.narrowed(queryset, int(value)) if is_row_number(value) else queryset

    def narrowed(self, queryset: Any, pk: int) -> Any:
        raise NotImplementedError


class AuthorFilter(PersonFilter):
    title = "nama penulis"
    parameter_name = "penulis"
    model = Author

    def narrowed(self, queryset: Any, pk: int) -> Any:
        # As a list of keys: whoever wrote little then costs little, however large the archive.
        return queryset.filter(pk__in=ArticleAuthor.objects.filter(author=pk).values("article"))


class EditorFilter(PersonFilter):
    title = "redaktur"
    parameter_name = "redaktur"
    model = Editor

    def narrowed(self, queryset: Any, pk: int) -> Any:
        return queryset.filter(editor=pk)


class ChangedFilter(admin.SimpleListFilter):
    """By the newsroom's days: today, and the days before it."""

    title = "diubah"
    parameter_name = "diubah"
    days = {"hari-ini": ("Hari ini", 0), "7-hari": ("7 hari terakhir", 6), "30-hari": ("30 hari terakhir", 29)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.days.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in self.days:
            return queryset
        first = timezone.localdate() - timedelta(days=self.days[str(self.value())][1])
        return queryset.filter(updated_at__gte=timezone.make_aware(datetime.combine(first, time.min)))


class OwnFilter(admin.SimpleListFilter):
    title = "milik"
    parameter_name = "milik"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("saya", "Naskah saya")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.of(request.user) if self.value() == "saya" else queryset


@dataclass(frozen=True)
class SaveOutcome:
    """What became of a story form that was sent."""

    revision: Revision

    @property
    def came_too_late(self) -> bool:
        return self.revision.is_set_aside


class SavingRequest(HttpRequest):
    """A request that saves a story. Django asks for the response apart from the saving, and gives both the request."""

    outcome: SaveOutcome


def bulk_action(verb: StoryVerb) -> Any:
    """A list action that takes each chosen story through a verb, and says what became of each."""

    @admin.action(description=f"{verb.label} (yang dipilih)")
    def act(self: StoryAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            try:
                verb.act(article, by=signed_in(request), version=article.version)
            except PermissionDenied:
                messages.error(request, f"“{article}”: Anda tidak berhak melakukan ini.")
            except TransitionNotAllowed as error:
                messages.error(request, f"“{article}”: {error}")
            except ChecksFailed as failed:
                messages.error(request, f"“{article}”: {failed}")
            else:
                messages.success(request, f"“{article}”: {verb.done}")

    act.__name__ = f"bulk_{verb.name}"
    return act


def with_panels(names: Iterable[str]) -> Iterator[str]:
    """The names of the form's fields, and behind the lead photo what is said of it."""
    for name in names:
        yield name
        if name == "photo":
            yield "lead_words"


@admin.register(Article)
class StoryAdmin(RichTextAdminMixin, DeskAdmin):
    form = StoryForm
    new_title = "Berita baru"
    one_form_one_row = True
    add_related = ("photo",)
    empty_list = "Belum ada naskah di sini."
    readonly_fields = ("lead_words",)
    fieldsets = (
        (None, {"fields": [*with_panels(field.form_name for field in STORY_FIELDS if not field.apart), "empty_body"]}),
        ("Lainnya", {"fields": [field.form_name for field in STORY_FIELDS if field.apart], "classes": ["more"]}),
        (None, {"fields": ["base_version"], "classes": ["hidden"]}),
    )
    autocomplete_fields = [field.name for field in STORY_FIELDS if field.kind in {REFERENCE, PEOPLE}]
    list_display = ("story", "stage_badge", "section", "names", "changed")
    list_display_links = ("story",)
    list_filter = (StageFilter, OwnFilter, "section", AuthorFilter, EditorFilter, ChangedFilter)
    search_fields = ("headline",)  # there must be some; `get_search_results` has an index of its own
    search_help_text = "Mencari di seluruh teks, topik, dan nama penulis."
    ordering = ("-updated_at", "-pk")
    actions = tuple(bulk_action(verb) for verb in workflow.VERBS.values() if verb.in_bulk)

    # Who may see and change what

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.photos, form.by = permissions.visible_photos(request.user), request.user
        return form

    def get_queryset(self, request: HttpRequest) -> Any:
        open_notes = Prefetch("notes", Note.objects.filter(Note.is_open()).only("article"), to_attr="open_notes")
        visible = permissions.visible_articles(request.user).select_related("section")
        return visible.prefetch_related("bylines__author", open_notes)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return search.found(queryset, search_term, by=request.user), False

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("articles.view_article")
        return permissions.may_view(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("articles.change_article")
        if request.method == "POST":
            return permissions.may_write(request.user, obj)  # what comes too late is kept aside: see `save_model`
        return permissions.may_edit_now(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    # The list

    @admin.display(description="naskah")
    def story(self, article: Article) -> str | SafeString:
        if not article.open_notes:  # type: ignore[attr-defined]  # of `get_queryset`
            return str(article)
        badge = format_html(' <span class="note-badge">{} catatan</span>', len(article.open_notes))  # type: ignore[attr-defined]
        return format_html("{}{}", str(article), badge)

    @admin.display(description="tahap")
    def stage_badge(self, article: Article) -> SafeString:
        return format_html('<span class="stage stage-{}">{}</span>', article.effective_stage, article.stage_label)

    @admin.display(description="penulis")
    def names(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all()) or "–"

    @admin.display(description="diubah")
    def changed(self, article: Article) -> str:
        return moment(article.updated_at, timezone.now())

    # Writing

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        authors = Author.objects.filter(user=request.user.pk)
        return super().get_changeform_initial_data(request) | {"byline": [author.pk for author in authors]}

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Every save is a revision; one that comes too late is kept aside (see `_after_save`)."""
        data = form.cleaned_data
        # Asked of the story as it is stored: the form has already put what was sent onto `obj`.
        in_time = not change or permissions.may_edit_now(request.user, self._visible(request, obj.pk))
        for words in form.words:
            photo_words.save(words)
        if in_time:
            take_credits(obj, by=signed_in(request))
        write = revisions.save if in_time else revisions.set_aside
        revision = write(
            obj,
            by=signed_in(request),
            authors=data["byline"],
            tags=data["tags"],
            base_version=data["base_version"] if change else 0,
        )
        cast(SavingRequest, request).outcome = SaveOutcome(revision)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Authors and tags are saved with the text, by `save_model`."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """A story's own revisions are its log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """A story's own revisions are its log."""

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        self.remember_sent(request, obj)
        return self._after_save(request, obj)

    def response_add_again(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Back and “Simpan” once more: it is the story that the first time made, as if typed in its own form."""
        sent = request.POST.copy()
        sent["base_version"] = "1"
        request.POST = sent  # type: ignore[assignment]
        return self.change_view(request, str(obj.pk))

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_save(request, obj)

    def _after_save(self, request: HttpRequest, article: Article) -> HttpResponse:
        outcome = cast(SavingRequest, request).outcome
        revision = outcome.revision
        kept.settle(request, article)
        verb = workflow.VERBS.get(request.POST.get("_verb", ""))
        if outcome.came_too_late:
            if verb:
                messages.warning(request, f"“{verb.label}” belum dilakukan, karena naskah ini berubah lebih dahulu.")
            return HttpResponseRedirect(reverse("admin:articles_article_conflict", args=[article.pk, revision.pk]))
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk, revision.pk]))
        if verb:
            if not verb.is_immediate:
                return HttpResponseRedirect(reverse("admin:articles_article_step", args=[article.pk, verb.name]))
            article.refresh_from_db()
            on = workflow_views.act_at_once(request, article, verb)
        else:
            messages.success(request, f"Naskah “{article}” tersimpan.")
            on = reverse("admin:articles_article_change", args=[article.pk])
        if not permissions.may_view(request.user, article):  # who took their own name off the byline
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return HttpResponseRedirect(on)

    # The pages of one story

    def get_urls(self) -> list[URLPattern]:
        of_story: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "<int:object_id>/langkah/<slug:verb>/": ("step", self.step_view),
            "<int:object_id>/bandingkan/": ("compare", self.compare_view),
            "<int:object_id>/pembaca/": ("readings", self.readings_view),
            "<int:object_id>/revisi/<int:revision_id>/": ("preview", self.preview_view),
            "<int:object_id>/revisi/<int:revision_id>/pulihkan/": ("restore", self.restore_view),
            "<int:object_id>/bentrok/<int:revision_id>/": ("conflict", self.conflict_view),
            "<int:object_id>/langsung/<int:entry_id>/": ("live_entry", self.live_entry_view),
        }
        return [
            path("ketikan/", self.admin_site.admin_view(self.typed_view), name="articles_article_typed"),
            path(
                "ketikan/<int:copy_id>/buang/",
                self.admin_site.admin_view(self.discard_typed_view),
                name="articles_article_discard_typed",
            ),
            path("kirim-cepat/", self.admin_site.admin_view(self.quick_view), name="articles_article_quick"),
            path("topik/", self.admin_site.admin_view(self.suggest_tags_view), name="articles_article_suggest_tags"),
            *(
                path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
                for route, (name, view) in of_story.items()
            ),
            *(
                path(
                    f"<int:object_id>/{screen.route}",
                    self.admin_site.admin_view(self._screen_view(screen)),
                    name=f"articles_article_{screen.name}",
                )
                for screen in story_screens.REGISTERED
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def typed_view(self, request: HttpRequest) -> HttpResponse:
        return kept.typed_view(request)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def quick_view(self, request: HttpRequest) -> HttpResponse:
        return quick_filing.view(request)

    @method_decorator(require_POST)
    def discard_typed_view(self, request: HttpRequest, copy_id: int) -> HttpResponse:
        return kept.discard_view(request, copy_id)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        is_known = request.method == "GET" and PARAMETER in request.GET and self.has_add_permission(request)
        if is_known and (made := self.made_before(request)):  # Back, to a form that was saved
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[made.pk]))
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        context = self._story_context(request, article) | (extra_context or {})
        if request.method == "GET" and not self.has_change_permission(request, article):
            context["why_not"] = permissions.why_not_review(request.user, article)
            context = page_context(request, article, "") | kept.page_context(request, article) | context
            return TemplateResponse(request, "admin/articles/article/sheet.html", context)
        return super().change_view(request, object_id, form_url, context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """No story is ever deleted; it is spiked."""
        raise Http404

    def step_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        return workflow_views.step_view(request, self._visible(request, object_id), verb)

    def _screen_view(self, screen: story_screens.StoryScreen) -> Callable[..., HttpResponse]:
        """A view of another app, given the story instead of its number."""

        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, object_id: int) -> HttpResponse:
            return screen.view(request, self._visible(request, object_id))

        return view

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def live_entry_view(self, request: HttpRequest, object_id: int, entry_id: int) -> HttpResponse:
        return live.entry_view(request, self._visible(request, object_id), entry_id)

    @method_decorator(require_safe)
    def history_view(self, request: HttpRequest, object_id: Any, extra_context: Any = None) -> HttpResponse:
        return history.history_view(request, self._visible(request, object_id))

    @method_decorator(require_safe)
    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return history.compare_view(request, self._visible(request, object_id))

    @method_decorator(require_safe)
    def readings_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return pageviews.readings_view(request, self._visible(request, object_id))

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, object_id: int, revision_id: int) -> HttpResponse:
        return history.restore_view(request, self._visible(request, object_id), revision_id)

    @method_decorator(require_safe)
    def conflict_view(self, request: HttpRequest, object_id: int, revision_id: int) -> HttpResponse:
        return history.conflict_view(request, self._visible(request, object_id), revision_id)

    @method_decorator(require_safe)
    @method_decorator(xframe_options_sameorigin)  # the sheet of a story shows it in a frame
    def preview_view(self, request: HttpRequest, object_id: int, revision_id: int) -> HttpResponse:
        """A revision exactly as readers would see it; never cached, never public."""
        article = self._visible(request, object_id)
        revision = Revision.objects.filter(article=article, pk=revision_id).first()
        if revision is None:
            raise Http404
        edition = publishing.preview(article, revision, by=signed_in(request))
        history_so_far = public_history(edition, edition.live_from)
        context = story_context(edition, history=history_so_far) | {"revision": revision}
        response = rendered(request, "admin/articles/article/preview.html", context)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @method_decorator(require_safe)
    def suggest_tags_view(self, request: HttpRequest) -> HttpResponse:
        """Topic names that begin with what is being typed."""
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        typed = request.GET.get("q", "")[:100].strip().lower()
        known = permissions.visible_tags(request.user)
        names = known.filter(name__startswith=typed).order_by("name").values_list("name", flat=True)[:10]
        return JsonResponse({"names": list(names) if typed else []})

    def _visible(self, request: HttpRequest, object_id: Any) -> Article:
        """The story, or 404 for whoever may not know of it."""
        article = self.get_object(request, str(object_id))
        if article is None:
            raise Http404
        return article

    def _story_context(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        returned = None
        if article.stage == Stage.DRAFT:
            last = StageChange.objects.filter(article=article).first()
            returned = last if last and last.verb == "send_back" else None
        live, latest = publishing.live_edition(article), revisions.latest(article)
        return {
            "article": article,
            "buttons": workflow_views.buttons(request.user, article),
            "live": live,
            "readings": pageviews.total(article) if live else None,
            "screens": story_screens.offered(request.user, article),
            "notes": [one for one in notes.threads(article) if not one.note.resolved_at],
            "returned": returned,
            "latest": latest,
            "saved": ago(latest.saved_at, timezone.now()) if latest else "",
            "proposed": history.proposal(article, request) if request.method == "GET" else None,
        }

    def _copied(self, request: HttpRequest) -> Content | None:
        """What a new story begins with that is made like another: its newest text, under the writer's own name."""
        number = request.GET.get(COPIED, "")
        if not is_row_number(number):
            return None
        latest = revisions.latest(self._visible(request, number))
        if latest is None:
            return None
        own = [{"id": author.pk, "name": str(author)} for author in Author.objects.filter(user=request.user.pk)]
        content = read_content(latest.content)
        # Whether it is verified and who edits it is said of each story anew.
        return {**content, "slug": "", "authors": own, "verification": "", "editor": None}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context.setdefault("places", settings.KATEID_PLACES)
        story: Article | None = kwargs.get("obj")
        form = context["adminform"].form
        context |= kept.page_context(request, story)
        context["points"] = story_checks.of_story(story)
        if context["taken_copy"]:
            form.initial.update(kept.begin_with(context["taken_copy"]))
        elif story is None and request.method == "GET" and (copied := self._copied(request)):
            form.begin_with(copied)
        elif proposed := context.get("proposed"):
            form.begin_with(proposed.merged)
        elif story and story.photo_id and permissions.may_crop_lead(request.user, story):
            form.fields["photo"].help_text = own_crop_link(story)
        form.instance.lead_panels = self._lead_panels(request, form, context["taken_copy"])
        return super().render_change_form(request, context, *args, **kwargs)

    def _lead_panels(self, request: HttpRequest, form: Any, taken: Autosave | None) -> SafeString:
        words = form.words
        if taken and (typed := taken.photo_words):
            data = QueryDict(mutable=True)
            data.update(typed)
            words = photo_words.sent(data, request.user)
        number = form["photo"].value()
        lead = form.fields["photo"].queryset.filter(pk=number).first() if is_row_number(str(number)) else None
        panels = photo_words.panels(lead, request.user, words)
        return render_to_string(photo_words.TEMPLATE, {"panels": panels, "lead": lead.pk if lead else None})

    @admin.display(description="tentang foto utama")
    def lead_words(self, article: Article) -> str:
        return getattr(article, "lead_panels", "")

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["css/desk-story.css", "css/desk-photos.css"]},
            js=[Script("js/desk-story.js", type="module")],  # type: ignore[list-item]
        )
