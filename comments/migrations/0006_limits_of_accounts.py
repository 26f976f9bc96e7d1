from django.db import migrations


class Migration(migrations.Migration):
    """Counts belong to accounts now; their table stays."""

    dependencies = [("comments", "0005_missed_words"), ("accounts", "0002_known_places")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("LimitCount")])]
