from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_search_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncementMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=20, unique=True)),
                ("live_from", models.DateTimeField()),
                ("edition_pk", models.PositiveBigIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "batas pengumuman",
                "verbose_name_plural": "batas pengumuman",
            },
        ),
    ]
