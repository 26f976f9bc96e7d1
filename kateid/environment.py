"""Reads settings from the environment. A bad value stops start-up and says which variable is wrong."""

import os
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def problem(name: str, what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"Environment variable {name}: {what}")


names_read: set[str] = set()


def refuse_unknown(prefix: str) -> None:
    """Raise if the environment has variables with our prefix that nobody reads: a misspelt or an outdated name."""
    if unknown := sorted(name for name in os.environ if name.startswith(prefix) and name not in names_read):
        raise problem(", ".join(unknown), "is not known; deploy/kateid.env lists all there are.")


def text(name: str, default: str | None = None) -> str:
    names_read.add(name)
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise problem(name, "must be set.")
    return value


def words(name: str, default: str | None = None) -> list[str]:
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def path(name: str, base: Path, default: str | None = None) -> Path:
    return base / text(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "true" if default else "false").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise problem(name, f"{value!r} is neither true nor false.")


def choice(name: str, options: set[str], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise problem(name, f"{value!r} is not one of {', '.join(sorted(options))}.")
    return value


def number(name: str, default: int, *, most: int | None = None) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal():
        raise problem(name, f"{value!r} is not a whole number.")
    if most is not None and int(value) > most:
        raise problem(name, f"{value} is more than {most}.")
    return int(value)


def numbers(name: str, default: str, *, count: int) -> list[int]:
    found = words(name, default)
    if len(found) != count or not all(word.isascii() and word.isdecimal() for word in found):
        raise problem(name, f"must be {count} whole numbers, comma separated.")
    return [int(word) for word in found]


def networks(name: str, default: str) -> list[str]:
    addresses = words(name, default)
    for address in addresses:
        try:
            ip_network(address)
        except ValueError:
            raise problem(name, f"{address!r} is no address or network such as 127.0.0.1 or 10.0.0.0/8.") from None
    return addresses


def colour(name: str, default: str) -> str:
    value = text(name, default)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise problem(name, f"{value!r} is not a colour such as #b3261e.")
    return value.lower()


def secret_key(name: str, default: str | None = None) -> str:
    value = text(name, default)
    if value != default and (len(value) < 50 or len(set(value)) < 5 or value.startswith("django-insecure-")):
        raise problem(name, "must be at least 50 random characters.")
    return value


def site_url(name: str, default: str | None = None, *, plain_http: bool = False) -> str:
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise problem(name, f"{value!r} is not an address such as https://kate.id.")
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1"} and not plain_http:
        raise problem(name, f"{value!r} must begin with https://; only this very machine is reached without.")
    return value


def link(name: str, default: str = "", schemes: tuple[str, ...] = ("https",)) -> str:
    return next(iter(links(name, default, schemes)), "")


def links(name: str, default: str = "", schemes: tuple[str, ...] = ("https",)) -> list[str]:
    found = words(name, default)
    for value in found:
        if not re.fullmatch(rf"(?:{'|'.join(schemes)}):[!-~]+", value):
            raise problem(name, f"{value!r} does not begin with {' or '.join(f'{scheme}:' for scheme in schemes)}.")
    return found


def programs(name: str) -> list[str]:
    """Names of robots as robots.txt writes them."""
    found = words(name, "")
    for value in found:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._ -]{1,60}", value):
            raise problem(name, f"{value!r} is not a program's name such as GPTBot.")
    return found


def dsn(name: str) -> str:
    """Where a Sentry-compatible service takes errors. It holds a key, so no message repeats it."""
    value = text(name, "")
    parts = urlsplit(value)
    is_near = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if value and not ((parts.scheme == "https" or is_near) and parts.hostname and parts.username and parts.path[1:]):
        raise problem(name, "is not an address such as https://<key>@<host>/<project>.")
    return value


def key(name: str) -> str:
    value = text(name, "")
    if value and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", value):
        raise problem(name, "is not 8 to 128 letters, digits and hyphens.")
    return value


def records(name: str, *kinds: str) -> list[str]:
    """The lines of a small text file, separated by "|", each of which must match one of the expressions."""
    lines = [line for part in text(name, "").split("|") if (line := part.strip())]
    for line in lines:
        if not any(re.fullmatch(kind, line) for kind in kinds):
            raise problem(name, f"{line!r} is not a line that this file may have.")
    return lines


# ads.txt 1.1: who may sell the site's space, and the variables.
ADS_RECORD = r"[\w.-]+\s*,\s*[^\s,;#]+\s*,\s*(?:DIRECT|RESELLER)(?:\s*,\s*[^\s,;#]+)?"
ADS_VARIABLE = r"(?:CONTACT|SUBDOMAIN|OWNERDOMAIN|MANAGERDOMAIN|INVENTORYPARTNERDOMAIN)=[!-~][ -~]*"
# trust.txt: whom the newsroom belongs to and what belongs to it.
TRUST_RECORD = r"(?:member|belongto|control|controlledby|social|vendor|customer|disclosure|contact)=[!-~]+"
TRUST_TRAINING = r"datatrainingallowed=(?:yes|no)"


def database(name: str, base: Path, default: str | None = None) -> dict[str, Any]:
    return database_at(text(name, default), name, base)


def database_at(url: str, name: str, base: Path) -> dict[str, Any]:
    # A database address holds a password, so no message quotes it.
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise problem(name, "must begin with sqlite:/// or postgres://.")
    try:
        # Annotated, since the library's own type does not say that the result may be extended.
        parsed: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        raise problem(name, "cannot be read as a database address.") from None
    if not parsed["NAME"]:
        raise problem(name, "names no database.")
    if url.startswith("sqlite"):
        return parsed | SQLITE | {"NAME": base / parsed["NAME"]}
    return parsed | POSTGRESQL | {"OPTIONS": POSTGRESQL["OPTIONS"] | parsed.get("OPTIONS", {})}


# With Django's own options five of eight concurrent writers fail on SQLite; with these none does. To open the file and
# read its schema takes longer than a story's question, so each thread keeps it open.
SQLITE: dict[str, Any] = {
    "CONN_MAX_AGE": 600,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
    },
}

# Without health checks each thread answers one error after the database has restarted.
POSTGRESQL: dict[str, Any] = {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        # Where a server does not even refuse, readers would wait for minutes; two seconds are the least that it takes.
        "connect_timeout": 2,
        # A page asks for few rows, however many there are: other processes and compilers cost more than they save.
        "options": "-c max_parallel_workers_per_gather=0 -c jit=off",
    },
}


def cache(name: str, default: str) -> dict[str, Any]:
    url = text(name, default)
    scheme = url.partition("://")[0]
    if scheme == "locmem":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": url.partition("://")[2] or "kateid",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    if scheme == "database":
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": url.partition("://")[2]}
    if scheme in {"redis", "rediss"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    if scheme == "dummy":
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    raise problem(name, "must begin with locmem://, redis://, rediss://, database:// or dummy://.")


def mailer(name: str, default: str | None = None) -> dict[str, Any]:
    # A mail address holds a password, so no message quotes it.
    parts = urlsplit(text(name, default))
    backends: dict[str, Callable[[], dict[str, Any]]] = {
        "console": dict,
        "dummy": dict,
        "locmem": dict,
        "filebased": lambda: {"file_path": parts.path},
        "smtp": lambda: smtp_options(name, use_tls=False, use_ssl=False),
        "smtp+tls": lambda: smtp_options(name, use_tls=True, use_ssl=False),
        "smtp+ssl": lambda: smtp_options(name, use_tls=False, use_ssl=True),
    }
    if parts.scheme not in backends:
        raise problem(name, f"must begin with one of {', '.join(f'{scheme}://' for scheme in backends)}.")
    return {
        "BACKEND": f"django.core.mail.backends.{parts.scheme.partition('+')[0]}.EmailBackend",
        "OPTIONS": backends[parts.scheme](),
    }


def smtp_options(name: str, *, use_tls: bool, use_ssl: bool) -> dict[str, Any]:
    parts = urlsplit(text(name))
    try:
        port = parts.port or (465 if use_ssl else 587 if use_tls else 25)
    except ValueError:
        raise problem(name, "has a port that is not a number.") from None
    if not parts.hostname:
        raise problem(name, "names no mail server.")
    return {
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": use_tls,
        "use_ssl": use_ssl,
        "timeout": 10,
    }
