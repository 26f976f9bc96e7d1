import django.db.models.deletion
from django.db import migrations, models

from articles.database_rules import KeepPublished, LiftRules


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_photo_library"),
    ]

    operations = [
        LiftRules(),
        migrations.AddField(
            model_name="article",
            name="gallery",
            field=models.JSONField(blank=True, default=list, verbose_name="galeri foto"),
        ),
        migrations.AddField(
            model_name="edition",
            name="gallery",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="edition",
            name="inner_pictures",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="edition",
            name="is_sensitive",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="ArticlePhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photo_uses", to="articles.article"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="article_uses",
                        to="articles.photo",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("article", "photo"), name="article_photo_once")],
            },
        ),
        migrations.CreateModel(
            name="EditionPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photo_uses", to="articles.edition"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition_uses",
                        to="articles.photo",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("edition", "photo"), name="edition_photo_once")],
            },
        ),
        KeepPublished(),
    ]
