from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.reading.share_picture import fingerprint, share_picture

YEAR = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture of pages without a photo. Pages name the version they mean, so that it may be kept for ever."""
    look = (settings.KATEID_SITE_NAME, settings.KATEID_TAGLINE, settings.KATEID_ACCENT)
    kept = f"max-age={YEAR}, immutable" if fingerprint(*look) in request.GET else "max-age=300"
    return HttpResponse(share_picture(*look), content_type="image/png", headers={"Cache-Control": f"public, {kept}"})
