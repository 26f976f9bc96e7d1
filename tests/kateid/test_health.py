from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.databases import connected_to

pytestmark = pytest.mark.both_databases


def test_healthz_touches_no_database(client: Client) -> None:
    """The test has no access to a database, and the answer comes all the same."""
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"ok\n"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_readyz_says_ok_when_every_migration_is_applied(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_readyz_refuses_while_a_migration_waits(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("articles", "0001_newsroom")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"migrations are waiting\n"


def test_readyz_refuses_when_the_database_does_not_answer(
    client: Client, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    nowhere = "sqlite:////nowhere/kateid" if connection.vendor == "sqlite" else "postgres:///nowhere"
    with django_db_blocker.unblock(), connected_to(nowhere):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"the database does not answer\n"
