"""The adapter of django-allauth: its policies for this site."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.internal.userkit import get_user_by_username
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from jobs.mail import SECONDS

from . import readers
from .addresses import client_address

WRONG_CODE = "Kode ini keliru atau sudah tidak berlaku. Periksa lagi, atau minta kode baru."
WRONG_PAIR = "Nama masuk, surel, atau kata sandi keliru. Periksa huruf besar dan kecilnya, lalu coba lagi."
CODE_SECONDS = 15 * 60  # as long as allauth's codes hold
TOO_MANY = "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
REAUTHENTICATION = {
    "reauthenticate": "Pakai kata sandi",
    "mfa_reauthenticate": "Pakai kode dari aplikasi autentikator atau kode pemulihan",
    "mfa_reauthenticate:webauthn": "Pakai kunci sandi",
}
# The login stage that confirms the mail address, by allauth's name.
ALLAUTH_STAGE = "allauth.account.stages.EmailVerificationStage"


def is_own_page(url: str, request: HttpRequest) -> bool:
    """Whether a page that a request names as the next one is a path of this site; nobody is led anywhere else."""
    try:
        own = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    except ValueError:  # "//[": an address that cannot be read
        return False
    return own and url.startswith("/") and "\0" not in url


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Akun ini ditutup.",
        "duplicate_email": "Alamat surel ini sudah ada di akun Anda.",
        "email_password_mismatch": WRONG_PAIR,
        "username_password_mismatch": WRONG_PAIR,
        "email_taken": "Alamat surel ini tidak dapat dipakai. Pilih alamat lain.",
        "enter_current_password": "Kata sandi Anda sekarang keliru. Coba lagi.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Kata sandi keliru. Coba lagi.",
        "invalid_or_expired_key": WRONG_CODE,
        "invalid_login": WRONG_PAIR,
        "invalid_password_reset": WRONG_CODE,
        "rate_limited": TOO_MANY,
        "same_as_current": "Ini alamat surel Anda yang sekarang. Tulis alamat yang baru.",
        "too_many_login_attempts": TOO_MANY,
        "unknown_email": WRONG_PAIR,
        "unverified_primary_email": "Pastikan dulu alamat surel Anda dengan kode yang kami kirim.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client address that rate limits count by."""
        address = client_address(request)
        if address is None:
            raise PermissionDenied("The server gave no client address.")
        return address

    def is_safe_url(self, url: str | None) -> bool:
        return is_own_page(url or "", context.request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index") if request.user.is_staff else super().get_login_redirect_url(request)

    def get_login_stages(self) -> list[str]:
        own = f"{AddressStage.__module__}.{AddressStage.__name__}"
        return [own if stage == ALLAUTH_STAGE else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        found = super().get_reauthentication_methods(user)
        return [method | {"description": REAUTHENTICATION[method["id"]]} for method in found]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Readers sign in by mail address; their user name says nothing about them."""
        if not user.username:
            user.username = f"pembaca-{get_random_string(12).lower()}"

    def render_mail(
        self, template_prefix: str, email: str, words: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """A mail whose code is over is not sent any more."""
        lasting = {SECONDS: str(CODE_SECONDS)} if "code" in words else {}
        message: EmailMessage = super().render_mail(template_prefix, email, words, (headers or {}) | lasting)
        return message

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            readers.claim_name(email_address.user)
        return confirmed


class AddressStage(EmailVerificationStage):
    """Requires the code from the mail of readers. Staff accounts sign in without one."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        known = user is not None and (user.is_staff or not user.email)
        return (None, True) if known else super().handle()


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Faktor kedua ini belum dapat dimatikan.",
        "cannot_generate_recovery_codes": "Kode pemulihan dapat dibuat sesudah faktor kedua menyala.",
        "incorrect_code": "Kode ini keliru atau sudah lewat. Tunggu kode berikutnya di aplikasi, lalu coba lagi.",
        "unverified_email": "Pastikan dulu alamat surel Anda, lalu nyalakan faktor kedua.",
    }


class AuthenticationBackend(AllauthBackend):
    """Runs every look-up and hashes the given password exactly once, whether or not the account exists.

    allauth's own way stops at the first hit and checks the password of a known address twice.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        login = credentials.get("email") or credentials.get("username") or ""
        confirmed = EmailAddress.objects.filter(email=login.lower(), verified=True).select_related("user").first()
        by_address = User.objects.filter(email=login.lower()).first() if "@" in login else None
        by_name = get_user_by_username(login)
        found = confirmed.user if confirmed else by_address or by_name
        checked: User | None = self._check_password(found, credentials["password"])
        return checked
