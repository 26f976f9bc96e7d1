"""`manage.py train_screening`: learn from what moderators approved and refused, to hold what is like it.

What is learned counts for nothing until *Mirip yang pernah ditolak* is switched on at *Aturan*, after its dry run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import Exists, OuterRef

from comments.models import Comment, CommentLog, ScreeningModel, Status
from comments.screening.examples import examples
from comments.screening.learned import Decided, Model, measured, train
from comments.screening.normalising import read
from comments.screening.policy import current_rules

EXAMPLES = 4_000  # to start from
DECISIONS = 50_000  # the newest ones
HELD_BACK = 5  # every so many decisions are not trained on, but measured
HUMAN = ("approve", "refuse", "keep", "hide", "unhide", "confirm", "grant", "uphold")


class Command(BaseCommand):
    help = "Learn from what moderators decided, and keep what was learned for the desk to switch on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--examples", type=int, default=EXAMPLES, help="How many made-up comments to start from.")
        parser.add_argument(
            "--decisions", type=int, default=DECISIONS, help="How many decisions to look at, the newest."
        )
        parser.add_argument("--write", type=Path, metavar="FILE", help="Write it to a file instead of keeping it.")
        parser.add_argument("--forget", action="store_true", help="Forget everything that was learned.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forget"]:
            ScreeningModel.objects.all().delete()
            self.stdout.write("Yang dipelajari sudah dilupakan.")
            return
        decided = decisions(options["decisions"])
        started = [Decided(read(one.text), one.is_refused) for one in examples(options["examples"])]
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
