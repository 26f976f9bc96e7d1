"""How well search finds: graded questions and remembered headlines, over the corpus of tests/articles/search_corpus.py.

    python bench/search_quality.py

It makes a database of its own, on SQLite, and throws it away; PostgreSQL gives the same (test_search_quality.py).
With --verbose it prints the questions that are answered worst and the headlines that do not come first.
"""

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
directory = tempfile.TemporaryDirectory(prefix="kateid-search-quality-")
os.environ["DATABASE_URL"] = f"sqlite:///{directory.name}/quality.sqlite3"

import django

django.setup()

from django.core.management import call_command

from articles.models import Section
from tests.articles import search_corpus as corpus
from tests.articles import search_quality as quality

WORST = 25


def main() -> None:
    options = ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--verbose", action="store_true")
    arguments = options.parse_args()
    with directory:
        for line in measured(verbose=arguments.verbose):
            print(line)


def measured(*, verbose: bool) -> Iterator[str]:
    stories = corpus.stories()
    call_command("migrate", verbosity=0)
    quality.publish(stories, Section.objects.create(name="Kabar", slug="kabar"))
    for name, questions in (("questions", corpus.questions()), ("unseen questions", corpus.unseen())):
        gains = sorted((quality.gain(question, stories, quality.find), question.text) for question in questions)
        reached = mean(gain for gain, _text in gains)
        yield f"{len(questions)} {name} over {len(stories)} stories: nDCG@10 {reached:.3f}"
        if verbose:
            yield from (f"  {gain:.2f} {text}" for gain, text in gains[:WORST])
    drawn = quality.remembered([story.headline for story in stories])
    ranks = [(quality.rank(one, quality.find), one) for one in drawn]
    first, three = (mean(place <= most for place, _one in ranks) for most in (1, 3))
    yield f"{len(drawn)} remembered headlines: first {first:.1%}, among the first three {three:.1%}"
    if verbose:
        yield from (f"  {place} {one.how}: {one.text!r} for {one.headline!r}" for place, one in ranks if place > 1)


if __name__ == "__main__":
    main()
