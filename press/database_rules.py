"""What the database refuses to let happen to requests for a reply and their log (see `articles.database_rules`)."""

from articles.database_rules import Rule

RULES = (
    Rule("replyrequest_is_kept", "press_replyrequest", "DELETE", "a request for a reply is never deleted"),
    Rule(
        "replyrequest_is_frozen",
        "press_replyrequest",
        "UPDATE OF id, form_key, kind, ticket, story_id, story_named, name, capacity, statement, received_at",
        "a request for a reply never changes",
    ),
    Rule(
        "replyrequest_is_decided_once",
        "press_replyrequest",
        "UPDATE OF decided_at, outcome, decided_by_name, reason",
        "a request for a reply is decided once",
        when="OLD.decided_at IS NOT NULL",
    ),
    # What tells who somebody is goes after the case, and is never put there afterwards (UU 27/2022).
    Rule(
        "replyrequest_contact_only_goes",
        "press_replyrequest",
        "UPDATE OF email, phone",
        "a request for a reply never changes",
        when="NEW.email NOT IN (OLD.email, '') OR NEW.phone NOT IN (OLD.phone, '')",
    ),
    Rule("replyevent_is_kept", "press_replyevent", "DELETE", "the log of requests is never deleted"),
    Rule(
        "replyevent_is_frozen",
        "press_replyevent",
        "UPDATE OF id, request_id, kind, at, by_name, note",
        "the log of requests never changes",
    ),
)
