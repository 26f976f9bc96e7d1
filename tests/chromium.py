"""The browser that this machine has, under whichever name its system installs it."""

import shutil

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)
