"""What the database refuses (see comments/database_rules.py), as it stood when this was written."""

from django.db import migrations

from articles.database_rules import InstallRules, Rule

RULES = (
    Rule("comment_is_kept", "comments_comment", "DELETE", "a comment is never deleted"),
    Rule("commentlog_is_kept", "comments_commentlog", "DELETE", "the comment log is never deleted"),
    Rule(
        "commentlog_is_frozen",
        "comments_commentlog",
        "UPDATE OF id, comment_id, action, from_status, to_status, at, reason, note",
        "the comment log never changes",
    ),
    Rule(
        "commentlog_words_only_go",
        "comments_commentlog",
        "UPDATE OF text_before, text_after, by_name",
        "the comment log never changes",
        when="NEW.text_before NOT IN (OLD.text_before, '') OR NEW.text_after NOT IN (OLD.text_after, '') OR NEW.by_name NOT IN (OLD.by_name, 'Mantan pembaca')",
    ),
    Rule("report_is_kept", "comments_report", "DELETE", "a complaint is never deleted"),
    Rule(
        "report_is_frozen",
        "comments_report",
        "UPDATE OF id, comment_id, ticket, reason, text, received_at, due_at",
        "a complaint never changes",
    ),
    Rule(
        "report_is_decided_once",
        "comments_report",
        "UPDATE OF decided_at, outcome, decided_by_name, note",
        "a complaint is decided once",
        when="OLD.decided_at IS NOT NULL",
    ),
    Rule("reportevent_is_kept", "comments_reportevent", "DELETE", "the log of complaints is never deleted"),
    Rule(
        "reportevent_is_frozen",
        "comments_reportevent",
        "UPDATE OF id, report_id, kind, at, by_name, outcome",
        "the log of complaints never changes",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_comments")]

    operations = [InstallRules(RULES)]
