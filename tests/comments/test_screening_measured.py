"""How well the shipped rules judge a fixed list of comments, written for it; the figures may rise, not fall."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import timezone

from articles.models import Article
from comments.screening.checks import Submission
from comments.screening.policy import CHECKS, shipped
from comments.screening.verdicts import findings, verdict_of

LIST = tomllib.loads((Path(__file__).parent / "comments.toml").read_text())
OF_TEXT = [check.name for check in CHECKS.values() if check.of_text]
CAUGHT = {"hold", "refuse"}

# What was reached. Of all that is caught, how much deserves it; of all that deserves it, how much is caught; and how
# often the decision is the very one expected.
PRECISION = 0.96
RECALL = 0.96
EXACT = 0.96


class Judged(NamedTuple):
    kind: str
    text: str
    expected: str
    decision: str
    details: list[str]


def judged() -> Iterator[Judged]:
    rules = shipped()
    for kind, group in LIST.items():
        for text in group["comments"]:
            given = Submission(text, None, Article(), timezone.now(), rules)
            verdict = verdict_of(findings(given, OF_TEXT))
            yield Judged(
                kind, text, group["decision"], verdict.decision, [found["detail"] for found in verdict.findings]
            )


def test_the_list_is_long_enough_and_says_nothing_twice() -> None:
    texts = [text for group in LIST.values() for text in group["comments"]]
    assert len(texts) == len(set(texts))
    assert len(texts) >= 150


def test_precision_and_recall_do_not_fall(capsys: pytest.CaptureFixture[str]) -> None:
    results = list(judged())
    caught = [one for one in results if one.decision in CAUGHT]
    deserving = [one for one in results if one.expected in CAUGHT]
    both = [one for one in caught if one.expected in CAUGHT]
    precision, recall = len(both) / len(caught), len(both) / len(deserving)
    exact = sum(one.decision == one.expected for one in results) / len(results)
    with capsys.disabled():
        figures = f"precision {precision:.3f}, recall {recall:.3f}, exact {exact:.3f}"
        print(f"\nscreening of {len(results)} comments: {figures}")  # noqa: T201
    wrong = [one for one in results if one.decision != one.expected]
    assert (precision, recall, exact) >= (PRECISION, RECALL, EXACT), "\n".join(map(str, wrong))
    assert recall >= RECALL, wrong
    assert exact >= EXACT, wrong
