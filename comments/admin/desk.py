"""Where moderators work: the queues, one comment with all that is known of it, and what stands against its writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, register_converter, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from accounts.people import display_name, signed_in
from adminkit.autocomplete import is_row_number
from adminkit.base import DeskAdmin, LocalDateTimeInput
from adminkit.forms import ReasonField
from adminkit.keyset import BrokenToken
from articles.converters import StoryConverter
from articles.models import Article, Edition
from articles.permissions import may_review
from comments import bans, claims, hot_stories, moderation, presence, readers, search
from comments.lifecycle import NotPossible
from comments.models import LONGEST_TEXT, Comment, CommentLog, ReaderNote, RefusalReason, Report, Sanction, SanctionKind
from comments.moderation import UNDO_FOR, VERBS
from comments.permissions import moderators
from comments.threads import discussion_of

from . import columns, queues
from .filters import NAMES, FilterForm
from .queues import MOST_COUNTED, PAGE_PARAMETER, QUEUES

QUEUE_PARAMETER = "antrean"
UNDO_PARAMETER = "urungkan"
UNDO_SALT = "comments.admin.undo"
AT_ONCE = 100  # comments of one bulk step
SAID = 10  # comments of which one is told why nothing was done
BESIDE = 20  # of a thread, a log, or a reader's comments, that stand beside a comment
register_converter(StoryConverter, "key")

SANCTION_BUTTONS: dict[str, str] = {
    SanctionKind.WARNING: "Beri peringatan",
    SanctionKind.SUSPENSION: "Tangguhkan",
    SanctionKind.BAN: "Blokir",
    SanctionKind.REVIEW: "Selalu periksa",
}
PARAMETERS = {QUEUE_PARAMETER, PAGE_PARAMETER, UNDO_PARAMETER, *NAMES}
FRAGMENT = "X-Fragment"  # sent by static/js/desk-moderation.js, which stays on its page
EVERYTHING = "semua"  # all that match, on later pages too
NOT_THERE_ANY_MORE = "Komentar ini sudah diputuskan orang lain. Muat ulang antreannya."
PILE = "beserta"  # the comment whose pile goes with it


@dataclass(frozen=True)
class HistoryEntry:
    """A step in a comment's history, in words."""

    step: CommentLog
    label: str
    reason: str

    @classmethod
    def of(cls, step: CommentLog) -> HistoryEntry:
        reason = str(RefusalReason(step.reason).label) if step.reason in RefusalReason.values else ""
        return cls(step, moderation.label_of(step.action), reason)


class ModerationForm(forms.Form):
    """What a step may need: which of it, the verb says."""

    reason = forms.ChoiceField(
        label="Alasan",
        choices=[("", "Pilih alasan"), *RefusalReason.choices],
        required=False,
        error_messages={"invalid_choice": "Pilih salah satu alasan dari daftar."},
    )
    note = ReasonField("Catatan untuk penulisnya", rows=2)
    text = ReasonField("Kata-kata baru", max_length=LONGEST_TEXT, rows=5)


class SanctionForm(forms.Form):
    reason = ReasonField(
        "Alasan",
        "Tulis alasannya.",
        max_length=500,
        rows=2,
        help_text="Pembaca itu diberi tahu, kecuali bila hanya selalu diperiksa.",
    )
    until = forms.DateTimeField(
        label="Sampai",
        required=False,
        widget=LocalDateTimeInput,
        help_text="Wajib untuk penangguhan; boleh kosong untuk “Selalu diperiksa”.",
        error_messages={"invalid": "“Sampai” belum berupa tanggal dan jam."},
    )


class BanForm(SanctionForm):
    """A sanction, and with a ban what becomes of what was written."""

    refuse_all = forms.BooleanField(label="Bila diblokir: tolak dan sembunyikan juga semua komentarnya", required=False)
    comments_reason = forms.ChoiceField(
        label="Alasan untuk komentar-komentarnya",
        choices=[("", "Pilih alasan"), *RefusalReason.choices],
        required=False,
        error_messages={"invalid_choice": "Pilih salah satu alasan dari daftar."},
    )

    def clean(self) -> None:
        if self.cleaned_data.get("refuse_all") and not self.cleaned_data.get("comments_reason"):
            self.add_error("comments_reason", "Pilih alasan untuk komentar-komentarnya.")


class NoteForm(forms.Form):
    text = ReasonField(
        "Catatan untuk moderator lain",
        "Catatannya masih kosong.",
        max_length=500,
        rows=2,
        help_text="Pembaca itu berhak melihatnya bila meminta data dirinya.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s"} | kwargs)  # another form of the page has a text too


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Serahkan kepada",
        empty_label="Pilih moderator",
        error_messages={"required": "Pilih kepada siapa.", "invalid_choice": "Pilih moderator dari daftar."},
    )
    note = forms.CharField(label="Yang perlu diketahui", required=False, max_length=300)

    def __init__(self, data: Any, comment: Comment, by: User) -> None:
        super().__init__(data, auto_id="hand_%s", label_suffix="")
        others = moderators().exclude(pk__in=[pk for pk in (by.pk, comment.author_id) if pk])
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return moderation.may_moderate(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.queue_view), name="comments_comment_changelist"),
            path("langkah/", wrap(self.bulk_view), name="comments_comment_bulk"),
            path("urungkan/", wrap(self.undo_view), name="comments_comment_undo"),
            path("pembaca/<key:pk>/", wrap(self.reader_view), name="comments_comment_reader"),
            path("pembaca/<key:pk>/<slug:deed>/", wrap(self.reader_step_view), name="comments_comment_reader_step"),
            path("berita/<key:pk>/", wrap(self.story_view), name="comments_comment_story"),
            path("<key:pk>/", wrap(self.comment_view), name="comments_comment_change"),
            path("<key:pk>/hadir/", wrap(self.presence_view), name="comments_comment_presence"),
            path("<key:pk>/pegang/", wrap(self.claim_view), name="comments_comment_claim"),
            path("<key:pk>/<slug:verb>/", wrap(self.step_view), name="comments_comment_step"),
        ]

    # The queues

    @method_decorator(require_safe)
    def queue_view(self, request: HttpRequest) -> HttpResponse:
        self._require_moderator(request)
        if not PARAMETERS.issuperset(request.GET):
            return redirect(request.path)
        counts = queues.counts()
        queue = _queue_of(request.GET.get(QUEUE_PARAMETER, ""), default=_where_work_is(counts))
        if queue is None:
            return redirect(request.path)
        narrowed = _filter_form(queue, request.GET)
        try:
            page = queues.page_of(queue, request.user, request.GET.get(PAGE_PARAMETER, ""), filters=narrowed.filters)
        except BrokenToken:
            return redirect(_queue_url(queue.name, **narrowed.typed))
        more = narrowed.typed | {PAGE_PARAMETER: page.next_token}
        now = timezone.now()
        context = {
            "queue": queue,
            "cards": page.cards,
            "next_url": _queue_url(queue.name, **more) if page.next_token else "",
            "reasons": list(enumerate(RefusalReason.choices, 1)),
            "filter_form": narrowed,
            "now": now,
        }
        if FRAGMENT in request.headers:
            return TemplateResponse(request, "admin/comments/comment/cards.html", context)
        context |= {
            **self.admin_site.each_context(request),
            "title": "Komentar",
            "opts": self.opts,
            "tabs": [Tab(one, _queue_url(one.name), one is queue, counts.get(one.name)) for one in QUEUES.values()],
            "is_first": PAGE_PARAMETER not in request.GET,
            "first_url": _queue_url(queue.name, **narrowed.typed),
            "plain_url": _queue_url(queue.name),
            "bulk_verbs": [VERBS[name] for name in queue.verbs],
            "hot_stories": hot_stories.hot_stories(now),
            "undo": _undoable(request),
        }
        return TemplateResponse(request, "admin/comments/comment/queue.html", context)

    @method_decorator(require_POST)
    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """One step with all comments that were ticked, or with all that match what the queue was narrowed by."""
        self._require_moderator(request)
        queue = _queue_of(request.POST.get(QUEUE_PARAMETER, ""))
        verb, keys = request.POST.get("langkah", ""), request.POST.getlist("komentar")[:AT_ONCE]
        if queue is None or verb not in queue.verbs or not all(map(is_row_number, keys)):
            raise SuspiciousOperation
        narrowed = _filter_form(queue, request.POST)
        if EVERYTHING in request.POST:
            keys = [str(pk) for pk in _everything(queue, narrowed)]
        reason = request.POST.get("reason", "")
        if not keys:
            return self._said(request, queue, narrowed, "Belum ada komentar yang dicentang.")
        if VERBS[verb].requires_reason and reason not in RefusalReason.values:
            problem = f"Pilih alasannya dahulu, lalu tekan “{VERBS[verb].label}” lagi."
            return self._said(request, queue, narrowed, problem)
        return self._in_bulk(request, queue, narrowed, verb, keys, reason=reason)

    def _in_bulk(
        self,
        request: HttpRequest,
        queue: queues.Queue,
        narrowed: FilterForm,
        verb: str,
        keys: Sequence[int | str],
        **given: str,
    ) -> HttpResponse:
        comments = Comment.objects.filter(pk__in=keys).order_by("pk")
        # A page that stood open shows what somebody else has decided meanwhile: no step answers for that.
        still_there = comments.filter(status=queue.status) if queue.status else comments
        taken, refused = moderation.in_bulk(verb, still_there, by=signed_in(request), **given)
        if decided := len(keys) - len(taken) - len(refused):
            refused.append(f"{decided} komentar sudah diputuskan orang lain.")
        done = f"{len(taken)} komentar {VERBS[verb].done}." if taken else ""
        return self._answer(request, queue, narrowed, done, taken, refused)

    def _answer(
        self,
        request: HttpRequest,
        queue: queues.Queue,
        narrowed: FilterForm,
        done: str,
        taken: list[CommentLog],
        refused: Sequence[str] = (),
    ) -> HttpResponse:
        """What was done and what not, and why: on the queue's page again, or to the script that stays there."""
        undo = _undo_of(taken)
        if FRAGMENT in request.headers:
            gone = [log.comment_id for log in taken]
            return JsonResponse({"said": done, "problems": list(refused), "gone": gone} | undo)
        for sentence in refused[:SAID]:
            messages.warning(request, sentence)
        if len(refused) > SAID:
            messages.warning(request, f"{len(refused) - SAID} lagi tidak dapat.")
        if done:
            messages.success(request, done)
        return redirect(_queue_url(queue.name, **narrowed.typed, **undo))

    def _said(self, request: HttpRequest, queue: queues.Queue, narrowed: FilterForm, problem: str) -> HttpResponse:
        if FRAGMENT in request.headers:
            return JsonResponse({"said": "", "problems": [problem], "gone": []}, status=400)
        messages.warning(request, problem)
        return redirect(_queue_url(queue.name, **narrowed.typed))

    @method_decorator(require_POST)
    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take the last steps back, as long as nobody was told of them."""
        self._require_moderator(request)
        queue = _queue_of(request.POST.get(QUEUE_PARAMETER, "")) or QUEUES["ditahan"]
        done = 0
        for log in _logs_of(request.POST.get(UNDO_PARAMETER, "")):
            try:
                moderation.undo(log, by=signed_in(request))
                done += 1
            except NotPossible as error:
                messages.warning(request, f"{log.comment}: {error}")
        if done:
            messages.success(request, f"{done} langkah diurungkan.")
        return redirect(_queue_url(queue.name))

    # One comment

    @method_decorator(require_safe)
    def comment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_moderator(request)
        return self._comment_page(request, _comment(pk), ModerationForm())

    @method_decorator(require_POST)
    def step_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """One step with one comment; from a queue it leads back there."""
        self._require_moderator(request)
        if verb not in VERBS:
            raise Http404
        comment, form = _comment(pk), ModerationForm(request.POST)
        queue = _queue_of(request.POST.get(QUEUE_PARAMETER, ""), default=None)
        if not form.is_valid():
            return self._not_taken(request, comment, form, verb, 400)
        if queue and queue.status and comment.status != queue.status:
            return self._not_taken(request, comment, form, verb, 409, NOT_THERE_ANY_MORE)
        if queue and _is_for_pile(request, queue, comment) and verb in queue.verbs and _says_why(verb, form):
            keys = search.same_text(comment, AT_ONCE)
            given = {name: form.cleaned_data[name] for name in ("reason", "note")}
            return self._in_bulk(request, queue, _filter_form(queue, request.POST), verb, keys, **given)
        try:
            log = moderation.take(verb, comment, by=signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(error.code if error.code in form.fields else None, error)
            return self._not_taken(request, comment, form, verb, 400)
        except NotPossible as error:
            return self._not_taken(request, _comment(pk), form, verb, 409, str(error))
        done = f"Komentar {comment.author_name} {VERBS[verb].done}."
        if queue:
            return self._answer(request, queue, _filter_form(queue, request.POST), done, [log])
        messages.success(request, done)
        return redirect(f"{_comment_url(pk)}?{urlencode(_undo_of([log]))}")

    def _not_taken(
        self, request: HttpRequest, comment: Comment, form: ModerationForm, verb: str, status: int, problem: str = ""
    ) -> HttpResponse:
        if FRAGMENT in request.headers:
            problems = [problem] if problem else [str(said) for errors in form.errors.values() for said in errors]
            return JsonResponse({"said": "", "problems": problems, "gone": []}, status=status)
        return self._comment_page(request, comment, form, verb, problem=problem, status=status)

    @method_decorator(require_POST)
    def claim_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a comment in hand, put it down, or hand it over."""
        self._require_moderator(request)
        comment, by, deed = _comment(pk), signed_in(request), request.POST.get("tugas", "ambil")
        if deed not in {"ambil", "ambil_alih", "lepas", "serahkan"}:
            raise SuspiciousOperation
        if deed == "serahkan":
            return self._hand_over(request, comment)
        try:
            if deed == "lepas":
                claims.release(comment, by=by)
            else:
                claims.claim(comment, by=by, take_over=deed == "ambil_alih")
        except NotPossible as error:
            return self._not_taken(request, comment, ModerationForm(), "", 409, str(error))
        done = "Komentar dilepas." if deed == "lepas" else "Komentar Anda pegang selama 30 menit."
        messages.success(request, done)
        queue = _queue_of(request.POST.get(QUEUE_PARAMETER, ""), default=None)
        if queue:
            return redirect(_queue_url(queue.name, **_filter_form(queue, request.POST).typed))
        return redirect(_comment_url(pk))

    def _hand_over(self, request: HttpRequest, comment: Comment) -> HttpResponse:
        by = signed_in(request)
        form = HandOverForm(request.POST, comment, by)
        if not form.is_valid():
            return self._comment_page(request, comment, ModerationForm(), hand_over=form, status=400)
        try:
            claims.hand_over(comment, form.cleaned_data["to"], by=by, note=form.cleaned_data["note"])
        except (NotPossible, ValidationError) as error:
            problem = str(error) if isinstance(error, NotPossible) else error.messages[0]
            return self._comment_page(request, comment, ModerationForm(), hand_over=form, problem=problem, status=409)
        messages.success(request, f"Diserahkan kepada {display_name(form.cleaned_data['to'])}, yang diberi kabar.")
        return redirect(_comment_url(comment.pk))

    def story_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The comments of one story: closed, reviewed first, with a message; and what waits below it."""
        self._require_moderator(request)
        article: Article = get_object_or_404(Article.objects.defer("body"), pk=pk)
        edition = Edition.objects.public_history().filter(article=article).last()
        if edition is None:
            raise Http404
        form = columns.ModeratorsColumnForm(
            request.POST if request.method == "POST" else None, instance=discussion_of(article), label_suffix=""
        )
        form.may_open = may_review(request.user, article)
        if request.method == "POST" and form.is_valid():
            columns.set_column(article, form.cleaned_data, by=signed_in(request))
            messages.success(request, "Kolom komentar disimpan.")
            return redirect("admin:comments_comment_story", pk)
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": f"Komentar: {edition.headline}",
            "opts": self.opts,
            "article": article,
            "edition": edition,
            "form": form,
            "history": list(columns.history(article)),
            "hot": next((one for one in hot_stories.hot_stories(now) if one.article == pk), None),
            "links": [(one, _queue_url(one.name, berita=str(pk))) for one in QUEUES.values()],
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "admin/comments/comment/story.html", context, status=status)

    @method_decorator(require_POST)
    def presence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says that a moderator is here, and who else is."""
        self._require_moderator(request)
        comment, now = get_object_or_404(Comment.objects.only("article"), pk=pk), timezone.now()
        presence.touch(comment.article_id, signed_in(request), now)
        return JsonResponse({"names": presence.others(comment.article_id, signed_in(request), now)})

    def _comment_page(
        self,
        request: HttpRequest,
        comment: Comment,
        form: ModerationForm,
        verb: str = "",
        problem: str = "",
        status: int = 200,
        hand_over: HandOverForm | None = None,
    ) -> HttpResponse:
        now, user = timezone.now(), signed_in(request)
        if not form.is_bound:
            form.initial["text"] = comment.text
        claim = queues.standing_claim(comment, now)
        thread = Comment.objects.filter(article=comment.article_id, root=comment.thread_root).exclude(pk=comment.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Komentar {comment.author_name}",
            "opts": self.opts,
            "card": queues.card(comment, user, now, list(moderators()) if moderation.appealed(comment) else []),
            "comment": comment,
            "form": form,
            "verb": verb,
            "problem": problem,
            "steps": [] if claim and claim.user_id != user.pk else moderation.offered(user, comment),
            "claim": claim,
            "hand_over": hand_over or HandOverForm(None, comment, user),
            "is_own": comment.author_id == user.pk,
            "appeal": getattr(comment, "appeal", None),
            "thread": list(thread.order_by("created_at", "pk")[:BESIDE]),
            "root": comment.root,
            "log": [HistoryEntry.of(step) for step in comment.log.all()[:BESIDE]],
            "reports": list(Report.objects.filter(comment=comment)[:BESIDE]),
            "reader": comment.author,
            "record": readers.record(comment.author) if comment.author else None,
            "sanctions": _sanctions(comment.author, now) if comment.author else [],
            "notes": list(ReaderNote.objects.filter(user=comment.author)[:5]) if comment.author else [],
            "note_form": NoteForm(),
            "may_sanction": comment.author is not None and readers.may_sanction(user, comment.author),
            "others": presence.others(comment.article_id, user, now),
            "undo": _undoable(request),
            "now": now,
        }
        return TemplateResponse(request, "admin/comments/comment/comment.html", context, status=status)

    # One reader

    @method_decorator(require_safe)
    def reader_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_moderator(request)
        return self._reader_page(request, _reader(pk), BanForm(), NoteForm())

    @method_decorator(require_POST)
    def reader_step_view(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        """Warn, suspend, ban, review always, lift, or write a note."""
        self._require_moderator(request)
        reader, by = _reader(pk), signed_in(request)
        if deed == "catat":
            form = NoteForm(request.POST)
            if not form.is_valid():
                return self._reader_page(request, reader, BanForm(), form, status=400)
            readers.note(reader, by=by, text=form.cleaned_data["text"])
            messages.success(request, "Catatan tersimpan.")
            return redirect("admin:comments_comment_reader", pk)
        if deed == "cabut-alamat":
            readers.lift_address(reader, by=by)
            messages.success(request, "Pemblokiran alamat dicabut.")
            return redirect("admin:comments_comment_reader", pk)
        if deed == "cabut":
            key = request.POST.get("tindakan", "")
            if not is_row_number(key):
                raise SuspiciousOperation
            readers.lift(get_object_or_404(Sanction, pk=key, user=reader), by=by)
            messages.success(request, "Tindakan dicabut.")
            return redirect("admin:comments_comment_reader", pk)
        if deed not in SanctionKind.values:
            raise Http404
        return self._sanction(request, reader, deed)

    def _sanction(self, request: HttpRequest, reader: User, kind: str) -> HttpResponse:
        form, by = BanForm(request.POST), signed_in(request)
        if form.is_valid():
            reason, until = form.cleaned_data["reason"], form.cleaned_data["until"]
            try:
                match kind:
                    case SanctionKind.WARNING:
                        readers.warn(reader, by=by, reason=reason)
                    case SanctionKind.SUSPENSION:
                        readers.suspend(reader, by=by, reason=reason, until=until)
                    case SanctionKind.BAN:
                        readers.ban(reader, by=by, reason=reason)
                        self._refuse_standing(request, reader, form)
                    case _:
                        readers.always_review(reader, by=by, reason=reason, until=until)
            except ValidationError as error:
                form.add_error(error.code, error)
            else:
                messages.success(request, f"{SanctionKind(kind).label}: tersimpan.")
                return redirect("admin:comments_comment_reader", reader.pk)
        return self._reader_page(request, reader, form, NoteForm(), status=400)

    def _refuse_standing(self, request: HttpRequest, reader: User, form: SanctionForm) -> None:
        if not form.cleaned_data.get("refuse_all"):
            return
        gone, problems = readers.refuse_standing(
            reader, by=signed_in(request), reason=form.cleaned_data["comments_reason"]
        )
        messages.success(request, f"{gone} komentarnya ditolak atau disembunyikan.")
        if left := Comment.objects.of(reader).filter(status__in=readers.STEPS_AGAINST).count() - len(problems):
            messages.warning(request, f"{left} lagi belum: saring antrean dengan “#{reader.pk}” dan putuskan semuanya.")
        for sentence in problems[:SAID]:
            messages.warning(request, sentence)

    def _reader_page(
        self, request: HttpRequest, reader: User, form: SanctionForm, note_form: NoteForm, status: int = 200
    ) -> HttpResponse:
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": display_name(reader),
            "opts": self.opts,
            "reader": reader,
            "record": readers.record(reader),
            "sanctions": _sanctions(reader, now),
            "barred_address": bans.of_address(reader, now),
            "notes": list(ReaderNote.objects.filter(user=reader)[:BESIDE]),
            "form": form,
            "note_form": note_form,
            "sanction_buttons": SANCTION_BUTTONS.items(),
            "may_sanction": readers.may_sanction(signed_in(request), reader),
            "comments": list(Comment.objects.filter(author=reader).newest().select_related("article")[:BESIDE]),
            "now": now,
        }
        return TemplateResponse(request, "admin/comments/comment/reader.html", context, status=status)

    def _require_moderator(self, request: HttpRequest) -> None:
        if not moderation.may_moderate(request.user):
            raise PermissionDenied


def _comment(pk: int) -> Comment:
    comments = Comment.objects.select_related("article", "author", "root", "reply_to", "appeal", "claim__user")
    comment: Comment = get_object_or_404(comments.defer("article__body"), pk=pk)
    return comment


def _reader(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _sanctions(user: User, now: datetime) -> list[tuple[Sanction, bool]]:
    """The newest of what was done about a reader, and whether it stands."""
    return [
        (sanction, sanction.kind != SanctionKind.WARNING and sanction.stands(now))
        for sanction in Sanction.objects.filter(user=user)[:BESIDE]
    ]


def _comment_url(pk: int) -> str:
    return reverse("admin:comments_comment_change", args=[pk])


def _queue_url(name: str, **more: str) -> str:
    return f"{reverse('admin:comments_comment_changelist')}?{urlencode({QUEUE_PARAMETER: name, **more})}"


@dataclass(frozen=True)
class Tab:
    queue: queues.Queue
    url: str
    is_current: bool
    number: int | None  # of what waits; None where nobody waits for it

    @property
    def count(self) -> str:
        if not self.number:
            return ""
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


def _where_work_is(counts: dict[str, int]) -> str:
    """The first queue in which something waits."""
    return next((name for name, number in counts.items() if number), "dilaporkan")


def _filter_form(queue: queues.Queue, data: QueryDict) -> FilterForm:
    return FilterForm(data, of_complaints=queue.rows is queues.reported)


def _everything(queue: queues.Queue, narrowed: FilterForm) -> list[int]:
    """The first AT_ONCE comments of a queue that was narrowed; a whole queue is never decided unseen."""
    filters = narrowed.filters
    if not filters:
        raise SuspiciousOperation
    rows = queues.rows_of(queue, filters).order_by(*queue.keyset.ordering())
    return list(rows.values_list(queue.comment, flat=True)[:AT_ONCE])


def _is_for_pile(request: HttpRequest, queue: queues.Queue, comment: Comment) -> bool:
    """Whether a step is meant for all that say the same, where all of a queue stand alike."""
    return bool(queue.status) and str(comment.pk) in request.POST.getlist(PILE)


def _says_why(verb: str, form: ModerationForm) -> bool:
    return bool(form.cleaned_data["reason"]) or not VERBS[verb].requires_reason


def _queue_of(name: str, default: str | None = "dilaporkan") -> queues.Queue | None:
    return QUEUES.get(name or default or "")


# Undoing: a signed list of log entries, so that only those who took the steps have it, for as long as it is of use.


def _undo_of(logs: list[CommentLog]) -> dict[str, str]:
    undoable = [log.pk for log in logs if log.from_status != log.to_status]
    return {UNDO_PARAMETER: signing.dumps(undoable, salt=UNDO_SALT)} if undoable else {}


def _undoable(request: HttpRequest) -> str:
    token = request.GET.get(UNDO_PARAMETER, "")
    return token if _keys_of(token) else ""


def _keys_of(token: str) -> list[int]:
    try:
        return list(signing.loads(token, salt=UNDO_SALT, max_age=UNDO_FOR)) if token else []
    except signing.BadSignature:
        return []


def _logs_of(token: str) -> list[CommentLog]:
    return list(CommentLog.objects.filter(pk__in=_keys_of(token)).select_related("comment").order_by("pk"))
