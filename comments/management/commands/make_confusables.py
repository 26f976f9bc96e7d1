"""Makes confusables.txt: which letters of the world are read as which Latin one.

    manage.py make_confusables < confusables.txt

reads the table of Unicode's security mechanisms (UTS #39, https://www.unicode.org/Public/security/), and adds what
names of Unicode say ("LATIN LETTER SMALL CAPITAL G") and the alphabets that decorators of text put in place of ours.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand

from comments.screening.normalising import TABLE, basic

NAMED = re.compile(
    r"(?:LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |DOTLESS |SCRIPT |LONG |OPEN |TURNED |REVERSED |INSULAR "
    r"|BARRED |BLACKLETTER |STRETCHED |SIDEWAYS )*"
    r"|(?:NEGATIVE |CROSSED NEGATIVE )?(?:CIRCLED|SQUARED|PARENTHESIZED) LATIN (?:CAPITAL|SMALL) LETTER "
    r"|REGIONAL INDICATOR SYMBOL LETTER |TAG LATIN (?:CAPITAL|SMALL) LETTER "
    r"|OUTLINED LATIN CAPITAL LETTER |CANADIAN SYLLABICS CARRIER TTS)([A-Z])(?: WITH .*)?$"
)
# What programs that decorate text write for a to z; later ones matter less, a space says that there is none.
ALPHABETS = (
    "αв¢∂єƒgнιנкℓмησρqяѕтυνωχуz",
    "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรՇยשฬאץչ",
    "卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
    "₳฿₵ĐɆ₣₲ⱧłJ₭Ⱡ₥₦Ø₱QⱤ₴₮ɄV₩ӾɎⱫ",
    "ᎪᏴᏟᎠᎬᎨᏀᎻᏆᎫᏦᏞᎷᏁᎾᏢᏅᎡᏚᎢᏌᏙᏔᏩᎽᏃ",
    "ᏗᏰፈᎴᏋᎦᎶᏂᎥᏠᏦᏝᎷᏁᎧᎮᎤᏒᏕᏖᏬᏉᏇጀᎩፚ",
    "ᗩᗷᑕᗪEᖴGᕼIᒍKᒪᗰᑎOᑭᑫᖇᔕTᑌᐯᗯ᙭Yᘔ",
    "ᗅᗸᑢᗫᘿᖵᘜᕼᓰᒚᖽᒻᗰᘉᓍᕵᕴᖇSᖶᑘᐺᘺ᙭ᖻᗱ",
    "ąცƈɖɛʄɠɧıʝƙƖɱŋơ℘զཞʂɬų۷ῳҳყʑ",
    "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
    "ልጌርዕቿቻኗዘጎጋጕረጠክዐየዒዪነፕሁሀሠሸሃጊ",
    "ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩꁴ",
    "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑQꓣꓢꓔꓴꓦꓪꓫꓬꓜ",
    "ДБCDΞFGHIJҜLMИФPǪЯSΓЦVЩЖУZ",
    "ΔβCDΣҒGHIJKLMΠΩPQRSTUVWXΨZ",
    "ɐqɔpǝɟƃɥᴉɾʞןɯuodbɹsʇnʌʍxʎz",
    "∀ᗺƆᗡƎℲ⅁HIſꓘ⅂WNOԀΌᴚS⊥∩ΛMX⅄Z",
    "абцдефгхижклмнопqрстувшхйз",
    "АБЦДЕФГХИЖКЛМНОПQРСТУВШХЙЗ",
)
OWN = {"⭕": "o", "💲": "s", "ß": "b", "β": "b", "λ": "a", "δ": "d", "τ": "t", "μ": "u", "ε": "e", "я": "r", "и": "n",
       "п": "n", "ш": "w", "щ": "w", "э": "e", "є": "e", "д": "d", "л": "l", "ж": "x", "ч": "4", "ц": "u", "ф": "o",
       "ю": "io", "ы": "bi", "ъ": "b", "ь": "b", "№": "no", "|": "1", "¦": "1", "¡": "i", "€": "e", "£": "l", "þ": "p",
       "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ø": "o", "ı": "i", "•": "*", "ᔑ": "s"}  # fmt: skip
SIGNS = ".,-/:'"
MOST_LETTERS = 2  # that one sign may stand for


class Command(BaseCommand):
    help = "For developers: make the table of letters that look alike from Unicode's own."

    def handle(self, *args: Any, **options: Any) -> None:
        head = [line for line in TABLE.read_text().splitlines() if line.startswith("#")]
        by_letters: dict[str, list[str]] = {}
        for character, letters in read_as(sys.stdin).items():
            by_letters.setdefault(letters, []).append(character)
        rows = [f"{letters} {''.join(sorted(of_them))}" for letters, of_them in sorted(by_letters.items())]
        TABLE.write_text("\n".join([*head, *rows]) + "\n")


def read_as(lines: Iterable[str]) -> dict[str, str]:
    """What each character is read as: by our own choice, by Unicode, by its name, by decorators, in this order."""
    found: dict[str, str] = {}
    for character, letters in (*_unicode(lines), *_named(), *_decorated()):
        plain = basic(letters).replace("rn", "m")
        readable = plain.isascii() and plain.isalnum() and len(plain) <= MOST_LETTERS
        if (readable or (plain and plain in SIGNS)) and not basic(character).isascii():
            found.setdefault(character, plain)
    return found | OWN


def _unicode(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What Unicode itself takes for the same; what may be an I or an l is given as 1, which stands for both."""
    for line in lines:
        fields = line.lstrip("\ufeff").split("#")[0].split(";")
        if len(fields) < MOST_LETTERS:
            continue
        character, prototype = ("".join(chr(int(code, 16)) for code in field.split()) for field in fields[:2])
        if len(character) == 1:
            yield character, "1" if prototype == "l" and "LETTER L" not in _name(character) else prototype


def _named() -> Iterator[tuple[str, str]]:
    for code in range(0x80, sys.maxunicode):
        if named := NAMED.match(_name(chr(code))):
            yield chr(code), named[1]


def _decorated() -> Iterator[tuple[str, str]]:
    for alphabet in ALPHABETS:
        for letter, character in zip("abcdefghijklmnopqrstuvwxyz", alphabet, strict=True):
            yield character, letter


def _name(character: str) -> str:
    return unicodedata.name(character, "")
