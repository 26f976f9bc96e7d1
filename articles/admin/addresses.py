"""Pages whose address may be changed at the desk: the old one leads on, from the same transaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.people import signed_in
from adminkit.base import DeskAdmin
from articles.models import Author, Section
from articles.redirects import rules


class AddressForm(forms.ModelForm[Any]):
    """The form of something whose page stands at its slug."""

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk and slug == self.initial["slug"]:
            return slug
        address = type(self.instance)(slug=slug).get_absolute_url()
        row = rules.at(address)
        if row and not (self.instance.pk and self.instance in {row.section, row.author}):
            raise ValidationError(
                f"Alamat {address} masih dialihkan untuk pembaca lama. "
                "Pilih alamat lain, atau hapus dahulu pengalihannya.",
                code="redirected",
            )
        return slug


class AddressedAdmin(DeskAdmin):
    """A screen of something whose page stands at its slug."""

    form = AddressForm
    prepopulated_fields = {"slug": ("name",)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def view_on_site(self, obj: Author | Section) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self._address_now(obj) if change and "slug" in form.changed_data else ""
        super().save_model(request, obj, form, change)
        if before and before != obj.get_absolute_url():
            rules.moved(before, obj, by=signed_in(request))
            messages.info(request, f"Alamat lama {before} kini dialihkan ke {obj.get_absolute_url()}.")

    def _address_now(self, obj: Any) -> str:
        """As it is in the database, which nobody else may change before this transaction ends."""
        address: str = self.model._default_manager.select_for_update().get(pk=obj.pk).get_absolute_url()
        return address
