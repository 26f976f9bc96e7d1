"""Runs Lighthouse, as for phones, over readers' pages of a fresh demo and writes its scores into docs/performance.md.

    make lighthouse

It needs Node, npm and Chromium. npm installs Lighthouse into var/lighthouse once.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import chromium

from . import report
from .run import program
from .servers import ROOT, VAR, kateid

LIGHTHOUSE = "lighthouse@12.2.3"  # of those that Node 20 can run
HOME = ROOT / "var" / "lighthouse"
RUNS = 3
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}
METRICS = {
    "first-contentful-paint": "First paint, s",
    "largest-contentful-paint": "Largest paint, s",
    "total-blocking-time": "Blocked, ms",
    "cumulative-layout-shift": "Shift",
}
RESULTS = "search results"  # are not for indexes


def main() -> None:
    browser = chromium.installed()
    if not (browser and shutil.which("npm")):
        sys.exit("Chromium, Node and npm are needed")
    install()
    VAR.mkdir(parents=True, exist_ok=True)
    with kateid(demo()) as server:
        found = {name: scores(server.url + at, browser) for name, at in addresses(server.url).items()}
    heads = ["", *CATEGORIES.values(), *METRICS.values()]
    rows = [[name, *map(printed, CATEGORIES | METRICS, each)] for name, each in found.items()]
    report.fill("lighthouse", f"Medians of {RUNS} runs.\n\n{report.table(heads, rows)}")
    below = [name for name, each in found.items() if name != RESULTS and min(each[: len(CATEGORIES)]) < 1]
    print(report.table(heads, rows))
    if below:
        sys.exit(f"Below 100: {', '.join(below)}")


def install() -> None:
    if not (HOME / "node_modules" / "lighthouse").exists():
        HOME.mkdir(parents=True, exist_ok=True)
        quietly = ("--no-audit", "--no-fund", "--no-save", "--ignore-scripts")
        subprocess.run(["npm", "install", *quietly, "--prefix", str(HOME), LIGHTHOUSE], check=True)


def demo() -> str:
    database = VAR / "lighthouse.sqlite3"
    url = f"sqlite:///{database}"
    for path in VAR.glob(f"{database.name}*"):
        path.unlink()
    program("manage.py", url, "migrate", "--verbosity", "0")
    program("manage.py", url, "demo_content")
    program("manage.py", url, "make_renditions")  # which uploads begin by themselves
    return url


def addresses(url: str) -> dict[str, str]:
    with urlopen(url) as answer:
        story = re.search(r'card__headline"><a href="([^"]+)"', answer.read().decode())
    return {
        "front page": "/",
        "section": "/metropolis/",
        "story": story[1],
        "search": "/cari/",
        RESULTS: "/cari/?q=sungai",
    }


def scores(address: str, browser: str) -> list[float]:
    """The median of each category and each metric."""
    runs = [once(address, browser) for _ in range(RUNS)]
    return [median(values) for values in zip(*runs, strict=True)]


def once(address: str, browser: str) -> list[float]:
    """One run, begun anew where the browser lost its own recording, which has nothing to do with the page."""
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [
        *("node", "node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json"),
        f"--chrome-flags={flags}",
    ]
    for last in (False, False, True):
        done = subprocess.run(
            command, cwd=HOME, env=os.environ | {"CHROME_PATH": browser}, check=last, stdout=subprocess.PIPE, text=True
        )
        if done.returncode == 0:
            break
    result = json.loads(done.stdout)
    if error := result.get("runtimeError"):
        raise RuntimeError(f"{address}: {error['message']}")
    return [
        *(result["categories"][category]["score"] for category in CATEGORIES),
        *(result["audits"][metric]["numericValue"] for metric in METRICS),
    ]


def printed(name: str, value: float) -> str:
    if name in CATEGORIES:
        return f"{100 * value:.0f}"
    if name.endswith("paint"):
        return f"{value / 1000:.1f}"
    return f"{value:.0f}" if name == "total-blocking-time" else f"{value:.3f}"


if __name__ == "__main__":
    main()
