"""Tells browsers on readers' pages where to learn what they may fetch ahead (`articles.reading.views.speculation`)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kateid.absolute_urls import address


class SpeculationRulesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_readers = request.resolver_match is not None and request.resolver_match.namespace == "articles"
        if is_readers and response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Speculation-Rules"] = f'"{address("articles:speculation")}"'
        return response
