"""Accounts: which users have access to the desk, and in which role. Permissions belong to roles, never to one user."""

from __future__ import annotations

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm, UsernameField
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from adminkit.autocomplete import RowsField, is_row_number
from adminkit.base import DeskAdmin
from kateid.local_time import printed

from . import access, cards, readers, roles
from .people import display_name, signed_in

ROLE_HELP = {
    roles.REPORTER: "Menulis naskah sendiri, mengunggah foto, mengajukan ke redaktur.",
    roles.EDITOR: "Menyunting, menyetujui, dan menerbitkan naskah di rubriknya; mengatur halaman depan.",
    roles.MANAGING_EDITOR: "Semua rubrik, pencabutan berita, penulis, redaktur, rubrik, dan halaman tetap.",
    roles.PHOTO_EDITOR: "Melengkapi dan merapikan semua foto; membaca semua naskah.",
    roles.MODERATOR: "Memeriksa komentar pembaca.",
    roles.ADMINISTRATOR: "Mengurus akun, penulis, redaktur, rubrik, dan halaman tetap; tidak menerbitkan.",
}
SHOWN_MEMBERS = 50

admin.site.unregister([User, Group, EmailAddress, Authenticator, UserSession])


class RoleField(RowsField):
    """The roles as checkboxes, each with what it may do."""

    def __init__(self) -> None:
        super().__init__(
            Group.objects.order_by("pk"),
            required=False,
            label="Peran",
            widget=forms.CheckboxSelectMultiple,
            help_text="Satu orang boleh punya beberapa peran.",
        )

    def label_from_instance(self, obj: Any) -> str:
        explained = ROLE_HELP.get(obj.name)
        return format_html("<span><strong>{}</strong> {}</span>", obj.name, explained) if explained else obj.name


class AddressForm(forms.ModelForm[User]):
    """A mail address that belongs to one account, normalised as the sign-in page looks it up."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email and readers.address_is_taken(email, by_others_than=self.instance):
            raise forms.ValidationError("Alamat surel ini sudah dipakai akun lain.")
        return email


class RolesForm(AddressForm):
    """Of the roles that are ticked, `proposed` are those that take a second person to give."""

    by: User  # who fills it in
    proposed: tuple[Group, ...] = ()

    @property
    def proposals(self) -> list[str]:
        """A sentence for each role that is only proposed."""
        return [f"Diusulkan: peran {group}." for group in self.proposed]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "groups" not in data:  # one's own, which nobody changes
            return data
        stored = set(self.instance.groups.all()) if self.instance.pk else set()
        was_open = bool(self.instance.pk) and self.instance.is_active and self.instance.is_staff
        given = [group for group in data["groups"] if not (was_open and group in stored)]
        self.proposed = tuple(access.to_propose(self.instance, given, by=self.by))
        data["groups"] = [group for group in data["groups"] if group in stored or group not in self.proposed]
        if stored.intersection(self.proposed):  # to open the account again would give what it still has
            data |= {"is_staff": self.instance.is_staff, "is_active": self.instance.is_active}
        return data


class AccountForm(RolesForm):
    groups = RoleField()

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups", "is_staff", "is_active", "is_superuser")
        field_classes = {"username": UsernameField}
        labels = {
            "is_staff": "Boleh masuk ke meja redaksi",
            "is_active": "Akun aktif",
            "is_superuser": "Pemilik situs",
        }
        help_texts = {
            "username": "Dipakai untuk masuk. Huruf, angka, dan @ . + - _",
            "email": "Alamat yang diganti di sini dipastikan lagi dengan kode yang dikirim ke sana.",
            "is_staff": "Untuk orang redaksi.",
            "is_active": "Hapus centangnya bila orang ini sudah keluar. Tulisannya tetap ada.",
            "is_superuser": "Boleh melakukan semuanya, tanpa peran apa pun.",
        }


class NewAccountForm(RolesForm, UserCreationForm[User]):
    groups = RoleField()

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")
        field_classes = {"username": UsernameField}
        help_texts = AccountForm.Meta.help_texts

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = bool(self.cleaned_data["groups"])
        user: User = super().save(commit=commit)
        return user


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password for another user. Removing the password altogether means closing the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields["password1"].required = self.fields["password2"].required = True


class RoleFilter(admin.SimpleListFilter):
    title = "peran"
    parameter_name = "peran"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Group.objects.order_by("pk").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(groups=int(value)) if is_row_number(value) else queryset


class DeskFilter(admin.SimpleListFilter):
    title = "akun"
    parameter_name = "akun"
    RULES = {
        "redaksi": ("Orang redaksi", {"is_staff": True, "is_active": True}),
        "pembaca": ("Pembaca", {"is_staff": False, "is_active": True}),
        "tutup": ("Ditutup", {"is_active": False}),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.RULES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**self.RULES[value][1]) if (value := self.value()) in self.RULES else queryset


@admin.register(User)
class AccountAdmin(DeskAdmin, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    change_password_form = NewPasswordForm
    add_label = new_title = "Tambah akun"
    filter_horizontal = ()
    actions = ("drop_second_factors",)
    list_display = ("person", "username", "roles", "standing")
    list_filter = (DeskFilter, RoleFilter)
    ordering = ("username",)
    search_fields = ("^username", "^first_name", "^last_name", "^email")
    search_help_text = "Mencari awal nama atau surel di akun-akun terbaru."
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        ("Kata sandi", {"fields": ("password1", "password2")}),
        ("Peran", {"fields": ("groups",), "description": "Yang diberi peran boleh masuk ke meja redaksi."}),
    )

    # Permissions: an administrator manages users, but never those above and never the permissions themselves

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_superuser and obj != request.user

    @admin.action(description="Hapus faktor kedua (ponsel hilang)", permissions=["change"])
    def drop_second_factors(self, request: HttpRequest, queryset: Any) -> None:
        """For a user who lost phone and recovery codes: the next sign-in with the password requires a new factor."""
        people = list(queryset)
        if not all(self.has_change_permission(request, person) for person in people):
            raise PermissionDenied
        with transaction.atomic():
            Authenticator.objects.filter(user__in=people).delete()
            for person in people:
                self.log_change(request, person, access.FACTORS_DROPPED)
                access.tell(person, [access.FACTORS_DROPPED], by=signed_in(request))
        names = ", ".join(display_name(person) for person in people)
        self.message_user(request, f"Faktor kedua dihapus: {names}. Masuk berikutnya cukup dengan kata sandi.")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        form.access_before = access.access_of(obj if change else None)
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            readers.follow_address(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user: User = form.instance
        access.propose(user, form.proposed, by=signed_in(request))
        form.access_words = access.differences(form.access_before, access.access_of(user))
        before = form.access_before.get("Surel", "")
        access.tell(user, form.access_words + form.proposals, by=signed_in(request), also_to=before)
        for group in form.proposed:
            said = f"Peran {group} baru diusulkan: pemilik situs atau administrator lain perlu memberikannya juga."
            self.message_user(request, said, messages.WARNING)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What became of an account, in words: before and after."""
        if isinstance(form, NewPasswordForm):
            access.tell(form.user, [access.PASSWORD_CHANGED], by=signed_in(request))
            return access.PASSWORD_CHANGED
        names = {"first_name", "last_name"}.intersection(form.changed_data)
        return " ".join(
            [
                *(["Akun dibuat."] if add else []),
                *form.access_words,
                *form.proposals,
                *(["Nama diubah."] if names and not add else []),
            ]
        )

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        self._tell_lacks(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        self._tell_lacks(request, obj)
        return super().response_change(request, obj)

    def _tell_lacks(self, request: HttpRequest, user: User) -> None:
        for lack in cards.lacks(User.objects.get(pk=user.pk)):  # whose roles are those that were just chosen
            link = format_html(' <a href="{}">{}</a>', lack.address, lack.label)
            said = format_html("{}{}", lack.sentence, link if request.user.has_perm(lack.permission) else "")
            self.message_user(request, said, messages.WARNING)

    # The list

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="nama")
    def person(self, user: User) -> str:
        return display_name(user)

    @admin.display(description="peran")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join((["Pemilik situs"] if user.is_superuser else []) + names)

    @admin.display(description="status")
    def standing(self, user: User) -> SafeString:
        look, words = ("badge badge-success", "Redaksi") if user.is_staff else ("badge", "Pembaca")
        if not user.is_active:
            look, words = "badge badge-error", "Ditutup"
        return format_html('<span class="{}">{}</span>', look, words)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        access = ("is_staff", "is_active", *(("is_superuser",) if request.user.is_superuser else ()))
        return (
            (None, {"fields": ("username", "first_name", "last_name", "email", "password_link")}),
            ("Peran", {"fields": ("groups",)}),
            ("Jalan masuk", {"fields": (*access, "last_seen", "joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        # Users can neither lock themselves out nor promote themselves.
        own = ("groups", "is_staff", "is_active", "is_superuser") if obj == request.user else ()
        return (*own, "password_link", "last_seen", "joined")

    def heading(self, obj: User) -> str:
        return display_name(obj)

    @admin.display(description="terakhir masuk")
    def last_seen(self, user: User) -> str:
        return printed(user.last_login) if user.last_login else "Belum pernah"

    @admin.display(description="dibuat")
    def joined(self, user: User) -> str:
        return printed(user.date_joined)

    @admin.display(description="kata sandi")
    def password_link(self, user: User) -> SafeString:
        """Never the password's hash."""
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a class="button" href="{}">Beri kata sandi baru</a>', url)


@admin.register(Group)
class RoleAdmin(DeskAdmin):
    """What each role may do, read-only: roles are defined by migrations."""

    fields = ("name", "explained", "members")
    list_display = ("name", "explained")
    ordering = ("pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        return self.fields

    @admin.display(description="yang boleh dilakukan")
    def explained(self, group: Group) -> str:
        return ROLE_HELP.get(group.name, "")

    @admin.display(description="orangnya")
    def members(self, group: Group) -> str:
        people = group.user_set.filter(is_active=True).order_by("first_name", "username")[: SHOWN_MEMBERS + 1]
        names = [display_name(person) for person in people]
        return ", ".join(names[:SHOWN_MEMBERS]) + (", dan lainnya" if len(names) > SHOWN_MEMBERS else "") or "Belum ada"
