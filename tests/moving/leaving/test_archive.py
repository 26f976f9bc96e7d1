"""kateid's own archive: an empty kateid takes it and is the same newsroom, on either database."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import NoticeChoice, NoticeMail, Reader
from articles.models import Article, Author, Autosave, Edition, Page, Redirect, Section, Tag
from comments import lifecycle
from comments.lifecycle import OldComment
from comments.models import Comment, ScreeningModel
from moving.leaving import archive, rows, targets
from tests import cast, make
from tests.databases import Template, connected_to

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.both_databases]
ODD = 'Ódd “kutip” \\ " 𝛑 مرحبا \u2028 <b>&amp;</b>'


def fill() -> None:
    """A newsroom with a row in every table that an archive takes."""
    people = cast.present()
    when = datetime(2026, 3, 1, 2, 3, 4, 567891, tzinfo=UTC)
    photo = make.photo(caption=ODD, uploaded_by=people.reporter, taken_at=when)
    story = make.published(kind="correction", headline=f"Feri {ODD}", photo=photo, at=when, tags=["feri", "sungai"])
    make.retracted(), make.scheduled(), make.spiked(), make.in_review()
    make.live_entry(make.live_report(at=when), at=when)
    make.reopened(changes={"headline": "Belum untuk pembaca", "gallery": [{"photo": photo.pk, "caption": ODD}]})
    Tag.objects.filter(name="sungai").update(merged_into=Tag.objects.get(name="feri"))
    Redirect.objects.create(path="/lama/1", article=story, created_by=people.editor, hits=7)
    NoticeChoice.objects.create(user=people.editor, mail=NoticeMail.DIGEST)
    Autosave.objects.create(user=people.reporter, key=uuid4(), article=story, content={"headline": "sedang diketik"})
    ScreeningModel.objects.create(content=bytes(range(256)), about={"b": 1, "a": [1, None, 2.5]})
    kind = ContentType.objects.get_for_model(Article)
    LogEntry.objects.create(
        user=people.editor, content_type=kind, object_id=str(story.pk), object_repr=ODD, action_flag=CHANGE
    )
    people.editor.user_permissions.add(Permission.objects.get(codename="merge_tag"))
    reader = people.outsider
    Reader.objects.create(user=reader, display_name="Tono", name_key="tono", is_adult=True)
    EmailAddress.objects.create(user=reader, email="tono@pembaca.example", verified=True, primary=True)
    Authenticator.objects.create(user=reader, type="totp", data={"secret": "rahasiafaktor"})
    lifecycle.write(story, author=reader, text="Feri mana?", form_key=uuid4(), address="203.0.113.9")
    question = reader_asked(story, "Kapan jadwal baru?", when)
    reader_asked(story, "Besok.", when, question)


def reader_asked(story: Article, text: str, at: datetime, reply_to: Comment | None = None) -> Comment:
    old = OldComment(story.pk, "Siti", text, is_public=True, at=at, key=uuid4(), reply_to=reply_to)
    lifecycle.move_in([old])
    assert old.made
    return old.made


def move_out(folder: Path) -> dict[str, Any]:
    report = folder.with_name(f"{folder.name}-laporan.json")
    call_command("move_out", "kateid", str(folder), report=report, verbosity=0)
    loaded: dict[str, Any] = json.loads(report.read_text())
    return loaded


def sums(folder: Path) -> dict[str, str]:
    """Of everything in an archive but its moment."""
    head = json.loads((folder / archive.MANIFEST).read_text())
    return {label: table["sha256"] for label, table in head["rows"].items()} | {"files": head["files"]["sha256"]}


# Whose rows come about by ways of their own; they hold the same kinds of columns as the others.
NOT_FILLED = {
    "accounts.Consent",
    "accounts.TermsVersion",
    "articles.AnnouncementMark",
    "articles.ArticlePhoto",
    "articles.Confirmation",
    "articles.EditionPhoto",
    "articles.FollowUp",
    "articles.LeadStory",
    "articles.Miss",
    "articles.Note",
    "articles.Ranking",
    "articles.ReadingHour",
    "articles.ReadingOrigin",
    "articles.UnverifiedCase",
    "comments.Appeal",
    "comments.BarredAddress",
    "comments.Like",
    "comments.MailChoice",
    "comments.ReaderNote",
    "comments.Report",
    "comments.ReportEvent",
    "comments.Sanction",
    "comments.ScreeningRule",
    "comments.ScreeningWord",
    "jobs.Job",
    "moving.ImportedRow",
    "moving.OldPicture",
    "moving.Source",
    "press.ReplyEvent",
    "press.ReplyRequest",
}


def photo_files(folder: Path) -> dict[str, bytes]:
    found = [path for name in ("media", "originals") for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def tables(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((folder / archive.MANIFEST).read_text())["rows"]
    return found


def addresses() -> list[str]:
    found = [edition.get_absolute_url() for edition in Edition.objects.live().select_related("section")]
    found += [thing.get_absolute_url() for model in (Section, Author) for thing in model.objects.all()]
    found += [f"/komentar/{pk}/" for pk in Comment.objects.values_list("article_id", flat=True).distinct()]
    return ["/", "/feed/", "/ralat/", "/pencabutan/", "/topik/feri/", "/cari/?q=feri", "/lama/1", *found]


def pages(paths: list[str]) -> dict[str, tuple[int, bytes]]:
    client = Client()
    return {path: (answer.status_code, answer.content) for path in paths if (answer := client.get(path))}


@pytest.fixture
def elsewhere(template: Template, tmp_path: Path, settings: Settings) -> Any:
    """Another, empty newsroom: a database of the same engine, and folders of its own."""

    @contextmanager
    def opened() -> Iterator[None]:
        with template.copy() as url, connected_to(url):
            settings.MEDIA_ROOT, settings.KATEID_ORIGINALS = tmp_path / "baru/media", tmp_path / "baru/originals"
            yield

    return opened


def test_an_empty_newsroom_becomes_the_same_on_both_databases(
    own_database: str, tmp_path: Path, elsewhere: Any
) -> None:
    """There and back: by the other database the rows are the same to the byte, and so are the pages."""
    fill()
    paths = addresses()
    before = pages(paths)
    move_out(tmp_path / "a")
    through_sqlite(tmp_path, tmp_path / "a", tmp_path / "b")
    with elsewhere():
        call_command("move_in", str(tmp_path / "b"), verbosity=0)
        move_out(tmp_path / "c")  # before the pages, which count hits
        assert pages(paths) == before
        assert not User.objects.get(username="rina").check_password(cast.PASSWORD)
        make.published()  # keys go on where they were
    assert sums(tmp_path / "a") == sums(tmp_path / "b") == sums(tmp_path / "c")
    assert photo_files(tmp_path / "baru") == photo_files(tmp_path)
    empty = {label for label, table in tables(tmp_path / "a").items() if not table["count"]}
    assert empty <= NOT_FILLED


def through_sqlite(folder: Path, source: Path, target: Path) -> None:
    """By a newsroom on SQLite, of its own process."""
    variables = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'lain.sqlite3'}",
        "MEDIA_ROOT": str(folder / "lain/media"),
        "KATEID_ORIGINALS": str(folder / "lain/originals"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    for words in (["migrate"], ["move_in", str(source)], ["move_out", "kateid", str(target)]):
        subprocess.run([sys.executable, "manage.py", *words, "-v0"], check=True, cwd=ROOT, env=variables)


def test_no_secret_goes_along_and_what_stays_is_said(own_database: str, tmp_path: Path) -> None:
    fill()
    report = move_out(tmp_path / "a")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "a" / "rows").iterdir())
    for user in User.objects.all():
        assert user.password.encode() not in everything
    assert b"rahasiafaktor" not in everything
    assert {one["id"] for one in report["skipped"]} == {*rows.LEFT, rows.SECRET_COLUMN}
    every = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {model._meta.label for model in rows.archived()} | set(rows.LEFT) == every
    told = [(one["kind"], one["id"]) for name in ("out", "skipped") for one in report[name]]
    assert sorted(told) == sorted((one["kind"], one["id"]) for one in report["in"])


class Killed(BaseException):
    pass


def test_killed_anywhere_it_goes_on_and_ends_the_same(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    for _ in range(3):
        make.photo()
    move_out(tmp_path / "whole")
    steps, runs = [0], 0
    copy = targets.Target.copy

    def dying(self: targets.Target, source: Path, name: str) -> None:
        steps[0] += 1
        if steps[0] == 5 * runs:
            with (self.folder / archive.FILES).open("a") as noted:  # half a line
                noted.write('{"photo": ')
            raise Killed
        copy(self, source, name)

    monkeypatch.setattr(targets.Target, "copy", dying)
    while True:
        runs, steps[0] = runs + 1, 0
        try:
            move_out(tmp_path / "killed")
            break
        except Killed:
            assert not (tmp_path / "killed" / archive.MANIFEST).exists()
            make.photo()  # later than the archive's moment
            assert runs < 30
    assert runs > 3
    assert sums(tmp_path / "killed") == sums(tmp_path / "whole")
    assert not (tmp_path / "killed" / targets.STATE).exists()


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def resum(folder: Path, label: str) -> None:
    """As somebody would who wants the archive to be believed."""
    head = json.loads((folder / archive.MANIFEST).read_text())
    named = folder / (archive.FILES if label == "files" else archive.file_of(label))
    of = head["files"] if label == "files" else head["rows"][label]
    of["sha256"] = hashlib.sha256(named.read_bytes()).hexdigest()
    (folder / archive.MANIFEST).write_text(json.dumps(head))


def row_changed(folder: Path) -> None:
    spoil(folder / archive.file_of("articles.Edition"), "Feri", "Kapal")


def row_cut(folder: Path) -> None:
    path = folder / archive.file_of("comments.Comment")
    path.write_text(path.read_text()[:-20])
    resum(folder, "comments.Comment")


def row_of_nobody(folder: Path) -> None:
    path = folder / archive.file_of("articles.Revision")
    path.write_text(path.read_text() * 2)
    resum(folder, "articles.Revision")


def other_column(folder: Path) -> None:
    spoil(folder / archive.file_of("auth.User"), '"is_superuser"', '"password"')
    resum(folder, "auth.User")


def other_place(folder: Path) -> None:
    spoil(folder / archive.FILES, "originals/", "originals/../../")
    resum(folder, "files")


def page_as_photo(folder: Path) -> None:
    spoil(folder / archive.FILES, ".jpg", ".html")
    resum(folder, "files")


def photo_changed(folder: Path) -> None:
    next((folder / "originals").iterdir()).write_bytes(b"lain")


def photo_gone(folder: Path) -> None:
    next((folder / "originals").iterdir()).unlink()


def other_version(folder: Path) -> None:
    spoil(folder / archive.MANIFEST, "articles.0001_newsroom", "articles.0099_newer")


def no_manifest(folder: Path) -> None:
    (folder / archive.MANIFEST).write_text('{"format": ["kateid-archive"]}')


SPOILERS = (
    photo_changed, photo_gone, row_changed, row_cut, row_of_nobody, other_column, other_place, page_as_photo,
    other_version, no_manifest,
)  # fmt: skip


def test_what_is_broken_or_hostile_is_refused_and_nothing_is_written(
    own_database: str, tmp_path: Path, elsewhere: Any
) -> None:
    fill()
    move_out(tmp_path / "a")

    with elsewhere():
        for spoiler in SPOILERS:
            folder = shutil.copytree(tmp_path / "a", tmp_path / spoiler.__name__)
            spoiler(folder)
            with pytest.raises(CommandError, match=r"rsip|Foto|tidak dapat dimasukkan"):
                call_command("move_in", str(folder), verbosity=0)
            assert not User.objects.exists(), spoiler.__name__
            assert not Article.objects.exists(), spoiler.__name__
            assert Page.objects.exists(), spoiler.__name__
        assert not [path for path in (tmp_path / "baru").rglob("*") if path.suffix == ".html"]
        call_command("move_in", str(tmp_path / "a"), verbosity=0)
        with pytest.raises(CommandError, match="sudah berisi"):
            call_command("move_in", str(tmp_path / "a"), verbosity=0)


def test_a_folder_with_something_else_in_it_is_left_alone(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "milik-orang"
    folder.mkdir()
    (folder / "surat.txt").write_text("penting")
    with pytest.raises(CommandError, match="sudah ada isinya"):
        move_out(folder)
    assert [path.name for path in folder.iterdir()] == ["surat.txt"]


def test_who_came_by_an_archive_gets_a_new_password_by_mail(db: None) -> None:
    """Accounts arrive with a password that fits nothing (docs/decisions/an-archive-without-secrets.md)."""
    reader = User.objects.create(username="tono", email="tono@pembaca.example", password=make_password(None))
    EmailAddress.objects.create(user=reader, email="tono@pembaca.example", verified=True, primary=True)
    client = Client()
    client.post("/akun/sandi/lupa/", {"email": "tono@pembaca.example"})
    (mail,) = django_mail.outbox
    (code,) = re.findall(r"Kode Anda: ([A-Z]{4}-[A-Z]{4})", mail.body)
    client.post("/akun/sandi/lupa/kode/", {"code": code})
    words = "jembatan-mahakam-baru-7"
    client.post("/akun/sandi/lupa/baru/", {"password1": words, "password2": words})
    reader.refresh_from_db()
    assert reader.check_password(words)
