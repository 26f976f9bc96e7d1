"""What became of a story: every revision and step, any two compared, any one shown as readers would see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from articles import permissions
from articles.editorial import comparison, revisions, workflow
from articles.editorial.paragraphs import Side
from articles.field_kinds import PhotoNames
from articles.models import Article, Revision, RevisionKind, StageChange
from articles.story_fields import STORY_FIELDS, Content, StoryField, read_content

from .context import page_context

MOST_ENTRIES = 200  # entries of each kind; older ones are reached by their number


def history_view(request: HttpRequest, article: Article) -> HttpResponse:
    saved = list(
        Revision.objects.filter(article=article).select_related("restored_from").defer("content")[:MOST_ENTRIES]
    )
    steps = list(StageChange.objects.filter(article=article).select_related("edition")[:MOST_ENTRIES])
    context = {
        **page_context(request, article, "Riwayat"),
        "revisions": saved,
        "steps": steps,
        "newest": saved[0].pk if saved else None,
        "second": saved[1].pk if len(saved) > 1 else None,
        "standing": next((revision.pk for revision in saved if revision.version), None),
        "may_edit": permissions.may_edit_now(request.user, article),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def compare_view(request: HttpRequest, article: Article) -> HttpResponse:
    old, new = (_revision(article, request.GET.get(name, "")) for name in ("dari", "ke"))
    if old.pk > new.pk:
        old, new = new, old
    context = {
        **page_context(request, article, "Bandingkan revisi"),
        "old": old,
        "new": new,
        "differences": comparison.differences(read_content(old.content), read_content(new.content)),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


def restore_view(request: HttpRequest, article: Article, revision_id: int) -> HttpResponse:
    """Make an earlier text the current one, as a new revision."""
    if not permissions.may_edit_now(request.user, article):
        raise PermissionDenied
    revision = get_object_or_404(Revision, article=article, pk=revision_id)
    standing, seen = article.version, request.POST.get("version", "")
    base_version = min(int(seen), standing) if is_row_number(seen) else standing
    made = revisions.restore(article, revision, by=signed_in(request), base_version=base_version)
    if made.is_set_aside:
        return HttpResponseRedirect(reverse("admin:articles_article_conflict", args=[article.pk, made.pk]))
    if article.version > standing:
        messages.success(request, "Revisi lama dipulihkan sebagai revisi baru. Revisi sebelumnya tetap tersimpan.")
    else:
        messages.info(request, "Naskah ini sudah sama dengan revisi itu.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def conflict_view(request: HttpRequest, article: Article, revision_id: int) -> HttpResponse:
    """Base, mine and theirs of a save that came too late; the editor chooses and finishes in the story form."""
    revision = get_object_or_404(Revision, article=article, pk=revision_id, kind=RevisionKind.SET_ASIDE)
    standing = _standing(article)
    base, mine, theirs = _three_contents(article, revision, standing)
    merge = comparison.merge(base, mine, theirs)
    photos = comparison.named_photos(base, mine, theirs)
    rows = [
        {
            "name": field.name,
            "label": field.label,
            **_columns(field, base[field.name], mine[field.name], theirs[field.name], photos),
            "both": field.name in merge.both,
            "mine_changed": mine[field.name] != base[field.name],
            "merges": field.name in merge.clashes,
            "clashes": [
                {"proposed": clash.proposed, **_columns(field, clash.base, clash.mine, clash.theirs, photos)}
                for clash in merge.clashes.get(field.name, ())
            ],
        }
        for field in STORY_FIELDS
        if mine[field.name] != theirs[field.name]
    ]
    nobody_saved = (standing.version or 0) <= revision.base_version
    step = StageChange.objects.filter(article=article).first() if nobody_saved else None
    title = "Naskah ini berpindah tahap" if step else "Dua orang menyunting naskah ini"
    context = {
        **page_context(request, article, title),
        "step": step,
        "step_label": workflow.VERBS[step.verb].label if step else "",
        "mine": revision,
        "theirs": standing,
        "rows": rows,
        "may_edit": permissions.may_edit_now(request.user, article),
    }
    return TemplateResponse(request, "admin/articles/article/conflict.html", context)


@dataclass(frozen=True)
class Proposal:
    """What the story form begins with after a conflict, and what of it stayed behind: field, whose, the words."""

    merged: Content
    left_out: list[tuple[str, str, str]]


def proposal(article: Article, request: HttpRequest) -> Proposal | None:
    """The merge that a conflict page asked the story form to begin with, by its choices in the query."""
    if not (asked := request.GET.get("gabung")):
        return None
    revision, standing = _revision(article, asked, kind=RevisionKind.SET_ASIDE), _standing(article)
    base, mine, theirs = _three_contents(article, revision, standing)
    merge = comparison.merge(base, mine, theirs, request.GET.dict())
    photos = comparison.named_photos(base, mine, theirs)
    names = {Side.MINE: revision.by_name, Side.THEIRS: standing.by_name}
    return Proposal(
        merge.merged,
        [(left.field.label, names[left.side], left.field.kind.in_words(left.value, photos)) for left in merge.left_out],
    )


def _standing(article: Article) -> Revision:
    """The text as it stands now."""
    if (latest := revisions.latest(article)) is None:
        raise Http404
    return latest


def _three_contents(article: Article, revision: Revision, standing: Revision) -> tuple[Content, Content, Content]:
    """Base (what `revision` began from, empty for a text that never was), mine and theirs."""
    base = revisions.at_version(article, revision.base_version)
    return read_content(base.content if base else {}), read_content(revision.content), read_content(standing.content)


def _columns(field: StoryField, base: Any, mine: Any, theirs: Any, photos: PhotoNames) -> dict[str, Any]:
    """A value in words, and what either person made of it."""
    before, first, second = (field.kind.in_words(value, photos) for value in (base, mine, theirs))
    return {
        "base": before,
        "mine": list(comparison.compare(before, first)),
        "theirs": list(comparison.compare(before, second)),
    }


def _revision(article: Article, number: str, **which: Any) -> Revision:
    if not is_row_number(number):
        raise Http404
    return get_object_or_404(Revision, article=article, pk=int(number), **which)
