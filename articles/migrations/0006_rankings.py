from django.db import migrations

SPANS = ("day", "week")


def begin_rankings(apps, schema_editor):
    rankings = apps.get_model("articles", "Ranking").objects.using(schema_editor.connection.alias)
    for span in SPANS:
        rankings.create(span=span)


def end_rankings(apps, schema_editor):
    apps.get_model("articles", "Ranking").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_fixed_pages")]

    operations = [migrations.RunPython(begin_rankings, end_rankings)]
