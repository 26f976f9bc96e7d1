"""Where pictures are kept, and answers for those that readers may see where no web server stands in front."""

import os
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.views.decorators.http import require_safe
from django.views.static import serve

# SVG is left out on purpose: it can carry scripts.
IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}

YEAR = 365 * 24 * 3600
# A name tells the content, so a reader's browser never needs to ask again; a cache that serves many must,
# since a photo may be withdrawn.
KEPT = f"public, max-age={YEAR}, s-maxage=3600, immutable"


class Originals(FileSystemStorage):
    """The archive of photos as they came in: a folder that no address leads to."""

    def __init__(self) -> None:
        super().__init__(base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        return str(settings.KATEID_ORIGINALS)

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)  # noqa: PTH100  (as the class above has it)

    def url(self, name: str | None) -> str:
        raise ValueError("An original is never served.")


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    content_type = IMAGE_TYPES.get(PurePosixPath(name).suffix.lower())
    if content_type is None:
        return not_here()
    try:
        response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    except (Http404, SuspiciousFileOperation, OSError, ValueError):
        # Not there, a path out of the folder, or one that no file could have: none is worth an alarm.
        return not_here()
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = KEPT
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def not_here() -> HttpResponse:
    """Short, since a browser shows no page in the place of an image."""
    return HttpResponseNotFound("not found\n", content_type="text/plain; charset=utf-8")
