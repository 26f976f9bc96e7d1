from .comments import (
    DEEPEST,
    LONGEST_TEXT,
    Comment,
    CommentLog,
    Discussion,
    DiscussionState,
    Like,
    LimitCount,
    MailChoice,
    ReplyNotice,
    Status,
)

__all__ = [
    "DEEPEST",
    "LONGEST_TEXT",
    "Comment",
    "CommentLog",
    "Discussion",
    "DiscussionState",
    "Like",
    "LimitCount",
    "MailChoice",
    "ReplyNotice",
    "Status",
]
