"""docs/press-rules.md names, for each press rule, the tests that hold it, and no others: compared both ways."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<rule>[^|]+) \| (?P<what>[^|]+) \| (?P<tests>[^|]+) \|$", re.MULTILINE)
NONE_YET = "none yet"


def documented() -> dict[str, set[str]]:
    rows = ROW.finditer((ROOT / "docs" / "press-rules.md").read_text())
    table = {row["rule"]: row["tests"] for row in rows if row["rule"] != "rule" and not row["rule"].startswith("-")}
    return {rule: set(re.findall(r"`([^`]+)`", tests)) for rule, tests in table.items()}


def marked() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for rule, test in marks_in(ast.parse(path.read_text())):
            found.setdefault(rule, set()).add(f"{path.relative_to(ROOT / 'tests')}::{test}")
    return found


def marks_in(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Each mark of a module: @pytest.mark.press_rule("PPMS 4e")"""
    for node in module.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.press_rule":
                yield from ((ast.literal_eval(rule), node.name) for rule in mark.args)


def test_each_rule_names_the_tests_that_hold_it_and_no_others() -> None:
    assert {rule: tests for rule, tests in documented().items() if tests} == marked()


def test_a_rule_without_tests_says_so() -> None:
    rows = list(ROW.finditer((ROOT / "docs" / "press-rules.md").read_text()))
    assert len(rows) > 40
    assert [row["rule"] for row in rows[2:] if "`" not in row["tests"] and row["tests"] != NONE_YET] == []


if __name__ == "__main__":
    for rule, tests in sorted(marked().items()):
        print(rule, ", ".join(f"`{test}`" for test in sorted(tests)))  # noqa: T201
