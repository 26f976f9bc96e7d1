"""The forms of /akun/."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from . import consent, readers
from .honeypot import TrapForm
from .models import NAME_LENGTH, ConsentWay, Reader
from .names import is_written_plainly, looks_official, objection_to, skeleton, tidied

LONGEST_LOGIN = 254
OF_AGE = (
    "Saya berusia 18 tahun atau lebih.",
    "Akun hanya untuk yang berusia 18 tahun atau lebih. Centang bila Anda sudah cukup umur.",
)


def agreement(sentence: str, refusal: str) -> forms.BooleanField:
    return forms.BooleanField(label=sentence, error_messages={"required": refusal})


class StatementsForm(forms.Form):
    """The three statements, each with an unticked checkbox of its own (Pedoman Media Siber 3c)."""

    honest = agreement(consent.STATEMENTS["honest"], "Centang pernyataan pertama untuk melanjutkan.")
    peaceful = agreement(consent.STATEMENTS["peaceful"], "Centang pernyataan kedua untuk melanjutkan.")
    fair = agreement(consent.STATEMENTS["fair"], "Centang pernyataan ketiga untuk melanjutkan.")


class DisplayNameField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {
            "label": "Nama tampilan",
            "min_length": 3,
            "max_length": NAME_LENGTH,
            "help_text": "Nama yang dibaca orang di samping komentar Anda. Boleh nama samaran.",
            "widget": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "error_messages": {"required": "Isi nama tampilan Anda."},
        }
        super().__init__(**defaults | options)

    def clean(self, value: Any) -> str:
        name = super().clean(tidied(value or ""))
        if not is_written_plainly(name):
            raise ValidationError(
                "Nama tampilan hanya boleh berisi huruf Latin, angka, spasi, titik, tanda hubung, dan apostrof.",
                code="letters",
            )
        if looks_official(name):
            raise ValidationError(
                "Nama tampilan ini dapat disangka nama redaksi atau orang redaksi. Pilih nama lain.", code="official"
            )
        if objection := objection_to(name):
            raise ValidationError(objection, code="objection")
        return name


def free_name(name: str, *, of: User | None = None) -> str:
    """The display name. Raises ValidationError if another reader's looks the same."""
    if readers.name_is_taken(name, by_others_than=of):
        raise ValidationError("Nama tampilan ini sudah dipakai pembaca lain. Pilih nama lain.", code="taken")
    return name


class Part:
    """Some fields of a form, for the template that prints fields."""

    def __init__(self, form: forms.BaseForm, names: list[str]) -> None:
        self.visible_fields = [form[name] for name in names]


class SignupForm(TrapForm, StatementsForm, allauth_forms.SignupForm):
    meant_for = {"form": "sign up"}
    display_name = DisplayNameField()
    is_adult = agreement(*OF_AGE)
    field_order = ("display_name", "email", "password1", "is_adult", "honest", "peaceful", "fair")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Alamat surel"
        self.fields["email"].help_text = "Tidak ditampilkan. Kami mengirim kode ke alamat ini untuk memastikannya."
        self.fields["password1"].help_text = "Sedikitnya 8 karakter; jangan pakai kata sandi dari situs lain."
        self.fields["email"].error_messages["required"] = "Isi alamat surel Anda."
        self.fields["password1"].error_messages["required"] = "Isi kata sandi untuk akun ini."

    account_already_exists: bool  # allauth sets it while it cleans the address

    def about_you(self) -> Part:
        return Part(
            self, [name for name in self.fields if name not in consent.STATEMENTS and name not in TrapForm.base_fields]
        )

    def statements(self) -> Part:
        return Part(self, list(consent.STATEMENTS))

    def clean_display_name(self) -> str:
        return free_name(self.cleaned_data["display_name"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponseBase | None]:
        with transaction.atomic():
            if self.account_already_exists and readers.drop_unconfirmed(self.cleaned_data["email"]):
                self.account_already_exists = False
            if self.account_already_exists:
                self.rehearse(request)
            saved: tuple[User | None, HttpResponseBase | None] = super().try_save(request)
        return saved

    def rehearse(self, request: HttpRequest) -> None:
        """Does the work of an unknown address for a known one too, and rolls it back: the time reveals neither."""
        self.account_already_exists = False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.account_already_exists = True

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        Reader.objects.create(user=user, display_name=self.cleaned_data["display_name"], is_adult=True)
        consent.record(user, ConsentWay.SIGN_UP, request)


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Surel atau nama masuk"
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        # No account has a longer one, and SQLite refuses to compare with very long ones.
        self.fields["login"].validators.append(MaxLengthValidator(LONGEST_LOGIN))
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Ingat saya di perangkat ini"
        self.fields["login"].error_messages["required"] = "Isi surel atau nama masuk Anda."
        self.fields["password"].error_messages["required"] = "Isi kata sandi Anda."


class ConsentForm(StatementsForm):
    """The same three statements, when the terms have changed."""


class DisplayNameForm(forms.Form):
    """Another display name. A user without a reader's profile also confirms here that they are of age."""

    display_name = DisplayNameField()
    is_adult = agreement(*OF_AGE)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        self.reader = Reader.objects.filter(user=user).first()
        kwargs.setdefault("initial", {"display_name": self.reader.display_name if self.reader else ""})
        super().__init__(*args, **kwargs)
        if self.reader:
            del self.fields["is_adult"]

    def clean_display_name(self) -> str:
        return free_name(self.cleaned_data["display_name"], of=self.user)

    def save(self) -> None:
        reader = self.reader or Reader(user=self.user, is_adult=True)
        reader.display_name = self.cleaned_data["display_name"]
        reader.name_key = skeleton(reader.display_name)
        reader.save()


class DeletionForm(forms.Form):
    DELETE, KEEP = "delete", "keep"

    comments = forms.ChoiceField(
        choices=[
            (DELETE, "Hapus semua komentar saya."),
            (KEEP, "Biarkan komentar saya tetap ada, dengan nama “Mantan pembaca”."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dulu apa yang terjadi dengan komentar Anda."},
    )
