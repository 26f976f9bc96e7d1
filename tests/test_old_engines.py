"""What a phone of some years ago has to read is written in what it knows: one word it does not know drops the whole."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "static"


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_no_sheet_asks_for_a_width_by_comparison(sheet: Path) -> None:
    """Before Chrome 104 and iOS 16.4 the whole block is dropped."""
    assert re.findall(r"@media[^{]*[<>][^{]*", sheet.read_text()) == []


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("desk-*.js")), ids=lambda path: path.name)
def test_no_script_of_the_desk_assigns_conditionally(script: Path) -> None:
    """Before Chrome 85 and iOS 14 no line of such a module runs, nor of any that imports it."""
    assert re.findall(r"(?:\?\?|\|\||&&)=", script.read_text()) == []
