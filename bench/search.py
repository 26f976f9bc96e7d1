"""What a search costs: CPU time per query, in the program and in its database.

It reads the database of DATABASE_URL and writes nothing. To fill one and ask it:

    export DATABASE_URL=sqlite:///var/bench.sqlite3
    python bench/archive.py 100000
    python bench/search.py

Each figure is the median of several runs, in milliseconds. "search" ranks and reads a page of results; "page" is a
whole answer of /cari/, from the request to the bytes, with those parts ready that it has in common with all pages.
SQLite works within the program's own time. PostgreSQL's is that of the process that serves our connection, if it runs
on this machine and Linux tells us.
"""

import json
import logging
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from articles.models import Edition, SearchEntry, SearchWord
from articles.search.filters import Filters
from articles.search.queries import MOST_WORDS, parse
from articles.search.results import Results, search
from pagecache.wsgi import PageCacheMiddleware

DESCRIPTIONS = {
    "the commonest word": "{commonest}",
    "the three commonest words": "{commonest} {second} {third}",
    "a common word": "{common}",
    "an uncommon word": "{uncommon}",
    "two words": "{common} {uncommon}",
    "a phrase of common words": '"{second} {commonest}"',
    "a common word without another": "{commonest} -{common}",
    "a common word without itself": "{commonest} -{commonest}",
    "an unknown word": "zzzzqqqq",
    "a misspelt word": "{misspelt}",
    "two misspelt words": "{misspelt} {uncommon}x",
    f"{MOST_WORDS} words": "{many}",
    "10,000 characters": "{long}",
    "10,000 operators": "{operators}",
}


RUNS = 15


class Cost(NamedTuple):
    """CPU seconds."""

    program: float
    database: float

    @property
    def total(self) -> float:
        """Milliseconds."""
        return 1000 * (self.program + self.database)

    def __str__(self) -> str:
        return f"{1000 * self.program:6.1f} {1000 * self.database:6.1f}"


def main() -> None:
    options = arguments()
    logging.disable()
    application = PageCacheMiddleware(get_wsgi_application(), most=2**24)
    texts = queries()
    costs = [(name, found(text).count, *search_and_page(application, text)) for name, text in texts.items()]
    if options.json:
        print(json.dumps({description: (ranked.total, page.total) for description, _hits, ranked, page in costs}))
        return
    print(f"{connection.vendor}, {Edition.objects.listed().count()} stories, {SearchWord.objects.count()} words")
    print(f"{'CPU milliseconds, median of ' + str(RUNS):34} hits    search      page")
    print(f"{'':34}       prog.    db  prog.    db")
    for description, hits, ranked, page in costs:
        print(f"{description:34} {hits:4} {ranked} {page}")
    if options.verbose:
        print("\n".join(f"{description}: {text[:100]}" for description, text in texts.items()))


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="for bench/run.py: milliseconds to search, and of the page")
    parser.add_argument("--verbose", action="store_true", help="tell what was searched for")
    return parser.parse_args()


def queries() -> dict[str, str]:
    """What to search for, by how common the words of this archive are."""
    stories = SearchEntry.objects.count()
    words = SearchWord.objects.order_by("-editions", "word")
    commonest, second, third, *others = words.values_list("word", flat=True)[:MOST_WORDS]
    longer = words.filter(word__regex=r"^\w{7,}$")
    named = {
        "commonest": commonest,
        "second": second,
        "third": third,
        "common": longer.filter(editions__lt=stories * 0.6).first().word,
        "uncommon": longer.filter(editions__lt=max(5, stories * 0.01)).first().word,
        "many": " ".join([commonest, second, third, *others]),
        "long": "kata " * 2_000,
        "operators": '-"*(' * 2_500,
    }
    named["misspelt"] = f"{named['common'][:4]}{named['common'][3:]}"
    return {description: text.format(**named) for description, text in DESCRIPTIONS.items()}


def search_and_page(application: PageCacheMiddleware, text: str) -> tuple[Cost, Cost]:
    environ = RequestFactory().get(f"/cari/?{urlencode({'q': text})}", headers={"host": "localhost"}).environ
    return cost(lambda: found(text)), cost(lambda: answered(application, {**environ}))


def answered(application: PageCacheMiddleware, environ: dict[str, Any]) -> None:
    statuses: list[str] = []
    body = b"".join(application(environ, lambda status, _headers: statuses.append(status)))
    if statuses != ["200 OK"]:
        raise RuntimeError(f"{statuses}: {body.decode()[:2000]}")


def found(text: str) -> Results:
    results = search(parse(text), Filters(), at=timezone.now())
    _ = results.hits  # read when they are asked for
    return results


def cost(action: Callable[[], object]) -> Cost:
    action()  # once for what is kept from then on
    costs = [once(action) for _ in range(RUNS)]
    return Cost(median(one.program for one in costs), median(one.database for one in costs))


def once(action: Callable[[], object]) -> Cost:
    database, program = database_seconds(), time.process_time()
    action()
    program = time.process_time() - program
    return Cost(program, database_seconds() - database)


def database_seconds() -> float:
    """What the database's own process has used; 0 where there is none or nobody tells."""
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0


if __name__ == "__main__":
    main()
