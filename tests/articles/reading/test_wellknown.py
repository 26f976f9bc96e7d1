"""Small text files for machines say what the settings say."""

import urllib.robotparser

import pytest
import time_machine
from django.test import Client
from PIL import Image
from pytest_django import Settings

from articles.syndication import ai_crawlers

SITE = "http://127.0.0.1:8000"
pytestmark = pytest.mark.django_db

FILES = ("/ads.txt", "/trust.txt", "/.well-known/trust.txt", "/.well-known/security.txt")


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=3600"
    return response.content.decode()


def robots(client: Client) -> urllib.robotparser.RobotFileParser:
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(text(client, "/robots.txt").splitlines())
    return parser


def test_robots_txt_closes_nothing_to_search_engines_and_names_the_sitemaps(client: Client) -> None:
    parser = robots(client)
    assert parser.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]
    for crawler in ("Googlebot", "Googlebot-News", "bingbot", "facebookexternalhit", "WhatsApp"):
        for path in ("/", "/cari/?q=feri", "/topik/feri/", "/feed/", "/static/css/site.css"):
            assert parser.can_fetch(crawler, SITE + path)


@pytest.mark.parametrize(
    ("choice", "training", "searching", "fetching"),
    [
        ("allow", True, True, True),
        ("index", False, True, True),
        ("search", False, True, False),
        ("refuse", False, False, False),
    ],
)
def test_the_newsroom_chooses_what_ai_companies_may_do(
    client: Client, settings: Settings, choice: str, training: bool, searching: bool, fetching: bool
) -> None:
    settings.KATEID_AI_CRAWLERS = choice
    parser = robots(client)
    for name in ("GPTBot", "CCBot", "Google-Extended", "ClaudeBot", "DeepSeekBot", "Google-CloudVertexBot"):
        assert parser.can_fetch(name, SITE) is training
    for name in ("OAI-SearchBot", "PerplexityBot", "Claude-SearchBot"):
        assert parser.can_fetch(name, SITE) is searching
    for name in ("ChatGPT-User", "Claude-User", "Perplexity-User"):
        assert parser.can_fetch(name, SITE) is fetching
    assert parser.can_fetch("Googlebot", SITE)
    lines = text(client, "/robots.txt").splitlines()
    (signal,) = (line for line in lines if line.startswith("Content-Signal: "))
    assert ("ai-train=yes" in signal, "ai-input=yes" in signal) == (training, fetching)
    assert lines.index(signal) == lines.index("User-agent: *") + 1


def test_the_newsroom_names_programs_that_no_list_has_and_its_licence(client: Client, settings: Settings) -> None:
    settings.KATEID_AI_REFUSED, settings.KATEID_AI_ALLOWED = ["Bot Baru"], ["ccbot"]
    settings.KATEID_RSL_LICENSE = "https://kate.id/lisensi.xml"
    parser = robots(client)
    assert not parser.can_fetch("Bot Baru", SITE)
    assert not parser.can_fetch("GPTBot", SITE)
    assert parser.can_fetch("CCBot", SITE)
    assert "License: https://kate.id/lisensi.xml" in text(client, "/robots.txt").splitlines()


def test_no_program_has_two_purposes() -> None:
    every = [*ai_crawlers.TRAINING, *ai_crawlers.SEARCHING, *ai_crawlers.FETCHING]
    assert len({name.lower() for name in every}) == len(every)


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_nobody_set_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_ads_txt_and_trust_txt_hold_the_lines_of_the_settings(client: Client, settings: Settings) -> None:
    settings.KATEID_ADS_TXT = ["google.com, pub-1, DIRECT, f08c47fec0942fa0", "OWNERDOMAIN=kate.id"]
    settings.KATEID_TRUST_TXT = ["belongto=https://www.amsi.or.id/", "datatrainingallowed=no"]
    assert text(client, "/ads.txt") == "google.com, pub-1, DIRECT, f08c47fec0942fa0\nOWNERDOMAIN=kate.id\n"
    for path in ("/trust.txt", "/.well-known/trust.txt"):
        assert text(client, path) == "belongto=https://www.amsi.or.id/\ndatatrainingallowed=no\n"


def test_security_txt_says_who_hears_of_a_problem_and_for_how_long(client: Client, settings: Settings) -> None:
    settings.KATEID_SECURITY_CONTACT = ["mailto:keamanan@kate.id", "https://kate.id/kontak/"]
    with time_machine.travel("2026-11-02T15:59:30Z"):
        lines = text(client, "/.well-known/security.txt").splitlines()
    assert lines == [
        "Contact: mailto:keamanan@kate.id",
        "Contact: https://kate.id/kontak/",
        "Expires: 2027-05-01T00:00:00Z",
        "Preferred-Languages: id, en",
        f"Canonical: {SITE}/.well-known/security.txt",
    ]


def test_the_key_for_search_engines_is_shown_at_its_own_address_alone(client: Client, settings: Settings) -> None:
    key = "0123456789abcdef"
    assert client.get(f"/{key}.txt").status_code == 404
    settings.KATEID_INDEXNOW_KEY = key
    assert text(client, f"/{key}.txt") == f"{key}\n"
    assert client.get("/another-key-0123.txt").status_code == 404


def test_who_asks_again_is_told_only_what_is_new(client: Client) -> None:
    response = client.get("/robots.txt")
    assert client.get("/robots.txt", headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"])
def test_an_icon_is_where_browsers_look_for_one(client: Client, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.redirect_chain[0][0].startswith("/static/img/")
    assert response.status_code == 200
    response.close()  # a file


def test_a_phone_can_install_it(client: Client, settings: Settings) -> None:
    settings.KATEID_SITE_NAME, settings.KATEID_ACCENT = "Kabar Tepian", "#114488"
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["short_name"], manifest["theme_color"]) == ("Kabar Tepian", "#114488")
    assert [entry["url"] for entry in manifest["shortcuts"]] == ["/cari/", "/admin/"]
    for icon in manifest["icons"]:
        with Image.open(settings.BASE_DIR / icon["src"].lstrip("/")) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/redaksi/").content.decode()
