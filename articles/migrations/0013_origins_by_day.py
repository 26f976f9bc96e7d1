from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_preview_links")]

    operations = [
        migrations.AddIndex(
            model_name="readingorigin",
            index=models.Index(fields=["day"], name="readingorigin_day"),
        ),
    ]
