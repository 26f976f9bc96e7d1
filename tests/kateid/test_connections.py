"""What a thread opened at the database is closed with it: server threads come and go."""

import gc
import sqlite3
from collections.abc import Iterator
from threading import Thread
from typing import Any

import psycopg2
import pytest
from django.db import connection

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def without_the_collector() -> Iterator[None]:
    """Which would close them in the end, when it happens to come by."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def opened_in_a_thread() -> list[Any]:
    opened: list[Any] = []

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        opened.append(connection.connection)

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    return opened


def is_closed(opened: Any) -> bool:
    try:
        opened.cursor().execute("SELECT 1")
    except (sqlite3.Error, psycopg2.Error):
        return True
    return False


def test_a_connection_ends_with_the_thread_that_opened_it(own_database: str) -> None:
    [opened] = opened_in_a_thread()
    assert is_closed(opened)


def test_those_of_other_threads_go_on(own_database: str) -> None:
    connection.ensure_connection()
    opened_in_a_thread()
    assert not is_closed(connection.connection)


def test_to_connect_again_closes_nothing_that_is_in_use(own_database: str) -> None:
    connection.ensure_connection()
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not is_closed(connection.connection)
