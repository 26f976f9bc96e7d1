"""What HTML a story may hold: one table, from which the editor and the sanitiser are both made.

The sanitiser stands in `RichTextField`, on the way into the database, so that forms, importers,
the shell and bulk writes pass the same door.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe

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
}
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Their text is not prose, so it goes with them.
DROPPED_WITH_CONTENT = frozenset(
    {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"}
)

MAX_LENGTH = 200_000  # characters; the longest of 3,463 real stories has 1,256 words
MAX_TAGS = 5_000  # tags and comments, so that nothing hidden in a comment escapes the count
MAX_DEPTH = 40  # nh3 takes quadratic time on deep nesting

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*|!)")
# These never hold one of their own kind open: void elements, and those whose end tag may be left out.
_NOT_NESTING = frozenset({"!", "area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta"}) | {
    *("p", "source", "tbody", "td", "th", "thead", "tr", "track", "wbr")
}


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
        HTMLTooComplex: more than MAX_LENGTH characters, MAX_TAGS tags or MAX_DEPTH open elements.
    """
    if len(html) > MAX_LENGTH:
        raise HTMLTooComplex
    still_open: Counter[str] = Counter()
    for count, match in enumerate(_TAG.finditer(html), start=1):
        closing, name = match.group(1), match.group(2).lower()
        if name not in _NOT_NESTING:
            # Only an end tag of the same name closes: "<ul></b><ul></b>" is still two deep.
            still_open[name] = max(0, still_open[name] - 1) if closing else still_open[name] + 1
        if count > MAX_TAGS or (not closing and still_open[name] and still_open.total() > MAX_DEPTH):
            raise HTMLTooComplex


def sanitise(html: str) -> CleanHTML:
    """Return `html` with only what ALLOWED names. Idempotent.

    Raises:
        HTMLTooComplex: see `check_limits`.
    """
    if isinstance(html, CleanHTML):
        return html
    html = html.replace("\x00", "")
    check_limits(html)
    return CleanHTML(_CLEANER.clean(html).strip())


def trusted(html: str) -> SafeString:
    """Mark HTML that was sanitised on its way into the database. The one place that does."""
    return mark_safe(html)


def plain_text(html: str) -> str:
    """The words of sanitised HTML, blocks separated by line breaks."""
    text = re.sub(r"</(?:p|h2|h3|li|blockquote|tr|caption)>|<(?:br|hr)>", "\n", html)
    text = nh3.clean(text, tags=set())
    for entity, character in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return re.sub(r"\s*\n\s*", "\n", text).strip()


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
    attributes={tag: set(attributes) for tag, attributes in ALLOWED.items() if attributes},
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
    strip_comments=True,
)
