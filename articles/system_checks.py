from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Lacking
from django.urls import get_resolver

from .models import RESERVED_SLUGS


@register
def fixed_addresses_are_reserved(**kwargs: Any) -> list[CheckMessage]:
    """Every fixed first path segment must be a reserved slug, or a section could take its place."""
    segments = {
        str(pattern.pattern).lstrip("^").partition("/")[0].partition(".")[0]
        for pattern in _flattened(get_resolver().url_patterns)
    }
    fixed = {segment for segment in segments if segment and "<" not in segment}
    return [
        Error(f"“{segment}” is a fixed address but not in RESERVED_SLUGS.", id="articles.E001")
        for segment in sorted(fixed - RESERVED_SLUGS)
    ]


@register
def originals_are_private(**kwargs: Any) -> list[CheckMessage]:
    """Photos as they came in are never served, so they may not lie where the web server answers for files."""
    if Path(settings.KATEID_ORIGINALS).resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        return [Error("KATEID_ORIGINALS lies below MEDIA_ROOT, where everybody may read it.", id="articles.E003")]
    return []


@register(deploy=True)
def the_paper_says_who_makes_it(**kwargs: Any) -> list[CheckMessage]:
    """A publisher's name, address and responsible editor are told to everybody (UU Pers 12); /redaksi/ prints them."""
    wanted = ("KATEID_COMPANY", "KATEID_ADDRESS", "KATEID_RESPONSIBLE")
    missing = [name for name in wanted if not getattr(settings, name)]
    if not missing:
        return []
    return [Lacking(f"UU Pers 12: /redaksi/ lacks what {', '.join(missing)} should say.", id="articles.W004")]


def _flattened(patterns: list[Any]) -> list[Any]:
    """The patterns of the first path segment: those of includes at the root count as their own."""
    found = []
    for pattern in patterns:
        if hasattr(pattern, "url_patterns") and not str(pattern.pattern):
            found += _flattened(pattern.url_patterns)
        else:
            found.append(pattern)
    return found
