import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        # Its table is that of comments: accounts count in it too.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="LimitCount",
                    fields=[
                        ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ("count", models.PositiveIntegerField(default=0)),
                        ("ends_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "verbose_name": "hitungan batas",
                        "verbose_name_plural": "hitungan batas",
                        "db_table": "comments_limitcount",
                    },
                ),
            ]
        ),
        migrations.CreateModel(
            name="KnownNetwork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("seen_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_networks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "jaringan yang dikenal",
                "verbose_name_plural": "jaringan yang dikenal",
                "constraints": [models.UniqueConstraint(fields=("user", "digest"), name="knownnetwork_once")],
            },
        ),
    ]
