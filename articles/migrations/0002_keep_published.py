from django.db import migrations

from articles.database_rules import KeepPublished


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_newsroom")]

    operations = [KeepPublished()]
