"""What may be fetched of an old site: only what the whole internet sees, at the address that was checked."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from moving import guard
from moving.guard import NotFetched, fetch, is_public

from .old_site import OldSite, old_site

NOT_PUBLIC = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "169.254.0.1", "169.254.170.2", "100.64.0.1", "100.127.255.254",
    "100.100.100.200", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::1", "::", "::2",
    "fe80::1", "fe80::1%eth0", "febf::1", "fc00::1", "fd12:3456::1", "fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1",
    "2001:db8::1", "3fff::1", "100::1", "5f00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:a00:1", "::127.0.0.1", "::10.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::",
    "2002:a00:1::1", "2002:c0a8:101::", "2002:808:808::", "2001:0:53aa:64c:0:5efe:5601:203", "2a00:1450::5efe:a00:1",
    "2a00:1450::200:5efe:127.0.0.1", "4000::1", "8000::1", "2606:4700::1111%eth0", "kacau", "", "8.8.8", "08.8.8.8",
]  # fmt: skip
REFUSED = [
    "file:///etc/passwd", "ftp://koran.example/a.jpg", "gopher://koran.example/", "data:image/png;base64,AA",
    "//x/a.jpg", "a.jpg", "", "dict://93.184.215.14:11211/", "ldap://93.184.215.14/", "javascript:alert(1)",
    "http://", "http:///a.jpg", "http://[::1]/a.jpg", "http://[::]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[x/", "http://127.0.0.1/a.jpg", "http://localhost/a.jpg", "http://LOCALHOST./a.jpg", "http://127.0.0.1./",
    "http://2130706433/a.jpg", "http://134744072/", "http://0x7f000001/a.jpg", "http://0x8080808/",
    "http://017700000001/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://127.1/", "http://8.8.2056/",
    "http://0/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://169.254.169.254/latest/meta-data/",
    "http://user:x@93.184.215.14/a.jpg", "http://@93.184.215.14/", "http://:@93.184.215.14/",
    "http://93.184.215.14\\@127.0.0.1/", "http://93.184.215.14:22/a.jpg", "http://93.184.215.14:8080/",
    "http://93.184.215.14:443/", "https://93.184.215.14:80/", "http://93.184.215.14:0/", "http://x:99999/",
    "http://x:-1/", "http://x:satu/", "https://10.0.0.5/", "http://a b/", "http://a..b/", "http://-/",
    "http://tidak-ada.invalid/a.jpg", f"http://93.184.215.14/{'a' * 5000}",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that were connected to: none but this machine's own are let through."""
    asked: list[tuple[str, int]] = []
    connect = socket.create_connection

    def watched(address: tuple[str, int], *args: Any, **options: Any) -> socket.socket:
        asked.append(address)
        if address[0] != "127.0.0.1":
            raise OSError("this test asks nobody outside")
        return connect(address, *args, **options)

    monkeypatch.setattr(socket, "create_connection", watched)
    return asked


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_not_everybody_sees_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_what_everybody_sees_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", REFUSED)
def test_the_guard_refuses_with_a_sentence(url: str, nobody_is_connected_to: list[Any]) -> None:
    with pytest.raises(NotFetched) as refused:
        fetch(url, 1000)
    assert str(refused.value)
    assert nobody_is_connected_to == []


@pytest.mark.parametrize("trusts", ["lain.example:80", "127.0.0.1:1", "127.0.0.1", ""])
def test_only_what_somebody_trusts_is_fetched_from_an_inner_address(trusts: str) -> None:
    with old_site({"/a.jpg": b"gambar"}) as site:
        with pytest.raises(NotFetched):
            fetch(f"http://{site.host}/a.jpg", 1000, frozenset({trusts}))
        assert site.asked == []
        assert fetch(f"http://{site.host}/a.jpg", 1000, frozenset({site.host})).data == b"gambar"


def test_each_redirect_is_checked_as_the_first_address_is() -> None:
    with old_site({"/a.jpg": b"gambar"}) as site:
        trusted = frozenset({site.host})
        assert fetch(f"http://{site.host}/ke//a.jpg", 1000, trusted).data == b"gambar"
        for target, says in (
            ("http://127.0.0.1:1/a.jpg", "porta"), ("http://localhost/", "tidak dibuka"),
            ("file:///etc/passwd", "http"), ("http://169.254.169.254/", "tidak dibuka"),
            ("http://[::1]/", "tidak dibuka"),
            ("http://2130706433/", "bilangan"), ("http://x:y@127.0.0.1/", "nama pengguna"), ("/tidak-ada.jpg", "404"),
            ("/ke//ke//ke//ke//ke//ke//a.jpg", "terlalu sering"),
        ):  # fmt: skip
            with pytest.raises(NotFetched, match=says):
                fetch(f"http://{site.host}/ke/{target}", 1000, trusted)


def test_a_name_that_leads_elsewhere_when_asked_again_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, nobody_is_connected_to: list[tuple[str, int]]
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])

    def resolver(_host: str, port: int, **_options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with pytest.raises(NotFetched):
        fetch("http://berganti.example/a.jpg", 1000)
    assert nobody_is_connected_to == [("93.184.215.14", 80)]
    with pytest.raises(NotFetched, match="jaringan dalam"):
        fetch("http://berganti.example/a.jpg", 1000)


def test_one_inner_address_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolver(_host: str, port: int, **_options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with pytest.raises(NotFetched, match="jaringan dalam"):
        fetch("http://ganda.example/a.jpg", 1000)


def test_what_is_too_large_or_broken_off_is_not_taken() -> None:
    with old_site({"/a.jpg": b"gambar", "/putus.jpg": b"sep"}) as site:
        trusted = frozenset({site.host})
        with pytest.raises(NotFetched, match="lebih dari"):
            fetch(f"http://{site.host}/a.jpg", 3, trusted)
        with pytest.raises(NotFetched):
            fetch(f"http://{site.host}/putus.jpg", 1000, trusted)


def test_who_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.4)
    with old_site({}) as site:
        for path in ("/lambat-kepala", "/lambat-isi"):
            with pytest.raises(NotFetched, match="terlalu lama"):
                fetch(f"http://{site.host}{path}", 10**6, frozenset({site.host}))
            assert OldSite.still_sending.wait(10), "the line is still open"


def test_what_an_address_says_goes_into_no_header() -> None:
    with old_site({}) as site:
        with pytest.raises(NotFetched):
            fetch(f"http://{site.host}/a\r\nX-Jahat: 1\r\n b.jpg", 1000, frozenset({site.host}))
        assert all("X-Jahat" not in headers for headers in site.headers)
