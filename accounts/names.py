"""Display names of readers: none may look like a member of the newsroom, or like the newsroom."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import User

# Letters of other alphabets that look Latin, and Latin ones that look alike.
LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһӏтмвнкԛԝпг", "aeopcyxijsdhltmbhkqwnr", strict=True)),
        **dict(zip("αβεικνορτυχηγω", "abeiknoptuxnyw", strict=True)),
        **dict(zip("01345789$@|!", "oleastbgsall", strict=True)),
        "i": "l",
    }
)
LATIN = re.compile(
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |DOTLESS |SCRIPT |LONG |OPEN |TURNED )?([A-Z])\b"
)
# What phones and other keyboards put for ' and -, and what stands for ain and hamza in names from Arabic.
MARKS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u055a\ua78c\uff07`\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\uff0d", "-")
)
PAIRS = (("rn", "m"), ("vv", "w"))
# Too short to be searched for within a longer name.
SHORTEST_WITHIN = 5

# Names in bylines. Apps that print some register them in `ready()`.
BYLINES: list[Callable[[], Iterable[str]]] = []

# Words that claim to speak for the newsroom.
OFFICES = ("redaksi", "redaktur", "admin", "administrator", "moderator", "wartawan", "jurnalis", "pemred", "official")
# Words that speak for somebody else's office.
OTHER_OFFICES = (
    "polda", "polres", "polresta", "polsek", "polri", "kapolda", "kapolres", "kapolsek", "humas", "pemkot", "pemkab",
    "pemprov", "pemda", "gubernur", "wagub", "bupati", "wabup", "walikota", "wawali", "camat", "lurah", "kejari",
    "kejati", "kejagung", "kejaksaan", "pengadilan", "dprd", "kpu", "bawaslu", "kominfo", "diskominfo", "komdigi",
    "kodim", "kodam", "korem", "bnn", "bnnp", "kpk", "bpbd", "bnpb", "basarnas", "pln", "pdam", "bpjs", "rsud",
    "puskesmas", "kementerian", "kemenag", "kemenkes", "menteri", "satpol", "dishub", "disdik", "dinkes",
    "disdukcapil", "samsat", "resmi", "customer",  # not "bpn": so people of Balikpapan abbreviate their town
)  # fmt: skip
OTHER_OFFICES_IN_TWO = ("wali kota", "dewan pers", "kepala dinas", "kepala desa", "dinas")

# What else judges a name: each returns a sentence against it, or "". Apps above add theirs when ready.
JUDGES: list[Callable[[str], str]] = []


def objection_to(name: str) -> str:
    """The first thing that speaks against a name, as a sentence for readers, or ""."""
    return next((said for judge in JUDGES if (said := judge(name))), "")


def speaks_for_an_office(name: str) -> bool:
    """Whether a name is that of an authority, an office or this newsroom, whoever bears it."""
    words = [word for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).casefold()) if word]
    known = {skeleton(office) for office in (*OTHER_OFFICES, *OFFICES)}
    in_two = {skeleton(office) for office in OTHER_OFFICES_IN_TWO}
    pairs = (
        {skeleton(one + other) for one, other in itertools.pairwise(words)} | {skeleton(words[0])} if words else set()
    )
    site = skeleton(settings.KATEID_SITE_NAME)
    return bool(known & set(map(skeleton, words)) or in_two & pairs or (site and site in skeleton(name)))


def tidied(name: str) -> str:
    """A name as it is stored, however it was typed: with plain apostrophes and hyphens, and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name.translate(MARKS)).split())


@lru_cache(maxsize=1024)
def skeleton(name: str) -> str:
    """The look of a name: two names with the same skeleton can be mistaken for each other.

    Compatibility forms, marks, zero-width characters, case, spacing, digits in place of letters and letters of
    other alphabets make no difference.
    """
    plain = unicodedata.normalize("NFKD", tidied(name)).casefold()
    letters = "".join(_latin(character) for character in plain).translate(LOOK_ALIKES)
    for pair, single in PAIRS:
        letters = letters.replace(pair, single)
    return "".join(character for character in letters if character.isalnum())


def _latin(character: str) -> str:
    """The base letter of a letter with a stroke, a hook or another variant."""
    if character.isascii():
        return character
    made_from = LATIN.match(unicodedata.name(character, ""))
    return made_from[1].lower() if made_from else character


def is_written_plainly(name: str) -> bool:
    """Latin letters, digits, spaces and . ' - alone, with a letter among them."""
    return any(character.isalpha() for character in name) and all(
        unicodedata.name(character, "").startswith("LATIN ") or character in "0123456789 .'-" for character in name
    )


def looks_official(name: str) -> bool:
    """Whether readers would take the name for the site, one of its offices or one of its people."""
    look = skeleton(name)
    words = {skeleton(word) for word in re.split(r"[\s._-]+", name)}
    if words & {skeleton(office) for office in OFFICES} or look in {skeleton(office) for office in OFFICES}:
        return True
    return any(
        look == theirs or (len(theirs) >= SHORTEST_WITHIN and theirs in look)
        for theirs in map(skeleton, _newsroom_names())
        if theirs
    )


def _newsroom_names() -> Iterator[str]:
    yield settings.KATEID_SITE_NAME
    for names in BYLINES:
        yield from names()
    for user in User.objects.filter(is_staff=True, is_active=True).only("first_name", "last_name"):
        yield user.get_full_name()
