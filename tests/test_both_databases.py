"""Each source file that the two databases may treat differently is run on both of them before a change is in.

`make test` runs all tests on SQLite, and on PostgreSQL those marked `both_databases`. Beside the page cache and the
table of addresses and roles these are the tests of whatever has a branch of its own for a database, a lock, a
constraint, a trigger or SQL of its own.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .cast import Cast
from .conftest import uses_database

ROOT = Path(__file__).resolve().parent.parent

# What a file says that asks a database for what the two do not do alike: a name, an attribute or an argument.
SIGNS = {
    "vendor", "connection", "connections", "RawSQL", "RunSQL",
    "select_for_update", "ignore_conflicts", "update_conflicts",
    "IntegrityError", "CheckConstraint", "UniqueConstraint", "ExclusionConstraint",
    "database_rules",
}  # fmt: skip

# Such a file, and the marked test that goes through those lines.
TESTED_BY = {
    "accounts/notices.py": "tests/articles/editorial/test_news.py",
    "articles/admin/addresses.py": "tests/articles/redirects/test_desk_redirects.py",
    "adminkit/base.py": "tests/articles/editorial/test_one_form_one_thing.py",
    "articles/admin/redirects.py": "tests/articles/redirects/test_desk_redirects.py",
    "articles/database_rules.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/editorial/front_page_picks.py": "tests/articles/admin/test_desk_front_page.py",
    "articles/models/articles.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/models/autosaves.py": "tests/articles/editorial/test_autosave.py",
    "articles/models/editions.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/models/follow_ups.py": "tests/press/test_deciding_on_replies.py",
    "articles/editorial/live.py": "tests/articles/editorial/test_live_report.py",
    "articles/models/live.py": "tests/articles/editorial/test_live_report.py",
    "articles/models/verification.py": "tests/articles/editorial/test_verification.py",
    "press/database_rules.py": "tests/press/test_deciding_on_replies.py",
    "press/models.py": "tests/press/test_deciding_on_replies.py",
    "press/replies.py": "tests/press/test_deciding_on_replies.py",
    "articles/models/history.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/models/photos.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/models/pictures.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/models/readings.py": "tests/articles/audience/test_readings.py",
    "articles/models/redirects.py": "tests/articles/redirects/test_redirects.py",
    "articles/models/sections.py": "tests/articles/editorial/test_nothing_is_lost.py",
    "articles/models/tags.py": "tests/articles/editorial/test_tag_merging.py",
    "articles/photos/intake.py": "tests/articles/photos/test_photo_intake.py",
    "articles/photos/renditions.py": "tests/articles/photos/test_renditions.py",
    "articles/photos/rights.py": "tests/articles/photos/test_photo_rights.py",
    "articles/photos/sweeping.py": "tests/articles/photos/test_renditions.py",
    "articles/models/related.py": "tests/articles/reading/test_related.py",
    "articles/reading/related.py": "tests/articles/reading/test_related.py",
    "articles/audience/most_read.py": "tests/articles/reading/test_popular.py",
    "articles/querysets.py": "tests/articles/redirects/test_redirects.py",
    "articles/audience/pageviews.py": "tests/articles/audience/test_readings.py",
    "articles/audience/misses.py": "tests/articles/audience/test_misses.py",
    "articles/search/indexes.py": "tests/articles/search/test_search_index.py",
    "articles/search/knowledge.py": "tests/articles/search/test_search.py",
    "articles/search/spelling.py": "tests/articles/search/test_search.py",
    "articles/search/lookup.py": "tests/articles/search/test_search.py",
    "articles/search/tables.py": "tests/articles/search/test_search.py",
    "articles/search/terms.py": "tests/articles/search/test_search.py",
    "articles/editorial/topics.py": "tests/articles/editorial/test_tag_merging.py",
    "articles/editorial/verification.py": "tests/articles/editorial/test_verification.py",
    "articles/editorial/workflow.py": "tests/articles/editorial/test_workflow.py",
    "accounts/readers.py": "tests/accounts/test_sign_up.py",
    "comments/database_rules.py": "tests/comments/test_complaints_kept.py",
    "comments/decision_mail.py": "tests/comments/test_notices.py",
    "comments/lifecycle.py": "tests/comments/test_lifecycle.py",
    "accounts/address_changes.py": "tests/accounts/test_guessing.py",
    "accounts/limits.py": "tests/comments/test_limits.py",
    "accounts/models.py": "tests/accounts/test_guessing.py",
    "comments/models/comments.py": "tests/comments/test_lifecycle.py",
    "comments/models/desk.py": "tests/comments/test_claims.py",
    "comments/models/moderation.py": "tests/comments/test_complaints_kept.py",
    "comments/moderation.py": "tests/comments/test_moderation.py",
    "comments/querysets.py": "tests/comments/test_threads.py",
    "comments/search.py": "tests/comments/test_desk_search.py",
    "comments/reports.py": "tests/comments/test_report.py",
    "demo/removing.py": "tests/demo/test_remove_demo.py",
    "jobs/database_move.py": "tests/kateid/test_move_database.py",
    "kateid/management/commands/move_database.py": "tests/kateid/test_move_database.py",
    "jobs/faults.py": "tests/jobs/test_faults.py",
    "jobs/models/fault.py": "tests/jobs/test_faults.py",
    "jobs/models/job.py": "tests/moving/test_move_in.py",
    "moving/leaving/archive.py": "tests/moving/leaving/test_archive.py",
    "moving/leaving/arrival.py": "tests/moving/leaving/test_archive.py",
    "moving/leaving/rows.py": "tests/moving/leaving/test_archive.py",
    "moving/models.py": "tests/moving/test_move_in.py",
    "moving/stages.py": "tests/moving/test_move_in.py",
    "kateid/apps.py": "tests/kateid/test_connections.py",
    "kateid/connections.py": "tests/kateid/test_connections.py",
    "jobs/backups/making.py": "tests/jobs/test_backup.py",
    "jobs/condition.py": "tests/jobs/test_condition.py",
    "jobs/management/commands/rehearse_restore.py": "tests/jobs/test_backup.py",
    "jobs/management/commands/restore.py": "tests/jobs/test_backup.py",
    "jobs/outbox.py": "tests/jobs/test_outbox.py",
    "moving/album.py": "tests/moving/test_old_addresses.py",
    "kateid/health.py": "tests/kateid/test_health.py",
    "kateid/wsgi.py": "tests/kateid/test_connections.py",
    "pagecache/compiled_queries.py": "tests/pagecache/test_compiled_queries.py",
}

# For measuring alone; its tests are for the night, on both.
MEASURES = {"demo/archive.py"}


def sources() -> Iterator[Path]:
    """Our own code; migrations have run on a database before its first test."""
    packages = [folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists() and folder.name != "tests"]
    for package in packages:
        yield from (path for path in package.rglob("*.py") if "migrations" not in path.parts)


def signs(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.alias(name=name):
                found.add(name)
            case ast.ImportFrom(module=str(module)):
                found.add(module.rpartition(".")[2])
    return found & SIGNS


DIFFERENT = {path.relative_to(ROOT).as_posix(): found for path in sorted(sources()) if (found := signs(path))}


def test_every_file_that_databases_may_treat_differently_has_its_test() -> None:
    missing = {name: found for name, found in DIFFERENT.items() if name not in {*TESTED_BY, *MEASURES}}
    assert not missing, "name in TESTED_BY the marked test that goes through these lines"


def test_no_row_is_left_of_what_is_gone() -> None:
    assert {*TESTED_BY, *MEASURES} - set(DIFFERENT) == set()


@pytest.mark.parametrize("test", sorted(set(TESTED_BY.values())))
def test_it_is_marked_to_run_on_both(test: str) -> None:
    """The whole file, or of a long one the tests that go through those lines."""
    assert any(map(marks_for_both, ast.parse((ROOT / test).read_text()).body))


def marks_for_both(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
            return "pytest.mark.both_databases" in ast.unparse(value)
        case ast.FunctionDef(decorator_list=decorators):
            return "pytest.mark.both_databases" in map(ast.unparse, decorators)
    return False


# On PostgreSQL what asks for no database is left out, since it has had its turn on SQLite.


def test_no_fixture_no_database(request: pytest.FixtureRequest) -> None:
    assert not uses_database(request.node)


@pytest.mark.django_db
def test_the_marker_asks_for_one(request: pytest.FixtureRequest) -> None:
    assert uses_database(request.node)


def test_a_fixture_asks_for_one_through_others(cast: Cast, request: pytest.FixtureRequest) -> None:
    assert uses_database(request.node)


def test_so_does_a_database_of_its_own(own_database: str, request: pytest.FixtureRequest) -> None:
    assert uses_database(request.node)
