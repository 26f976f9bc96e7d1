"""`manage.py measure_screening DIRECTORY`: what share of comments of known kinds screening holds or refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from comments.screening.dry_run import try_text, with_model
from comments.screening.measuring import judged, rates
from comments.screening.policy import current

from .try_comments import model_from


class Command(BaseCommand):
    help = "Print how many comments of each kind are held or refused: a file a kind in DIRECTORY, a comment a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--model", type=Path, metavar="FILE", help="What train_screening --write has made.")
        parser.add_argument("--wrong", metavar="KIND", help="Print every comment of this kind that passes.")

    def handle(self, *args: Any, **options: Any) -> None:
        rules, now = current(), timezone.now()
        if options["model"]:
            rules = with_model(rules, model_from(options["model"]))
        results = list(judged(options["directory"], lambda text: try_text(text, rules, now)))
        for kind, rate in sorted(rates(results).items()):
            self.stdout.write(f"{kind:12} {rate.caught:4} of {rate.of:4} {rate.share:6.1%}")
        for one in results:
            if one.kind == options["wrong"] and not one.is_caught:
                self.stdout.write(one.text)
