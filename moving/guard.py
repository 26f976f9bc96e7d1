"""Fetches files of an old site, and of nothing else: an export may name any address, so each is taken for hostile.

Only http and https on their own ports, to addresses that the whole internet sees; the address that was checked is the
one that is connected to, so that no change of DNS comes between; redirects are checked in the same way; sizes and times
have limits.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

MOST_REDIRECTS = 5
SECONDS_OF_SILENCE = 10
SECONDS = 60  # of one file, redirects and all
LONGEST_URL = 4000
PORTS = {"http": 80, "https": 443}
CHUNK = 1 << 16
AGENT = "kateid (pemindahan situs)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: a router on the way takes an IPv4 address out
_GLOBAL_IPV6 = ip_network("2000::/3")  # RFC 4291 2.4: everything else is for some network alone
_NOT_FOR_ALL = (
    ip_network("192.88.99.0/24"),  # RFC 7526: relays of 6to4
    ip_network("2001::/32"),  # RFC 4380: Teredo, with an IPv4 address inside
    ip_network("2002::/16"),  # RFC 3056: 6to4, the same
    ip_network("3fff::/20"),  # RFC 9637: documentation
)
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})  # RFC 5214: what stands before an IPv4 address at the end
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_LOOKS_LIKE_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z")


class NotFetched(Exception):  # noqa: N818
    """Why there is no file; a sentence for whoever moves.

    Attributes:
        is_silent: nothing answered at all.
        wait: seconds after which it may be asked again; None if asking again is of no use.
        status: of an answer that is no file; 0 if there was none.
        body: the beginning of such an answer.
    """

    def __init__(
        self, reason: str, *, is_silent: bool = False, wait: float | None = None, status: int = 0, body: bytes = b""
    ) -> None:
        super().__init__(reason)
        self.is_silent, self.wait, self.status, self.body = is_silent, wait, status, body


@dataclass(frozen=True)
class Fetched:
    data: bytes
    headers: dict[str, str] = field(default_factory=dict)  # by names in small letters


def fetch(url: str, most: int, trusted: frozenset[str] = frozenset(), accept: str = "image/*") -> Fetched:
    """What stands at an address.

    Args:
        most: bytes; a larger file is not read to its end.
        trusted: "host:port" that may be fetched from although the guard would refuse it; none unless somebody says so.

    Raises:
        NotFetched: it is refused, or nothing usable is there.
    """
    until = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        connection, target = _connection(url, trusted, until)
        try:
            connection.request("GET", target, headers={"User-Agent": AGENT, "Accept": accept})
            response = connection.getresponse()
            if response.status not in _REDIRECTS:
                return _body(response, most, until)
            url = urljoin(url, response.headers.get("Location", ""))
        except (OSError, HTTPException, ValueError, AttributeError) as error:  # a cut connection has no socket any more
            reason = (
                "terlalu lama" if time.monotonic() >= until else f"situs lama tidak menjawab ({type(error).__name__})"
            )
            raise NotFetched(reason, is_silent=True) from error
        finally:
            connection.close()
    raise NotFetched("dialihkan terlalu sering")


def _body(response: HTTPResponse, most: int, until: float) -> Fetched:
    if response.status != 200:
        wait = _wait(response) if response.status in {429, 503} else None
        said = f"situs lama menjawab {response.status}"
        raise NotFetched(said, wait=wait, status=response.status, body=response.read1(CHUNK))
    parts, size = [], 0
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        if size > most:
            raise NotFetched(f"lebih dari {most // 1024**2} MB")
        if time.monotonic() > until:
            raise NotFetched("terlalu lama")
        parts.append(chunk)
    if response.length:  # of what was promised
        raise NotFetched("terputus di tengah jalan", is_silent=True)
    return Fetched(b"".join(parts), {name.lower(): value for name, value in response.headers.items()})


def _wait(response: HTTPResponse) -> float:
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 5.0


def _connection(url: str, trusted: frozenset[str], until: float) -> tuple[HTTPConnection, str]:
    """A connection to an address that was checked, and what to ask for there."""
    parts, host, port = _parts(url)
    is_trusted = f"{host}:{port}" in trusted
    if port != PORTS[parts.scheme] and not is_trusted:
        raise NotFetched("alamat dengan porta lain tidak dibuka")
    address = _address(host, port, is_trusted)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}"
    return _Pinned(host, port, address, until, is_tls=parts.scheme == "https"), target


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """An address that may be one of a file on the web, its host and its port."""
    if len(url) > LONGEST_URL:
        raise NotFetched("alamatnya terlalu panjang")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = parts.hostname or ""
        if ":" not in host:
            host = host.encode("idna").decode().lower().removesuffix(".")
    except ValueError as error:
        raise NotFetched("alamatnya tidak terbaca") from error
    if parts.scheme not in PORTS or not host:
        raise NotFetched("bukan alamat http atau https")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("alamat dengan nama pengguna tidak dibuka")
    if ":" not in host and not _HOST.fullmatch(host):
        raise NotFetched("nama situsnya tidak terbaca")
    if _LOOKS_LIKE_NUMBER.match(host.rpartition(".")[2]) and not _is_address(host):
        raise NotFetched("alamat berupa bilangan tidak dibuka")  # decimal, octal or hexadecimal: 2130706433, 017.0.0.1
    return parts, host, PORTS[parts.scheme] if port is None else port


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _address(host: str, port: int, is_trusted: bool) -> str:
    """The address of a host; refused if any of its addresses is not for everybody."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched("situs lama tidak ditemukan", is_silent=True) from error
    if not found or not (is_trusted or all(is_public(address) for address in found)):
        raise NotFetched("alamat di jaringan dalam tidak dibuka")
    return min(found, key=lambda address: (":" in address, address))


def is_public(text: str) -> bool:
    """Whether an IP address is one that the whole internet sees."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if address.scope_id or address not in _GLOBAL_IPV6 or int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
            return False
    if address.is_multicast or address.is_reserved or any(address in network for network in _NOT_FOR_ALL):
        return False
    return address.is_global


class _Pinned(HTTPConnection):
    """A connection to one IP address, whatever its name leads to by now, which is cut when its time is over."""

    def __init__(self, host: str, port: int, address: str, until: float, *, is_tls: bool) -> None:
        super().__init__(host, port, timeout=SECONDS_OF_SILENCE)
        self.default_port = PORTS["https" if is_tls else "http"]
        self.address, self.is_tls, self.until = address, is_tls, until
        self.line: socket.socket | None = None  # the connection's own, which its clock may cut
        self.clock: Timer | None = None

    def connect(self) -> None:
        left = max(0.1, self.until - time.monotonic())
        self.sock = socket.create_connection((self.address, self.port), min(SECONDS_OF_SILENCE, left))
        self.line = self.sock.dup()
        self.clock = Timer(left, _cut, [self.line])  # who sends one byte now and then is never silent
        self.clock.daemon = True
        self.clock.start()
        if self.is_tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def close(self) -> None:
        if self.clock is not None and self.line is not None:
            self.clock.cancel()
            self.line.close()
        super().close()


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it ended by itself
