"""Compresses what no cache keeps ready: personal pages, results, errors, small files for machines."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .encoding import COMPRESSIBLE


class CompressionMiddleware(GZipMiddleware):
    """For texts alone: pictures are as small as they get, and parts of a file must stay what was asked for.

    What goes out plain does not vary: everybody can read it. Django's own middleware lengthens each answer by chance,
    so that its length tells nothing of a token in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(COMPRESSIBLE)
        is_wanted = "gzip" in request.headers.get("Accept-Encoding", "")
        if response.streaming or not is_text or not is_wanted:
            return response
        return super().process_response(request, response)
