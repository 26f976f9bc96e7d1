import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_newsroom"),
        ("jobs", "0001_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="jenis")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dibuat")),
            ],
            options={
                "verbose_name": "situs lama",
                "verbose_name_plural": "situs lama",
                "constraints": [models.UniqueConstraint(fields=("kind", "name"), name="source_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="jenis")),
                ("foreign_id", models.CharField(max_length=200, verbose_name="nomor di sana")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="judul")),
                ("digest", models.CharField(max_length=64)),
                ("original", models.JSONField(default=dict, verbose_name="asli")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("published", "Terbit"),
                            ("draft", "Draf"),
                            ("made", "Dibuat"),
                            ("skipped", "Dilewati"),
                        ],
                        max_length=10,
                        verbose_name="hasil",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="alasan")),
                ("target", models.BigIntegerField(null=True)),
                ("addresses", models.JSONField(default=list)),
                ("changed", models.BooleanField(default=False, verbose_name="berubah di sana")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_from",
                        to="articles.article",
                    ),
                ),
                (
                    "made_in",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"),
                ),
                (
                    "seen_in",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="moving.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "baris pindahan",
                "verbose_name_plural": "baris pindahan",
                "indexes": [models.Index(fields=["source", "seen_in", "id"], name="importedrow_of_run")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "kind", "foreign_id"), name="importedrow_once"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["published", "draft", "made", "skipped"])),
                        name="importedrow_outcome_known",
                    ),
                ],
            },
        ),
    ]
