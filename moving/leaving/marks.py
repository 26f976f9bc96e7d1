"""What an export adds to a story's text for programs that have no place of their own for it, between two marks.

kateid takes it out again when such a file comes back: the same is said in fields beside the text.
"""

import re

OPEN, CLOSE = "<!-- kateid -->", "<!-- /kateid -->"
_MARKED = re.compile(f"{re.escape(OPEN)}.*?{re.escape(CLOSE)}\\s*", re.DOTALL)


def marked(html: str) -> str:
    return f"{OPEN}{html}{CLOSE}"


def without_marked(html: str) -> str:
    return _MARKED.sub("", html)
