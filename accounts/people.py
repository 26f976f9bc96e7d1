"""Users, as every wing names them."""

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
    """The real name of a member of the newsroom; the user name if none is set."""
    return user.get_full_name() or user.get_username()


def signed_in(request: HttpRequest) -> User:
    """The user of a request that `admin_view` or `login_required` has already authenticated."""
    return cast("User", request.user)
