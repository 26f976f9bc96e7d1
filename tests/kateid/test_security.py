"""What every answer tells a browser to refuse."""

import pytest
from django.test import Client
from pytest_django import Settings

STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


@pytest.fixture(params=["/healthz", "/admin/login/", "/tidak-ada/"])
def headers(request: pytest.FixtureRequest, client: Client, db: None) -> dict[str, str]:
    return dict(client.get(request.param).headers)


def test_scripts_and_styles_come_from_files_of_ours_alone(headers: dict[str, str]) -> None:
    policy = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert policy == STRICT


def test_no_device_is_ever_asked_for(headers: dict[str, str]) -> None:
    for device in ("camera", "geolocation", "microphone"):
        assert f"{device}=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_answers_carry_the_plain_protections(headers: dict[str, str], name: str, value: str) -> None:
    assert headers[name] == value


def test_a_stranger_host_is_refused(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "jahat.example"}).status_code == 400


class TestHttps:
    @pytest.fixture(autouse=True)
    def site_with_https(self, settings: Settings) -> None:
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 3600

    def test_plain_http_leads_to_https(self, client: Client) -> None:
        response = client.get("/admin/")
        assert response.status_code == 301
        assert response.headers["Location"] == "https://testserver/admin/"

    def test_health_is_answered_without(self, client: Client) -> None:
        assert client.get("/healthz").status_code == 200

    def test_browsers_are_told_to_stay(self, client: Client) -> None:
        assert "max-age=3600" in client.get("/healthz", secure=True).headers["Strict-Transport-Security"]
