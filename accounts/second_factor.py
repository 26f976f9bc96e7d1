"""The desk's second factor: staff cannot work there with a password alone (KATEID_STAFF_SECOND_FACTOR)."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def ask(request: HttpRequest) -> HttpResponse | None:
    """The page that a member of staff must visit first; None if their second factor is in order.

    Having a factor is not enough: this very session must have shown it, so that a session opened before, or
    elsewhere, with the password alone ends at the door.
    """
    if not settings.KATEID_STAFF_SECOND_FACTOR:
        return None
    has = set(Authenticator.objects.filter(user=request.user, type__in=FACTORS).values_list("type", flat=True))
    if has and was_shown(request):
        return None
    page = "mfa_index"
    if has:
        page = "mfa_reauthenticate" if Authenticator.Type.TOTP in has else "mfa_reauthenticate_webauthn"
    response = redirect(page)
    response["Location"] += "?" + urlencode({"next": request.get_full_path()})
    return response


def was_shown(request: HttpRequest) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def remember(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Counts a factor that was just set up as verified (receives allauth's authenticator_added)."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
