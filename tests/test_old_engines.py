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


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("desk-*.js")), ids=lambda path: path.name)
def test_no_script_of_the_desk_needs_what_came_later(script: Path) -> None:
    """What Chrome 87 or iOS 15.0 cannot read or has not, written so that no fallback is possible."""
    later = r"\.at\(|\.findLast|\.hasOwn\(|structuredClone|randomUUID|\(\?<[=!]|\.to(?:Sorted|Reversed)\(|requestSubmit"
    assert (
        re.findall(rf"{later}|AbortSignal\.(?:timeout|any)|^await |static \{{", script.read_text(), re.MULTILINE) == []
    )


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_no_script_opens_a_window_without_asking_whether_there_are_any(script: Path) -> None:
    """Before iOS 15.4 and Firefox 98 `<dialog>` is an unknown element."""
    text = script.read_text()
    assert "showModal()" not in text or re.search(r'if \(\w+\.showModal\)|"showModal" in', text)
