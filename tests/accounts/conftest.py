import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import readers
from accounts.forms import SignupForm
from accounts.honeypot import new_ticket
from accounts.models import Reader

SECRET = "perahu-kayu-di-hulu"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> Iterator[None]:
    """What other tests asked of the sign-in pages does not count here."""
    cache.clear()
    yield
    cache.clear()


def application(**changes: Any) -> dict[str, Any]:
    """A form for an account, filled in as it should be."""
    filled = {
        "display_name": "Siti Rahma",
        "email": "siti@contoh.id",
        "password1": SECRET,
        "is_adult": "on",
        "honest": "on",
        "peaceful": "on",
        "fair": "on",
        "ticket": ticket(),
    }
    return {name: value for name, value in (filled | changes).items() if value is not None}


def ticket(age: timedelta = timedelta(seconds=30)) -> str:
    """What a form for an account carries that was printed a while ago."""
    with time_machine.travel(timezone.now() - age, tick=False):
        return new_ticket(**SignupForm.meant_for)


def last_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"Kode Anda: ([A-Z]{4}-[A-Z]{4})", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def sign_up(client: Client, **changes: Any) -> User:
    """A reader who has filled in the form and the code from the mail, and so is signed in."""
    filled = application(**changes)
    client.post("/akun/daftar/", filled)
    client.post("/akun/surel/kode/", {"code": last_code()})
    return User.objects.get(email=filled["email"])


@pytest.fixture
def reader(db: None) -> User:
    """Siti, with a confirmed address and her name; what she agreed to is left to the test."""
    user = User.objects.create_user("pembaca-siti", "siti@contoh.id", SECRET)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Reader.objects.create(user=user, display_name="Siti Rahma", is_adult=True)
    readers.claim_name(user)
    return user


def code_of(secret: str) -> str:
    """What the app on the phone shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
