from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from pagecache.files import OF_ONE_ANSWER, Headers, mark_of
from pagecache.wsgi import Door


class Command(BaseCommand):
    help = (
        "Menulis header halaman pembaca untuk nginx (deploy/nginx.conf). Ulangi sesudah pembaruan atau pengaturan baru."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        headers = headers_of_the_front_page()
        self.stdout.write(
            "# manage.py page_headers. While these are not what pages have, pages come from the application."
        )
        self.stdout.write(f"set $page_headers {mark_of(headers)};")
        for name, value in headers:
            self.stdout.write(directive(name, value))


def headers_of_the_front_page() -> Headers:
    """The headers that all readers' pages have.

    Raises:
        CommandError: the front page cannot be shown, since the database does not answer for instance.
    """
    parts = urlsplit(settings.KATEID_SITE_URL)
    environ = {"HTTP_HOST": parts.netloc, "wsgi.url_scheme": parts.scheme, "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    said: list[Any] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
        said[:] = status, headers

    Door(get_wsgi_application(), most=settings.KATEID_PAGE_CACHE_MB * 1024**2)(environ, start_response)
    status, headers = said
    if not status.startswith("200 "):
        raise CommandError(f"Halaman depan tidak dapat ditampilkan: {status}")
    return [(name, value) for name, value in headers if name.lower() not in OF_ONE_ANSWER]


def directive(name: str, value: str) -> str:
    if "$" in value:
        raise CommandError(f"nginx tidak dapat mengirim {name}: {value}")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'default_type "{quoted}";' if name.lower() == "content-type" else f'add_header {name} "{quoted}";'
