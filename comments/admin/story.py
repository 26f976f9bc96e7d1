"""What the desk sets for the comments of one story."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator

from accounts.people import signed_in
from articles import permissions, story_screens
from articles.admin.context import page_context
from articles.models import Article
from comments.protecting import protect
from comments.screening.protected import entries_of
from comments.threads import discussion_of

from .columns import ColumnForm, set_column

MOST_PROTECTED, SHORTEST_PROTECTED, LONGEST_PROTECTED = 50, 3, 100


class DiscussionForm(ColumnForm):
    class Meta(ColumnForm.Meta):
        fields = (*ColumnForm.Meta.fields, "protected")
        widgets = {**ColumnForm.Meta.widgets, "protected": forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})}

    def clean_protected(self) -> str:
        entries = entries_of(self.cleaned_data["protected"])
        if len(entries) > MOST_PROTECTED:
            raise ValidationError(f"Paling banyak {MOST_PROTECTED} nama; ini {len(entries)}.")
        for entry in entries:
            if sum(map(len, entry.words)) < SHORTEST_PROTECTED or len(entry.text) > LONGEST_PROTECTED:
                raise ValidationError(
                    f"“{Truncator(entry.text).chars(40)}” tidak dapat dicari: tulis {SHORTEST_PROTECTED} sampai "
                    f"{LONGEST_PROTECTED} huruf Latin."
                )
        return "\n".join(entry.text for entry in entries)


def discussion_view(request: HttpRequest, article: Article) -> HttpResponse:
    if not permissions.may_review(request.user, article):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = DiscussionForm(data, instance=discussion_of(article), label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            held = protect(article, form.cleaned_data.pop("protected"), by=signed_in(request))
            set_column(article, form.cleaned_data, by=signed_in(request))
        messages.success(request, "Kolom komentar disimpan.")
        if held:
            messages.warning(request, f"{held} komentar yang menyebut nama terlindungi sekarang ditahan.")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    context = {**page_context(request, article, "Kolom komentar"), "form": form}
    return TemplateResponse(request, "admin/articles/article/discussion.html", context)


story_screens.REGISTERED.append(story_screens.StoryScreen("discussion", "komentar/", "Kolom komentar", discussion_view))
