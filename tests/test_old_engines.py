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


READERS = sorted(
    [path for path in (STATIC / "css").glob("*.css") if not path.name.startswith("desk")]
    + [path for path in (STATIC / "js").glob("*.js") if not path.name.startswith("desk")]
)
# Before Chrome 87 and iOS 14.5 the declaration is dropped, before Chrome 88 the whole rule.
DROPPED = re.compile(r"^ +(?:padding|margin|border|inset)-(?:inline|block): .*|^ +inset: .*|:where\(", re.MULTILINE)
# Before Chrome 89 and iOS 15 the module does not run, and nothing says so.
AT_THE_TOP = re.compile(r"^(?:await|(?:if|const|let)\b.*\bawait)\b.*", re.MULTILINE)


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.name)
def test_readers_pages_are_written_in_what_old_phones_know(path: Path) -> None:
    pattern = DROPPED if path.suffix == ".css" else AT_THE_TOP
    assert pattern.findall(path.read_text()) == []
