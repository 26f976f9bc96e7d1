"""XML as other systems wrote it, read as a stream: what XML forbids goes, and what can be put right is.

Exports hold characters and references that no XML may hold, bare "&" and "<", CDATA that seems to end in the middle of
a text (old exports do not part "]]>" within one), and encodings other than they declare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import chain, takewhile
from typing import IO, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from moving.encodings import decoder_of
from moving.items import MoveError

CHUNK = 1 << 16
LONGEST_ITEM = 64 * 1024 * 1024  # characters between the ends of two items
LONGEST_PROLOG = 1 << 20  # characters before the first element
DEEPEST = 100
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)["']""")
_UNREAD = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_START_TAG = re.compile(r"<(?P<name>[A-Za-z_][^\s<>/]*)")
_OPENS, _CLOSES = "<![CDATA[", "]]>"
# What is whole, or begins CDATA or a comment that goes on in the next piece.
_MARKUP = re.compile(
    r"<!--.*?-->|<\?.*?\?>|(?P<opens><!\[CDATA\[|<!--|<\?)"
    r"|<(?P<ends>/?)(?P<name>[A-Za-z_][^\s<>/]*)(?P<rest>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_OPENING = re.compile(r"<!\[CDATA\[|<!--|<\?")
_MORE_CDATA = re.compile(r"[^<]*+<!\[CDATA\[")
# A reference, a pair of references to the halves of one character, or what only looks like a mark.
_MARK = re.compile(
    r"(?P<pair>&\#(?:5[56]\d{3}|x0*d[89ab][0-9a-f]{2});&\#(?:5[67]\d{3}|x0*d[c-f][0-9a-f]{2});)"
    r"|&(?P<number>\#(?:\d{1,12}|x[0-9a-f]{1,12}));|&(?P<name>[a-z]+\d{0,2});|&|<(?![a-z_/!?])|]]>",
    re.IGNORECASE | re.ASCII,
)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def elements(opened: IO[bytes], name: str, wanted: frozenset[str] = frozenset(), depth: int = 2) -> Iterator[Element]:
    """Each element at a depth of an XML file, in constant memory.

    Args:
        wanted: the local names of those that are wanted; all of them if empty.

    Raises:
        MoveError: not well-formed, broken off, with a document type, or with one element that is far too large.
    """
    parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
    path: list[Element] = []
    since = 0
    try:
        for text in chain(_readable(opened, name), (None,)):
            if text is None:  # what the parser kept back comes at the end
                parser.close()
            else:
                parser.feed(text)
                since += len(text)
            for event, found in parser.read_events():  # type: ignore[misc]
                element = cast("Element", found)  # "start" and "end" come with one
                if event == "start":
                    path.append(element)
                    continue
                path.pop()
                if len(path) == depth:
                    since = 0
                    if not wanted or element.tag.rpartition("}")[2] in wanted:
                        yield element
                    path[-1].remove(element)
            if since > LONGEST_ITEM or len(path) > DEEPEST:
                raise MoveError(f"“{name}” berisi satu bagian yang terlalu besar, jadi tidak dibaca.")
    except ParseError as error:
        line = error.position[0]
        raise MoveError(
            f"“{name}” tidak utuh: berhenti terbaca di baris {line}. Ekspor atau unggah ulang berkas itu; "
            "belum ada yang dipindahkan dari berkas ini."
        ) from error


def _readable(opened: IO[bytes], name: str) -> Iterator[str]:
    """The file's text as XML takes it. A document type is refused: no entities, no files from elsewhere."""
    first = opened.read(CHUNK)
    declared = _ENCODING.search(first[:200])
    decoder = decoder_of(first, declared[1].decode() if declared else "")
    mender, data, size = _Mender(name), first, CHUNK
    while data:
        following = opened.read(size)
        mended = mender.mended(decoder.decode(data, final=not following), is_last=not following)
        data = following
        size = CHUNK if mended else size * 2  # so that what waits for its end is not looked at again and again
        yield mended


class _Mender:
    """Puts text right piece by piece. What cannot be judged yet is kept for the next piece."""

    def __init__(self, name: str) -> None:
        self.name = name  # of the file
        self.kept = ""
        self.looked = 0  # how much of `kept` holds no end of what waits for its end
        self.in_prolog, self.in_cdata = True, False
        self.path: list[str] = []  # of the element in which CDATA stands

    def mended(self, text: str, *, is_last: bool) -> str:
        self.kept += _BAD.sub("", text)
        if len(self.kept) > LONGEST_ITEM:
            raise MoveError(f"“{self.name}” berisi satu bagian yang terlalu besar, jadi tidak dibaca.")
        if self.in_prolog and not self._is_past_prolog(is_last):
            return ""
        out: list[str] = []
        while self._take_cdata(out, is_last) if self.in_cdata else self._take_marked_up(out, is_last):
            pass
        return "".join(out)

    def _is_past_prolog(self, is_last: bool) -> bool:
        self.kept = self.kept.lstrip()
        bare = _UNREAD.sub("", self.kept)
        begins = _START_TAG.search(bare)
        if "<!doctype" in (bare[: begins.start()] if begins else bare).lower():
            raise MoveError(f"“{self.name}” memuat DTD, yang tidak dibaca demi keamanan.")
        is_whole = begins is not None and "<!--" not in bare[: begins.start()]
        if not is_whole and not is_last and len(self.kept) < LONGEST_PROLOG:
            return False
        if not is_whole and len(self.kept) >= LONGEST_PROLOG:
            raise MoveError(f"“{self.name}” tidak memuat apa pun di awalnya, jadi tidak dibaca.")
        self.in_prolog = False
        return True

    def _take_marked_up(self, out: list[str], is_last: bool) -> bool:
        """Take what stands outside CDATA; whether CDATA follows."""
        whole = list(takewhile(lambda found: not found["opens"], _MARKUP.finditer(self.kept)))
        opens = _OPENING.search(self.kept, whole[-1].end() if whole else 0)
        is_cdata = opens is not None and opens[0] == _OPENS
        end = opens.start() if opens else len(self.kept)
        if not is_cdata:
            end = len(self.kept) if is_last else min(end, self._end_of_whole_marks())
            end = next((found.start() for found in whole if found.start() < end < found.end()), end)
        outside, self.kept = self.kept[:end], self.kept[end:]
        self._follow(found for found in whole if found.end() <= end)
        out.append(_MARK.sub(_as_xml, outside))
        if not is_cdata:
            return False
        out.append(_OPENS)
        self.kept, self.in_cdata, self.looked = self.kept[len(_OPENS) :], True, 0
        return True

    def _follow(self, tags: Iterable[re.Match[str]]) -> None:
        """Note which elements begin and end here."""
        for tag in tags:
            if tag["ends"]:
                del self.path[-1:]
            elif tag["name"] and not tag["rest"].endswith("/"):
                self.path.append(tag["name"])

    def _end_of_whole_marks(self) -> int:
        """Up to where no tag and no reference is cut in two."""
        size = len(self.kept)
        last = self.kept.rfind("<")
        places = [self.kept.find(mark, max(0, size - 40)) for mark in "&]"]
        places.append(last if last >= 0 and not _MARKUP.match(self.kept, last) else -1)
        return min((place for place in places if place >= 0), default=size)

    def _take_cdata(self, out: list[str], is_last: bool) -> bool:
        """Take what stands in CDATA; whether its end was found, or what looked like one."""
        closes = self.kept.find(_CLOSES, self.looked)
        if closes < 0:
            end = len(self.kept) if is_last else max(0, len(self.kept) - 2)
            out.append(self.kept[:end])
            self.kept, self.looked = self.kept[end:], 0
            return False
        is_end = self._is_end(closes + len(_CLOSES), is_last)
        if is_end is None:
            self.looked = closes
            return False
        out.append(self.kept[:closes])
        out.append(_CLOSES if is_end else "]]]]><![CDATA[>")
        self.kept, self.in_cdata, self.looked = self.kept[closes + len(_CLOSES) :], not is_end, 0
        return True

    def _is_end(self, place: int, is_last: bool) -> bool | None:
        """Whether CDATA ends before this place: when its element does, or more of it follows. None: not known yet."""
        more = _MORE_CDATA.match(self.kept, place)
        if more and _CLOSES not in more[0]:
            return True
        element = re.escape(self.path[-1] if self.path else "")
        following = re.compile(rf"</{element}\s*>|<!\[CDATA\[|\]\]>").search(self.kept, place)
        if following:
            return following[0].startswith("</")
        return True if is_last else None


def _as_xml(found: re.Match[str]) -> str:
    """A mark as XML knows it; what stands for no character goes."""
    if found["pair"]:
        high, low = (_number(one) for one in found["pair"].strip("&;").split(";&"))
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        return _letter(high) + _letter(low)
    if found["number"]:
        return _letter(_number(found["number"]))
    if found["name"] and found["name"] not in _OF_XML:
        letter = unescape(found[0])
        return escape(letter, quote=False) if letter != found[0] else f"&amp;{found[0][1:]}"
    return {"&": "&amp;", "<": "&lt;", _CLOSES: "]]&gt;"}.get(found[0], found[0])


def _number(reference: str) -> int:
    digits = reference.removeprefix("#").lower()
    return int(digits[1:], 16) if digits.startswith("x") else int(digits)


def _letter(number: int) -> str:
    if 0x80 <= number < 0xA0:  # Windows-1252, as browsers take it
        return unescape(f"&#{number};")
    if number > 0x10FFFF or _BAD.match(chr(number)):
        return ""
    return f"&#{number};"
