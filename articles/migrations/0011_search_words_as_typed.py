from django.db import migrations, models

from articles.search import indexes


def write_anew(apps, schema_editor):
    """Words were compared by their stems alone."""
    indexes.rebuild(report=lambda done: None, models=apps)


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_story_pictures")]

    operations = [
        migrations.AddField(
            model_name="searchword",
            name="named",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.RunPython(write_anew, migrations.RunPython.noop),
    ]
