"""What the documents name as a test is there, so that whoever follows them finds it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TESTS = list((ROOT / "tests").rglob("*.py"))
NAMES = {path.stem for path in TESTS} | {
    name for path in TESTS for name in re.findall(r"^ *def (test_\w+)", path.read_text(), re.MULTILINE)
}
EXAMPLES = {"test_standards"}  # of docs/how-to/add-a-page.md


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_that_is_named_is_there(document: Path) -> None:
    assert set(re.findall(r"\btest_\w+", document.read_text())) - EXAMPLES <= NAMES


def test_documents_name_tests() -> None:
    """Otherwise the test above would say nothing."""
    assert sum(len(re.findall(r"\btest_\w+", document.read_text())) for document in DOCUMENTS) > 20
