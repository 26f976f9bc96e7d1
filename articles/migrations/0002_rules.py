"""What the database refuses (see articles/database_rules.py), as it stood when this was written."""

from django.db import migrations

from articles.database_rules import InstallRules, Rule

RULES = (
    Rule("article_is_kept", "articles_article", "DELETE", "an article is never deleted"),
    Rule("edition_is_kept", "articles_edition", "DELETE", "an edition is never deleted"),
    Rule(
        "edition_is_frozen",
        "articles_edition",
        "UPDATE OF id, article_id, number, kind, source_id, public_note, ground, published_at, modified_at, live_from, published_by_name, headline, subheadline, section_id, section_name, byline, place, summary, inner_pictures, body, photo_id, photo_credit, photo_alt, photo_caption, gallery, topics, content_class, advertiser, editor_id, editor_name, slug, is_sensitive",
        "an edition never changes",
    ),
    Rule("revision_is_kept", "articles_revision", "DELETE", "a revision is never deleted"),
    Rule(
        "revision_is_frozen",
        "articles_revision",
        "UPDATE OF id, article_id, kind, version, base_version, content, by_name, saved_at, restored_from_id",
        "a revision never changes",
    ),
    Rule("stagechange_is_kept", "articles_stagechange", "DELETE", "the stage log is never deleted"),
    Rule(
        "stagechange_is_frozen",
        "articles_stagechange",
        "UPDATE OF id, article_id, verb, from_stage, to_stage, by_name, at, reason, own_text, edition_id",
        "the stage log never changes",
    ),
    Rule(
        "section_two_levels_insert",
        "articles_section",
        "INSERT",
        "sections have two levels",
        when="NEW.parent_id IS NOT NULL AND (EXISTS (SELECT 1 FROM articles_section WHERE id = NEW.parent_id AND parent_id IS NOT NULL) OR EXISTS (SELECT 1 FROM articles_section WHERE parent_id = NEW.id))",
    ),
    Rule(
        "section_two_levels_update",
        "articles_section",
        "UPDATE OF parent_id",
        "sections have two levels",
        when="NEW.parent_id IS NOT NULL AND (EXISTS (SELECT 1 FROM articles_section WHERE id = NEW.parent_id AND parent_id IS NOT NULL) OR EXISTS (SELECT 1 FROM articles_section WHERE parent_id = NEW.id))",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_newsroom")]

    operations = [InstallRules(RULES)]
