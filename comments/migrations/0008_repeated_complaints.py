"""Readers may complain of promotion and rude words; a complaint that repeats another knows which."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from articles.database_rules import InstallRules, LiftRules, Rule

LIFTED = (
    Rule("report_is_kept", "comments_report", "DELETE", "a complaint is never deleted"),
    Rule(
        "report_is_frozen",
        "comments_report",
        "UPDATE OF id, comment_id, ticket, reason, text, received_at, due_at, repeats_id",
        "a complaint never changes",
    ),
    Rule(
        "report_is_decided_once",
        "comments_report",
        "UPDATE OF decided_at, outcome, decided_by_name, note",
        "a complaint is decided once",
        when="OLD.decided_at IS NOT NULL",
    ),
)
REASONS = [
    ("bohong", "Bohong, fitnah, sadis, atau cabul"),
    ("kebencian", "Prasangka atau kebencian suku, agama, ras, antargolongan; ajakan kekerasan"),
    ("merendahkan", "Diskriminatif, atau merendahkan orang lemah, miskin, sakit, atau disabilitas"),
    ("data_pribadi", "Memuat data pribadi orang"),
    ("promosi", "Promosi, judi, atau penipuan"),
    ("kasar", "Kata-kata kasar"),
    ("lainnya", "Lainnya"),
]


def name_otherwise(apps: Any, _schema_editor: object) -> None:
    """Taken back, the new grounds are among the others."""
    apps.get_model("comments", "Report").objects.filter(reason__in=["promosi", "kasar"]).update(reason="lainnya")


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_decisions_told")]

    operations = [
        LiftRules(LIFTED),
        migrations.RemoveConstraint("report", "report_reason_known"),
        migrations.RunPython(migrations.RunPython.noop, name_otherwise, elidable=True),
        migrations.AlterField(
            model_name="report",
            name="reason",
            field=models.CharField(choices=REASONS, max_length=20, verbose_name="alasan"),
        ),
        migrations.AddField(
            model_name="report",
            name="repeats",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.report",
            ),
        ),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                condition=models.Q(reason__in=[reason for reason, _ in REASONS]), name="report_reason_known"
            ),
        ),
        InstallRules(LIFTED),
    ]
