import datetime

import django.db.models.deletion
from django.db import migrations, models

SPANS = ("day", "week")


def begin_rankings(apps, schema_editor):
    rankings = apps.get_model("articles", "Ranking").objects.using(schema_editor.connection.alias)
    for span in SPANS:
        rankings.create(span=span)


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_announcements")]

    operations = [
        migrations.CreateModel(
            name="Ranking",
            fields=[
                ("span", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("articles", models.JSONField(default=list)),
                (
                    "ranked_at",
                    models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
                ),
            ],
            options={"verbose_name": "peringkat", "verbose_name_plural": "peringkat"},
        ),
        migrations.CreateModel(
            name="ReadingHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_hours",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "pembacaan per jam",
                "verbose_name_plural": "pembacaan per jam",
                "indexes": [models.Index(fields=["hour"], name="readinghour_hour")],
                "constraints": [models.UniqueConstraint(fields=("article", "hour"), name="readinghour_once")],
            },
        ),
        migrations.CreateModel(
            name="ReadingOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("host", models.CharField(blank=True, max_length=100)),
                ("count", models.PositiveIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_origins",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "asal pembaca",
                "verbose_name_plural": "asal pembaca",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "day", "host"), name="readingorigin_once")
                ],
            },
        ),
        migrations.RunPython(begin_rankings, migrations.RunPython.noop),
    ]
