import django.db.models.deletion
from django.db import migrations, models

import articles.search.terms
from articles.search import indexes
from articles.search.tables import IndexTerms


def enter_what_is_there(apps, schema_editor):
    indexes.rebuild(report=lambda done: None, models=apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_redirects")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                ("head", models.TextField()),
                ("lead", models.TextField()),
                ("terms", articles.search.terms.TermsField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_entry",
                        to="articles.edition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("sound", models.CharField(db_index=True, max_length=40)),
                ("editions", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DeskSearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", articles.search.terms.TermsField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="articles.article",
                    ),
                ),
            ],
        ),
        IndexTerms("articles_searchentry"),
        IndexTerms("articles_desksearchentry"),
        migrations.RunPython(enter_what_is_there, migrations.RunPython.noop),
    ]
