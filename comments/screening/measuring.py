"""How well comments of known kinds are told apart: what share of each kind is held or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from .verdicts import Verdict

CAUGHT = {"hold", "refuse"}


class Judged(NamedTuple):
    kind: str
    text: str
    verdict: Verdict

    @property
    def is_caught(self) -> bool:
        return self.verdict.decision in CAUGHT


class Rate(NamedTuple):
    caught: int
    of: int

    @property
    def share(self) -> float:
        return self.caught / self.of if self.of else 0.0


def judged(directory: Path, judge: Callable[[str], Verdict]) -> Iterator[Judged]:
    """Every comment of a directory: a file a kind, a comment a line.

    What follows a hyphen in a file's name is no part of the kind: "promotions-disguised.txt" holds promotions.
    """
    for file in sorted(directory.glob("*.txt")):
        for line in file.read_text().splitlines():
            if line.strip():
                yield Judged(file.stem.partition("-")[0], line, judge(line))


def rates(results: list[Judged]) -> dict[str, Rate]:
    counted: dict[str, list[bool]] = defaultdict(list)
    for one in results:
        counted[one.kind].append(one.is_caught)
    return {kind: Rate(sum(caught), len(caught)) for kind, caught in counted.items()}
