"""docs/architecture.md draws the wings as the code imports them, and names files that are there.

After a change of imports, `python -m tests.test_architecture_document` prints the drawing as it has become.
"""

import re
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text()
# From the top down; those on one floor stand between the same bars.
FLOORS = (
    ("desk", "demo"),
    ("moving", "press"),
    ("comments",),
    ("articles",),
    ("accounts",),
    ("adminkit",),
    ("jobs", "pagecache"),
)
WINGS = [wing for floor in FLOORS for wing in floor]


def arrows() -> set[tuple[str, str]]:
    """Each wing with those that its modules import."""
    graph = grimp.build_graph(*WINGS, cache_dir=None)
    importing = {
        (module, imported.partition(".")[0])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return {(module.partition(".")[0], wing) for module, wing in importing if module.partition(".")[0] != wing}


def drawing() -> str:
    lines = (f"    {upper} --> {lower}" for upper, lower in sorted(arrows()))
    return "\n".join(["graph TD", *lines])


def floor(wing: str) -> int:
    return next(number for number, wings in enumerate(FLOORS) if wing in wings)


def test_the_wings_are_drawn_as_they_are() -> None:
    drawn = re.search(r"```mermaid\n(.*?)\n```", DOCUMENT, re.DOTALL)
    assert drawn
    assert drawn[1] == drawing()


def test_no_arrow_leads_up() -> None:
    assert [arrow for arrow in arrows() if floor(arrow[0]) >= floor(arrow[1])] == []


def test_every_file_that_the_document_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+/[\w/.-]*)`", DOCUMENT))
    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


if __name__ == "__main__":
    print(drawing())  # noqa: T201
