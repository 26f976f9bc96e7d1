from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_moderators_work")]

    operations = [
        migrations.AddIndex(
            "comment",
            models.Index(
                condition=models.Q(featured=True, root=None),
                fields=["article", "-created_at", "-id"],
                name="comment_featured_newest",
            ),
        ),
    ]
