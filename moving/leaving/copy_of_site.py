"""The site as static files: an archive, and a copy that any web server gives out when this one cannot.

Pages are asked from the application itself, as somebody who is not signed in, without a network. Lists keep their later
pages, at addresses without a query. Search, accounts and forms need the application: links to them lead to a page that
says so.

    metropolis/feri-12/index.html ...    each page at its own address
    static/  media/                      what they show
    nginx.conf                           for whoever serves it with nginx; other servers need no configuration
    redirects.csv                        old addresses; those without a query are pages that lead on, too
"""

from __future__ import annotations

import csv
import html
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import Resolver404, resolve

from articles.models import Edition
from articles.reading.paging import PARAMETER
from moving.items import MoveError
from pagecache.wsgi import PageCacheMiddleware

from . import public
from .report import Report
from .targets import Progress, Target, opened

KIND = "static"
DONE = "halaman-selesai.txt"  # addresses whose files are written, while there are others
NOTICE = "/salinan-situs.html"
# What nobody gets out of a file.
DYNAMIC = frozenset({"search", "reading", "speculation", "api_stories", "api_story", "service_worker", "indexnow_key"})
COMMENTS = frozenset({"discussion", "thread"})
FEEDS = {
    f"{name}{form}": "json" if form == "_json" else "xml"
    for name in ("feed", "topic_feed", "author_feed", "section_feed", "corrections_feed")
    for form in ("", "_atom", "_json")
}
BEGINNINGS = (
    "/",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/apple-touch-icon.png",
    "/redaksi/",
)
KEPT = 16 * 1024 * 1024  # bytes of pages and their parts
LONGEST_NAME = 200  # bytes of one part of a path, as file systems have it
_ATTRIBUTE = re.compile(r'(?<=[\s"])(?P<name>href|src|action)="(?P<value>[^"]*)"')
_LOCATION = re.compile(r"<loc>([^<]+)</loc>")
_FILES = re.compile(r"/(?:static|media)/[\w./-]+")
_RELATIVE = re.compile(r"""(?:url\(|from\s*|import\s*\(?\s*)["']?(\.{0,2}/?[\w./-]+\.\w+)["')]""")
LEADS_ON = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Alamat ini pindah</title>
<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={0}"><link rel="canonical" href="{0}">
<p>Halaman ini sekarang ada di <a href="{0}">{0}</a>.</p></html>
"""
SAYS_SO = """<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Salinan situs</title><meta name="robots" content="noindex"><h1>Ini salinan situs</h1>
<p>Pencarian, akun, dan komentar baru tidak tersedia di salinan ini. Semua berita dapat dibaca seperti biasa.</p>
<p><a href="/">Ke halaman depan</a></p></html>
"""
NGINX = """# Inside a server block. Feeds keep their addresses by the second and third name.
root {folder};
index index.html index.xml index.json;
error_page 404 /404.html;
{redirects}
"""


@dataclass(frozen=True)
class Answered:
    status: int
    content_type: str
    location: str
    content: bytes


def write(folder: Path, report: Report, progress: Progress) -> None:
    """Write the copy.

    Raises:
        MoveError: the folder cannot be used, or the application does not answer for its own address.
    """
    with opened(folder, KIND) as target, _quiet():
        Copy(target, report, progress).write()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without a line of the log for each page."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(disabled)


class Copy:
    def __init__(self, target: Target, report: Report, progress: Progress) -> None:
        self.target, self.report, self.progress = target, report, progress
        # The page cache keeps what pages share, such as sidebars, which is three quarters of the work.
        self.application = PageCacheMiddleware(WSGIHandler(), most=KEPT)
        self.known: set[str] = set()
        self.waiting: list[str] = []
        self.files: set[str] = set()

    def write(self) -> None:
        done_path = self.target.folder / DONE
        done = set(done_path.read_text().splitlines()) if done_path.exists() else set()
        self._wait_for([*public.retracted_addresses(self.target.at), *BEGINNINGS])  # to which no page links
        with done_path.open("a") as noted:
            while self.waiting:
                address = self.waiting.pop()
                if address not in done or not self._read_again(address):
                    self._fetch(address)
                    noted.write(f"{address}\n")
                    noted.flush()
                if len(self.known) % 100 == 0:
                    self.progress("halaman", len(self.known) - len(self.waiting))
        self._write(NOTICE, SAYS_SO.encode())
        lost = self._ask("/404.html").content
        self._write("/404.html", self._rewritten(lost, "/404.html"))
        for name in _FILES.findall(lost.decode()):
            self._take_file(name)
        self._redirects()
        live = Edition.objects.live(self.target.at).select_related("section")
        taken = {one.article_id for one in live.iterator() if one.get_absolute_url() in self.known}
        listed = set(Edition.objects.listed(self.target.at).values_list("article_id", flat=True))
        public.tell_stories(self.report, self.target.at, taken & listed)
        done_path.unlink()

    def _wait_for(self, addresses: Any) -> None:
        for address in addresses:
            if address not in self.known:
                self.known.add(address)
                self.waiting.append(address)

    # Pages

    def _fetch(self, address: str) -> None:
        answered = self._ask(address)
        if answered.status in {301, 302} and (target := own_address(answered.location, address)):
            self._write(address, leading_on(written_as(target)))
            self._wait_for([target] if is_page(target) else [])
        elif answered.status in {200, 410}:  # what was retracted says so, though no file says it in a status
            self._store(address, answered)
            self.report.taken("page", address)
        elif address not in BEGINNINGS:
            self.report.skipped("page", address, f"jawaban {answered.status}")

    def _ask(self, address: str) -> Answered:
        """What the application answers somebody who is not signed in."""
        path, _, query = address.partition("?")
        site = urlsplit(settings.KATEID_SITE_URL)
        told: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Any:
            told.update(status=int(status[:3]), headers={name.lower(): value for name, value in headers})

        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": True,
        }
        chunks: Any = self.application(environ, start_response)
        try:
            content = b"".join(chunks)
        finally:
            if close := getattr(chunks, "close", None):
                close()
        if told["status"] == 400 or told["status"] >= 500:
            raise MoveError(
                f"{address} tidak dapat dibuat (jawaban {told['status']}). Periksa KATEID_SITE_URL dan ALLOWED_HOSTS."
            )
        headers = told["headers"]
        return Answered(told["status"], headers.get("content-type", ""), headers.get("location", ""), content)

    def _store(self, address: str, answered: Answered) -> None:
        is_page = answered.content_type.startswith("text/html")
        content = self._rewritten(answered.content, address) if is_page else answered.content
        self._write(address, content)
        self._follow(content.decode(errors="replace"), address)

    def _read_again(self, address: str) -> bool:
        """Follow the links of a page that an earlier run wrote; whether it is there."""
        path = self.target.folder / file_of(address)
        if not path.is_file():
            return False
        self._follow(path.read_bytes().decode(errors="replace"), address)
        self.report.taken("page", address)
        return True

    def _follow(self, text: str, address: str) -> None:
        found = [value["value"] for value in _ATTRIBUTE.finditer(text)] + _LOCATION.findall(text)
        own = (own_address(html.unescape(one), address) for one in found)
        self._wait_for(original for one in own if one and is_page(original := asked_as(one)))
        for name in _FILES.findall(text):
            self._take_file(name)

    def _rewritten(self, content: bytes, address: str) -> bytes:
        """The page with its links as files have them."""

        def replaced(found: re.Match[str]) -> str:
            value = html.unescape(found["value"])
            if value.startswith("#"):
                return found[0]
            bare, _, part = value.partition("#")
            target = own_address(bare, address)
            if target is None or not target.startswith("/") or target.startswith(("/static/", "/media/")):
                return found[0]
            new = written_as(target) + (f"#{part}" if part and is_page(target) else "")
            return f'{found["name"]}="{html.escape(new)}"' if new != target else found[0]

        return _ATTRIBUTE.sub(replaced, content.decode()).encode()

    def _write(self, address: str, content: bytes) -> None:
        name = file_of(address)
        path = self.target.path(name)
        growing = path.with_name(f"{path.name}.part")
        growing.write_bytes(content)
        growing.replace(path)

    # What pages show

    def _take_file(self, name: str) -> None:
        name = name.rstrip(".")
        if name in self.files or ".." in name:
            return
        self.files.add(name)
        if name.startswith(settings.MEDIA_URL):
            source = Path(settings.MEDIA_ROOT, name.removeprefix(settings.MEDIA_URL))
            if source.is_file():
                self.target.copy(source, name.lstrip("/"))
                self.report.taken("file", name)
            else:
                self.report.skipped("file", name, "berkasnya tidak ada")
        else:
            self._take_static(name)

    def _take_static(self, name: str) -> None:
        answered = self._ask(name)
        if answered.status != 200:
            return  # half a name, put together by a script
        self._write(name, answered.content)
        self.report.taken("file", name)
        if name.endswith((".css", ".js")):
            text = answered.content.decode(errors="replace")
            for found in [*_FILES.findall(text), *_RELATIVE.findall(text)]:
                path = urlsplit(urljoin(name, found)).path
                if path.startswith(settings.STATIC_URL):
                    self._take_file(path)

    # Old addresses

    def _redirects(self) -> None:
        lines = []
        with self.target.writing("redirects.csv") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["source", "target", "code"])
            for old in public.old_addresses(self.target.at):
                target = old.thing.get_absolute_url() if old.thing else old.elsewhere
                rows.writerow([old.path, target, 301 if target else 410])
                lines.append(nginx_line(old.path, target))
                name = file_of(quote(old.path, safe="/%"))
                if target and "?" not in old.path and fits(name) and not (self.target.folder / name).exists():
                    self._lead_on(name, target)
        with self.target.writing("nginx.conf") as file:
            file.write(NGINX.format(folder=self.target.folder.absolute(), redirects="\n".join(filter(None, lines))))

    def _lead_on(self, name: str, target: str) -> None:
        try:
            self.target.path(name).write_bytes(leading_on(target))
        except (NotADirectoryError, FileExistsError, IsADirectoryError):  # an address above or below it is a file
            self.report.skipped("redirect", name, "hanya di redirects.csv dan nginx.conf")


# Addresses


def own_address(link: str, page: str) -> str | None:
    """The path and query of an address of this site as a page of it links to it; None for any other."""
    try:
        parts = urlsplit(urldefrag(urljoin(settings.KATEID_SITE_URL + page, link)).url)
        site = urlsplit(settings.KATEID_SITE_URL)
        is_own = not parts.netloc or (parts.scheme in {"http", "https"} and parts.netloc == site.netloc)
    except ValueError:
        return None
    if not is_own or parts.scheme not in {"", "http", "https"}:
        return None
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def view_of(path: str) -> tuple[str, str]:
    """The application and the name of the view of a path."""
    try:
        match = resolve(unquote(path))
    except (Resolver404, ValueError):
        return "", ""
    return match.namespace, match.url_name or ""


def is_page(address: str) -> bool:
    """Whether its page becomes a file."""
    path, _, query = address.partition("?")
    application, name = view_of(path)
    if query and not query.startswith(f"{PARAMETER}="):
        return False
    return (application == "articles" and name not in DYNAMIC) or (application == "comments" and name in COMMENTS)


def written_as(address: str) -> str:
    """The address at which a page stands in the copy."""
    path, _, query = address.partition("?")
    if not is_page(address):
        application, name = view_of(path)
        if (application == "articles" and name not in DYNAMIC) and query:
            return written_as(path)
        return NOTICE if application or path.startswith(("/admin/", "/akun/")) else address
    if ending := FEEDS.get(view_of(path)[1]):
        return f"{path}index.{ending}"
    return f"{path}{PARAMETER}/{query.removeprefix(f'{PARAMETER}=')}/" if query else path


def asked_as(address: str) -> str:
    """The address that the application knows, of one as the copy has it."""
    if found := re.fullmatch(rf"(.*/){PARAMETER}/([\w.~=%-]+)/", address):
        return f"{found[1]}?{PARAMETER}={found[2]}"
    if found := re.fullmatch(r"(.*/feed/(?:atom/|json/)?)index\.(?:xml|json)", address):
        return found[1]
    return address


def file_of(address: str) -> str:
    """The file below the folder that a web server gives out for an address."""
    path = unquote(written_as(address) if address.startswith("/") else f"/{address}").partition("?")[0]
    name = str(PurePosixPath(path.lstrip("/") or "."))
    return (
        name if re.search(r"\.\w{2,11}$", name) and not path.endswith("/") else f"{name}/index.html".removeprefix("./")
    )


def fits(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and all(len(part.encode()) <= LONGEST_NAME for part in parts)


def leading_on(target: str) -> bytes:
    return LEADS_ON.format(html.escape(target)).encode()


def nginx_line(path: str, target: str) -> str:
    """A rule for an old address; none where it has a query, or what a configuration could not hold."""
    if "?" in path or re.search(r"[\x00-\x20\x7f\"'\\{};$#]", path + target):
        return ""
    answer = f"return 301 {target};" if target else "return 410;"
    return f"location = {json.dumps(path, ensure_ascii=False)} {{ {answer} }}"
