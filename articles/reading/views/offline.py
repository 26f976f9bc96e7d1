"""Reading without a connection: the worker in the reader's browser, and the page that it shows instead of an error."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import conditional_page, require_safe

from articles.reading import cache_tags
from pagecache import depends_on, public_page

SCRIPTS = settings.BASE_DIR / "static/js"
WORKER = (SCRIPTS / "service-worker.js").read_text()
REMOVED_WORKER = (SCRIPTS / "service-worker-removed.js").read_text()
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
