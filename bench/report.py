"""Writes what was measured into docs/performance.md, between its markers, and draws its chart."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from bench.servers import ROOT, VAR

DOCUMENT = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "pictures" / "cost.svg"
CHART_IN_DOCUMENT = "![CPU of a page made anew, by size of the archive](pictures/cost.svg)"
COLOURS = {"SQLite": "#1f6f8b", "PostgreSQL": "#b3261e"}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 360, 60, 20, 200, 50


def write(results: dict[str, Any]) -> None:
    measured = results["measured"]
    fill(
        "machine",
        f"{results['machine']}; {results['date']}; `{results['command']}`, medians of {results['runs']} runs.",
    )
    fill("pages", "\n\n".join(map(pages_table, measured)))
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


def pages_table(one: dict[str, Any]) -> str:
    floors = one["floors"]
    query, hello = floors["one query, one template"], floors["Django's hello"]
    file = floors.get("nginx, a file")
    rows = [
        [name, *load(each), ratio(each["cpu"], query["cpu"]), ratio(each["rate"], file["rate"]) if file else "–"]
        for name, each in [
            *floors.items(),
            *((f"{page}, made anew", each) for page, each in one["uncached"].items()),
            *((f"{page}, ready", each) for page, each in one["cached"].items()),
        ]
    ]
    head = ["", "CPU ms", "requests/s", "p50 ms", "p99 ms", "CPU ÷ one-query view", "rate ÷ nginx's file"]
    ready = one["cached"]["story"]["rate"]
    told = (
        f"A ready story is answered at {ratio(ready, hello['rate'])} times the rate of Django's hello, and at "
        f"{ratio(ready, floors['bytes from a dictionary']['rate'])} times that of bytes from a dictionary."
    )
    return f"### {one['database']}, {one['stories']:,} stories\n\n{table(head, rows)}\n\n{told}"


def growth_table(measured: Sequence[dict[str, Any]]) -> str:
    """CPU of a page made anew, and its growth from the smallest archive to the largest."""
    rows = []
    for database, ones in by_database(measured):
        costs = {f"{page}, made anew": [one["uncached"][page]["cpu"] for one in ones] for page in ones[0]["uncached"]}
        costs["the desk's story list"] = [one["desk"]["story list"] for one in ones]
        rows += [[database, name, *map(number, values), ratio(values[-1], values[0])] for name, values in costs.items()]
    sizes = [f"{one['size']:,}" for one in by_database(measured)[0][1]]
    return table(["", "CPU ms at so many stories", *sizes, "largest ÷ smallest"], rows)


def desk_table(measured: Sequence[dict[str, Any]]) -> str:
    head = ["CPU ms", *map(title, measured)]
    return table(head, [[name, *(number(one["desk"][name]) for one in measured)] for name in measured[0]["desk"]])


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


def load(each: dict[str, float]) -> list[str]:
    return [number(each["cpu"]), f"{each['rate']:,.0f}", number(each["p50"]), number(each["p99"])]


def number(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def ratio(value: float, floor: float) -> str:
    return f"{value / floor:.2f}" if floor else "–"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rules, *rows])


# The chart: CPU of a page made anew against the size of the archive, both by powers of ten.


def chart(measured: Sequence[dict[str, Any]]) -> str:
    sizes = sorted({one["size"] for one in measured})
    lines = [
        (database, page, [(one["size"], one["uncached"][page]["cpu"]) for one in ones])
        for database, ones in by_database(measured)
        for page in ones[0]["uncached"]
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


def scale(first: float, last: float, begin: float, end: float):
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
