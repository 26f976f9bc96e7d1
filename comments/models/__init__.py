from .accounts import Consent, ConsentWay, Reader, TermsVersion
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
    "Consent",
    "ConsentWay",
    "Discussion",
    "DiscussionState",
    "Like",
    "LimitCount",
    "MailChoice",
    "Reader",
    "ReplyNotice",
    "Status",
    "TermsVersion",
]
