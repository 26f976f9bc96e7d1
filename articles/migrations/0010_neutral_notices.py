"""Retractions that protect somebody name nobody: notices of before get the neutral headline and address of new ones."""

from django.db import migrations

from articles.database_rules import InstallRules, LiftRules, Rule

RULES = (
    Rule(
        "edition_is_frozen",
        "articles_edition",
        "UPDATE OF id, article_id, number, kind, source_id, public_note, ground, published_at, modified_at, "
        "live_from, published_by_name, headline, subheadline, section_id, section_name, byline, place, "
        "summary, inner_pictures, body, photo_id, photo_credit, photo_alt, photo_caption, gallery, topics, "
        "content_class, advertiser, editor_id, editor_name, slug, is_sensitive",
        "an edition never changes",
    ),
)


def name_nobody(apps, schema_editor):
    notices = apps.get_model("articles", "Edition").objects.filter(
        kind="retraction", ground__in=["masa_depan_anak", "trauma_korban"]
    )
    notices.update(headline="Judul disamarkan untuk melindungi yang bersangkutan", slug="berita-dicabut")


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_follow_ups")]

    operations = [
        LiftRules(RULES),
        migrations.RunPython(name_nobody, migrations.RunPython.noop, elidable=True),
        InstallRules(RULES),
    ]
