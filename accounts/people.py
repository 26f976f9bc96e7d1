"""The people who sign in, as every wing speaks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    type Person = User | AnonymousUser
else:
    Person = AbstractBaseUser | AnonymousUser


def display_name(user: User) -> str:
    """The real name of somebody of the newsroom; the sign-in name where none was given."""
    return user.get_full_name() or user.get_username()


def signed_in(request: HttpRequest) -> User:
    """The user of a request that was let through already: by the desk's `admin_view` or by `login_required`."""
    return cast("User", request.user)
