"""What the desk shows of a move, and what people may decide about it there."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Edition, Photo
from jobs.models import Job, JobState
from moving import stages
from moving.mapping import Mapping
from moving.models import ImportedRow, OldPicture
from moving.opening import open_source
from tests.cast import Cast

from . import wordpress
from .test_pictures import jpeg, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.managing_editor)
    return client


def moved(folder: Path, count: int = 6, **options: Any) -> Job:
    file = folder / "ekspor.xml"
    file.write_text(wordpress.export(wordpress.newsroom(count)))
    call_command("move_in", str(file), verbosity=0, **options)
    return Job.objects.get()


def shown(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def report_of(desk: Client, job: Job) -> str:
    response: Any = desk.get(f"/admin/pindahan/{job.pk}/laporan.csv")
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_a_move_shows_what_was_there_and_what_is_here(
    desk: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    job = moved(tmp_path)
    assert f"/admin/pindahan/{job.pk}/" in shown(desk.get("/admin/pindahan/"))
    with django_assert_max_num_queries(20):
        page = shown(desk.get(f"/admin/pindahan/{job.pk}/"))
    assert "Selesai" in page
    assert '<th scope="row">Naskah</th><td>6</td><td>6</td>' in page
    lines = list(csv.DictReader(io.StringIO(report_of(desk, job)), delimiter=";"))
    assert len(lines) == ImportedRow.objects.count()
    assert {line["alasan"] for line in lines if line["jenis"] == "post" and line["hasil"] == "draft"} != {""}


def test_nobody_else_sees_or_decides(cast: Cast, client: Client, tmp_path: Path) -> None:
    job = moved(tmp_path)
    for person in (cast.reporter, cast.editor, cast.moderator):
        client.force_login(person)
        assert client.get(f"/admin/pindahan/{job.pk}/").status_code == 403
        assert client.get(f"/admin/pindahan/{job.pk}/laporan.csv").status_code == 403
        assert client.post(f"/admin/pindahan/{job.pk}/henti/").status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_cell_of_the_report_is_no_formula(desk: Client, tmp_path: Path) -> None:
    job = moved(tmp_path)
    ImportedRow.objects.filter(kind="post", foreign_id="1").update(title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in report_of(desk, job)


class At:
    """Does something at the desk when a stage has come so far, in the middle of a run."""

    def __init__(self, stage: str, deed: Any) -> None:
        self.stage, self.deed = stage, deed

    def __call__(self, stage: str, count: int) -> None:
        if self.deed and (stage, count > 0) == (self.stage, True):
            deed, self.deed = self.deed, None
            deed()


def run(file: Path, progress: Any) -> None:
    stages.Move(open_source(str(file), "", Mapping()), Mapping(), progress).run()


def test_stopped_at_the_desk_it_ends_between_two_batches(
    desk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "BATCH", 4)
    file = tmp_path / "ekspor.xml"
    file.write_text(wordpress.export(wordpress.newsroom(12)))
    with pytest.raises(stages.Halted):
        run(file, At("texts", lambda: desk.post(f"/admin/pindahan/{Job.objects.get().pk}/henti/")))
    assert Article.objects.count() == 4
    assert Job.objects.get().state == JobState.STOPPED
    run(file, lambda _stage, _count: None)  # the same command goes on with what is missing
    assert Article.objects.count() == 12
    assert [job.state for job in Job.objects.order_by("pk")] == [JobState.STOPPED, JobState.DONE]


def test_paused_at_the_desk_it_waits_until_it_may_go_on(
    desk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "BATCH", 4)
    file = tmp_path / "ekspor.xml"
    file.write_text(wordpress.export(wordpress.newsroom(12)))
    waited = []

    def somebody_comes_back(_seconds: float) -> None:
        job = Job.objects.get()
        waited.append((job.state, Article.objects.count()))
        assert "Dijeda" in shown(desk.get(f"/admin/pindahan/{job.pk}/"))
        desk.post(f"/admin/pindahan/{job.pk}/lanjut/")

    monkeypatch.setattr("moving.stages.sleep", somebody_comes_back)
    run(file, At("texts", lambda: desk.post(f"/admin/pindahan/{Job.objects.get().pk}/jeda/")))
    assert waited == [(JobState.PAUSED, 4)]
    assert Article.objects.count() == 12
    assert Job.objects.get().state == JobState.DONE


def test_what_is_over_is_not_decided_about_again(desk: Client, tmp_path: Path) -> None:
    job = moved(tmp_path)
    for wish in ("jeda", "lanjut", "henti"):
        assert "sudah tidak" in shown(desk.post(f"/admin/pindahan/{job.pk}/{wish}/", follow=True))
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_another_run_of_the_same_does_not_spoil_this_one(tmp_path: Path) -> None:
    file = tmp_path / "ekspor.xml"
    file.write_text(wordpress.export(wordpress.newsroom(3)))

    def another() -> None:
        Job.objects.update(cursor=99)  # as a second process would have written

    with pytest.raises(stages.Halted, match="di tempat lain"):
        run(file, At("prepare", another))
    assert Job.objects.get().state == JobState.RUNNING


# Pictures that could not be had


@pytest.fixture
def missing(desk: Client, tmp_path: Path) -> OldPicture:
    uploads = tmp_path / "gambar"
    uploads.mkdir()
    (uploads / "a.jpg").write_bytes(jpeg(10))
    call_command("move_in", str(wxr(tmp_path, "koran.invalid")), pictures=str(uploads), offline=True, verbosity=0)
    return OldPicture.objects.get(url__endswith="b-300x200.jpg")


def test_a_picture_uploaded_in_its_place_enters_the_story(desk: Client, missing: OldPicture) -> None:
    page = shown(desk.get(f"/admin/pindahan/{Job.objects.get().pk}/"))
    assert missing.url in page
    told = desk.post(
        f"/admin/pindahan/gambar/{missing.pk}/unggah/", {"file": SimpleUploadedFile("b.jpg", jpeg(90))}, follow=True
    )
    assert "dipasang" in shown(told)
    missing.refresh_from_db()
    photo = missing.photo
    assert photo
    assert (photo.alt_text, missing.state) == ("Kapal biru", "taken")
    assert f'data-photo="{photo.pk}"' in Edition.objects.live().get().body


def test_what_is_no_picture_is_refused_with_a_sentence(desk: Client, missing: OldPicture) -> None:
    for files in ({"file": SimpleUploadedFile("b.jpg", b"bukan gambar")}, {}):
        desk.post(f"/admin/pindahan/gambar/{missing.pk}/unggah/", files)
    missing.refresh_from_db()
    assert missing.state == "missing"
    assert Photo.objects.count() == 1


def test_what_is_ignored_is_not_asked_for_again_and_what_is_retried_is(
    desk: Client, missing: OldPicture, tmp_path: Path
) -> None:
    uploads = tmp_path / "gambar"
    desk.post(f"/admin/pindahan/gambar/{missing.pk}/abaikan/")
    (uploads / "b.jpg").write_bytes(jpeg(90))
    call_command("move_in", str(tmp_path / "ekspor.xml"), pictures=str(uploads), offline=True, verbosity=0)
    missing.refresh_from_db()
    assert missing.state == "ignored"
    desk.post(f"/admin/pindahan/gambar/{missing.pk}/ulang/")
    call_command("move_in", str(tmp_path / "ekspor.xml"), pictures=str(uploads), offline=True, verbosity=0)
    missing.refresh_from_db()
    assert missing.state == "taken"
