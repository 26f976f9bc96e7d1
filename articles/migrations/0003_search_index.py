from django.db import migrations

from articles.search.tables import IndexTerms


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_rules")]

    operations = [IndexTerms("articles_searchentry"), IndexTerms("articles_desksearchentry")]
