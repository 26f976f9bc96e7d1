"""What newspapers put into a story's text that is a field here: dateline, codes and the editor's name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_DATELINE = re.compile(
    r"\A<p>(?P<open>(?:<(?:strong|em)>)*)(?P<place>[A-Z][A-Z .'/-]{1,50}[A-Z])"
    r"(?:\s*,\s*(?P<site>[^\W\d_][\w. ]{1,40}?))?"
    r"(?P<middle>\s*(?:</(?:strong|em)>)*\s*)(?:–|—|--?)\s*(?P<close>(?:</(?:strong|em)>)*)\s*(?=\S)"
)
_CODES = re.compile(
    r"\s*(?:<(?:strong|em)>)?\(\s*(?P<codes>[a-z]{2,8}(?:\s*/\s*[a-z]{2,8})*)\s*\)(?:</(?:strong|em)>)?\s*</p>\Z"
)
_EDITOR = re.compile(
    r"(?:<p>|<br>)\s*(?:<(?:strong|em)>)*\s*Editor\s*:\s*(?:</?(?:strong|em)>)*\s*(?P<name>[^<>:]{2,100}?)\s*(?:</(?:strong|em)>)*\s*</p>\Z",
    re.IGNORECASE,
)


@dataclass
class Lines:
    html: str
    place: str = ""
    codes: list[str] = field(default_factory=list)
    editor: str = ""
    unknown: list[str] = field(default_factory=list)  # codes of nobody: they stay in the text


def take_out(html: str, own_names: Collection[str], known_codes: Collection[str]) -> Lines:
    """Sanitised HTML without these lines, and what they said. What is not sure stays in the text.

    Args:
        own_names: what the paper called itself, as after the comma of a dateline.
        known_codes: those that belong to an author.
    """
    found = Lines(html)
    _take_dateline(found, {name.casefold().strip() for name in own_names})
    for _ in range(2):  # either may come last
        _take_editor(found)
        _take_codes(found, known_codes)
    return found


def _take_dateline(found: Lines, own_names: set[str]) -> None:
    dateline = _DATELINE.match(found.html)
    if dateline is None:
        return
    site = (dateline["site"] or "").casefold().strip()
    ends = f"{dateline['middle']}{dateline['close']}".count("</")
    if (site and site not in own_names) or dateline["open"].count("<") != ends:
        return
    found.place = dateline["place"].strip()
    found.html = f"<p>{found.html[dateline.end() :]}"


def _take_editor(found: Lines) -> None:
    line = _EDITOR.search(found.html)
    if line is None or found.editor:
        return
    found.editor = " ".join(line["name"].replace("&nbsp;", " ").split())
    rest = found.html[: line.start()]
    found.html = f"{rest}</p>" if line[0].startswith("<br>") else rest.rstrip()


def _take_codes(found: Lines, known: Collection[str]) -> None:
    line = _CODES.search(found.html)
    if line is None or found.codes:
        return
    codes = [code.strip() for code in line["codes"].split("/")]
    if all(code in known for code in codes):
        found.codes = codes
        found.html = re.sub(r"<p></p>\Z", "", f"{found.html[: line.start()]}</p>")
    else:
        found.unknown = [code for code in codes if code not in known]
