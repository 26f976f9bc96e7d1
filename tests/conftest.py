import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from articles.audience import pageviews

from . import make
from .cast import cast, own_cast  # noqa: F401  (fixtures)
from .databases import Template, connected_to, template_database
from .server import Server, running_server

SLOWEST = 100
hypothesis.settings.register_profile("change", database=None, deadline=None)
hypothesis.settings.register_profile("nightly", database=None, deadline=None, derandomize=False, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "change"))


@pytest.fixture(autouse=True)
def own_media(tmp_path: Path, settings: Settings) -> Path:
    """Uploads of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KATEID_ORIGINALS = tmp_path / "originals"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def own_memory() -> Iterator[None]:
    """What this process remembers of a test is forgotten with it."""
    yield
    pageviews.buffer.forget()
    make.of_this_test.clear()
    caches["readers"].clear()


# Whatever uses a database asks, in the end, for `template`.


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with template_database(shared, own) as migrated:
        yield migrated


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's, which would run all migrations in each process."""
    with django_db_blocker.unblock(), template.connected_copy():
        yield


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A migrated database for this test alone, where commits are real; gives its address.

    For threads, processes and on_commit. It takes the place of `db`, never stands beside it.
    """
    assert "db" not in request.fixturenames, "own_database takes the place of db"
    with django_db_blocker.unblock(), template.copy() as url, connected_to(url):
        yield url


@pytest.fixture
def server(own_database: str, tmp_path: Path) -> Iterator[Server]:
    """A server process on this test's own database and media; the test may use the ORM meanwhile."""
    with running_server(own_database, tmp_path) as running:
        yield running
        assert not running.failures()


@pytest.fixture
def stories_from_one(db: None) -> None:
    """The first story of the test has number 1: PostgreSQL would go on counting from test to test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('articles_article', 'id'), 1, false)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what has its turn in the other run: what is about the other database, or about none at all."""
    on_sqlite = os.environ["DATABASE_URL"].startswith("sqlite")
    other = "postgresql" if on_sqlite else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other) or not (on_sqlite or uses_database(item))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        left_out_ids = {id(item) for item in left_out}
        items[:] = [item for item in items if id(item) not in left_out_ids]


def uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for one, by any of its fixtures or by pytest-django's marker, which asks when it runs."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return "template" in fixtures or item.get_closest_marker("django_db") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Hands over to `tests.everything` why tests were skipped, and what took longest."""
    report = os.environ.get("NOT_RUN_REPORT")
    skipped = terminalreporter.getreports("skipped")
    if report and skipped:
        with Path(report).open("a") as lines:
            lines.writelines(f"{test.longrepr[2]}\n" for test in skipped)
    if slowest := os.environ.get("SLOWEST_REPORT"):
        Path(slowest).write_text("".join(f"{line}\n" for line in durations(terminalreporter)))


def durations(terminalreporter: pytest.TerminalReporter) -> Iterator[str]:
    """How pytest closes, then the slowest first: seconds, which part of a test, its name."""
    reports = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
    ]
    reports.sort(key=lambda report: report.duration, reverse=True)
    total = sum(report.duration for report in reports)
    counts, _colour = terminalreporter.build_summary_stats_line()
    yield ", ".join(count for count, _markup in counts)
    yield f"{total:.0f} s in all, of all processes; the {min(SLOWEST, len(reports))} slowest parts:"
    yield from (f"{report.duration:7.2f} {report.when:8} {report.nodeid}" for report in reports[:SLOWEST])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
