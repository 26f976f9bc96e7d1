"""Moderators search comments and take them in hand; a ban outlives the account."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.search.terms
from articles.search.tables import IndexTerms
from comments import search

STATUSES = [
    ("published", "Terbit"),
    ("held", "Ditahan"),
    ("refused", "Ditolak"),
    ("hidden", "Disembunyikan"),
    ("deleted", "Dihapus"),
]


def find_old_comments(apps, schema_editor):
    names = ("Comment", "CommentSearchEntry", "CommentLog")
    for _number in search.rebuild(*(apps.get_model("comments", name) for name in names)):
        pass


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0008_repeated_complaints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentSearchEntry",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("status", models.CharField(choices=STATUSES, max_length=10)),
                ("fingerprint", models.CharField(blank=True, max_length=16)),
                ("network", models.CharField(blank=True, max_length=43)),
                ("terms", articles.search.terms.TermsField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "fingerprint", "comment"], name="commententry_same_text"),
                    models.Index(fields=["status", "network"], name="commententry_network"),
                ],
            },
        ),
        IndexTerms("comments_commentsearchentry"),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                ("handed_by_name", models.CharField(blank=True, max_length=150)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "pegangan komentar",
                "verbose_name_plural": "pegangan komentar",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="claim_forward")
                ],
            },
        ),
        migrations.CreateModel(
            name="BarredAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "Peringatan"),
                            ("suspension", "Ditangguhkan"),
                            ("ban", "Diblokir"),
                            ("review", "Selalu diperiksa"),
                        ],
                        max_length=10,
                        verbose_name="tindakan",
                    ),
                ),
                ("reason", models.TextField(max_length=500, verbose_name="alasan")),
                ("since", models.DateTimeField(verbose_name="sejak")),
                ("until", models.DateTimeField(null=True, verbose_name="sampai")),
                ("by_name", models.CharField(max_length=150, verbose_name="oleh")),
            ],
            options={"verbose_name": "alamat yang diblokir", "verbose_name_plural": "alamat yang diblokir"},
        ),
        migrations.RunPython(find_old_comments, migrations.RunPython.noop),
    ]
