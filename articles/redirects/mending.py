"""What mail programs, chats and old links make of an address, put right again.

Only an address that answers 404 comes here.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

# What is glued to the end of an address: closing brackets and quotes, punctuation, spaces, marks of emphasis.
_GLUED = r"[^\w/]|_"
_TAIL = re.compile(rf"(?:{_GLUED})+\Z")
_ONE_IN_ANOTHER = re.compile(r"\A/+[^/]*https?:/+[^/]+(?=/)")  # a whole address behind another one
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f\ufeff]")
# The number of a story is the last in its address: one with a dash and a word behind it is of the headline.
_STORY = re.compile(
    r"/[-\w]+/[-\w]*?-(?P<number>[1-9][0-9]{0,17})(?!-+\w)"
    rf"(?P<rest>/?(?:{_GLUED}).*|/(?:amp|feed|trackback|embed|print|"
    r"page|comments?|comment-page|komentar|index\.(?:html?|php)|all|null|undefined|[0-9]{1,2})(?:[-/][0-9]+)?/?|/?)",
    re.ASCII | re.DOTALL,
)
# What stands before an address: forms for phones, WordPress without rewriting, a host that is left of a whole address.
_BEFORE = re.compile(r"\A/(?:amp|m|mobile|index\.php|www\.[\w.-]+)(?=/[^/])", re.IGNORECASE)
# What old sites put behind the address of a list.
_BELOW = re.compile(r"(?:(?<=/)(?:page/\d{1,5}|amp|print|index\.(?:html?|php))|\.html?)/?\Z", re.IGNORECASE)
# What is added to links to see who follows them; it tells no page from another.
_TRACKING = re.compile(
    r"(?:utm_\w*|fb_\w*|_ga|_gl|[a-z]*clid|igshid?|ref|ref_src|si|mc_[ce]id|share|source|amp|noamp|m|spm|_x_tr_\w*)\Z"
)
LONGEST = 1000  # characters of an address that is worth mending
MOST_PARAMETERS = 20


def mended(path: str) -> str:
    """A path without what was glued to it; the same if nothing was."""
    if len(path) > LONGEST:
        return path
    path = _ONE_IN_ANOTHER.sub("", _legible(path))
    path = re.sub(r"/{2,}", "/", path.replace("\\", "/"))
    before = None
    while before != path:
        before = path
        path = _TAIL.sub("", path.rstrip("/"))
    path = "/" + re.sub(rf"\A(?:/|{_GLUED})+", "", path)
    return path if path == "/" or "." in path.rpartition("/")[2] else f"{path}/"


def of_list(path: str) -> str:
    """The address of a list, without what old sites put behind it: a page's number, a form for phones."""
    return _BELOW.sub("", path).rstrip("/") + "/"


def _legible(path: str) -> str:
    """A path without a second encoding and invisible signs, its letters as keyboards write them, not fullwidth."""
    path = _INVISIBLE.sub("", unquote(path))  # some encode what is encoded already
    return path if path.isascii() else unicodedata.normalize("NFKC", path)


def story_number(path: str) -> int | None:
    """The number of the story that an address was once meant for."""
    if path.startswith("/sitemap/"):  # a file for machines, which is there or not
        return None
    if len(path) > LONGEST:
        return None
    clear = re.sub(r"/{2,}", "/", _ONE_IN_ANOTHER.sub("", _legible(path)))
    found = _STORY.fullmatch(_BEFORE.sub("", "/" + clear.lstrip("/ \"'<([“‘«*_")))
    return int(found["number"]) if found else None


def without_tracking(query: str) -> tuple[str, str]:
    """A query in two: what may tell a page from others, and what only says where a reader came from."""
    parts = [part for part in query.split("&")[:MOST_PARAMETERS] if part]
    follows = [part for part in parts if _TRACKING.match(part.partition("=")[0].lower())]
    tells = [_TAIL.sub("", unquote(part)).rstrip("/") for part in parts if part not in follows]
    return "&".join(tells), "&".join(follows)
