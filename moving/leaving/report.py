"""What an export took along and what it left, thing by thing, whatever their number."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Self

LISTS = ("in", "out", "skipped")


class Report:
    """Use it as a context: the lists grow in temporary files."""

    def __init__(self, kind: str, target: Path) -> None:
        self.head: dict[str, Any] = {"kind": kind, "target": str(target)}
        self.counts: dict[str, Counter[str]] = {}
        self._files: dict[str, IO[str]] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for name in LISTS:
            self._files[name] = self._open.enter_context(TemporaryFile("w+", encoding="utf-8"))
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def taken(self, kind: str, identity: object) -> None:
        self._enter("out", kind, identity, "")

    def skipped(self, kind: str, identity: object, reason: str) -> None:
        """Note what stays behind.

        Args:
            reason: a sentence in Indonesian.
        """
        self._enter("skipped", kind, identity, reason)

    def _enter(self, name: str, kind: str, identity: object, reason: str) -> None:
        counts = self.counts.setdefault(kind, Counter(dict.fromkeys(LISTS, 0)))
        for listed in ("in", name):
            counts[listed] += 1
            entry = {"kind": kind, "id": str(identity), "reason": reason if listed == "skipped" else ""}
            self._files[listed].write(json.dumps(entry, ensure_ascii=False) + "\n")

    def write(self, path: Path) -> None:
        """The report as JSON. Everything of `in` stands in `out` or in `skipped`."""
        growing = path.with_name(f"{path.name}.part")
        with growing.open("w", encoding="utf-8") as file:
            file.write(json.dumps({**self.head, "counts": self.counts}, ensure_ascii=False, indent=1)[:-2])
            for name in LISTS:
                file.write(f',\n "{name}": [')
                self._files[name].seek(0)
                for number, line in enumerate(self._files[name]):
                    file.write(f"{',' if number else ''}\n  {line.rstrip()}")
                file.write("]")
            file.write("\n}\n")
        growing.replace(path)
