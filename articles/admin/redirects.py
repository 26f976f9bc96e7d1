"""Redirects: where old addresses lead, by hand and by file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.people import display_name, signed_in
from adminkit.base import DeskAdmin
from articles.models import LONGEST_PATH, Redirect, RedirectStatus
from articles.redirects import files, rules
from articles.redirects.rules import Outcome, Wanted

FOUND = 1_000  # of the addresses that begin as searched
MOST_ROWS = 200  # rows of a report

ELSEWHERE = "Boleh menuju situs lain"


class RedirectForm(forms.ModelForm[Redirect]):
    """A redirect as people write it: from one address to another."""

    path = forms.CharField(
        label="Alamat lama",
        max_length=2 * LONGEST_PATH,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text="Misalnya “/2022/07/judul-berita/”, atau alamat lengkap yang disalin dari peramban.",
        error_messages={"required": "“Alamat lama” masih kosong. Isi dahulu."},
    )
    target = forms.CharField(
        label="Tujuan",
        required=False,
        max_length=2 * LONGEST_PATH,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text="Alamat berita, rubrik, topik, penulis, atau halaman. Bila alamat itu kelak berubah, "
        "pengalihan ini ikut berubah. Kosongkan bila halamannya sudah dihapus.",
    )
    elsewhere = forms.BooleanField(label=ELSEWHERE, required=False)

    class Meta:
        model = Redirect
        fields = ("path", "status", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome: Outcome | None = None
        if self.instance.pk:
            del self.fields["path"]
            self.initial["target"] = self.instance.destination() or ""
            self.initial["elsewhere"] = self.instance.leads_elsewhere

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        wanted = Wanted(
            cleaned.get("path", "") or self.instance.path, cleaned["target"], cleaned["status"], cleaned["note"]
        )
        self.outcome = rules.plan([wanted], elsewhere=cleaned["elsewhere"])[0]
        if self.instance.pk:
            self.outcome.refusals.pop("path", None)  # it stands there already
        elif row := self.outcome.before:
            self.outcome.refusals["path"] = f"Alamat ini sudah ada di daftar: {row.answer_in_words}."
        for name, refusal in self.outcome.refusals.items():
            self.add_error(name, refusal)
        return cleaned

    def _post_clean(self) -> None:
        """The rules of the row are those of `redirects.plan`, and of the database."""


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Berkas CSV",
        required=False,
        help_text=f"Kolomnya {', '.join(files.COLUMNS)}; paling banyak 10.000 baris. "
        "Jawaban boleh kosong (301), atau 410 untuk halaman yang sudah dihapus.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    elsewhere = forms.BooleanField(label=ELSEWHERE, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in self.errors:
            return cleaned
        upload = cleaned.get("file")
        if upload is None and not cleaned.get("text"):
            self.add_error("file", "Berkas CSV belum dipilih. Pilih satu berkas.")
            return cleaned
        try:
            if upload is not None:
                cleaned["text"] = files.text_of(upload.read(files.MAX_BYTES + 1))
            cleaned["wanted"] = files.read(cleaned["text"])
        except forms.ValidationError as error:
            self.add_error("file", error)
        return cleaned


class Report:
    """What a file would do, for people to read before it does."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        of = {kind: [one for one in outcomes if one.kind == kind] for kind in ("new", "changed", "same", "refused")}
        self.new, self.changed, self.same, self.refused = of.values()
        self.most_rows = MOST_ROWS

    @property
    def first_rows(self) -> str:
        return f":{MOST_ROWS}"

    @property
    def to_write(self) -> int:
        return len(self.new) + len(self.changed)

    @property
    def may_be_saved(self) -> bool:
        return bool(self.to_write)


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    add_label = new_title = "Tambah pengalihan"
    empty_list = "Belum ada pengalihan. Yang alamatnya berubah di meja redaksi dialihkan dengan sendirinya."
    list_display = ("path", "leads_to", "readers", "made")
    list_filter = ("status",)
    list_select_related = ("article", "section", "author", "tag")
    ordering = ("-pk",)
    search_fields = ("path_start",)
    search_help_text = "Mencari awal alamat lama, misalnya “/2022/07/”."

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redirect]:
        return super().get_queryset(request).defer("article__body")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Redirect], search_term: str
    ) -> tuple[QuerySet[Redirect], bool]:
        start = rules.own_path(search_term) or f"/{search_term.strip()}"
        if search_term.strip():
            queryset = queryset.filter(pk__in=Redirect.objects.starting_with(start).values("pk")[:FOUND])
        return queryset, False

    @admin.display(description="tujuan")
    def leads_to(self, row: Redirect) -> SafeString | str:
        if row.status == RedirectStatus.GONE:
            return format_html('<span class="badge">{}</span>', row.answer_in_words)
        return row.answer_in_words

    @admin.display(description="dibuka")
    def readers(self, row: Redirect) -> str:
        if not row.last_hit_on:
            return "Belum pernah"
        return f"{row.hits} kali, terakhir {date_format(row.last_hit_on, 'j F Y')}"

    @admin.display(description="dibuat")
    def made(self, row: Redirect) -> str:
        return date_format(timezone.localtime(row.created_at), "j F Y")

    # The form

    def get_fields(self, request: HttpRequest, obj: Redirect | None = None) -> Any:
        first = ("address", "status") if obj else ("path", "status")
        return (*first, "target", "elsewhere", "note", *(("readers", "origin") if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Redirect | None = None) -> tuple[str, ...]:
        return ("address", "readers", "origin") if obj else ()

    def get_form(self, request: HttpRequest, obj: Redirect | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs | {"fields": RedirectForm.Meta.fields})

    @admin.display(description="alamat lama")
    def address(self, row: Redirect) -> str:
        return row.path

    @admin.display(description="dibuat")
    def origin(self, row: Redirect) -> str:
        return f"{self.made(row)} oleh {display_name(row.created_by)}" if row.created_by else self.made(row)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        rules.write([form.outcome], by=signed_in(request))
        obj.pk = form.outcome.redirect.pk
        obj.path = form.outcome.redirect.path

    # By file

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("impor/", wrap(self.import_view), name="articles_redirect_import"),
            path("ekspor/", wrap(self.export_view), name="articles_redirect_export"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = f"pengalihan-{timezone.localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            files.lines(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Says what a file would do, and when that was seen saves it; refused rows come back as a file."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form, report = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ())), None
        if form.is_valid():
            outcomes = rules.plan(form.cleaned_data["wanted"], elsewhere=form.cleaned_data["elsewhere"])
            report = Report(outcomes)
            if "ditolak" in request.POST:
                return self._refused_rows(report)
            if (
                "simpan" in request.POST
                and not request.FILES
                and report.may_be_saved
                and self._saved(request, outcomes)
            ):
                if not report.refused:
                    return redirect("admin:articles_redirect_changelist")
                form.cleaned_data["text"] = "".join(files.refused(report.refused))
                report = Report(report.refused)
        context = {
            **self.admin_site.each_context(request),
            "title": "Impor pengalihan",
            "opts": self.opts,
            "form": form,
            "report": report,
        }
        return TemplateResponse(request, "admin/articles/redirect/import.html", context)

    def _refused_rows(self, report: Report) -> HttpResponse:
        name = f"pengalihan-ditolak-{timezone.localdate().isoformat()}.csv"
        return HttpResponse(
            "".join(files.refused(report.refused)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _saved(self, request: HttpRequest, outcomes: list[Outcome]) -> bool:
        try:
            rules.write(outcomes, by=signed_in(request))
        except IntegrityError:  # somebody else added one of them a moment ago
            messages.error(request, "Daftar pengalihan baru saja berubah. Periksa sekali lagi, lalu simpan.")
            return False
        report = Report(outcomes)
        messages.success(request, f"Tersimpan: {len(report.new)} pengalihan baru, {len(report.changed)} diubah.")
        return True
