"""The adapter of django-allauth: its policies for this site."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.internal.userkit import get_user_by_username
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from jobs.mail import SECONDS
from kateid.absolute_urls import absolute

from . import address_changes, known_places, limits, readers
from .addresses import client_address
from .limits import Limit

WRONG_CODE = "Kode ini keliru atau sudah tidak berlaku. Periksa lagi, atau minta kode baru."
WRONG_PAIR = "Nama masuk, surel, atau kata sandi keliru. Periksa huruf besar dan kecilnya, lalu coba lagi."
CODE_SECONDS = 15 * 60  # as long as allauth's codes hold
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# How often a code may be mailed to one address, and one be tried: the more there were, the longer the pause.
MAILED = ((3, 10 * MINUTE), (5, HOUR), (8, DAY))
TRIED = ((6, 10 * MINUTE), (10, HOUR), (20, DAY))
CODES = {f"account/email/{name}" for name in ("password_reset_code", "email_confirmation", "email_confirmation_signup")}
# To whoever's address somebody typed: at most one a day.
UNASKED = {f"account/email/{name}" for name in ("unknown_account", "account_already_exists")}
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


def waiting(request: HttpRequest, retry_after: int) -> HttpResponse:
    """The page that asks to wait so many seconds."""
    response = render(request, "429.html", {"wait": in_words(retry_after)}, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(retry_after)
    return response


def in_words(seconds: int) -> str:
    """How long to wait, rounded up: "5 menit", "3 jam"."""
    minutes = -(-seconds // 60)
    return f"{minutes} menit" if minutes < 90 else f"{-(-minutes // 60)} jam"


def take_for_address(request: HttpRequest, what: str, email: str, most: tuple[tuple[int, timedelta], ...]) -> None:
    """Counts something for an address, and apart for whoever its account knows.

    Raises:
        ImmediateHttpResponse: one of the limits is used up.
    """
    who = f"{email.lower()} {known_places.place_of(request, account_of(email))}"
    try:
        limits.take([Limit(f"{what}:{number}", who, number, span) for number, span in most], timezone.now())
    except limits.LimitReached as reached:
        raise ImmediateHttpResponse(waiting(request, reached.retry_after)) from None


def account_of(login: str) -> User | None:
    """The account that a mail address or a user name signs in to. Every look-up runs, whether or not there is one."""
    confirmed = EmailAddress.objects.filter(email=login.lower(), verified=True).select_related("user").first()
    by_address = User.objects.filter(email=login.lower()).first() if "@" in login else None
    by_name = get_user_by_username(login)
    return confirmed.user if confirmed else by_address or by_name


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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Strangers share what an account has of wrong passwords; each place it knows has its own."""
        account = account_of(credentials.get("email") or credentials.get("username") or "")
        place = known_places.place_of(request, account)
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_known" if place else "login_failed",
            key=f"{self._get_login_attempts_cache_key(request, **credentials)} {place}".rstrip(),
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One for an account, whichever of its names is given."""
        login = credentials.get("email") or credentials.get("username") or ""
        account = account_of(login)
        return f"account {account.pk}" if account else login.lower()

    def post_login(self, request: HttpRequest, user: User, **hints: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **hints)
        known_places.remember(request, user, response)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises ImmediateHttpResponse if the address has had too many codes."""
        if template_prefix in CODES | UNASKED:
            take_for_address(self.request, "code-mail", email, MAILED)
        if template_prefix in UNASKED:
            try:
                limits.take([Limit("unasked-mail", email.lower(), 1, DAY)], timezone.now())
            except limits.LimitReached:
                return
        super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if context and template_prefix == "account/email/email_changed":
            token = address_changes.undo_token(user, context["from_email"])
            context |= {"undo": absolute(reverse("account_email_undo", args=[token]))}
        super().send_notification_mail(template_prefix, user, context, email)

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
        checked: User | None = self._check_password(account_of(login), credentials["password"])
        return checked
