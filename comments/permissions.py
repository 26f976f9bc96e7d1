"""Who moderates: everybody whose role gives the right to, managing editors among them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet

RIGHT = "comments.moderate_comment"
NOBODY_ELSE = (
    "Belum ada orang lain yang boleh memutuskannya: minta administrator memberi peran Moderator atau Redaktur "
    "Pelaksana kepada seorang lagi."
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def moderators() -> QuerySet[User]:
    """Everybody with an open account who may moderate."""
    return User.objects.with_perm(RIGHT, backend=BACKEND).order_by("first_name", "username")
