"""Reading without a connection: the worker in the reader's browser, and the page that it shows instead of an error."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Edition, EditionKind, LiveEntryEdition
from articles.models.choices import PROTECTING
from articles.reading import cache_tags
from pagecache import depends_on, public_page

SCRIPTS = settings.BASE_DIR / "static/js"
WORKER = (SCRIPTS / "service-worker.js").read_text()
REMOVED_WORKER = (SCRIPTS / "service-worker-removed.js").read_text()
DAY = 24 * 3600  # seconds
PARTS = ("css/site.css", "css/page.css", "js/offline.js", "js/offline-list.js", "js/data-saver.js")


@public_page()
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    if not settings.KATEID_OFFLINE:
        raise Http404
    depends_on(request, cache_tags.site())
    return render(request, "articles/offline.html")


@public_page()
@require_safe
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker at an address that never changes.

    A browser takes it for a new one when its bytes differ, so it names the files that the offline page is made of.
    """
    depends_on(request, cache_tags.site())
    script = f"{WORKER}\n// {' '.join(map(static, PARTS))}\n" if settings.KATEID_OFFLINE else REMOVED_WORKER
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "public, no-cache"}
    )


@public_page(fresh=DAY)
@require_safe
@conditional_page
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What the worker must forget: {"days": how long a copy may be kept, "stories": the numbers of retracted stories,
    "entries": those of retracted entries of live reports}.

    Retractions that are older than any copy may be are left out, but for those that protect somebody.
    """
    if not settings.KATEID_OFFLINE:
        raise Http404
    depends_on(request, cache_tags.corrections())
    days = settings.KATEID_OFFLINE_DAYS
    at = timezone.now()
    answer = {"days": days, "stories": withdrawn_stories(at, days), "entries": withdrawn_entries(at, days)}
    return JsonResponse(answer, headers={"Cache-Control": "public, no-cache"})


def withdrawn_stories(at: datetime, days: int) -> list[int]:
    retractions = Edition.objects.live(at).filter(kind=EditionKind.RETRACTION)
    recent = Q(live_from__gt=at - timedelta(days=days))
    return list(
        retractions.filter(recent | Q(ground__in=PROTECTING)).order_by("article").values_list("article", flat=True)
    )


def withdrawn_entries(at: datetime, days: int) -> list[int]:
    recent = Q(live_from__gt=at - timedelta(days=days))
    retractions = LiveEntryEdition.objects.public_changes(EditionKind.RETRACTION)
    return list(retractions.filter(recent | Q(ground__in=PROTECTING)).order_by("entry").values_list("entry", flat=True))
