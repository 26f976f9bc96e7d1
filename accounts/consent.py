"""The terms of user-generated content, and which user consented to which version (Pedoman Media Siber 3a-3c)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest

from .addresses import client_address
from .models import Consent, ConsentWay, TermsVersion

# Further texts that users consent to, such as the page of terms. Apps register theirs in `ready()`.
TERMS: list[Callable[[], str]] = []

# Each has a checkbox of its own.
STATEMENTS = {
    "honest": "Saya menyatakan bahwa yang saya kirim tidak berisi kebohongan, fitnah, kekejaman, atau kecabulan.",
    "peaceful": (
        "Saya menyatakan bahwa yang saya kirim tidak berisi prasangka dan kebencian terkait suku, agama, ras, "
        "dan antargolongan, serta tidak menganjurkan kekerasan."
    ),
    "fair": (
        "Saya menyatakan bahwa yang saya kirim tidak membeda-bedakan orang karena jenis kelamin atau bahasanya, dan "
        "tidak merendahkan martabat orang yang lemah, miskin, sakit, atau cacat."
    ),
}


def current_text() -> str:
    """The three statements and the page of terms, as a user who consents now reads them."""
    return "\n".join([*STATEMENTS.values(), *(text() for text in TERMS)])


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def needs_consent(user: User) -> bool:
    """Whether the terms have changed since this user's last consent."""
    agreed = Consent.objects.filter(user=user).order_by("-pk").values_list("terms__digest", flat=True).first()
    return agreed != digest(current_text())


def record(user: User, way: ConsentWay, request: HttpRequest) -> Consent:
    """Records that a user consented to the current terms, with their text."""
    text = current_text()
    terms, _ = TermsVersion.objects.get_or_create(digest=digest(text), defaults={"text": text})
    return Consent.objects.create(user=user, terms=terms, way=way, address=client_address(request))
