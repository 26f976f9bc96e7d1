"""The terms for what readers write, and who agreed to which of them (Pedoman Media Siber 3a-3c)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest

from .addresses import client_address
from .models import Consent, ConsentWay, TermsVersion

# The texts that are agreed to besides the statements, such as the page of terms. Apps add theirs when they are ready.
TERMS: list[Callable[[], str]] = []

# Each is agreed to by a box of its own.
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
    """The three statements and the page of terms, as somebody agreeing to them now would read them."""
    return "\n".join([*STATEMENTS.values(), *(text() for text in TERMS)])


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def needs_consent(user: User) -> bool:
    """Whether the terms are others than those that this person agreed to last."""
    agreed = Consent.objects.filter(user=user).order_by("-pk").values_list("terms__digest", flat=True).first()
    return agreed != digest(current_text())


def record(user: User, way: ConsentWay, request: HttpRequest) -> Consent:
    """Keeps that somebody agreed to the current terms, with the text itself."""
    text = current_text()
    terms, _ = TermsVersion.objects.get_or_create(digest=digest(text), defaults={"text": text})
    return Consent.objects.create(user=user, terms=terms, way=way, address=client_address(request))
