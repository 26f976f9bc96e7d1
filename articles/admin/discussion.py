"""What the desk sets for the comments of one story."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import permissions
from articles.models import Article
from comments.models import Discussion
from comments.threads import discussion_of
from kateid.page_cache import changed, comments

from .story_page import page_context


class DiscussionForm(forms.ModelForm[Discussion]):
    class Meta:
        model = Discussion
        fields = ("state", "message", "review_first")
        widgets = {"state": forms.RadioSelect, "message": forms.Textarea(attrs={"rows": 3})}


def discussion_view(request: HttpRequest, article: Article) -> HttpResponse:
    if not permissions.may_review(request.user, article):
        raise PermissionDenied
    form = DiscussionForm(request.POST if request.method == "POST" else None, instance=discussion_of(article))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Discussion.objects.locked(article.pk)  # which makes the row, so that no two make it
            Discussion.objects.filter(pk=article.pk).update(**form.cleaned_data)
            changed(comments(article.pk))
        messages.success(request, "Kolom komentar disimpan.")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    context = {**page_context(request, article, "Kolom komentar"), "form": form}
    return TemplateResponse(request, "admin/articles/article/discussion.html", context)
