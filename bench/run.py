"""Measures readers' pages, the desk and search at several sizes of archive on SQLite and on PostgreSQL, beside what the
least possible costs on the same machine, and writes the tables and the chart of docs/performance.md.

    make bench              1,000 and 100,000 stories
    make bench MILLION=1    1,000,000 too

Databases are filled once, into var/bench, and stay there for the next run. It needs wrk; without nginx one floor is
left out. Every figure is the median of several runs, and every ratio that of the ratios within each run.
"""

import gzip
import json
import os
import platform
import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import postgres

from . import report, servers
from .report import Loads
from .servers import ROOT, VAR, Load, fetched

SIZES = [1_000, 100_000]
MILLION = 1_000_000
RUNS = 7  # of each load
DESK_RUNS = 15  # of a tenth of a second for each figure
DATABASES = ("SQLite", "PostgreSQL")

Name = tuple[str, int]  # a database's kind, and how many stories it was filled with


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="STORIES")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    parser.add_argument("--seconds", type=int, default=1, help="of each load")
    options = parser.parse_args()
    if "wrk" in servers.missing():
        sys.exit("wrk is missing (on Debian: apt install wrk)")
    VAR.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with postgresql("PostgreSQL" in options.databases) as database_server:
        urls = filled(options.databases, [*options.sizes, *([MILLION] if options.million else [])], database_server)
        results = {
            "machine": machine(),
            "command": " ".join(["make bench", *(["MILLION=1"] if options.million else [])]),
            "date": time.strftime("%Y-%m-%d"),
            "runs": [RUNS, DESK_RUNS],
            "measured": [
                {"database": database, "size": size, **one}
                for (database, size), one in measured(urls, options.seconds, database_server).items()
            ],
        }
    (VAR / "results.json").write_text(json.dumps(results, indent=1))
    report.write(results)
    print(f"{time.monotonic() - started:.0f} s; see docs/performance.md")


# Databases


@contextmanager
def postgresql(wanted: bool) -> Iterator[Any]:
    """A server whose data stays in var/bench; what it measures is read, so nothing is hurried."""
    if not wanted:
        yield None
        return
    server = postgres.start(VAR / "postgresql")
    try:
        yield server
    finally:
        server.cleanup()


def pid_of(database: str, database_server: Any) -> int | None:
    return database_server.get_pid() if database == "PostgreSQL" else None


def filled(databases: list[str], sizes: list[int], database_server: Any) -> dict[Name, str]:
    """The addresses of databases with so many stories, filled where they are not yet, two at a time."""
    urls = {(name, size): address(name, size, database_server) for name in databases for size in sizes}
    with ThreadPoolExecutor(len(databases)) as both:
        list(both.map(partial(fill_all, sizes=sizes, urls=urls), databases))
    return urls


def address(database: str, size: int, database_server: Any) -> str:
    if database == "SQLite":
        return f"sqlite:///{VAR / f'{size}.sqlite3'}"
    return postgres.address(database_server).replace("/kateid?", f"/bench_{size}?")


def fill_all(database: str, sizes: list[int], urls: dict[Name, str]) -> None:
    for size in sizes:
        fill(database, size, urls[database, size])


def fill(database: str, size: int, url: str) -> None:
    done = VAR / f"{database}-{size}.filled"
    if done.exists():
        return
    print(f"Filling {database} with {size:,} stories", flush=True)
    started = time.monotonic()
    make_empty(database, size, url)
    program("bench/archive.py", url, str(size))
    done.touch()
    print(f"Filled {database} with {size:,} stories in {time.monotonic() - started:.0f} s", flush=True)


def make_empty(database: str, size: int, url: str) -> None:
    if database == "SQLite":
        for path in VAR.glob(f"{size}.sqlite3*"):
            path.unlink()
        return
    with closing(psycopg2.connect(url.replace(f"/bench_{size}?", "/postgres?"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS bench_{size}")
            cursor.execute(f"CREATE DATABASE bench_{size}")


def program(name: str, url: str, *arguments: str) -> str:
    """Run one of these programs on a database; what it printed."""
    return subprocess.run(
        [sys.executable, name, *arguments],
        cwd=ROOT,
        env=surroundings(url),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def surroundings(url: str) -> dict[str, str]:
    return os.environ | servers.settings(url) | {"DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "ERROR"}


# Measuring


def measured(urls: dict[Name, str], seconds: int, database_server: Any) -> dict[Name, dict[str, Any]]:
    """What each archive costs. All servers run meanwhile and rest while another is asked."""
    with ExitStack() as stack:
        archives = {
            name: stack.enter_context(served(url, pid_of(name[0], database_server))) for name, url in urls.items()
        }
        loads = in_turn(RUNS, {name: partial(archive.loads, seconds) for name, archive in archives.items()})
        footprints = {name: archive.footprint() for name, archive in archives.items()}
    with ExitStack() as stack:
        desks = in_turn(DESK_RUNS, {name: stack.enter_context(desk(url)) for name, url in urls.items()})
    return {
        name: {
            "stories": archive.stories,
            "loads": loads[name],
            **footprints[name],
            "desk": desks[name],
            "search": told("bench/search.py", urls[name], "--json"),
        }
        for name, archive in archives.items()
    }


def in_turn(runs: int, measurements: dict[Name, Callable[[], Any]]) -> dict[Name, list[Any]]:
    """Several runs, each of which goes through all archives.

    The machine is quicker at one time than at another, and what is compared should have met the same times.
    """
    results: dict[Name, list[Any]] = {name: [] for name in measurements}
    for number in range(runs):
        for name, measure in measurements.items():
            print(f"Run {number + 1}: {name[0]}, {name[1]:,} stories", flush=True)
            results[name].append(measure())
    return results


@contextmanager
def desk(url: str) -> Iterator[Callable[[], dict[str, float]]]:
    """bench/desk.py as it waits to be asked."""
    with subprocess.Popen(
        [sys.executable, "bench/desk.py"],
        cwd=ROOT,
        env=surroundings(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:

        def ask() -> dict[str, float]:
            print(file=running.stdin, flush=True)
            return json.loads(running.stdout.readline())

        yield ask


def told(name: str, url: str, *arguments: str) -> Any:
    return json.loads(program(name, url, *arguments))


@dataclass
class Archive:
    """A database, and the servers that read it."""

    stories: int
    pages: dict[str, str]  # their addresses
    asked: dict[str, dict[str, Callable[..., Load]]]
    anew: servers.Program
    ready: servers.Program

    def loads(self, seconds: int) -> Loads:
        return {
            kind: {name: load(seconds=seconds)._asdict() for name, load in ones.items()}
            for kind, ones in self.asked.items()
        }

    def footprint(self) -> dict[str, Any]:
        """Memory and weights."""
        return {
            "memory": {"uncached": self.anew.memory(), "cached": self.ready.memory()},
            "weights": {name: weight(self.anew.url, at) for name, at in self.pages.items()},
        }


@contextmanager
def served(url: str, database: int | None) -> Iterator[Archive]:
    found = told("bench/addresses.py", url)
    pages = found["pages"]
    databases = [database] if database else []
    few = {"connections": servers.FEW}
    with ExitStack() as stack:
        floor = stack.enter_context(servers.floors(url))
        anew = stack.enter_context(servers.kateid(url, KATEID_PAGE_CACHE_MB="0"))
        floors = {
            "one query, one template": partial(floor.load, f"/story/{found['edition']}", *databases, **few),
            "Django's hello": partial(floor.load, "/hello"),
            "bytes from a dictionary": partial(floor.load, "/bytes"),
        }
        cached = {}
        if "nginx" in servers.missing():
            ready = stack.enter_context(servers.kateid(url))
        else:
            ready, proxy = stack.enter_context(servers.behind_nginx(url, cached=False))
            marking, edge = stack.enter_context(servers.behind_nginx(url, cached=True))
            file = stack.enter_context(servers.nginx_with_file(gzip.compress(fetched(anew.url + pages["story"]))))
            floors["nginx, a file"] = partial(file.load, "/page.html")
            cached["story, proxied by nginx"] = partial(proxy.load, pages["story"], ready.pid)
            cached["story, from nginx's cache of one second"] = partial(edge.load, pages["story"], marking.pid)
        cached |= {
            name: partial(ready.load, at, *databases) for name, at in reversed(pages.items()) if name != "search"
        }
        # The story, the last of the pages, stands beside what it is compared with: a machine changes within seconds.
        asked = {
            "uncached": {name: partial(anew.load, at, *databases, **few) for name, at in pages.items()},
            "floors": floors,
            "cached": cached,
        }
        yield Archive(found["stories"], pages, asked, anew, ready)


def weight(url: str, address: str) -> int:
    """Bytes of HTML, stylesheets and scripts as a browser gets them, compressed."""
    html = fetched(url + address)
    parts = re.findall(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]+)"', html.decode())
    return len(gzip.compress(html)) + sum(len(gzip.compress(fetched(url + part))) for part in parts)


def machine() -> str:
    processor = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    name = processor[1] if processor else platform.machine()
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GB, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
