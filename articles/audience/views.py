"""What a page asks for when somebody reads it: static/js/reading.js, or an image where scripts do not run; and
static/js/lost.js of the page "not found".

The page itself is made for everybody and asks nobody, so it cannot count.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import bots, misses, pageviews, referrers, shares

LONGEST_BODY = 400  # bytes
_VIEW = re.compile(r"[0-9-]{1,24}")


@csrf_exempt  # it acts for nobody: the session is never looked at
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The same empty answer for everybody and for every number, whether it is a story or not."""
    length = request.META.get("CONTENT_LENGTH") or ""  # Django reads no further, and nothing where it is no number
    if length.isdecimal() and int(length) > LONGEST_BODY:
        return HttpResponse(status=413)
    if request.method != "HEAD" and bots.is_reader(request):
        _count(request, pk)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


@csrf_exempt  # it acts for nobody: the session is never looked at
@require_http_methods(["POST"])
def missing(request: HttpRequest) -> HttpResponse:
    """The page "not found" tells where it stands (static/js/lost.js). The same empty answer for everybody."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > LONGEST_BODY:
        return HttpResponse(status=413)
    if bots.is_reader(request):
        host = referrers.host_of(request.POST.get("dari", ""))
        misses.note_address(request.POST.get("alamat", ""), host, request, timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _count(request: HttpRequest, pk: int) -> None:
    now, view, host = timezone.now(), "", referrers.UNKNOWN
    if request.method == "POST":
        told = request.POST.get("tampilan", "")
        view = told if _VIEW.fullmatch(told) else ""
        host = referrers.host_of(request.POST.get("dari", referrers.UNKNOWN))
    if not shares.has_room(request, pk, now) or bots.looks_again(request, pk, view, now):
        return
    shares.take(request, pk, now)
    if not referrers.is_known(host) and not shares.is_heard_of(host, request, now):
        host = referrers.OTHERS
    pageviews.buffer.add(pk, host, now)
