"""A word to readers before they send what would wait for its tone: they may put it otherwise, or send it all the same.

It names no word and no rule, and says nothing where a comment promotes something: spam is not to be tuned by it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from accounts.standing import public_name
from articles.models import Article

from .models import Decision
from .screening.checks import Submission
from .screening.policy import current
from .screening.verdicts import findings

PROMOTING = ("gambling", "promotion", "links", "disguised", "name")  # where one of these speaks, nothing is said
# What is told, the gravest first.
REASONS = {
    "hatred": "terbaca sebagai kebencian atau ancaman",
    "aimed": "terbaca kasar atau menghina orang",
    "banned": "terbaca kasar atau menghina orang",
    "personal": "tampaknya memuat data pribadi",
}
SENTENCE = (
    "Belum terkirim. Komentar ini {}, jadi akan menunggu diperiksa moderator dan mungkin tidak ditampilkan. "
    "Ubah dahulu bila Anda mau, atau tekan Kirim sekali lagi."
)


def nudge(text: str, author: User, article: Article, now: datetime) -> str:
    """What to tell a reader of a comment that would be held for its tone, or ""; the newsroom's own people know."""
    if author.is_staff:
        return ""
    given = Submission(text, author, article, now, current(), name=public_name(author))
    if any(findings(given, PROMOTING)):
        return ""
    held = {found["check"] for found in findings(given, REASONS) if found["decision"] == Decision.HOLD}
    return next((SENTENCE.format(reason) for check, reason in REASONS.items() if check in held), "")
