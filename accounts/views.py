"""Our own pages of /akun/; the others are django-allauth's (urls.py)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.views import ConfirmEmailVerificationCodeView
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import FormView

from . import address_changes, consent, erasure, my_data
from .adapter import MINUTE, TRIED, in_words, is_own_page, take_for_address, waiting
from .forms import ConsentForm, DeletionForm, DisplayNameForm
from .models import ConsentWay
from .people import signed_in
from .standing import obstacles, public_name

RETRY_AFTER = int(MINUTE.total_seconds())  # allauth's window wherever it responds with 429
WAIT = "Terlalu banyak percobaan. Tunggu {}, lalu coba lagi."


def too_many(request: HttpRequest) -> HttpResponse:
    """The site's handler429, which allauth calls."""
    return waiting(request, RETRY_AFTER)


class Patient(FormView[Any]):
    """Responds with 429 and the form as it was filled in, except for passwords, which are never printed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except ImmediateHttpResponse as stopped:
            response = stopped.response
        is_asked_to_wait = response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        return self.later(int(response.headers["Retry-After"])) if is_asked_to_wait else response

    def later(self, seconds: int) -> HttpResponse:
        given = self.get_form_kwargs() | {"data": None, "files": None, "initial": self.request.POST.dict()}
        context = self.get_context_data(form=self.get_form_class()(**given), problem=WAIT.format(in_words(seconds)))
        headers = {"Retry-After": str(seconds)}
        return self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


class SignUp(Patient, allauth_views.SignupView): ...


class SignIn(Patient, allauth_views.LoginView): ...


class ForgottenPassword(Patient, allauth_views.PasswordResetView): ...


class CountedTries(FormView[Any]):
    """A page that asks for a code from a mail: each try counts for the address, in whichever session."""

    _process: Any  # allauth's, of the code that is under way

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises ImmediateHttpResponse if there were too many."""
        if "code" in request.POST:
            take_for_address(request, "code-try", self._process.state["email"], TRIED)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class AddressCode(CountedTries, ConfirmEmailVerificationCodeView): ...


class PasswordCode(CountedTries, allauth_views.ConfirmPasswordResetCodeView): ...


@require_http_methods(["GET", "HEAD", "POST"])
def undo_address(request: HttpRequest, token: str) -> HttpResponse:
    """Gives an account back to its earlier mail address, for whoever reads the mail there."""
    found = address_changes.undoable(token)
    if found is None:
        return render(request, "account/email_undo.html", {"is_over": True}, status=HTTPStatus.GONE)
    user, address, changed_at = found
    if request.method == "POST":
        address_changes.undo(user, address, changed_at)
    return render(request, "account/email_undo.html", {"address": address, "is_done": request.method == "POST"})


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    return render(request, "account/home.html", {"name": public_name(user), "obstacles": obstacles(user)})


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The signed-in user, as a fragment for readers' pages, which are cached for everybody."""
    name = public_name(signed_in(request)) if request.user.is_authenticated else ""
    return render(request, "account/me.html", {"name": name})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent_page(request: HttpRequest) -> HttpResponse:
    """The three statements again, after the terms changed (Pedoman Media Siber 3c)."""
    user = signed_in(request)
    needed = consent.needs_consent(user)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if needed and form.is_valid():
        consent.record(user, ConsentWay.RENEWAL, request)
        messages.success(request, "Terima kasih. Persetujuan Anda sudah dicatat.")
        return HttpResponseRedirect(way_on(request))
    return render(request, "account/consent.html", {"form": form, "needed": needed, "next": wanted(request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def display_name(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if user.is_staff:
        messages.info(request, "Orang redaksi berkomentar dengan nama sendiri. Administrator dapat membetulkannya.")
        return redirect("account_home")
    data = request.POST if request.method == "POST" else None
    form = DisplayNameForm(data, user=user)
    if form.is_valid():
        form.save()
        messages.success(request, "Nama tampilan sudah disimpan.")
        return HttpResponseRedirect(way_on(request))
    return render(request, "account/display_name.html", {"form": form, "next": wanted(request)})


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "account/data.html", {"sections": my_data.of(signed_in(request))})


@login_required
@require_safe
def data_file(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(
        my_data.portable(signed_in(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Deletes the account, after the password or a factor was given again."""
    user = signed_in(request)
    refusal = erasure.refusal(user)
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if refusal or not form.is_valid():
        return render(
            request,
            "account/delete.html",
            {"form": form, "refusal": refusal, "stays": erasure.stays(user)},
            status=409 if refusal else 200,
        )
    address = user.email
    erasure.erase(user, keep_comments=form.cleaned_data["comments"] == DeletionForm.KEEP)
    logout(request)
    if address:
        get_adapter(request).send_mail("account/email/account_deleted", address, {})
    return render(request, "account/deleted.html")


def wanted(request: HttpRequest) -> str:
    """The page of this site to redirect to afterwards, if one was given."""
    page = request.POST.get("next", request.GET.get("next", ""))
    return page if is_own_page(page, request) else ""


def way_on(request: HttpRequest) -> str:
    return wanted(request) or reverse("account_home")
