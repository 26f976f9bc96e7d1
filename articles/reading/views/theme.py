from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.reading.theme import fingerprint, stylesheet

YEAR = 365 * 24 * 3600


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The newsroom's colour. Pages name the version they mean, so that it may be kept for ever."""
    css = stylesheet(settings.KATEID_ACCENT)
    kept = f"max-age={YEAR}, immutable" if fingerprint(css) in request.GET else "max-age=300"
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": f"public, {kept}"})
