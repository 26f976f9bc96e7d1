"""Configuration comes from the environment, and a bad value stops start-up by name."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kateid import environment

ROOT = Path(settings.BASE_DIR)
SECRET = "production-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
PRODUCTION = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "kate.id",
    "KATEID_SITE_URL": "https://kate.id",
    "DATABASE_URL": "sqlite:////tmp/kateid-tests-never-written.sqlite3",
    "MEDIA_ROOT": "/tmp/kateid-tests-never-written",
    "EMAIL_URL": "smtp://localhost",
}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import kateid.settings as s; print(s.DATABASES, s.MAILERS, s.SESSION_COOKIE_SECURE)"],
        cwd=ROOT,
        env=kept | {name: value for name, value in variables.items() if value},
        capture_output=True,
        text=True,
    )


def test_production_starts_with_what_it_needs() -> None:
    assert start(**PRODUCTION).returncode == 0


def test_development_needs_nothing_but_debug() -> None:
    assert start(DEBUG="1").returncode == 0


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_has_no_default_for_what_must_be_chosen(name: str) -> None:
    outcome = start(**PRODUCTION | {name: ""})
    assert outcome.returncode != 0
    assert f"Environment variable {name}: must be set." in outcome.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("DATABASE_URL", "mysql://kateid:rahasia@localhost/kateid"),
        ("DATABASE_URL", "postgres://kateid:rahasia@localhost:many/kateid"),
        ("DATABASE_URL", "postgres://kateid:rahasia@localhost"),
        ("CACHE_URL", "memcached://localhost"),
        ("EMAIL_URL", "pigeon://kateid:rahasia@localhost"),
        ("EMAIL_URL", "smtp+tls://kateid:rahasia@localhost:many"),
        ("EMAIL_URL", "smtp:///"),
        ("SECRET_KEY", "short-rahasia"),
        ("SECRET_KEY", "django-insecure-rahasia-0123456789-abcdefghijklmnopqrstuvwxyz"),
        ("LOG_LEVEL", "chatty"),
        ("KATEID_ACCENT", "red"),
        ("KATEID_ACCENT", "#12345g"),
        ("KATEID_SITE_URL", "kate.id"),
        ("KATEID_SITE_URL", "https://kate.id/berita"),
        ("KATEID_SITE_URL", "http://kate.id"),
        ("KATEID_PROXIES", "127.0.0.1, localhost"),
        ("KATEID_SECOND_PERSON", "sometimes"),
        ("KATEID_HSTS_SECONDS", "-1"),
        ("KATEID_BACKUP_KEEP", "7, 4"),
        ("KATEID_BACKUP_KEEP", "7, 4, selamanya"),
        ("KATEID_EDGE_CACHE_SECONDS", "60"),
        ("KATEID_OFFLINE_DAYS", "91"),
        ("KATEID_PROFILES", "https://facebook.com/kate.id, kate.id"),
        ("KATEID_AI_CRAWLERS", "maybe"),
        ("KATEID_AI_REFUSED", "GPTBot, a\nDisallow: /"),
        ("KATEID_AI_ALLOWED", "*"),
        ("KATEID_RSL_LICENSE", "lisensi.xml"),
        ("KATEID_ADS_TXT", "google.com, pub-1, DIRECT | google.com, pub-1"),
        ("KATEID_TRUST_TXT", "belongto=https://www.amsi.or.id/ | datatrainingallowed=perhaps"),
        ("KATEID_SECURITY_CONTACT", "redaksi@kate.id"),
        ("KATEID_INDEXNOW_KEY", "rahasia"),
        ("KATEID_METRICS_TOKEN", "rahasia"),
        ("KATEID_INDEXNOW_KEY", "rahasia/rahasia"),
        ("KATEID_WEBSUB_HUB", "http://hub.example/"),
    ],
)
def test_a_bad_value_stops_the_start_by_name_and_tells_no_secret(name: str, value: str) -> None:
    outcome = start(**PRODUCTION | {name: value})
    assert outcome.returncode != 0
    assert f"Environment variable {name}: " in outcome.stderr
    assert "rahasia" not in outcome.stderr


def test_a_mail_server_may_need_a_name_a_password_and_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://redaksi%40kate.id:p%2Fw@mail.kate.id")
    assert environment.mailer("EMAIL_URL") == {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": "mail.kate.id",
            "port": 587,
            "username": "redaksi@kate.id",
            "password": "p/w",
            "use_tls": True,
            "use_ssl": False,
            "timeout": 10,
        },
    }


def test_a_postgresql_connection_is_kept_and_tested_before_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://kateid@/kateid?host=/var/run/postgresql")
    database = environment.database("DATABASE_URL", ROOT)
    assert database["OPTIONS"] == {
        "connect_timeout": 2,
        "host": "/var/run/postgresql",
        "options": "-c max_parallel_workers_per_gather=0 -c jit=off",
    }
    assert database["CONN_MAX_AGE"] == 600
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.postgresql
@pytest.mark.parametrize(("setting", "value"), [("max_parallel_workers_per_gather", "0"), ("jit", "off")])
def test_postgresql_starts_nothing_for_the_few_rows_of_a_page(db: None, setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)


@pytest.mark.sqlite
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1)])
def test_sqlite_is_ready_for_several_writers(own_database: str, pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_development_key_is_never_a_production_key() -> None:
    assert start(**PRODUCTION | {"SECRET_KEY": "development"}).returncode != 0


def test_cookies_are_secure_where_the_site_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(**PRODUCTION).stdout.endswith("True\n")
    assert start(**PRODUCTION | {"KATEID_SITE_URL": "http://127.0.0.1:8000"}).stdout.endswith("False\n")


def test_the_example_names_every_variable_and_no_other() -> None:
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', (ROOT / "kateid" / "settings.py").read_text()))
    read -= {"KATEID_"}  # the beginning by which unknown ones are found
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / "deploy" / "kateid.env").read_text(), re.MULTILINE))
    assert explained == read


def test_a_flag_is_true_or_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KATEID_SERVE_MEDIA", "2")
    with pytest.raises(ImproperlyConfigured, match="KATEID_SERVE_MEDIA: '2' is neither true nor false"):
        environment.flag("KATEID_SERVE_MEDIA")


def test_a_variable_of_ours_that_nobody_reads_stops_the_start_by_name() -> None:
    ended = start(**PRODUCTION, KATEID_TAGLIEN="Kabar")
    assert ended.returncode != 0
    assert "KATEID_TAGLIEN" in ended.stderr
