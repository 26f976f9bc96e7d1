"""The browser that this machine has, under whichever name its system installs it."""

import shutil

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine with no window to draw, for two thirds of the time.
SHELL = "chromium-headless-shell"


def installed(programs: tuple[str, ...] = PROGRAMS) -> str | None:
    return next((found for name in programs if (found := shutil.which(name))), None)


def without_a_window() -> str | None:
    return installed((SHELL, *PROGRAMS))
