"""docs/workflow.md says of stages, verbs and editions what the code does."""

from django.conf import settings

from articles.editorial.workflow import VERBS
from articles.models import EditionKind, Stage

Row = tuple[str, ...]


def table(heading: str) -> list[Row]:
    """The rows of the first table below a heading, without its head."""
    text = (settings.BASE_DIR / "docs" / "workflow.md").read_text()
    lines = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return rows[2:]


def test_every_verb_stands_there_as_it_is() -> None:
    in_order: list[str] = list(Stage)
    assert table("Verbs") == [
        (
            verb.name,
            verb.label,
            ", ".join(sorted(verb.sources, key=in_order.index)),
            verb.target,
            verb.who,
            verb.needs,
        )
        for verb in VERBS.values()
    ]


def test_every_stage_and_kind_of_edition_stands_there_with_its_label() -> None:
    assert [row[:2] for row in table("Stages")] == [(stage.value, stage.label) for stage in Stage]
    assert [row[:2] for row in table("Editions")] == [(kind.value, kind.label) for kind in EditionKind]
