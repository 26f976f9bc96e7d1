"""What a newsroom decides about its old site: a small TOML or JSON file."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from articles.models import PhotoRights

from .items import MoveError

SHIPPED = Path(__file__).parent / "mappings"


@dataclass(frozen=True)
class Mapping:
    """The decisions. All may be left out.

    Attributes:
        section: where stories without a category go.
        author: the byline of stories without one.
        sections: old category (slug or name) -> name of a section here.
        topics: old categories (slug or name) that become topics.
        people: old login or name -> name of an author here; several may lead to one.
        codes: newsroom code -> name of an author here.
        timezone: of a source that names none.
        pictures: the address that bare names of pictures' files belong to, "https://koran.example/asset/foto_berita/".
        photo_credit: of pictures that name nobody; the old site's name unless given.
        photo_rights: by what right its pictures may be used, a value of PhotoRights.
        publish: whether rows that do not say whether they were public were.
        tables: how the columns of tables are read (see `sources.tables`).
    """

    name: str = ""
    section: str = "Berita"
    author: str = "Redaksi"
    sections: dict[str, str] = field(default_factory=dict)
    topics: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    timezone: str = ""
    pictures: str = ""
    photo_credit: str = ""
    photo_rights: str = PhotoRights.OWN.value
    publish: bool = False
    tables: list[dict[str, Any]] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    def base_of(self, site: str) -> str:
        """The address that paths and bare names of a site's files belong to; "" for a site that has none."""
        if self.pictures:
            return self.pictures
        return f"https://{site}/" if "." in site.partition("/")[0] else ""

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.timezone) if self.timezone else None


def read(file: Path) -> Mapping:
    """Raises:
    MoveError: it is no mapping; the sentence says where.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        values = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise MoveError(f"Berkas pemetaan “{file.name}” tidak terbaca: {error}") from error
    known = Mapping.__dataclass_fields__
    if unknown := sorted(set(values) - set(known)):
        raise MoveError(f"Berkas pemetaan “{file.name}” berisi nama yang tidak dikenal: {', '.join(unknown)}.")
    mapping = Mapping(**values)
    for name in known:
        if not isinstance(getattr(mapping, name), type(getattr(Mapping(), name))):
            raise MoveError(f"“{name}” di berkas pemetaan “{file.name}” tidak berbentuk seperti seharusnya.")
    for name in ("sections", "people", "codes"):
        if not all(isinstance(one, str) and one.strip() for one in getattr(mapping, name).values()):
            raise MoveError(f"“{name}” di berkas pemetaan “{file.name}” tidak berbentuk seperti seharusnya.")
    if mapping.photo_rights not in PhotoRights.values:
        raise MoveError(f"Hak pakai foto “{mapping.photo_rights}” tidak dikenal: {', '.join(PhotoRights.values)}.")
    try:
        _ = mapping.zone
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise MoveError(f"Zona waktu “{mapping.timezone}” tidak dikenal.") from error
    return mapping


def shipped(name: str) -> Mapping | None:
    file = SHIPPED / f"{name}.toml"
    return read(file) if name.replace("-", "").isalnum() and file.exists() else None
