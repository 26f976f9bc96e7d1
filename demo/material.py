"""What the demo newsroom is made from, as its files say it (see README.md)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from articles.models import ContentClass, Verification

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
# "[lamin-2.avif: Keterangan]" where the picture stands in a text
PICTURE_IN_BODY = re.compile(r"<p>\[(?P<file>[\w-]+\.avif)(?:: (?P<caption>[^\]<]+))?\]</p>")


@dataclass(frozen=True)
class SectionNote:
    name: str
    slug: str
    parent: str
    description: str


@dataclass(frozen=True)
class PersonNote:
    username: str  # empty for former staff, who have no account
    name: str
    role: str
    code: str
    job_title: str
    sections: list[str]
    bio: str
    active: bool


@dataclass(frozen=True)
class ChangeNote:
    """A later edition of a published story."""

    kind: str
    after_minutes: int
    note: str = ""
    replace: list[list[str]] = field(default_factory=list)  # pairs of old and new body text


@dataclass(frozen=True)
class ReopenedNote:
    """What was changed in a published story since it was reopened, and readers do not have."""

    after_minutes: int
    headline: str = ""
    replace: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class EntryNote:
    """An entry of a live report, which its story becomes by having any."""

    by: str  # a username
    after_minutes: int
    text: str
    is_key: bool = False
    correction: str = ""  # its text afterwards
    note: str = ""


@dataclass(frozen=True)
class StoryNote:
    headline: str
    section: str
    authors: list[str]  # codes
    body: str
    stage: str
    minutes_ago: int = 0
    minutes_ahead: int = 0
    editor: str = ""  # a username
    subheadline: str = ""
    summary: str = ""
    slug: str = ""
    place: str = ""
    tags: list[str] = field(default_factory=list)
    content_class: str = ContentClass.NEWS
    verification: str = Verification.VERIFIED
    advertiser: str = ""
    picture: str = ""  # a file in pictures/
    caption: str = ""
    credit: str = ""
    alt: str = ""
    gallery: list[str] = field(default_factory=list)  # files of pictures that stories here have as their own
    lead: int = 0
    returned_reason: str = ""
    retraction_ground: str = ""
    retraction_note: str = ""
    changes: list[ChangeNote] = field(default_factory=list)
    reopened: ReopenedNote | None = None
    entries: list[EntryNote] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The pictures that the story shows."""
        inner = [named["file"] for named in PICTURE_IN_BODY.finditer(self.body)]
        return [*([self.picture] if self.picture else []), *inner, *self.gallery]


@dataclass(frozen=True)
class Material:
    sections: list[SectionNote]
    people: list[PersonNote]
    stories: list[StoryNote]  # oldest first
    pictures: dict[str, StoryNote]  # by file, with the story that tells about it


def read(folder: Path = FOLDER) -> Material:
    """Read the newsroom's files. A key that nobody knows is a TypeError."""
    newsroom = tomllib.loads((folder / "newsroom.toml").read_text())
    stories = [_story(path) for path in sorted(folder.glob("stories/*.toml"))]
    return Material(
        sections=[SectionNote(**section) for section in newsroom["sections"]],
        people=[PersonNote(**person) for person in newsroom["people"]],
        stories=sorted(stories, key=lambda story: story.minutes_ahead - story.minutes_ago),
        pictures={story.picture: story for story in stories if story.picture},
    )


def _story(path: Path) -> StoryNote:
    values = tomllib.loads(path.read_text())
    values["changes"] = [ChangeNote(**change) for change in values.get("changes", [])]
    values["entries"] = [EntryNote(**entry) for entry in values.get("entries", [])]
    values["reopened"] = ReopenedNote(**values["reopened"]) if "reopened" in values else None
    return StoryNote(**values)
