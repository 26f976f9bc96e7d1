"""`manage.py train_screening`: learn from what moderators approved and refused, to hold what is like it.

What is learned counts for nothing until *Mirip yang pernah ditolak* is switched on at *Aturan*, after its dry run.
With --start it makes the file that kateid is shipped with, from the examples alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import Exists, OuterRef

from comments.models import Comment, CommentLog, ScreeningModel, Status
from comments.normalise import clean
from comments.screening.examples import by_hand, examples
from comments.screening.learned import Decided, Model, measured, train
from comments.screening.normalising import read
from comments.screening.policy import START, current_rules

EXAMPLES = 4_000  # made from patterns, to start from
BY_HAND = 3  # how many of those one counts for that somebody has written
DECISIONS = 50_000  # the newest ones
HELD_BACK = 5  # every so many decisions are not trained on, but measured
HUMAN = ("approve", "refuse", "keep", "hide", "unhide", "confirm", "grant", "uphold")


class Command(BaseCommand):
    help = "Learn from what moderators decided, and keep what was learned for the desk to switch on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--examples",
            type=int,
            default=EXAMPLES,
            help="How many made-up comments to start from; 0: from none at all.",
        )
        parser.add_argument(
            "--decisions", type=int, default=DECISIONS, help="How many decisions to look at, the newest."
        )
        parser.add_argument("--write", type=Path, metavar="FILE", help="Write it to a file instead of keeping it.")
        parser.add_argument("--start", action="store_true", help="Make anew what kateid is shipped with.")
        parser.add_argument("--forget", action="store_true", help="Forget everything that was learned.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forget"]:
            ScreeningModel.objects.all().delete()
            self.stdout.write("Yang dipelajari sudah dilupakan.")
            return
        if options["start"]:
            START.write_bytes(started_from_examples().to_bytes())
            return
        decided = decisions(options["decisions"])
        started = starting(options["examples"])
        to_measure = decided[::HELD_BACK] or started[::HELD_BACK]
        kept_back = set(map(id, to_measure))
        model = train([one for one in (*started, *decided) if id(one) not in kept_back])
        limit = current_rules()["learned"].limit
        about = {"decisions": len(decided), "examples": len(started), "limit": limit}
        about |= measured(model, to_measure, limit)
        self._keep(Model(model.weights, model.bias, about), options["write"])
        self.stdout.write(
            f"Dilatih dari {len(decided)} keputusan dan {len(started)} contoh. Diukur pada yang tidak dilatihkan, "
            f"dengan batas {limit} persen: {about['refused_found']} dari {about['refused']} yang ditolak dikenali, "
            f"{about['approved_found']} dari {about['approved']} yang disetujui ikut tertahan."
        )

    def _keep(self, model: Model, file: Path | None) -> None:
        if file:
            file.write_bytes(model.to_bytes())
            return
        with transaction.atomic():
            ScreeningModel.objects.all().delete()  # what was learned before is in it, and nothing that was erased since
            ScreeningModel.objects.create(content=model.to_bytes(), about=model.about)
        self.stdout.write("Belum dipakai. Uji dan nyalakan di Aturan komentar, “Mirip yang pernah ditolak”.")


def started_from_examples() -> Model:
    """The model that kateid is shipped with."""
    to_learn = starting(EXAMPLES)
    model = train(to_learn)
    return Model(model.weights, model.bias, {"examples": len(to_learn)})


def starting(count: int) -> list[Decided]:
    """What to start from: so many comments made from patterns, and all that were written by hand."""
    if not count:
        return []
    made = [Decided(read(clean(one.text)), one.is_refused) for one in examples(count)]
    return made + [Decided(read(clean(one.text)), one.is_refused, BY_HAND) for one in by_hand()]


def decisions(most: int) -> list[Decided]:
    """What people of the newsroom decided about comments whose words are still there, the newest first."""
    by_people = CommentLog.objects.filter(comment=OuterRef("pk"), action__in=HUMAN, by__isnull=False)
    rows = (
        Comment.objects.filter(Exists(by_people), status__in=[Status.PUBLISHED, Status.REFUSED, Status.HIDDEN])
        .exclude(text="")
        .order_by("-pk")
        .values_list("text", "status")[:most]
    )
    return [Decided(read(text), status != Status.PUBLISHED) for text, status in rows]
