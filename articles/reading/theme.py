"""The newsroom's colour as a stylesheet: one setting, made legible on light and on dark paper."""

from __future__ import annotations

import hashlib
from functools import cache

# The grounds that text in the accent colour stands on, as in static/css/site.css.
LIGHT_GROUND = "#f6f4ef"
DARK_GROUND = "#23262b"
CONTRAST = 4.6  # WCAG 2.2 AA asks for 4.5
STEPS = 50


@cache  # every page names its version
def stylesheet(accent: str) -> str:
    on_light, on_dark = legible(accent, LIGHT_GROUND), legible(accent, DARK_GROUND)
    dark = f"{{--accent:{on_dark};--on-accent:#14161a}}"
    return (
        f":root{{--accent:{on_light};--on-accent:#ffffff;--brand:{accent}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-scheme=light]){dark}}}"
        f"@media screen{{:root[data-scheme=dark]{dark}}}\n"
    )


def fingerprint(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def legible(colour: str, ground: str) -> str:
    """The colour, moved towards black or white just as far as text on `ground` needs."""
    goal = "#000000" if luminance(ground) > 0.4 else "#ffffff"
    for step in range(STEPS + 1):
        candidate = mixed(colour, goal, step / STEPS)
        if contrast(candidate, ground) >= CONTRAST:
            return candidate
    return goal


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
