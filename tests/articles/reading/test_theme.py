"""The newsroom's colour stays legible, whichever it is, on light and on dark paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading.theme import DARK_GROUND, LIGHT_GROUND, contrast, legible, stylesheet


@given(st.integers(0, 0xFFFFFF))
def test_text_in_the_accent_colour_meets_the_contrast_that_wcag_asks(number: int) -> None:
    accent = f"#{number:06x}"
    assert contrast(legible(accent, LIGHT_GROUND), LIGHT_GROUND) >= 4.5
    assert contrast(legible(accent, DARK_GROUND), DARK_GROUND) >= 4.5
    assert contrast(legible(accent, LIGHT_GROUND), "#ffffff") >= 4.5  # words on a filled button
    assert contrast(legible(accent, DARK_GROUND), "#14161a") >= 4.5


def test_a_legible_colour_is_left_alone() -> None:
    assert legible("#b3261e", LIGHT_GROUND) == "#b3261e"


@pytest.mark.parametrize(("first", "second", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_wcags(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)


def test_the_stylesheet_holds_both_schemes() -> None:
    assert "--brand:#123456" in stylesheet("#123456")
    assert "prefers-color-scheme:dark" in stylesheet("#123456")
