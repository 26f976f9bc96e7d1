"""What a supervisor or load balancer asks: does the process live, and can it serve?"""

from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs import condition
from pagecache.versions import VersionsUnavailableError, versions


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return plain("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return plain("the database does not answer", status=503)
    try:
        versions().count()
    except VersionsUnavailableError:
        return plain("nothing can be changed: CACHE_URL or KATEID_CHANGES_FILE does not answer", status=503)
    if known_migrations() - set(applied):
        return plain("migrations are waiting", status=503)
    return plain("ok")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For programs of this machine that bring KATEID_METRICS_TOKEN. To anybody else there is no such page."""
    wanted = f"Bearer {settings.KATEID_METRICS_TOKEN}"
    brought = request.headers.get("Authorization", "")
    if not settings.KATEID_METRICS_TOKEN or not constant_time_compare(brought, wanted) or not is_from_inside(request):
        raise Http404
    return plain(condition.metrics(timezone.now()).rstrip("\n"))


def is_from_inside(request: HttpRequest) -> bool:
    """Whether a program of this machine asks, and not by way of a web server, which would say for whom it asks."""
    if any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via")):
        return False
    try:
        return ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
