"""Who made a photo, taken out of the words in which newsrooms type it: "Antrean feri. (Foto: Humas Pemkot)"."""

from __future__ import annotations

import re

_SAID = (
    r"(?:(?:(?:kredit|sumber|credit)\s+)?(?:foto|photo|pic)(?:\s*(?::|/|oleh\b|by\b)\s*|\s+(?=(?-i:[A-Z])))"
    r"|(?:kredit|credit|fotografer|pewarta foto)\s*:\s*|©\s*)"
)
_ARCHIVE = r"(?:dok(?:umentasi|umen)?)\b\.?\s*:?\s*[^()\[\]]+|ist(?:imewa)?\.?|net\.?"
_BRACKETED = re.compile(
    rf"\s*[(\[]\s*(?:{_SAID}(?P<name>[^()\[\]]+?)|(?P<archive>{_ARCHIVE}))\s*[)\]]\s*\.?\s*\Z", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:\A|(?<=[.!?”\"])\s+|\s+[|/–—-]\s+)foto\s*(?::|/|oleh\b)\s*(?P<name>[^.()\[\]:]{2,80}?)\.?\s*\Z", re.IGNORECASE
)
_OF_CREDIT = re.compile(rf"\A\s*[(\[]?\s*(?:{_SAID})?(?P<name>.*?)\s*[)\]]?\s*\Z", re.IGNORECASE | re.DOTALL)


def without_credit(caption: str) -> tuple[str, str]:
    """Take the credit off the end of a caption: the page prints it by itself.

    Returns:
        The caption without it, and the name that it gave; the caption as it was, and "", where it gave none.
    """
    found = _BRACKETED.search(caption) or _BARE.search(caption)
    if found is None:
        return caption, ""
    parts = found.groupdict()
    return caption[: found.start()].rstrip(), (parts["name"] or parts.get("archive") or "").strip()


def bare(credit: str) -> str:
    """A credit as it is stored, from "(Foto: Humas)" and the like."""
    typed = credit.strip()
    is_wrapped = typed[:1] in {"(", "["} and typed[-1:] in {")", "]"}
    is_said = re.match(r"[(\[]?\s*(?:foto|photo)\s*(?::|/|oleh\b|by\b)", typed, re.IGNORECASE)
    if not is_said and not is_wrapped:
        return typed
    found = _OF_CREDIT.match(typed)
    return found["name"].strip() if found else typed


def same(one: str, other: str) -> bool:
    """Whether two credits name the same, but for case, spaces and points."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", bare(text)).casefold()
