"""The rules of screening at the desk: what each check leads to, the words, a box to try them, and a dry run before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from adminkit.base import DeskAdmin
from comments.models import LONGEST_TEXT, Decision, ScreeningRule, ScreeningWord, WordKind
from comments.screening import dry_run as trying
from comments.screening.dry_run import DryRun
from comments.screening.normalising import read
from comments.screening.policy import CHECKS, Check, Rule, current, current_rules, entry_of

from .marking import marked

TRY = "_uji"  # the button that tries before it saves
LABELS = {"publish": "Tampil", "hold": "Ditahan", "refuse": "Ditolak"}


@dataclass(frozen=True)
class CheckRow:
    check: Check
    rule: Rule
    is_shipped: bool

    @property
    def decision(self) -> str:
        return str(Decision(self.rule.decision).label)


class RuleForm(forms.Form):
    decision = forms.ChoiceField(
        label="Akibatnya",
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih akibatnya.", "invalid_choice": "Pilih salah satu akibat dari daftar."},
    )
    limit = forms.IntegerField(label="Batas", min_value=0, max_value=1_000_000, required=False)
    sample = forms.IntegerField(label="Paling sedikit", min_value=1, max_value=20, required=False)

    def __init__(self, check: Check, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not check.may_refuse:
            chosen = [choice for choice in Decision.choices if choice[0] != Decision.REFUSE]
            self.fields["decision"].choices = chosen  # type: ignore[attr-defined]
        for name, shipped in (("limit", check.limit), ("sample", check.sample)):
            if shipped is None:
                del self.fields[name]
            else:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = f"“{self.fields[name].label}” masih kosong. Isi dahulu."
        if check.unit and "limit" in self.fields:
            self.fields["limit"].label = f"Batas ({check.unit})"
        if "sample" in self.fields:
            self.fields["sample"].label = "Paling sedikit sekian komentar"

    def chosen(self) -> Rule:
        cleaned = self.cleaned_data
        return Rule(cleaned["decision"], cleaned.get("limit") or 0, cleaned.get("sample") or 0)


class TryForm(forms.Form):
    text = forms.CharField(
        label="Komentar",
        max_length=2 * LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Tempel dahulu komentarnya.", "max_length": "Komentarnya terlalu panjang."},
    )
    headline = forms.CharField(
        label="Judul berita",
        required=False,
        max_length=200,
        help_text="Boleh kosong. Kata yang ada di judul bukan makian di komentarnya, misalnya nama hewan.",
    )


class WordForm(forms.ModelForm[ScreeningWord]):
    """A word; with the button “Uji dahulu” nothing is saved, and the form shows what it would have changed."""

    dry_run: DryRun | None = None

    class Meta:
        model = ScreeningWord
        fields = ("kind", "text", "meaning", "weight", "unless", "is_active")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip().lower()
        if not any(word.plain.isalnum() for word in read(text).words):
            raise ValidationError("Kata ini tidak punya satu huruf pun.")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if TRY in self.data and not self.errors:
            rules, old = current(), None
            if self.instance.pk:
                old = ScreeningWord.objects.filter(pk=self.instance.pk).values_list("kind", "text").first()
            word = ScreeningWord(**cleaned)
            after = trying.with_word(rules, entry_of(word) if word.is_active else None, old)
            self.dry_run = trying.dry_run(rules, after, timezone.now())
            raise ValidationError("Belum disimpan. Lihat dahulu hasil ujinya.", code="tried")
        return cleaned


@admin.register(ScreeningWord)
class ScreeningWordAdmin(DeskAdmin):
    form = WordForm
    add_label = new_title = "Tambah kata"
    add_another = True
    list_display = ("text", "kind", "meaning", "weighs", "is_active")
    list_filter = ("kind", "is_active")
    ordering = ("kind", "text", "pk")
    search_fields = ("text", "meaning")
    change_form_template = "admin/comments/screeningword/change_form.html"

    @admin.display(description="bobot")
    def weighs(self, row: ScreeningWord) -> str:
        return str(row.weight) if row.kind == WordKind.GAMBLING else ""


@admin.register(ScreeningRule)
class ScreeningRuleAdmin(DeskAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.table_view), name="comments_screeningrule_changelist"),
            path("coba/", wrap(self.try_view), name="comments_screeningrule_try"),
            path("<slug:check>/", wrap(self.rule_view), name="comments_screeningrule_change"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @method_decorator(require_safe)
    def table_view(self, request: HttpRequest) -> HttpResponse:
        self._require(request, self.has_view_permission)
        rules = current_rules()
        changed = set(ScreeningRule.objects.values_list("check_name", flat=True))
        context = {
            "rows": [CheckRow(check, rules[name], name not in changed) for name, check in CHECKS.items()],
            "may_change": self.has_change_permission(request),
        }
        return self._page(request, "table", "Aturan komentar", context)

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Paste a comment and see everything that is found in it. Nothing is saved."""
        self._require(request, self.has_view_permission)
        form, verdict, pieces = TryForm(request.POST if request.method == "POST" else None), None, None
        if form.is_valid():
            text = form.cleaned_data["text"]
            verdict = trying.try_text(text, current(), timezone.now(), form.cleaned_data["headline"])
            pieces = marked(text, verdict.findings)  # type: ignore[arg-type]
        findings = [
            (CHECKS[found["check"]].label, Decision(found["decision"]).label, found["detail"])
            for found in (verdict.findings if verdict else ())
        ]
        context = {"form": form, "verdict": LABELS[verdict.decision] if verdict else "", "findings": findings}
        return self._page(request, "try", "Coba aturan", context | {"pieces": pieces})

    def rule_view(self, request: HttpRequest, check: str) -> HttpResponse:
        """One rule: tried on last month's comments, then saved."""
        self._require(request, self.has_change_permission)
        if check not in CHECKS:
            raise Http404
        rules, run = current(), None
        rule = rules[check]
        initial = {"decision": rule.decision, "limit": rule.limit, "sample": rule.sample}
        form = RuleForm(CHECKS[check], request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid():
            if TRY in request.POST:
                run = trying.dry_run(rules, trying.with_rule(rules, check, form.chosen()), timezone.now())
            else:
                self._save(request, CHECKS[check], form.chosen())
                return redirect("admin:comments_screeningrule_changelist")
        context = {"check": CHECKS[check], "form": form, "dry_run": run}
        return self._page(request, "rule", CHECKS[check].label, context)

    def _save(self, request: HttpRequest, check: Check, rule: Rule) -> None:
        row, _ = ScreeningRule.objects.update_or_create(
            check_name=check.name,
            defaults={
                "decision": rule.decision,
                "limit": None if check.limit is None else rule.limit,
                "sample": None if check.sample is None else rule.sample,
            },
        )
        said = f"{check.label}: {Decision(rule.decision).label}, batas {row.limit}, contoh {row.sample}"
        self.log_change(request, row, said)
        messages.success(request, f"Aturan “{check.label}” tersimpan.")

    def _page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        everywhere = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/comments/screeningrule/{name}.html", everywhere | context)

    def _require(self, request: HttpRequest, permitted: Callable[[HttpRequest], bool]) -> None:
        if not permitted(request):
            raise PermissionDenied
