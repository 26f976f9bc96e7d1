"""Topics: they are born with the stories; here their names are put right, and two that are one are merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from taggit.admin import Tag as UnusedTag

from accounts.people import signed_in
from adminkit.autocomplete import ChooseOne, is_row_number
from adminkit.base import DeskAdmin
from adminkit.in_use import InUse
from articles import permissions
from articles.editorial import topics as tags
from articles.editorial.topics import normalise
from articles.models import Tag, TopicListing
from articles.reading import cache_tags
from articles.redirects import rules

from .in_use import story_links, using

MOST = 20  # topics merged at once
COUNTED = 1_000  # stories of a topic that are counted, so that a popular one costs no more

admin.site.unregister(UnusedTag)  # its screen lists every tagged item


class TagForm(forms.ModelForm[Tag]):
    class Meta:
        model = Tag
        fields = ("name",)

    def clean_name(self) -> str:
        name = normalise(self.cleaned_data["name"])
        slug = slugify(name, allow_unicode=True)
        if not slug:
            raise ValidationError("Nama topik berisi huruf atau angka, misalnya “banjir samarinda”.", code="empty")
        namesakes = Tag.objects.filter(Q(name=name) | Q(slug=slug)).select_related("merged_into")
        twin = namesakes.exclude(pk=self.instance.pk).first()
        if twin and twin.merged_into:
            raise ValidationError(
                f"“{twin}” adalah nama lain topik “{twin.merged_into}”. Pakai topik itu.", code="taken"
            )
        if twin:
            raise ValidationError(f"Topik “{twin}” sudah ada. Pakai topik itu.", code="taken")
        if not self.instance.pk and rules.at(Tag(slug=slug).get_absolute_url()):
            raise ValidationError(
                "Alamat topik ini masih dialihkan untuk pembaca lama. Hapus dahulu pengalihannya.", code="redirected"
            )
        return name


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Tag.objects.none(),
        label="Nama yang dipakai",
        error_messages={
            "required": "Pilih topik yang namanya tetap dipakai.",
            "invalid_choice": "Topik itu tidak ada lagi. Pilih yang lain.",
        },
    )

    def __init__(self, *args: Any, topics: list[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        if len(topics) > 1:
            into.widget = forms.RadioSelect()
            into.queryset = Tag.objects.filter(pk__in=[topic.pk for topic in topics])  # type: ignore[attr-defined]
            into.empty_label = None  # type: ignore[attr-defined]
            return
        into.widget = ChooseOne(Tag._meta.get_field("merged_into"), admin.site)
        into.queryset = Tag.objects.filter(merged_into=None).exclude(pk__in=[topic.pk for topic in topics])  # type: ignore[attr-defined]


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    form = TagForm
    add_label = new_title = "Tambah topik"
    actions = ("merge",)
    autocomplete_fields = ("merged_into",)  # for the form above
    list_display = ("name", "address")
    ordering = ("name",)
    search_fields = ("name",)
    search_help_text = "Mencari di topik-topik terbaru."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return permissions.visible_tags(request.user).filter(merged_into=None)

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> Any:
        return ("name", "address", "other_names") if obj else ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        return ("address", "other_names")

    @admin.display(description="alamat")
    def address(self, tag: Tag) -> str:
        return tag.get_absolute_url()

    @admin.display(description="nama lain")
    def other_names(self, tag: Tag) -> str:
        """What is typed for this topic as well."""
        return ", ".join(tag.synonyms.order_by("name").values_list("name", flat=True)) or "Tidak ada"

    def view_on_site(self, obj: Tag) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        if not change:
            obj.slug = slugify(obj.name, allow_unicode=True)
        super().save_model(request, obj, form, change)

    def shown_as(self, obj: Tag, fields: set[str] | None) -> Iterable[str]:
        yield cache_tags.topic(obj.pk)

    def in_use(self, request: HttpRequest, obj: Tag) -> InUse | None:
        stories = story_links(request, using(Q(tagged__tag=obj), Q(editions__topic_listings__tag=obj)))
        return InUse("Topik ini dipakai naskah, jadi tidak dapat dihapus:", stories) if stories else None

    # Merging

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.merge_tag")

    def get_urls(self) -> list[URLPattern]:
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("gabung/", merge, name="articles_tag_merge"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        may_merge = {"may_merge": self.has_merge_permission(request)}
        return super().change_view(request, object_id, form_url, may_merge | (extra_context or {}))

    @admin.action(description="Gabungkan topik", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse:
        chosen = [("topik", str(pk)) for pk in queryset.values_list("pk", flat=True)]
        return redirect(f"{reverse('admin:articles_tag_merge')}?{urlencode(chosen)}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Says what merging does to the chosen topics, and does it by POST."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        topics = self._chosen(request)
        form = MergeForm(request.POST if request.method == "POST" else None, topics=topics)
        if form.is_valid():
            return self._merged(request, topics, form.cleaned_data["into"])
        context = {
            **self.admin_site.each_context(request),
            "title": "Gabungkan topik",
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "topics": [(topic, stories_of(topic)) for topic in topics],
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def _chosen(self, request: HttpRequest) -> list[Tag]:
        keys = [key for key in request.GET.getlist("topik")[:MOST] if is_row_number(key)]
        topics = list(self.get_queryset(request).filter(pk__in=keys))
        if not topics:
            raise Http404
        return topics

    def _merged(self, request: HttpRequest, topics: list[Tag], into: Tag) -> HttpResponse:
        others = [topic for topic in topics if topic != into]
        with transaction.atomic():
            for topic in others:
                tags.merge(topic, into, by=signed_in(request))
            names = ", ".join(f"“{topic}”" for topic in others)
            self.log_change(request, into, f"Digabungkan ke topik ini: {names}.")
        messages.success(request, f"{names} kini nama lain topik “{into}”. Alamat lamanya dialihkan.")
        return redirect("admin:articles_tag_change", into.pk)


def stories_of(topic: Tag) -> str:
    stories = len(TopicListing.objects.filter(tag=topic).order_by().values_list("pk")[: COUNTED + 1])
    return "lebih dari 1.000 berita" if stories > COUNTED else f"{stories} berita"
