"""Numbers over time as bars, in the measures of an SVG drawing that is as wide as it has bars and 100 high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 100
BAR = 0.8  # of the place that a bar has
LEAST = 1  # high, so that one reading among thousands is seen


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    x: str
    y: str
    height: str


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    most: int

    @property
    def width(self) -> int:
        return len(self.bars)

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def marks(self) -> Sequence[str]:
        """What stands below: the labels of the first, the middle and the last bar."""
        places = sorted({0, len(self.bars) // 2, len(self.bars) - 1})
        return [self.bars[place].label for place in places]


def bar_chart[Time](times: Sequence[Time], counts: Mapping[Time, int], labels: Sequence[str]) -> Chart:
    """A bar for each time, also where nothing was counted. All of them stand on one scale, from 0 to the highest."""
    most = max((counts.get(time, 0) for time in times), default=0)
    bars = [
        _bar(place, label, counts.get(time, 0), most)
        for place, (time, label) in enumerate(zip(times, labels, strict=True))
    ]
    return Chart(bars, most)


def _bar(place: int, label: str, count: int, most: int) -> Bar:
    # Written out, since a template would put a comma into 0.1 as its language does.
    height = max(HEIGHT * count / most, LEAST) if count else 0
    return Bar(label, count, f"{place + (1 - BAR) / 2:.1f}", f"{HEIGHT - height:.1f}", f"{height:.1f}")
