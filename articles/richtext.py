"""What HTML a story may hold: one table, from which the editor and the sanitiser are both made.

The sanitiser stands in `RichTextField`, on the way into the database, so that forms, importers,
the shell and bulk writes pass the same door.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from adminkit.characters import visible

# element -> its attributes. Nothing else survives.
ALLOWED: dict[str, frozenset[str]] = {
    "p": frozenset(),
    "h2": frozenset(),
    "h3": frozenset(),
    "strong": frozenset(),
    "em": frozenset(),
    "s": frozenset(),
    "sub": frozenset(),
    "sup": frozenset(),
    "br": frozenset(),
    "hr": frozenset(),
    "blockquote": frozenset(),
    "ul": frozenset(),
    "ol": frozenset({"start"}),
    "li": frozenset(),
    "a": frozenset({"href"}),
    "table": frozenset(),
    "caption": frozenset(),
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset(),
    "th": frozenset({"colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    # A photo of the library by its number, and the words for this place if it has its own.
    "figure": frozenset({"data-photo"}),
    "figcaption": frozenset(),
}
# Those that stand by themselves at the top of a text.
BLOCKS = frozenset({"p", "h2", "h3", "hr", "blockquote", "ul", "ol", "table", "figure"})
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Their text is not prose, so it goes with them.
DROPPED_WITH_CONTENT = frozenset(
    {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"}
)

MAX_LENGTH = 200_000  # characters; the longest of 3,463 real stories has 1,256 words
MAX_TAGS = 5_000  # tags and comments, so that nothing hidden in a comment escapes the count
MAX_DEPTH = 40  # nh3 takes quadratic time on deep nesting
MAX_ATTRIBUTES = 50  # of one tag; nh3 takes quadratic time on them too
MAX_PASSES = 5  # until nothing changes any more

# As browsers read them. What a comment or a quoted value holds is counted too, rather than missed.
_ATTRIBUTE = r"""[\t\n\f\r /]*+ [^\t\n\f\r />] [^\t\n\f\r />=]*+
    (?: [\t\n\f\r ]*+ = [\t\n\f\r ]*+ (?: "[^"]*+"? | '[^']*+'? | [^\t\n\f\r >]*+ ) )?+"""
_TAG = re.compile(
    rf"""< (?: ! | (?P<closing>/?) (?P<name>[a-zA-Z][^\t\n\f\r />]*+)
        (?= (?P<attributes> (?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+ ) (?P<too_many>{_ATTRIBUTE})? ) )""",
    re.VERBOSE,
)
# These never hold one of their own kind open: void elements, and those whose end tag may be left out.
_NOT_NESTING = frozenset({"!", "area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta"}) | {
    *("p", "source", "tbody", "td", "th", "thead", "tr", "track", "wbr")
}
# As the sanitiser writes them.
_FIGURE = re.compile(
    r'<figure data-photo="(?P<photo>[1-9][0-9]{0,17})">(?P<inside>(?:(?!</?figure[ >]).)*+)</figure>', re.DOTALL
)
_FIGCAPTION = re.compile(r"<figcaption>((?:(?!</?figcaption>).)*+)</figcaption>", re.DOTALL)
_ANY_TAG = re.compile(r'<(?:[^<>"]|"[^"]*+")*+>')
_FIGURE_TAG = re.compile(r'<figure(?: data-photo="[^"<>]*")?>|</figure>|</?figcaption>')
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|caption|figure)>|<(?:br|hr)>")
_HEADING = re.compile(r"<h[23]>.*?</h[23]>", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…][”’\")]*+(?= )")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


_NOT_READ_IN_LINKS = re.compile(r"[\t\n\r]")
_AROUND_LINKS = "".join(map(chr, range(0x21)))
_LINK = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*:)?(?P<address>[^?#]*)(?P<rest>.*)", re.DOTALL)


class CleanHTML(str):
    """HTML that has passed `sanitise`."""

    __slots__ = ()


class HTMLTooComplex(ValidationError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__(
            "Isi terlalu panjang atau susunannya terlalu rumit. Pendekkan, atau tempel ulang sebagai teks biasa.",
            code="too_complex",
        )


def check_limits(html: str) -> None:
    """Refuse, in linear time and before any parser sees it, text that would be slow to parse.

    Raises:
        HTMLTooComplex: more than MAX_LENGTH characters, MAX_TAGS tags, MAX_DEPTH open elements
            or MAX_ATTRIBUTES attributes of one tag.
    """
    if len(html) + 4 * html.count("&") > MAX_LENGTH:  # each may become "&amp;"
        raise HTMLTooComplex
    still_open: Counter[str] = Counter()
    read = 0
    for count, tag in enumerate(_TAG.finditer(html), start=1):
        name, closing = (tag["name"] or "!").lower(), tag["closing"]
        if name not in _NOT_NESTING:
            # Only an end tag of the same name closes: "<ul></b><ul></b>" is still two deep.
            still_open[name] = max(0, still_open[name] - 1) if closing else still_open[name] + 1
        # Tags do not overlap, unless they are hidden in one another so that each is read many times.
        read += tag.end("attributes") - tag.start("attributes")
        too_deep = not closing and still_open[name] and still_open.total() > MAX_DEPTH
        if too_deep or tag["too_many"] or count > MAX_TAGS or read > 2 * MAX_LENGTH:
            raise HTMLTooComplex


def sanitise(html: str) -> CleanHTML:
    """Return `html` with only what ALLOWED names. Idempotent.

    Raises:
        HTMLTooComplex: see `check_limits`.
    """
    if isinstance(html, CleanHTML):
        return html
    html = storable(html)
    # What is left may be read differently once something around it is gone: `<li><div><li>` without the
    # `div`. So it is read again until it stays, which a text that was clean does at once.
    for _ in range(MAX_PASSES):
        check_limits(html)
        before, html = html, visible(_CLEANER.clean(html)).strip()
        if "<fig" in html:
            html = _CLEANER.clean(_with_plain_figures(html)).strip()
        if html == before:
            return CleanHTML(html)
    raise HTMLTooComplex


def cleaned_again(html: str) -> str:
    """Stored HTML as it may be shown, whoever wrote it into the database. One pass; what is clean stays as it is."""
    return _CLEANER.clean(html)


def link_as_read(href: str) -> str:
    r"""An address of a link as browsers take it, so that a link to another host looks like one.

    They leave out tabs and line breaks, take "\" for "/", and a host after two of them however the scheme is written:
    "/\host/", "/<tab>/host/" and "https:/host/" are "https://host/" (WHATWG URL, 4.4).
    """
    parts = _LINK.fullmatch(_NOT_READ_IN_LINKS.sub("", href).strip(_AROUND_LINKS))
    if parts is None:
        return ""
    scheme, address = (parts["scheme"] or "").lower(), parts["address"]
    if scheme in {"", "http:", "https:"}:
        address = address.replace("\\", "/")
        if scheme or address.startswith("//"):
            scheme, address = scheme or "https:", f"//{address.lstrip('/')}"
    return f"{scheme}{address}{parts['rest']}"


def _attribute(_element: str, name: str, value: str) -> str:
    return link_as_read(value) if name == "href" else value


def _with_plain_figures(html: str) -> str:
    """Leave of each figure the photo's number and one caption of plain words; what else it held comes after it.

    A figure that names no photo is none.
    """
    parts, end = [], 0
    for figure in _FIGURE.finditer(html):
        captions = [words for held in _FIGCAPTION.findall(figure["inside"]) if (words := _words_of(held))]
        caption = f"<figcaption>{' '.join(captions)}</figcaption>" if captions else ""
        rest = _FIGCAPTION.sub("", figure["inside"]).strip()
        parts.append(_FIGURE_TAG.sub("", html[end : figure.start()]))
        parts.append(f'<figure data-photo="{figure["photo"]}">{caption}</figure>{_FIGURE_TAG.sub("", rest)}')
        end = figure.end()
    return "".join([*parts, _FIGURE_TAG.sub("", html[end:])])


def _words_of(html: str) -> str:
    """One line of words, still escaped."""
    return " ".join(nh3.clean(html.replace("<br>", " "), tags=set()).replace("&nbsp;", " ").split())


@dataclass(frozen=True)
class Figure:
    """A photo that a text shows: its number, and the caption for this place, or ""."""

    photo: int
    caption: str


def figures(html: str) -> list[Figure]:
    """The photos that sanitised HTML shows, in their order."""
    return [_figure(found) for found in _FIGURE.finditer(html)]


def with_figures(html: str, shown: Callable[[Figure], str]) -> str:
    """Sanitised HTML in which each figure is replaced by what `shown` makes of it."""
    return _FIGURE.sub(lambda found: shown(_figure(found)), html)


def figure_of(figure: Figure) -> str:
    """A photo in the one form in which a text holds it."""
    caption = f"<figcaption>{escape(figure.caption)}</figcaption>" if figure.caption else ""
    return f'<figure data-photo="{figure.photo}">{caption}</figure>'


def _figure(found: re.Match[str]) -> Figure:
    return Figure(int(found["photo"]), plain_text(found["inside"]))


def storable(text: str) -> str:
    """Text without what neither PostgreSQL nor a feed can hold: control characters and halves of characters."""
    return _CONTROL_CHARACTERS.sub("", text)


def one_line(text: str) -> str:
    """Text for titles and lists: what can be stored of it, and seen."""
    return visible(storable(text))


def trusted(html: str) -> SafeString:
    """Mark HTML that was sanitised on its way into the database. The one place that does."""
    return mark_safe(html)


def plain_text(html: str) -> str:
    """The words of sanitised HTML, blocks separated by line breaks."""
    text = _BLOCK_END.sub("\n", html)
    text = nh3.clean(text, tags=set())
    for entity, character in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def in_paragraphs(text: str) -> str:
    """What was typed where there is no editor: empty lines part paragraphs, also before, between and below blocks that
    are there already. A text of one line without a block stays."""
    parts = list(_loose_and_blocks(text.strip()))
    if not any(is_block for _, is_block in parts) and "\n" not in text.strip():
        return text
    if all(is_block or not part.strip() for part, is_block in parts):
        return text
    written = (part.strip() if is_block else _parted(part) for part, is_block in parts)
    return "\n".join(filter(None, written))


def _parted(text: str) -> str:
    lines = "\n".join(text.strip().splitlines())
    parts = filter(None, re.split(r"\n[^\S\n]*\n\s*", lines))
    return "\n".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts)


def _loose_and_blocks(html: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is a block at the top."""
    start = depth = 0
    for tag in _ANY_TAG.finditer(html):
        name = tag[0].strip("</>").partition(" ")[0].lower()
        if name not in BLOCKS:
            continue
        if depth == 0:
            yield html[start : tag.start()], False
            start = tag.start()
        depth = max(0, depth - 1) if tag[0].startswith("</") else depth + (name != "hr")
        if depth == 0:
            yield html[start : tag.end()], True
            start = tag.end()
    yield html[start:], depth > 0


def typed_plainly(text: str) -> str:
    """HTML of what was typed in a box without an editor, where signs are signs: empty lines part paragraphs."""
    return _parted(escape(text))


def as_typed(html: str) -> str:
    """What `typed_plainly` was given."""
    return "\n\n".join(plain_text(part) for part in html.split("</p>") if part.strip())


def opening(html: str, most: int) -> str:
    """The first sentences of sanitised HTML, of at most so many characters: none of its headings, photos or videos."""
    prose = _HEADING.sub("", with_figures(html, lambda figure: ""))
    lines = [line for line in plain_text(prose).split("\n") if " " in line]
    words = " ".join(" ".join(lines).split())
    if len(words) <= most:
        return words
    ends = [found.end() for found in _SENTENCE_END.finditer(words, 0, most)]
    cut = words[: most - 1]
    return words[: ends[-1]] if ends else f"{cut.rpartition(' ')[0] or cut}…"


def word_count(html: str) -> int:
    """How many words sanitised HTML has."""
    return len(_ANY_TAG.sub("", _BLOCK_END.sub(" ", html)).replace("&nbsp;", " ").split())


def editor_allowed_content() -> str:
    """The same table in CKEditor's words (`config.allowedContent`)."""
    return "; ".join(
        f"{tag}[{','.join(sorted(attributes))}]" if attributes else tag for tag, attributes in ALLOWED.items()
    )


class RichTextField(models.TextField[Any, Any]):
    """Sanitised HTML. A plain TextField to migrations, so that the editor is no database matter."""

    def pre_save(self, model_instance: models.Model, add: bool) -> CleanHTML:
        clean = sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, clean)
        return clean

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        # update() and bulk_update() do not ask pre_save.
        return super().get_db_prep_save(sanitise(value) if isinstance(value, str) else value, connection)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(sanitise(value or ""), model_instance)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    # "*" would else be nh3's own `lang` and `title`
    attributes={"*": set[str](), **{tag: set(attributes) for tag, attributes in ALLOWED.items() if attributes}},
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
    strip_comments=True,
    attribute_filter=_attribute,
)
