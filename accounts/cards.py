"""What an account still lacks to do what its roles are for: asked of the apps that know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User


@dataclass(frozen=True)
class Lack:
    """Something that is still to be set up for an account.

    Attributes:
        sentence: what it cannot do without it, in Indonesian and about "akun ini".
        permission: of who may set it up.
        address: of the form that does, begun for this account.
        label: of the link there.
    """

    sentence: str
    permission: str
    address: str
    label: str


JUDGES: list[Callable[[User], Iterable[Lack]]] = []


def lacks(user: User) -> list[Lack]:
    """What is still to be set up for somebody of the newsroom; nothing for closed accounts."""
    return [lack for judge in JUDGES for lack in judge(user)] if user.is_active and user.is_staff else []
