"""What a kind of field does with its values, as a revision's content holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.html import escape

from .editorial.paragraphs import blocks, lines
from .richtext import one_line, plain_text, sanitise, storable, with_figures

PhotoNames = Mapping[int, str]  # what the photos of a text are called, by number; one that is gone is not in it


@dataclass(frozen=True)
class Kind:
    """Pure functions of a value.

    Attributes:
        empty: makes the value of a field that nobody filled in, or that a revision was saved without.
        in_words: the value as a comparison shows it to the newsroom.
        texts: what a search finds of it. Takes the value of an Edition's column too.
        clean: the value as it may be stored.
        paragraphs: cuts the value into what two people may change each for themselves; they are joined by line breaks.
            None for a value that is merged whole.
    """

    name: str
    empty: Callable[[], Any]
    in_words: Callable[[Any, PhotoNames], str]
    texts: Callable[[Any], Iterable[str]]
    clean: Callable[[Any], Any] = lambda value: value
    paragraphs: Callable[[str], list[str]] | None = None


def _text_in_words(value: str, photos: PhotoNames) -> str:
    return value


def _rich_text_in_words(value: str, photos: PhotoNames) -> str:
    body = with_figures(value, lambda figure: f"<p>{escape(_photo(figure.photo, photos, figure.caption))}</p>")
    return plain_text(body).replace("\n", "\n\n")


def _reference_in_words(value: dict[str, Any] | None, photos: PhotoNames) -> str:
    return value["name"] if value else ""


def _names_in_words(value: list[Any], photos: PhotoNames) -> str:
    return ", ".join(_names(value))


def _gallery_in_words(value: list[dict[str, Any]], photos: PhotoNames) -> str:
    return "\n".join(_photo(entry["photo"], photos, entry["caption"]) for entry in value)


def _photo(number: int, photos: PhotoNames, caption: str) -> str:
    words = f"[Foto {number}: {photos[number]}]" if number in photos else f"[Foto {number}, tidak ada]"
    return f"{words} {caption}".strip()


def _names(value: Iterable[Any]) -> list[str]:
    """Of people and topics: {"name": ...}, and a topic in a revision is its bare name."""
    return [entry if isinstance(entry, str) else entry["name"] for entry in value]


def _clean_gallery(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"photo": entry["photo"], "caption": one_line(entry["caption"])} for entry in value]


def _one_text(value: str) -> Iterable[str]:
    return (value,)


def _printed_name(value: Any) -> Iterable[str]:
    """An Edition holds the name that it printed; a revision's {"id", "name"} is found by its number instead."""
    return (value,) if isinstance(value, str) else ()


def _no_text(value: Any) -> Iterable[str]:
    return ()


TEXT = Kind("text", str, _text_in_words, _one_text, one_line)
LINES = Kind("lines", str, _text_in_words, _one_text, one_line, lines)
RICH_TEXT = Kind("rich text", str, _rich_text_in_words, lambda html: plain_text(html).split("\n"), sanitise, blocks)
REFERENCE = Kind("reference", lambda: None, _reference_in_words, _printed_name)  # {"id", "name"} or None
PEOPLE = Kind("people", list, _names_in_words, _names)  # [{"id", "name"}] in their order
TOPICS = Kind("topics", list, _names_in_words, _names)  # [name], sorted
GALLERY = Kind(  # [{"photo": number, "caption": own or ""}]
    "gallery", list, _gallery_in_words, lambda value: [entry["caption"] for entry in value], _clean_gallery
)
FLAG = Kind("flag", bool, lambda value, _: "ya" if value else "tidak", _no_text)


def choice(choices: type[TextChoices]) -> Kind:
    """One of `choices`, the first unless somebody chose; a value that is no choice any more is shown as it is."""
    labels = {str(value): str(label) for value, label in choices.choices}
    return Kind("choice", lambda: next(iter(labels)), lambda value, _: labels.get(value, value), _no_text, storable)
