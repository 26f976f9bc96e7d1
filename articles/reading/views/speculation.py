from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

# Nobody's own pages, no results, no files, and no photos, which open without leaving the page (static/js/gallery.js).
UNLIKELY = ["/admin/*", "/akun/*", "/komentar/*", "/cari/*", "/*feed/*", "/api/*", "/*/foto/*"]
# "?*" in a pattern is any query or none, and would match every address; this is one of at least a character.
WITH_QUERY = r"/*\?(.+)"
# Pages that many readers go on to: stories and lists.
LIKELY = {
    "and": [
        {"href_matches": "/*/"},
        {"not": {"href_matches": [*UNLIKELY, WITH_QUERY]}},
        {"not": {"selector_matches": "[rel~=nofollow], [target=_blank], [href^='#']"}},
    ]
}


@require_safe
@vary_on_headers("Save-Data")
@cache_control(public=True, max_age=86400)
def speculation(request: HttpRequest) -> JsonResponse:
    """Speculation rules: what a browser may fetch ahead, and from when on. Nothing, for who saves data.

    A page that somebody points at is fetched, which costs little; made ready with its pictures is only what they
    have begun to press. Neither has been read: such requests say so in `Sec-Purpose`.
    """
    rules = {
        "prefetch": [{"where": LIKELY, "eagerness": "moderate"}],
        "prerender": [{"where": LIKELY, "eagerness": "conservative"}],
    }
    saves_data = request.headers.get("Save-Data", "").lower() == "on"
    return JsonResponse({} if saves_data else rules, content_type="application/speculationrules+json")
