"""A story that somebody has to do something about stands in a pile of the first page of each who can."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk


def draft(cast: Cast) -> Article:
    return make.draft(headline="Feri Kembali")


def submitted(cast: Cast) -> Article:
    return workflow.submit(draft(cast), by=cast.reporter)


def returned(cast: Cast) -> Article:
    return workflow.send_back(submitted(cast), by=cast.editor, reason="Kurang narasumber.")


def approved(cast: Cast) -> Article:
    return workflow.approve(submitted(cast), by=cast.editor)


def scheduled(cast: Cast) -> Article:
    return workflow.schedule(approved(cast), by=cast.editor, at=timezone.now() + timedelta(hours=1))


def unscheduled(cast: Cast) -> Article:
    return workflow.unschedule(scheduled(cast), by=cast.editor)


def published(cast: Cast) -> Article:
    return workflow.publish(approved(cast), by=cast.editor)


def reopened(cast: Cast) -> Article:
    return workflow.reopen(published(cast), by=cast.editor)


def nobodys(cast: Cast) -> Article:
    """Its writer's account was deleted, and took their card along."""
    article = make.draft(headline="Feri Kembali", by=cast.other_reporter)
    cast.other_reporter.delete()
    return article


def of_who_left(cast: Cast) -> Article:
    article = make.draft(headline="Feri Kembali", by=cast.other_reporter)
    type(cast.other_reporter).objects.filter(pk=cast.other_reporter.pk).update(is_active=False)
    return article


def of_who_lost_the_role(cast: Cast) -> Article:
    article = make.draft(headline="Feri Kembali", by=cast.other_reporter)
    cast.other_reporter.groups.clear()
    return article


def in_a_section_without_an_editor(cast: Cast) -> Article:
    article = make.draft(headline="Feri Kembali", section=make.section("Budaya"))
    return workflow.submit(article, by=cast.reporter)


EDITORS = {"editor", "managing_editor"}
WAITS_FOR: dict[Callable[[Cast], Article], set[str]] = {
    draft: {"reporter"},
    submitted: {"reporter", *EDITORS},
    returned: {"reporter"},
    approved: {"reporter", *EDITORS},
    scheduled: {"reporter", *EDITORS},
    unscheduled: {"reporter", *EDITORS},
    published: {"reporter", *EDITORS},
    reopened: {"reporter"},
    of_who_left: {"managing_editor"},
    of_who_lost_the_role: {"managing_editor"},
    in_a_section_without_an_editor: {"reporter", "managing_editor"},
    nobodys: {"managing_editor"},  # last, since it takes somebody of the cast away
}


@pytest.mark.parametrize("reach", WAITS_FOR)
def test_who_can_go_on_with_a_story_finds_it_on_the_first_page(cast: Cast, reach: Callable[[Cast], Article]) -> None:
    reach(cast)
    for part in ("reporter", *sorted(EDITORS)):
        found = "Feri Kembali" in AtDesk(getattr(cast, part)).read("/admin/")
        assert found or part not in WAITS_FOR[reach], part
    if reach not in (nobodys, of_who_left, of_who_lost_the_role):
        assert "Feri Kembali" not in AtDesk(cast.other_reporter).read("/admin/")


def test_every_stage_is_walked(cast: Cast) -> None:
    assert {reach(cast).stage for reach in WAITS_FOR} == {"draft", "in_review", "approved", "scheduled", "published"}
