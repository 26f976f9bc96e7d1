"""Every address of the site answers every role as doors.toml says, and no address is missing there."""

import tomllib
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from accounts import address_changes, notices, roles
from articles.editorial import revisions
from articles.models import (
    Article,
    Autosave,
    Edition,
    LeadStory,
    Page,
    PreviewLink,
    Redirect,
    Revision,
    RevisionKind,
    Tag,
)
from comments import reply_mail, reports
from comments.models import ScreeningWord
from jobs.models import Job
from moving.models import OldPicture, Source
from press import tickets
from press.attachments import Attachment
from press.models import ReplyFile, ReplyRequest
from tests import make
from tests.cast import Cast
from tests.comments.writing import written
from tests.press.asking import asked

pytestmark = pytest.mark.both_databases

TABLE = tomllib.loads((Path(__file__).parent / "doors.toml").read_text())
ROLES: list[str] = TABLE["roles"]
METHODS = ("GET", "POST")
SIGN_IN = "in"
STAGES = ("draft", "in_review", "approved", "scheduled", "published", "reopened", "retracted", "spiked")


class Door(NamedTuple):
    """One address and what each role gets there."""

    route: str
    address: str
    answers: dict[str, dict[str, str]]  # by method, then by role
    data: dict[str, Any]  # what is posted


def doors() -> Iterator[Door]:
    for route, rows in TABLE["doors"].items():
        for row in rows:
            answers = {method: dict(zip(ROLES, row[method].split(), strict=True)) for method in METHODS}
            yield Door(route, row["address"], answers, row.get("data", {}))


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


class Newsroom:
    """A story at every stage and one of everything else, by the names that the table uses."""

    def __init__(self, cast: Cast) -> None:
        stories = {stage: getattr(make, stage)(headline=f"Naskah {stage}") for stage in STAGES}
        used = make.photo(uploaded_by=cast.other_reporter)
        make.published(photo=used)
        gallery = [{"photo": used.pk, "caption": ""}]
        shown = Edition.objects.get(article=make.published(gallery=gallery))
        reported = make.live_report()
        source = Source.objects.create(kind="wordpress", name="koran.example")
        things: dict[str, Any] = {
            **stories,
            **{f"{stage}_revision": revisions.latest(story) for stage, story in stories.items()},
            "first_revision": revisions.latest(stories["draft"]),
            "late_revision": late_save(stories["draft"], cast),
            "other_draft": make.draft(by=cast.other_reporter),
            "typed": Autosave.objects.create(user=cast.reporter, key=uuid4(), content={"headline": "Belum disimpan"}),
            "told": notices.newest(cast.reporter).first(),
            "lead": LeadStory.objects.create(article=stories["published"]),
            "led_draft": make.draft(photo=used),
            "reported": reported.article,
            "live_entry": make.live_entry(reported).entry,
            "draft_gallery": make.draft(gallery=gallery),
            "photo": make.photo(uploaded_by=cast.reporter),
            "used_photo": used,
            "section": make.section("Rubrik Baru"),
            "used_section": cast.metropolis,
            "author": make.author("Penulis Baru"),
            "used_author": cast.reporter.author,
            "credit": make.editor("Redaktur Baru"),
            "topic": Tag.objects.create(name="topik baru", slug="topik-baru"),
            "other_topic": Tag.objects.create(name="topik lain", slug="topik-lain"),
            "redirect": Redirect.objects.create(path="/alamat-lama/", section=cast.ekonomi),
            "page": Page.objects.get(slug="kontak"),
            "role": Group.objects.get(name=roles.REPORTER),
            "colleague": cast.moderator,
            "comment": written(stories["published"], cast.reporter),
            "held_comment": written(stories["published"], cast.reporter, status="held"),
            "moderators_comment": written(stories["published"], cast.moderator),
            "reader": User.objects.create_user("pembaca", email="pembaca@surat.example"),
            "asked": (reply_request := asked(story_named=str(stories["published"].pk))),
            "reply_file": attached(reply_request),
            "word": ScreeningWord.objects.get(text="bangsat"),
            "move": Job.objects.create(kind="move_in", key=str(source.pk)),
            "old_picture": OldPicture.objects.create(source=source, key="koran.example/a.jpg"),
            "site_owner": User.objects.create_superuser("pemilik"),
        }
        live, notice = (Edition.objects.live().get(article=stories[stage]) for stage in ("published", "retracted"))
        versions = Article.objects.in_bulk([story.pk for story in stories.values()])
        self.names = {name: thing.pk for name, thing in things.items()} | {
            **{f"{stage}_version": versions[story.pk].version for stage, story in stories.items()},
            "owner_pk": cast.reporter.pk,
            "newest_revision": pk_of_newest(stories["draft"]),
            "typing_key": uuid4(),
            "used_file": used.files("card", "jpeg")[0].name,
            "complaint": reports.receive(things["comment"], reason="bohong").get_absolute_url(),
            "reply_status": tickets.status_url(reply_request),
            "unsubscribe": reply_mail.unsubscribe_token(cast.outsider),
            "undo": address_changes.undo_token(cast.outsider, "dahulu@contoh.id"),
            "ended_secret": PreviewLink.objects.create(
                revision=Revision.objects.filter(article=stories["draft"])[0],
                for_whom="Narasumber",
                made_by=cast.editor,
                expires_at=timezone.now(),
            ).secret,
            "day": timezone.localdate(live.published_at),
            "story": live.get_absolute_url(),
            "gallery": shown.get_absolute_url(),
            "notice": notice.get_absolute_url(),
        }
        self.people = cast.everybody() | {"owner": cast.reporter, "reporter": cast.other_reporter}

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(self.people[role])
        return client

    def address(self, door: Door) -> str:
        return door.address.format(**self.names)

    def data(self, door: Door) -> dict[str, Any]:
        return {name: str(value).format(**self.names) for name, value in door.data.items()}


def late_save(article: Article, cast: Cast) -> Revision:
    """A text that came too late and was kept aside."""
    stale = Article.objects.get(pk=article.pk)
    make.edited(article, headline="Naskah draft, disunting")
    stale.headline = "Naskah draft, terlambat"
    revision = revisions.save(stale, by=cast.reporter, authors=[], tags=[], base_version=stale.version)
    assert revision.kind == RevisionKind.SET_ASIDE
    return revision


def pk_of_newest(article: Article) -> int:
    revision = revisions.latest(article)
    assert revision
    return revision.pk


def attached(request: ReplyRequest) -> ReplyFile:
    row = Attachment("ktp.pdf", "application/pdf", b"%PDF-").sealed()
    row.request = request
    row.save()
    return row


@pytest.fixture
def newsroom(cast: Cast) -> Newsroom:
    return Newsroom(cast)


def answer(response: HttpResponse) -> str:
    if response.streaming:
        response.getvalue()  # to its end, where the client closes it without the database connection
    doors_in = tuple(f"{reverse(name)}?next=" for name in ("admin:login", "account_login"))
    sign_in = response.status_code == 302 and response["Location"].startswith(doors_in)
    return SIGN_IN if sign_in else str(response.status_code)


def test_every_address_of_the_site_stands_in_the_table() -> None:
    assert set(routes(get_resolver().url_patterns)) == set(TABLE["doors"])


def test_every_row_is_about_the_address_under_which_it_stands(newsroom: Newsroom) -> None:
    for door in doors():
        assert resolve(unquote(urlsplit(newsroom.address(door)).path)).route == door.route, door.address


@pytest.mark.parametrize("role", ROLES)
def test_every_door_answers_as_the_table_says(newsroom: Newsroom, role: str) -> None:
    """And no GET changes the database. What a POST changes is taken back before the next."""
    client, wrong, written = newsroom.client(role), [], []
    cookies, before = client.cookies.output(header=""), contents()
    for door in doors():
        address = newsroom.address(door)
        client.cookies = SimpleCookie(cookies)  # signed in, also after signing out
        with CaptureQueriesContext(connection) as queries:
            answers = {"GET": answer(client.get(address))}
        written += [f"{address}: {query['sql']}" for query in queries if writes(query["sql"])]
        with transaction.atomic():
            answers["POST"] = answer(client.post(address, newsroom.data(door)))
            transaction.set_rollback(True)
        wrong += [
            f"{role}: {method} {door.address} gives {given}, not {door.answers[method][role]}"
            for method, given in answers.items()
            if given != door.answers[method][role]
        ]
    assert not wrong, "\n".join(wrong)
    assert not written, "\n".join(written)
    assert contents() == before


def writes(sql: str) -> bool:
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the sessions'."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"django_session"}:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found
