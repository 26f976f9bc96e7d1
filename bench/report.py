"""Writes what was measured into docs/performance.md, between its markers, and draws its chart."""

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import chain
from statistics import median, quantiles
from typing import Any

from .servers import ROOT, VAR

DOCUMENT = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "pictures" / "cost.svg"
CHART_IN_DOCUMENT = "![CPU of a page made anew, by size of the archive](pictures/cost.svg)"
COLOURS = {"SQLite": "#1f6f8b", "PostgreSQL": "#b3261e"}
QUERY = ("floors", "one query, one template")
QUICK_FLOORS = [("floors", name) for name in ("Django's hello", "bytes from a dictionary", "nginx, a file")]
LOAD_HEAD = ["CPU ms", "requests/s", "p50 ms", "p99 ms"]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 360, 60, 20, 200, 50

Loads = dict[str, dict[str, dict[str, float]]]  # one run's, by kind and name
Name = tuple[str, str]  # a kind, and what was asked


def write(results: dict[str, Any]) -> None:
    measured = results["measured"]
    fill(
        "machine",
        f"{results['machine']}; {results['date']}; `{results['command']}`, medians of {results['runs'][0]} runs, at the"
        f" desk of {results['runs'][1]}.",
    )
    fill("ready", ready_table(measured))
    fill("anew", "\n\n".join(map(anew_table, measured)))
    fill("growth", f"{CHART_IN_DOCUMENT}\n\n{growth_table(measured)}")
    fill("desk", desk_table(measured))
    fill("search", search_table(measured))
    fill("weights", weights_table(measured[0]))
    fill("memory", memory_table(measured))
    CHART.write_text(chart(measured))


def fill(name: str, text: str) -> None:
    """Put text between the two markers of this name."""
    document = DOCUMENT.read_text()
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(document):
        raise ValueError(f"{DOCUMENT.name} has no place for {name}")
    DOCUMENT.write_text(pattern.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", document))


def ready_table(measured: Sequence[dict[str, Any]]) -> str:
    """To answer with what is ready is the same work in each archive, so the runs through all of them count alike."""
    loads = list(chain.from_iterable(one["loads"] for one in measured))
    floors = [floor for floor in QUICK_FLOORS if each_run(loads, "rate", floor)]
    rows = [
        [name, *load(loads, (kind, name)), *(spread(quotients(loads, "rate", (kind, name), floor)) for floor in floors)]
        for kind, name in [*floors, *(("cached", page) for page in loads[0]["cached"])]
    ]
    return table(["", *LOAD_HEAD, *(f"rate ÷ {name}" for _kind, name in floors)], rows)


def anew_table(one: dict[str, Any]) -> str:
    loads = one["loads"]
    rows = [
        [name, *load(loads, (kind, name)), f"{median(quotients(loads, 'cpu', (kind, name), QUERY)):.2f}"]
        for kind, name in [QUERY, *(("uncached", page) for page in pages_of(one))]
    ]
    pages = table(["", *LOAD_HEAD, "CPU ÷ one-query view"], rows)
    return f"### {one['database']}, {one['stories']:,} stories\n\n{pages}"


def growth_table(measured: Sequence[dict[str, Any]]) -> str:
    """CPU of a page made anew, and its growth from the smallest archive to the largest."""
    rows = []
    for database, ones in by_database(measured):
        costs = {
            f"{page}, made anew": [each_run(one["loads"], "cpu", ("uncached", page)) for one in ones]
            for page in pages_of(ones[0])
        }
        costs["the desk's story list"] = [[run["story list"] for run in one["desk"]] for one in ones]
        rows += [
            [database, name, *(number(median(runs)) for runs in each), f"{median(divided(each[-1], each[0])):.2f}"]
            for name, each in costs.items()
        ]
    sizes = [f"{one['size']:,}" for one in by_database(measured)[0][1]]
    return table(["", "CPU ms at so many stories", *sizes, "largest ÷ smallest"], rows)


def desk_table(measured: Sequence[dict[str, Any]]) -> str:
    rows = [
        [name, *(number(median(run[name] for run in one["desk"])) for one in measured)]
        for name in measured[0]["desk"][0]
    ]
    return table(["CPU ms", *map(title, measured)], rows)


def search_table(measured: Sequence[dict[str, Any]]) -> str:
    head = ["CPU ms to search / of the whole page", *map(title, measured)]
    names = measured[0]["search"]
    return table(head, [[name, *(" / ".join(map(number, one["search"][name])) for one in measured)] for name in names])


def weights_table(one: dict[str, Any]) -> str:
    return table(["", "kB, compressed"], [[name, f"{weight / 1000:.1f}"] for name, weight in one["weights"].items()])


def memory_table(measured: Sequence[dict[str, Any]]) -> str:
    head = ["MB of one process", *map(title, measured)]
    return table(head, [[name, *(f"{one['memory'][name]:.0f}" for one in measured)] for name in measured[0]["memory"]])


def by_database(measured: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    names = dict.fromkeys(one["database"] for one in measured)
    return [(name, sorted((one for one in measured if one["database"] == name), key=size_of)) for name in names]


def size_of(one: dict[str, Any]) -> int:
    return one["size"]


def title(one: dict[str, Any]) -> str:
    return f"{one['database']}, {one['size']:,}"


def pages_of(one: dict[str, Any]) -> Iterable[str]:
    return one["loads"][0]["uncached"]


def each_run(loads: Sequence[Loads], field: str, what: Name) -> list[float]:
    """What was measured of a page or a floor in each run; nothing if it was left out."""
    kind, name = what
    return [run[kind][name][field] for run in loads if name in run[kind]]


def typical(loads: Sequence[Loads], field: str, what: Name) -> float:
    return median(each_run(loads, field, what))


def quotients(loads: Sequence[Loads], field: str, what: Name, floor: Name) -> list[float]:
    """Of what was measured in the same run, since the machine is quicker in one than in another."""
    return divided(each_run(loads, field, what), each_run(loads, field, floor))


def divided(values: Sequence[float], floors: Sequence[float]) -> list[float]:
    return [value / floor for value, floor in zip(values, floors, strict=True)]


def spread(values: Sequence[float]) -> str:
    """The median, and between what half of the values lie."""
    low, middle, high = quantiles(values, n=4)
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def load(loads: Sequence[Loads], what: Name) -> list[str]:
    cpu, rate, p50, p99 = (typical(loads, field, what) for field in ("cpu", "rate", "p50", "p99"))
    return [number(cpu), f"{rate:,.0f}", number(p50), number(p99)]


def number(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rules, *rows])


# The chart: CPU of a page made anew against the size of the archive, both by powers of ten.


def chart(measured: Sequence[dict[str, Any]]) -> str:
    sizes = sorted({one["size"] for one in measured})
    lines = [
        (database, page, [(one["size"], typical(one["loads"], "cpu", ("uncached", page))) for one in ones])
        for database, ones in by_database(measured)
        for page in pages_of(ones[0])
    ]
    costs = [cost for _, _, points in lines for _, cost in points]
    powers = range(math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs))) + 1)
    x = scale(sizes[0], sizes[-1], LEFT, WIDTH - RIGHT)
    y = scale(10 ** powers[0], 10 ** powers[-1], HEIGHT - BOTTOM, TOP)
    parts = [
        *(grid(y(10**power), f"{10**power:g} ms") for power in powers),
        *(label(x(size), HEIGHT - BOTTOM + 20, f"{size:,}", "middle") for size in sizes),
        label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "stories in the archive", "middle"),
        *(drawn(database, page, [(x(size), y(cost)) for size, cost in points]) for database, page, points in lines),
        *legend(lines, y),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="12">'
        "<title>CPU of a page made anew, by size of the archive</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def scale(first: float, last: float, begin: float, end: float) -> Callable[[float], float]:
    span = math.log10(last / first) or 1
    return lambda value: begin + (end - begin) * math.log10(value / first) / span


def grid(height: float, text: str) -> str:
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height:.1f}" y2="{height:.1f}" stroke="#ddd"/>'
    return line + label(LEFT - 6, height + 4, text, "end")


def label(left: float, top: float, text: str, anchor: str = "start", colour: str = "#333") -> str:
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def drawn(database: str, page: str, points: Sequence[tuple[float, float]]) -> str:
    colour, path = COLOURS[database], " ".join(f"{left:.1f},{top:.1f}" for left, top in points)
    dots = "".join(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3" fill="{colour}"/>' for left, top in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>{dots}'


def legend(lines: Sequence[tuple[str, str, Sequence[tuple[int, float]]]], y: Any) -> list[str]:
    """A name beside the end of each line, moved down where two would overlap."""
    texts, lowest = [], 0.0
    for database, page, points in sorted(lines, key=lambda line: y(line[2][-1][1])):
        lowest = max(lowest + 14, y(points[-1][1]) + 4)
        texts.append(label(WIDTH - RIGHT + 10, lowest, f"{page}, {database}", colour=COLOURS[database]))
    return texts


if __name__ == "__main__":
    write(json.loads((VAR / "results.json").read_text()))
