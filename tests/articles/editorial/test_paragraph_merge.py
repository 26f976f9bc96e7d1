"""What only one of two people changed is merged by itself; a choice is left only where both changed the same."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.editorial import comparison
from articles.editorial.paragraphs import MAX_PARAGRAPHS, Clash, Side, blocks, merge, settle
from articles.richtext import ALLOWED, BLOCKS, sanitise
from articles.story_fields import Content, read_content

BASE = ["satu dua tiga", "empat lima enam", "tujuh delapan sembilan"]
# Elements that only stand inside a block, and those that run along in a line of words.
INSIDE = {"li", "caption", "thead", "tbody", "tr", "th", "td", "figcaption"}
IN_LINE = {"strong", "em", "s", "sub", "sup", "br", "a"}


# Cutting


def test_every_allowed_element_is_a_block_or_inside_one() -> None:
    assert ALLOWED.keys() == BLOCKS | INSIDE | IN_LINE


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("<p>a</p>\n<p>b &amp; c</p>", ["<p>a</p>", "<p>b &amp; c</p>"]),
        ("<p>a<br>b</p><hr><h2>c</h2>", ["<p>a<br>b</p>", "<hr>", "<h2>c</h2>"]),
        ("<blockquote><p>a</p></blockquote><p>c</p>", ["<blockquote><p>a</p></blockquote>", "<p>c</p>"]),
        ('<ol start="3"><li>a<ul><li>b</li></ul></li></ol>', ['<ol start="3"><li>a<ul><li>b</li></ul></li></ol>']),
        (
            '<figure data-photo="3"><figcaption>a</figcaption></figure><p>b</p>',
            ['<figure data-photo="3"><figcaption>a</figcaption></figure>', "<p>b</p>"],
        ),
        (
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
            ['<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'],
        ),
        ('lepas <em>x</em> <a href="/x/">ya</a><p>b</p>', ['lepas <em>x</em> <a href="/x/">ya</a>', "<p>b</p>"]),
        ("1 &lt; 2 &gt; 0&nbsp;", ["1 &lt; 2 &gt; 0&nbsp;"]),
    ],
)
def test_a_text_is_cut_at_its_top_level(html: str, expected: list[str]) -> None:
    assert blocks(sanitise(html)) == expected


@given(st.text("<>/&;abphr lioltu23=\"'\n", max_size=80))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_by_cutting_a_sanitised_text(html: str) -> None:
    clean = sanitise(html)
    assert "".join("".join(blocks(clean)).split()) == "".join(clean.split())


# Merging


def test_changes_of_neighbouring_paragraphs_are_no_clash() -> None:
    mine, theirs = ["satu dua tiga kali", *BASE[1:]], [BASE[0], "empat lima enam kali", BASE[2]]
    assert merge(BASE, mine, theirs) == ["satu dua tiga kali", "empat lima enam kali", BASE[2]]


def test_an_edit_and_an_addition_before_or_after_it_are_no_clash() -> None:
    edited = [BASE[0], "empat lima enam kali", BASE[2]]
    assert merge(BASE, edited, [BASE[0], "baru", *BASE[1:]]) == [BASE[0], "baru", *edited[1:]]
    assert merge(BASE, [*BASE[:2], "baru", BASE[2]], edited) == [*edited[:2], "baru", BASE[2]]


def test_a_paragraph_that_both_changed_is_a_choice_of_its_own() -> None:
    mine = ["satu dua tiga mine", "empat lima enam mine", BASE[2]]
    theirs = [BASE[0], "empat lima enam theirs", "tujuh delapan sembilan theirs"]
    clash = Clash(BASE[1], "empat lima enam mine", "empat lima enam theirs")
    pieces = merge(BASE, mine, theirs)
    assert pieces == ["satu dua tiga mine", clash, "tujuh delapan sembilan theirs"]
    assert clash.mine in settle(pieces, {})
    assert clash.theirs in settle(pieces, {0: Side.THEIRS})


def test_an_edit_goes_before_a_deletion_until_somebody_chooses() -> None:
    edited = [BASE[0], "empat lima enam kali", BASE[2]]
    for mine, theirs in ((edited, [BASE[0], BASE[2]]), ([BASE[0], BASE[2]], edited)):
        assert settle(merge(BASE, mine, theirs), {}) == "\n".join(edited)
    assert settle(merge(BASE, edited, [BASE[0], BASE[2]]), {0: Side.THEIRS}) == "\n".join([BASE[0], BASE[2]])


def test_what_both_added_at_one_place_is_all_there_until_somebody_chooses() -> None:
    pieces = merge(BASE, [*BASE, "dari Rina"], [*BASE, "dari Lukman"])
    assert settle(pieces, {}) == "\n".join([*BASE, "dari Lukman", "dari Rina"])
    assert settle(pieces, {0: Side.MINE}) == "\n".join([*BASE, "dari Rina"])
    assert merge(BASE, [*BASE, "sama"], [*BASE, "sama"]) == [*BASE, "sama"]


def test_a_paragraph_that_one_moved_takes_the_edit_of_the_other_along() -> None:
    moved, edited = [*BASE[1:], BASE[0]], ["satu dua tiga kali", *BASE[1:]]
    assert merge(BASE, moved, edited) == merge(BASE, edited, moved) == [*BASE[1:], "satu dua tiga kali"]


def test_a_paragraph_that_both_moved_stands_once() -> None:
    first, second = [BASE[1], BASE[0], BASE[2]], [*BASE[1:], BASE[0]]
    assert settle(merge(BASE, first, second), {}).splitlines().count(BASE[0]) == 1


def test_a_text_of_too_many_paragraphs_is_a_choice_as_a_whole() -> None:
    long = [f"paragraf {number}" for number in range(MAX_PARAGRAPHS + 1)]
    pieces = merge(long, [*long, "a"], ["b", *long])
    assert pieces == [Clash("\n".join(long), "\n".join([*long, "a"]), "\n".join(["b", *long]))]


@dataclass
class Desk:
    """One person's copy, and what was done to which paragraph of the base."""

    name: str
    text: list[tuple[int | None, str]]
    touched: set[int] = field(default_factory=set)
    count: int = 0

    def do(self, what: str, at: int, to: int) -> None:
        self.count += 1
        if what == "insert":
            self.text.insert(
                at % (len(self.text) + 1), (None, f"{self.name} tambah{self.count} {self.name}{self.count}")
            )
        elif self.text:
            number, words = self.text.pop(at % len(self.text))
            if number is not None:
                self.touched.add(number)
            if what == "edit":
                self.text.insert(at % (len(self.text) + 1), (number, f"{words} {self.name}{self.count}"))
            elif what == "move":
                self.text.insert(to % (len(self.text) + 1), (number, words))

    @property
    def paragraphs(self) -> list[str]:
        return [words for _number, words in self.text]


type Steps = list[tuple[str, int, int]]


def edits(*kinds: str) -> st.SearchStrategy[Steps]:
    return st.lists(st.tuples(st.sampled_from(kinds), st.integers(0, 9), st.integers(0, 9)), max_size=6)


def two_people(size: int, first: Steps, second: Steps) -> tuple[list[str], Desk, Desk]:
    base = [f"awal{number} kata{number} lagi{number} akhir{number}" for number in range(size)]
    desks = Desk("rina", list(enumerate(base))), Desk("lukman", list(enumerate(base)))
    for desk, steps in zip(desks, (first, second), strict=True):
        for step in steps:
            desk.do(*step)
    return base, *desks


@given(st.integers(0, 8), edits("edit", "delete", "insert"), edits("edit", "delete", "insert"))
@settings(max_examples=300, deadline=None)
def test_clashes_are_the_paragraphs_that_both_changed_and_no_others(size: int, first: Steps, second: Steps) -> None:
    base, rina, lukman = two_people(size, first, second)
    pieces = merge(base, rina.paragraphs, lukman.paragraphs)
    became = [{number: words for number, words in desk.text if number is not None} for desk in (rina, lukman)]
    both = rina.touched & lukman.touched
    differently = {base[n] for n in both if became[0].get(n) != became[1].get(n)}
    # What stands where a paragraph was deleted cannot be told from that paragraph, rewritten.
    replaced = {base[n] for n in both if n not in became[0] and n not in became[1]}
    clashes = {piece.base for piece in pieces if isinstance(piece, Clash) and piece.base}
    assert differently <= clashes <= differently | replaced
    result = settle(pieces, {}).splitlines()
    for number, words in enumerate(base):
        for changed, other, now in ((rina, lukman, became[0]), (lukman, rina, became[1])):
            if number in changed.touched and number not in other.touched and number in now:
                assert result.count(now[number]) == 1
        if number not in rina.touched | lukman.touched:
            assert result.count(words) == 1


STEPS = edits("edit", "delete", "insert", "move")


@given(st.integers(0, 8), STEPS, STEPS)
@settings(max_examples=300, deadline=None)
def test_every_paragraph_of_either_is_in_the_result_or_in_a_choice(size: int, first: Steps, second: Steps) -> None:
    base, rina, lukman = two_people(size, first, second)
    pieces = merge(base, rina.paragraphs, lukman.paragraphs)
    clashes = [piece for piece in pieces if isinstance(piece, Clash)]
    result = settle(pieces, {}).splitlines()
    offered = {line for clash in clashes for line in (*clash.mine.splitlines(), *clash.theirs.splitlines())}
    for desk in (rina, lukman):
        assert [words for words in desk.paragraphs if words not in base and words not in {*result, *offered}] == []
    for number in set(range(size)) - rina.touched - lukman.touched:
        assert result.count(base[number]) == 1


@given(st.integers(0, 8), STEPS)
@settings(max_examples=100, deadline=None)
def test_who_is_alone_gets_exactly_their_own_text(size: int, steps: Steps) -> None:
    base, rina, _nobody = two_people(size, steps, [])
    own = "\n".join(rina.paragraphs)
    for pieces in (merge(base, rina.paragraphs, base), merge(base, base, rina.paragraphs)):
        assert settle(pieces, {}) == own
    assert settle(merge(base, rina.paragraphs, rina.paragraphs), {}) == own


# A story


def content(**fields: object) -> Content:
    return read_content(fields)


def test_a_body_is_merged_by_its_paragraphs_and_says_what_it_left_out() -> None:
    base = content(body="<p>satu dua</p>\n<h2>tiga empat</h2>\n<p>lima enam</p>")
    mine = content(body="<p>satu dua Rina</p>\n<h2>tiga empat Rina</h2>\n<p>lima enam</p>")
    theirs = content(body="<p>satu dua</p>\n<h2>tiga empat Lukman</h2>\n<p>lima enam Lukman</p>")
    found = comparison.merge(base, mine, theirs)
    assert found.merged["body"] == "<p>satu dua Rina</p>\n<h2>tiga empat Rina</h2>\n<p>lima enam Lukman</p>"
    assert found.both == ["body"]
    assert [(left.field.name, left.side, left.value) for left in found.left_out] == [
        ("body", Side.THEIRS, "<h2>tiga empat Lukman</h2>")
    ]
    both = comparison.merge(base, mine, theirs, {"body-0": "both"})
    assert Counter(blocks(both.merged["body"]))["<h2>tiga empat Lukman</h2>"] == 1
    assert both.left_out == []


def test_a_choice_that_is_none_is_passed_over() -> None:
    base, mine, theirs = (
        content(body="<p>a b</p><p>c</p>"),
        content(body="<p>a b x</p><p>c</p>"),
        content(body="<p>a b y</p><p>c</p>"),
    )
    for choices in ({"body-0": "nobody"}, {"body-7": "mine"}, {"body": "all"}, {"body--1": "mine"}):
        assert comparison.merge(base, mine, theirs, choices) == comparison.merge(base, mine, theirs)


def test_a_field_that_is_merged_whole_says_what_it_left_out() -> None:
    base, mine, theirs = content(headline="a"), content(headline="b"), content(headline="c", place="Bontang")
    found = comparison.merge(base, mine, theirs)
    assert (found.merged["headline"], found.merged["place"], found.both) == ("b", "Bontang", ["headline"])
    assert [(left.field.name, left.value) for left in found.left_out] == [("headline", "c")]
    chosen = comparison.merge(base, mine, theirs, {"headline": "theirs", "place": "mine"})
    assert (chosen.merged["headline"], chosen.merged["place"]) == ("c", "")
    assert [(left.field.name, left.side, left.value) for left in chosen.left_out] == [
        ("headline", Side.MINE, "b"), ("place", Side.THEIRS, "Bontang")
    ]  # fmt: skip
