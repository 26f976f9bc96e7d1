"""Posts forms to a running server; a program too, so that many processes can do it at once.

python -m tests.comments.posting < [{"url", "session", "fields", "headers"}, …] prints the status of each answer.
"""

import json
import sys
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

TOKEN = "a" * 32  # the same in cookie and form, which is all that Django asks
PATIENCE = 120


def post(asked: dict[str, Any]) -> int:
    parts = urlsplit(asked["url"])
    connection = HTTPConnection(parts.netloc, timeout=PATIENCE)
    headers = {
        "Cookie": f"sessionid={asked['session']}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        **asked["headers"],
    }
    try:
        connection.request("POST", parts.path, urlencode(asked["fields"]), headers)
        answered = connection.getresponse()
        answered.read()
        return answered.status
    finally:
        connection.close()


if __name__ == "__main__":
    json.dump([post(asked) for asked in json.load(sys.stdin)], sys.stdout)
