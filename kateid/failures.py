"""What answers when something of ours fails."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from redis import RedisError

from pagecache.versions import VersionsUnavailableError

RETRY_AFTER = 5  # seconds
LONGEST_MESSAGE = 200  # characters


class RefusedRequestsWarn(logging.Filter):
    """What was refused to a stranger (a wrong Host, too many fields) is a warning without a trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
            record.exc_info = None
            record.msg, record.args = record.getMessage()[:LONGEST_MESSAGE], None
        return True


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The site's handler500: says that it will soon be well again if only a store of ours does not answer."""
    if isinstance(sys.exception(), OperationalError | InterfaceError | VersionsUnavailableError | RedisError):
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500)
