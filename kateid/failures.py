"""What answers when something of ours fails."""

import errno
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
STORES = (OperationalError, InterfaceError, VersionsUnavailableError, RedisError)
# Of a disk that is full (of bytes, of files, or by quota), that takes no writes, that breaks, or whose mount has gone.
DISK_ERRORS = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.ENOTDIR, errno.ENOENT),
}


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
    if is_a_store_away(sys.exception()):
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500)


def is_a_store_away(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in DISK_ERRORS
    return isinstance(error, STORES)
