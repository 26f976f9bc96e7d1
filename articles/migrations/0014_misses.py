from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_origins_by_day")]

    operations = [
        migrations.CreateModel(
            name="Miss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("cari", "dicari"), ("alamat", "alamat")], max_length=6)),
                ("day", models.DateField()),
                ("text", models.CharField(max_length=100)),
                ("host", models.CharField(blank=True, max_length=100)),
                ("networks", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "yang tidak ditemukan",
                "verbose_name_plural": "yang tidak ditemukan",
                "constraints": [models.UniqueConstraint(fields=("day", "kind", "text"), name="miss_once")],
            },
        ),
    ]
