"""The fields of a story: one table, in the order of the story form.

The form, revisions, comparison and merge, Editions, the database's rules, both searches and what the browser keeps
are made from it; ninjs and the readers' page are tested against it (tests/articles/editorial/test_story_fields.py).
docs/how-to/add-a-field.md tells how a field is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, cast

from django.db.models import Field

from .field_kinds import FLAG, GALLERY, LINES, PEOPLE, REFERENCE, RICH_TEXT, TEXT, TOPICS, Kind, choice
from .models import Article, ContentClass, Verification

Content = dict[str, Any]  # of a revision: each field's value by its name, and "schema"

# Raised when values of a field come to mean something else than in revisions that are there; `read_content` then
# turns the old ones into the new. A field that is merely added needs none. 0: saved before there was a number.
SCHEMA = 1


class Weight(Enum):
    """What a hit in a field counts to a search."""

    NONE = auto()  # not searched
    HEAD = auto()
    LEAD = auto()
    TOPICS = auto()  # as LEAD; lower case, whatever they are
    OPENING = auto()  # its first paragraph as LEAD, what follows as REST
    NAMES = auto()  # of people, places, sections: as REST, and never stemmed
    REST = auto()


@dataclass(frozen=True)
class StoryField:
    """One field: of Article, of a revision's content, and of the form.

    Attributes:
        frozen: the columns of Edition that keep it. The last has what was printed: the value as it is if it bears
            the field's name, else what `publishing.compose` makes of it.
        exported: the property of ninjs that tells it, "" for what is no other newsroom's business.
        printed: whether the readers' page shows it.
        sent_as: its name in the form, if that is another.
        apart: stands under “Lainnya” in the form.
    """

    name: str
    kind: Kind
    frozen: tuple[str, ...]
    searched: Weight = Weight.NONE
    exported: str = ""
    printed: bool = True
    sent_as: str = ""
    apart: bool = False

    @property
    def label(self) -> str:
        return str(cast("Field[Any, Any]", Article._meta.get_field(self.name)).verbose_name).capitalize()

    @property
    def form_name(self) -> str:
        return self.sent_as or self.name


STORY_FIELDS = (
    StoryField("headline", TEXT, ("headline",), Weight.HEAD, "headlines"),
    StoryField("subheadline", TEXT, ("subheadline",), Weight.LEAD, "headlines"),
    StoryField("section", REFERENCE, ("section_id", "section_name"), Weight.NAMES, "subjects"),
    StoryField("authors", PEOPLE, ("byline",), Weight.NAMES, "by", sent_as="byline"),
    StoryField("place", TEXT, ("place",), Weight.NAMES, "located"),
    StoryField("summary", LINES, ("summary",), Weight.LEAD, "descriptions"),
    StoryField("body", RICH_TEXT, ("inner_pictures", "body"), Weight.OPENING, "bodies"),
    StoryField("photo", REFERENCE, ("photo_id", "photo_credit", "photo_alt"), Weight.NONE, "associations"),
    StoryField("photo_caption", TEXT, ("photo_caption",), Weight.REST, "associations"),
    StoryField("gallery", GALLERY, ("gallery",), Weight.REST, "associations"),
    StoryField("tags", TOPICS, ("topics",), Weight.TOPICS, "subjects"),
    StoryField("content_class", choice(ContentClass), ("content_class",), Weight.NONE, "genres", apart=True),
    StoryField("advertiser", TEXT, ("advertiser",), Weight.NAMES, "infoSources", apart=True),
    StoryField("editor", REFERENCE, ("editor_id", "editor_name"), Weight.NONE, apart=True),
    StoryField("slug", TEXT, ("slug",), Weight.NONE, "renditions", apart=True),
    StoryField("verification", choice(Verification), ("verification",), printed=False, apart=True),
    StoryField("may_harm", FLAG, ("may_harm",), printed=False, apart=True),
    StoryField("is_sensitive", FLAG, ("is_sensitive",), printed=False, apart=True),
)

# Columns of Article that hold a value as it is, and those that refer to another row. Authors and tags have tables.
PLAIN = tuple(field for field in STORY_FIELDS if field.kind not in {REFERENCE, PEOPLE, TOPICS})
REFERENCES = tuple(field for field in STORY_FIELDS if field.kind == REFERENCE)
FROZEN_COLUMNS = tuple(column for field in STORY_FIELDS for column in field.frozen)


def read_content(raw: Mapping[str, Any]) -> Content:
    """A stored revision's content as this version of the code knows it: every field is there, and nothing else.

    Whoever reads `Revision.content` goes through here, so that a field that was added later breaks no old revision.

    Args:
        raw: as stored, from any version; {} for a text that never was.
    """
    content: Content = {"schema": SCHEMA}
    for field in STORY_FIELDS:
        value = raw.get(field.name)
        content[field.name] = field.kind.empty() if value is None else value
    return content
