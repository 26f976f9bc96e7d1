"""Answers for uploaded images where no web server stands in front."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
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
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def not_here() -> HttpResponse:
    """Short, since a browser shows no page in the place of an image."""
    return HttpResponseNotFound("not found\n", content_type="text/plain; charset=utf-8")
