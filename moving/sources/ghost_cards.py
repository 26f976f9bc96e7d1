"""Ghost's own structures of a body, lexical and mobiledoc, as HTML: every word of theirs, and their pictures and links.

Ghost draws a body itself (`html`) unless it was never published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

DEEPEST = 60
# Cards that no page showed: they are of letters to members, or draw a line between those who pay and those who do not.
NOT_ON_PAGES = frozenset({"email", "email-cta", "paywall", "signup", "transistor"})
# The fields of a card that hold its words. All others say how it looks or where it leads.
_WORDS = re.compile(
    r"(?:text|html|markdown|code|caption|heading|header|title|content|description|author|publisher)\Z", re.IGNORECASE
)
_PICTURES = frozenset({"image", "gallery"})
_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (32, "sub"), (64, "sup"))
_BLOCKS = {"paragraph": "p", "quote": "blockquote", "extended-quote": "blockquote", "aside": "blockquote"}
_MARKUPS = frozenset({"strong", "b", "em", "i", "s", "sub", "sup", "del"})
_SECTIONS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside"})


def of_lexical(document: Any) -> str:
    root = document.get("root") if isinstance(document, dict) else None
    return "".join(_node(root, DEEPEST))


def _node(node: Any, left: int) -> Iterator[str]:
    if not isinstance(node, dict) or not left:
        return
    kind = str(node.get("type") or "")
    children = node.get("children")
    inner = (
        "".join(piece for child in children for piece in _node(child, left - 1)) if isinstance(children, list) else ""
    )
    if kind.endswith("text") or (not kind and "text" in node):
        yield _formatted(node)
    elif kind == "linebreak":
        yield "<br>"
    elif kind == "link":
        yield f'<a href="{escape(str(node.get("url") or ""))}">{inner}</a>'
    elif kind in _BLOCKS:
        yield f"<{_BLOCKS[kind]}>{inner}</{_BLOCKS[kind]}>"
    elif kind.endswith("heading"):
        yield f"<h2>{inner}</h2>"
    elif kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        yield f"<{tag}>{inner}</{tag}>"
    elif kind == "listitem":
        yield f"<li>{inner}</li>"
    else:
        yield inner
        yield from _card(kind, node)


def _formatted(node: dict[str, Any]) -> str:
    words, bits = escape(str(node.get("text") or ""), quote=False), node.get("format")
    for bit, tag in _FORMATS:
        if isinstance(bits, int) and bits & bit:
            words = f"<{tag}>{words}</{tag}>"
    return words


def _card(kind: str, facts: dict[str, Any]) -> Iterator[str]:
    """A card's picture, its words in the order of its fields, and where it leads."""
    if kind in NOT_ON_PAGES:
        return
    if kind in _PICTURES:
        yield from _pictures(facts)
        return
    metadata = facts.get("metadata")
    for name, value in [*facts.items(), *(metadata.items() if isinstance(metadata, dict) else ())]:
        if (
            isinstance(value, str)
            and value.strip()
            and _WORDS.search(name)
            and not (kind == "embed" and name == "html")
        ):
            yield f"<div>{value if '<' in value and name != 'code' else escape(value, quote=False)}</div>"
    url = facts.get("url") or facts.get("buttonUrl") or facts.get("src")
    if isinstance(url, str) and url:
        yield f'<p><a href="{escape(url)}">{escape(url, quote=False)}</a></p>'


def _pictures(facts: dict[str, Any]) -> Iterator[str]:
    images, caption = facts.get("images"), str(facts.get("caption") or "")
    if not isinstance(images, list):
        yield _picture(facts, caption)
        return
    yield from (_picture(image, str(image.get("caption") or "")) for image in images if isinstance(image, dict))
    yield f"<p>{caption}</p>"


def _picture(image: dict[str, Any], caption: str) -> str:
    if not image.get("src"):
        return f"<p>{caption}</p>"
    alt, url = escape(str(image.get("alt") or "")), escape(str(image["src"]))
    return f'<figure><img src="{url}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'


def of_mobiledoc(document: Any) -> str:
    sections = document.get("sections") if isinstance(document, dict) else None
    if not isinstance(sections, list):
        return ""
    return "".join(_section(section, document) for section in sections if isinstance(section, list))


def _section(section: list[Any], document: dict[str, Any]) -> str:
    """[1, tag, markers], [2, source], [3, tag, [markers, …]] or [10, number of a card]."""
    match section:
        case [1, str(tag), list(markers), *_]:
            tag = tag if tag in _SECTIONS else "p"
            return f"<{tag}>{_markers(markers, document)}</{tag}>"
        case [2, str(source), *_]:
            return f'<img src="{escape(source)}">'
        case [3, str(tag), list(items), *_]:
            tag = tag if tag in {"ul", "ol"} else "ul"
            inner = "".join(f"<li>{_markers(item, document)}</li>" for item in items if isinstance(item, list))
            return f"<{tag}>{inner}</{tag}>"
        case [10, int(number), *_]:
            card = _entry(document, "cards", number)
            return "".join(_card(str(card[0]), card[1])) if len(card) > 1 and isinstance(card[1], dict) else ""
    return ""


def _entry(document: dict[str, Any], name: str, number: int) -> list[Any]:
    table = document.get(name)
    found = table[number] if isinstance(table, list) and 0 <= number < len(table) else []
    return found if isinstance(found, list) else []


def _markers(markers: list[Any], document: dict[str, Any]) -> str:
    """Texts and atoms: [0 or 1, markups that open, how many close, words or the number of an atom]."""
    out: list[str] = []
    still_open: list[str] = []
    for marker in markers:
        match marker:
            case [int(kind), list(opening), int(closing), value, *_]:
                for number in opening:
                    start, end = _markup(_entry(document, "markups", number) if isinstance(number, int) else [])
                    out.append(start)
                    still_open.append(end)
                out.append(_words_of(kind, value, document))
                out += [still_open.pop() for _ in range(min(closing, len(still_open)))]
    return "".join([*out, *reversed(still_open)])


def _words_of(kind: int, value: Any, document: dict[str, Any]) -> str:
    if kind == 0:
        return escape(str(value), quote=False)
    atom = _entry(document, "atoms", value) if isinstance(value, int) else []
    return "<br>" if atom[:1] == ["soft-return"] else escape(str(atom[1]), quote=False) if len(atom) > 1 else ""


def _markup(markup: list[Any]) -> tuple[str, str]:
    match markup:
        case ["a", ["href", str(href), *_], *_]:
            return f'<a href="{escape(href)}">', "</a>"
        case [str(tag), *_] if tag in _MARKUPS:
            return f"<{tag}>", f"</{tag}>"
    return "", ""


READERS: dict[str, Callable[[Any], str]] = {"lexical": of_lexical, "mobiledoc": of_mobiledoc}
