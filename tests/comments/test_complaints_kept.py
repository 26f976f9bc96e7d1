"""Complaints and their log stay as they are: no ORM call, no SQL. As a file they run nowhere as a formula."""

import codecs
import csv
import io
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from articles.models import Edition
from comments import moderation, reports
from comments.database_rules import COMPLAINT_RULES
from comments.models import Report, ReportEvent
from tests import make
from tests.articles.editorial.test_nothing_is_lost import triggers
from tests.cast import Cast

from .builders import public

pytestmark = pytest.mark.both_databases


@pytest.fixture
def report(cast: Cast) -> Report:
    story = make.published()
    comment = public(story, text="Feri; “dua”\nsudah ditunggu.")
    report = reports.receive(comment, reason="bohong", text='=HYPERLINK("http://jahat.example")')
    moderation.keep(report.comment, by=cast.moderator)
    return Report.objects.get()


def refused(action: Callable[[], object]) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Report, ReportEvent)]
    with pytest.raises((models.ProtectedError, IntegrityError)), transaction.atomic():
        action()
    assert [list(model.objects.order_by("pk").values()) for model in (Report, ReportEvent)] == before


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_after_all_migrations_every_rule_is_in_the_database(db: None) -> None:
    assert {rule.name for rule in COMPLAINT_RULES} <= triggers()


@pytest.mark.parametrize("model", [Report, ReportEvent])
def test_nothing_of_it_can_be_deleted(report: Report, model: type[Report]) -> None:
    refused(lambda: model.objects.latest("pk").delete())
    refused(lambda: model.objects.all().delete())
    refused(lambda: sql(f"DELETE FROM {model._meta.db_table}"))


@pytest.mark.parametrize("column", ["ticket", "reason", "text", "received_at", "due_at", "comment_id", "repeats_id"])
def test_a_complaint_cannot_be_changed(report: Report, column: str) -> None:
    refused(lambda: sql(f"UPDATE comments_report SET {column} = {column}"))


@pytest.mark.parametrize("column", ["decided_at", "outcome", "decided_by_name", "note"])
def test_a_decision_cannot_be_changed(report: Report, column: str) -> None:
    refused(lambda: sql(f"UPDATE comments_report SET {column} = {column}"))


@pytest.mark.parametrize("column", ["kind", "at", "by_name", "outcome", "report_id"])
@pytest.mark.press_rule("PPMS 3g-h")
def test_the_log_cannot_be_changed(report: Report, column: str) -> None:
    refused(lambda: sql(f"UPDATE comments_reportevent SET {column} = {column}"))


@pytest.mark.press_rule("PPMS 3g-h")
def test_the_log_as_a_file_holds_every_complaint_and_no_formula(report: Report, client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    response = client.get(reverse("admin:comments_report_export"))
    content = response.getvalue()
    assert content.startswith(codecs.BOM_UTF8)  # by which Excel knows the letters
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert tuple(head) == reports.COLUMNS
    told = dict(zip(head, row, strict=True))
    assert told["nomor"] == report.ticket
    assert told["penjelasan"] == '\'=HYPERLINK("http://jahat.example")'
    assert told["teks komentar"] == "Feri; “dua”\nsudah ditunggu."
    assert told["judul berita"] == Edition.objects.get().headline
    assert told["alamat komentar"].endswith(report.comment.get_absolute_url())
    assert (told["keputusan"], told["oleh"]) == ("Komentar tetap tampil", "Dewi Lestari")


def test_the_log_as_a_file_names_the_headline_that_was_printed(report: Report) -> None:
    article = report.comment.article
    type(article).objects.filter(pk=article.pk).update(headline="Belum terbit")
    assert "Belum terbit" not in "".join(reports.lines(Report.objects.all()))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1", "\u00a0-1"])
def test_what_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    assert reports.defused(cell) == f"'{cell}"


def test_ordinary_text_stays_as_it_is() -> None:
    assert reports.defused("Bukan 1+1, tapi bohong") == "Bukan 1+1, tapi bohong"


@pytest.mark.parametrize("part", ["reporter", "editor", "photo_editor"])
def test_others_do_not_get_the_log(client: Client, cast: Cast, part: str) -> None:
    client.force_login(getattr(cast, part))
    assert client.get(reverse("admin:comments_report_export")).status_code == 403
