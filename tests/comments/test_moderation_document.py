"""docs/moderation.md says of checks, queues, verbs and the clock what the code does."""

from django.conf import settings

from comments.admin.queues import QUEUES
from comments.models import TIME_TO_DECIDE, ReportOutcome, Status
from comments.moderation import UNDO_FOR, VERBS
from comments.reports import SOON, URGENT
from comments.screening.dry_run import MOST
from comments.screening.policy import CHECKS

TEXT = (settings.BASE_DIR / "docs" / "moderation.md").read_text()
Row = tuple[str, ...]


def table(heading: str) -> list[Row]:
    """The rows of the first table below a heading, without its head."""
    lines = TEXT.partition(f"# {heading}\n")[2].partition("\n#")[0].splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return rows[2:]


def test_every_check_stands_there_with_what_it_leads_to() -> None:
    assert table("Checks") == [
        (check.name, check.label, check.decision.label, f"{check.limit} {check.unit}" if check.unit else "")
        for check in CHECKS.values()
    ]


def test_every_queue_stands_there_in_its_order() -> None:
    assert table("Queues") == [
        (queue.name, queue.label, ", ".join(queue.keyset.ordering())) for queue in QUEUES.values()
    ]


def test_every_verb_stands_there_as_it_is() -> None:
    in_order: list[str] = list(Status)
    assert table("Verbs") == [
        (
            verb.name,
            verb.label,
            ", ".join(sorted(verb.sources, key=in_order.index)),
            verb.target,
            verb.needs,
            str(ReportOutcome(verb.outcome).label) if verb.outcome else "",
        )
        for verb in VERBS.values()
    ]


def test_the_times_are_those_of_the_code() -> None:
    hours = [int(span.total_seconds() // 3600) for span in (TIME_TO_DECIDE, SOON, URGENT)]
    assert f"due {hours[0]} hours after" in TEXT
    assert f"changes at {hours[1]} hours, at {hours[2]} hours" in TEXT
    assert (UNDO_FOR.total_seconds(), "ten minutes later" in TEXT) == (600, True)
    assert f"the newest {MOST:,}" in TEXT
