"""What the database refuses to let happen to comments and their log (see `articles.database_rules`)."""

from articles.database_rules import Rule

FORMER_READER = "Mantan pembaca"

RULES = (
    Rule("comment_is_kept", "comments_comment", "DELETE", "a comment is never deleted"),
    Rule("commentlog_is_kept", "comments_commentlog", "DELETE", "the comment log is never deleted"),
    Rule(
        "commentlog_is_frozen",
        "comments_commentlog",
        "UPDATE OF id, comment_id, action, from_status, to_status, at, reason, note",
        "the comment log never changes",
    ),
    # A reader who deletes the account takes name and words along (UU 27/2022), and puts no others there.
    Rule(
        "commentlog_words_only_go",
        "comments_commentlog",
        "UPDATE OF text_before, text_after, by_name",
        "the comment log never changes",
        when="NEW.text_before NOT IN (OLD.text_before, '') OR NEW.text_after NOT IN (OLD.text_after, '')"
        f" OR NEW.by_name NOT IN (OLD.by_name, '{FORMER_READER}')",
    ),
)


# Once a complaint is decided it stays decided; the reporter's address goes when they have been told (UU 27/2022).
COMPLAINT_RULES = (
    Rule("report_is_kept", "comments_report", "DELETE", "a complaint is never deleted"),
    Rule(
        "report_is_frozen",
        "comments_report",
        "UPDATE OF id, comment_id, ticket, reason, text, received_at, due_at, repeats_id",
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
