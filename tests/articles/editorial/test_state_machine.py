"""Whatever is tried, in whatever order: reporters publish nothing, the log is complete, the past stays as it was."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from articles.editorial import revisions, workflow
from articles.editorial.checks import ChecksFailed
from articles.editorial.workflow import TransitionNotAllowed
from articles.models import Article, Edition, EditionKind, RetractionGround, Revision, RevisionKind, Stage, StageChange
from tests import make
from tests.cast import Cast, present

START = datetime(2026, 7, 12, 6, 5, tzinfo=UTC)
THOROUGHNESS = settings(
    max_examples=settings().max_examples // 15,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)

ONWARDS: dict[str, list[str]] = {
    Stage.DRAFT: ["submit"],
    Stage.IN_REVIEW: ["publish", "schedule", "approve"],
    Stage.APPROVED: ["publish", "schedule"],
    Stage.SCHEDULED: ["publish", "unschedule"],
    Stage.PUBLISHED: ["reopen"],
    Stage.SPIKED: ["restore"],
}

verbs = strategies.sampled_from(list(workflow.VERBS))
kinds = strategies.sampled_from([*EditionKind.values, ""])
grounds = strategies.sampled_from([*RetractionGround.values, ""])
notes = strategies.sampled_from(["", " ", "Jam berangkat diperbaiki."])
minutes = strategies.integers(-5, 90)


class Newsroom(RuleBasedStateMachine):
    """One story, a clock that goes forward, and people who try things."""

    people: tuple[str, ...] = ("managing_editor", "editor", "other_editor", "reporter", "other_reporter", "outsider")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.cast: Cast = present()
        self.article = make.draft()
        self.seen: dict[datetime, list[Edition]] = {}

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def person(self, data: strategies.DataObject) -> User:
        return self.cast.everybody()[data.draw(strategies.sampled_from(self.people))]

    @rule(data=strategies.data(), verb=verbs, kind=kinds, ground=grounds, note=notes, minutes=minutes)
    def try_a_step(
        self, data: strategies.DataObject, verb: str, kind: str, ground: str, note: str, minutes: int
    ) -> None:
        self.attempt(verb, self.person(data), kind, ground, note, minutes)

    @rule(data=strategies.data(), kind=strategies.sampled_from(["minor", "update", "correction"]))
    def take_a_step(self, data: strategies.DataObject, kind: str) -> None:
        """One that is allowed."""
        person = self.person(data)
        if offered := [verb.name for verb in workflow.offered(person, self.article) if verb.name != "spike"]:
            verb = data.draw(strategies.sampled_from(offered))
            self.attempt(verb, person, kind, RetractionGround.SARA, "Jam berangkat diperbaiki.", 30)

    @rule(data=strategies.data(), kind=strategies.sampled_from(["update", "correction"]))
    def go_on(self, data: strategies.DataObject, kind: str) -> None:
        """The way a story takes on an ordinary day, so that stories get somewhere."""
        for _ in range(3):
            if ways := ONWARDS.get(self.article.effective_stage):
                verb = data.draw(strategies.sampled_from(ways))
                person = self.cast.everybody()[self.people[0]]
                self.attempt(verb, person, kind, RetractionGround.SARA, "Jam berangkat diperbaiki.", 30)

    def attempt(self, verb: str, by: User, kind: str, ground: str, note: str, minutes: int) -> None:
        self.clock.shift(timedelta(seconds=1))
        needs: dict[str, dict[str, Any]] = {
            "send_back": {"reason": note},
            "publish": {"kind": kind, "note": note},
            "schedule": {"kind": kind, "note": note, "at": timezone.now() + timedelta(minutes=minutes)},
            "retract": {"ground": ground, "note": note},
        }
        version, lines = self.article.version, StageChange.objects.count()
        try:
            workflow.VERBS[verb].act(self.article, by=by, **needs.get(verb, {}))
        except (PermissionDenied, TransitionNotAllowed, ChecksFailed):
            self.article = Article.objects.get(pk=self.article.pk)
            assert (self.article.version, StageChange.objects.count()) == (version, lines)
        else:
            self.article = Article.objects.get(pk=self.article.pk)
            assert self.article.version > version
            assert StageChange.objects.latest("pk").verb == verb

    @rule(data=strategies.data(), headline=strategies.sampled_from(["Feri kembali", "FERI kembali!", "Feri batal"]))
    def type_something(self, data: strategies.DataObject, headline: str) -> None:
        if self.article.stage in {Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED}:
            stage = self.article.stage
            self.article = make.edited(self.article, by=self.person(data), headline=headline)
            assert self.article.stage == stage

    @rule(data=strategies.data(), behind=strategies.integers(1, 3))
    def save_something_stale(self, data: strategies.DataObject, behind: int) -> None:
        stale = Article.objects.get(pk=self.article.pk)
        stale.headline = f"Naskah basi {next(make.numbers)}"
        base = max(0, stale.version - behind)
        kept = revisions.save(
            stale, by=self.person(data), authors=stale.ordered_authors(), tags=stale.tags.names(), base_version=base
        )
        assert kept.kind == RevisionKind.SET_ASIDE
        assert Article.objects.get(pk=self.article.pk).headline == self.article.headline

    @rule(passing=strategies.integers(1, 60))
    def wait(self, passing: int) -> None:
        self.clock.shift(timedelta(minutes=passing))

    @invariant()
    def the_log_is_complete(self) -> None:
        stage: str = Stage.DRAFT
        for change in StageChange.objects.filter(article=self.article).order_by("pk"):
            assert change.from_stage == stage
            assert change.to_stage == workflow.VERBS[change.verb].target
            stage = change.to_stage
        assert stage == self.article.stage

    @invariant()
    def readers_see_one_edition_from_the_first_on_and_the_past_stays(self) -> None:
        editions = list(Edition.objects.filter(article=self.article).order_by("number"))
        assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))
        public = [edition for edition in editions if edition.live_until != edition.live_from]
        for earlier, later in pairwise(public):
            assert earlier.live_until == later.live_from
        assert len({edition.published_at for edition in public}) <= 1
        assert all(edition.published_at == public[0].live_from for edition in public)
        assert [edition.kind for edition in public[:1]] in ([], [EditionKind.FIRST])
        now = timezone.now()
        self.seen[now] = list(Edition.objects.live().filter(article=self.article))
        assert len(self.seen[now]) <= 1
        for moment, then in self.seen.items():
            assert [edition for edition in editions if edition.is_live(moment)] == then

    @invariant()
    def stage_and_editions_agree(self) -> None:
        live = Edition.objects.live().filter(article=self.article).first()
        waiting = Edition.objects.filter(article=self.article, live_until=None, live_from__gt=timezone.now())
        if self.article.effective_stage == Stage.SCHEDULED:
            assert [edition.live_from for edition in waiting] == [self.article.publish_at]
        else:
            assert not waiting
        if self.article.effective_stage in {Stage.PUBLISHED, Stage.RETRACTED}:
            assert live
            assert (live.kind == EditionKind.RETRACTION) == (self.article.stage == Stage.RETRACTED)
        if self.article.stage == Stage.SPIKED:
            assert live is None

    @invariant()
    def the_working_copy_is_its_latest_revision(self) -> None:
        latest = revisions.latest(self.article)
        assert latest
        assert latest.content == revisions.content_of(self.article)


class ReportersAlone(Newsroom):
    """The same room, with nobody in it who may decide."""

    people = ("reporter", "other_reporter", "photo_editor", "moderator", "administrator", "outsider")

    @initialize(state=strategies.sampled_from(["draft", "in_review", "approved", "scheduled", "reopened", "spiked"]))
    def begin(self, state: str) -> None:
        builder: Callable[..., Any] = getattr(make, state)
        self.article = Article.objects.get(pk=builder().pk)
        self.editions = Edition.objects.count()
        self.decisions = self.count_decisions()

    def count_decisions(self) -> int:
        return StageChange.objects.exclude(verb__in=["submit", "withdraw", "reopen"]).exclude(by=None).count()

    @invariant()
    def nothing_is_published(self) -> None:
        assert Edition.objects.count() == getattr(self, "editions", 0)
        assert self.count_decisions() == getattr(self, "decisions", 0)


class Desk:
    """Somebody's browser, with forms filled in as they please."""

    def __init__(self, person: User) -> None:
        self.client = Client()
        self.client.force_login(person)

    def send(self, address: str, **typed: Any) -> None:
        forged = {"stage": "published", "publish_at": "2020-01-01 00:00", "created_by": "1", "approved_by": "1"}
        response = self.client.post(f"/admin/articles/article/{address}", forged | typed)
        assert response.status_code in {200, 302, 403, 404, 409}

    def fill_in(self, article: Article, verb: str, base_version: int, headline: str) -> None:
        self.send(
            f"{article.pk}/change/",
            headline=headline,
            body=article.body,
            section=article.section_id or "",
            content_class=article.content_class,
            byline=[author.pk for author in article.ordered_authors()],
            tags=", ".join(article.tags.names()),
            base_version=base_version,
            _verb=verb,
        )


class OverHTTP(Newsroom):
    """The same room, where everything is a request."""

    doors: ClassVar = [*["the page of the step"] * 4, "a button of the form", "the list", "an address that is none"]

    def __init__(self) -> None:
        super().__init__()
        self.desks = {person.pk: Desk(person) for person in self.cast.everybody().values()}

    def attempt(self, verb: str, by: User, kind: str, ground: str, note: str, minutes: int) -> None:
        self.clock.shift(timedelta(seconds=1))
        desk, story, version = self.desks[by.pk], self.article, self.article.version
        match self.doors[(version + len(self.seen)) % len(self.doors)]:
            case "the page of the step":
                at = f"{timezone.localtime() + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"
                needs = {"kind": kind, "note": note, "reason": note, "ground": ground, "at": at}
                desk.send(f"{story.pk}/langkah/{verb}/", version=version, **needs)
            case "a button of the form":
                desk.fill_in(story, verb, version, story.headline)
            case "the list":
                desk.send("", action=f"bulk_{verb}", _selected_action=[story.pk])
            case _:
                desk.send(f"{story.pk}/{verb}/")
        self.article = Article.objects.get(pk=story.pk)

    @rule(data=strategies.data(), headline=strategies.sampled_from(["Feri kembali", "Feri batal"]))
    def type_something(self, data: strategies.DataObject, headline: str) -> None:
        self.desks[self.person(data).pk].fill_in(self.article, "", self.article.version, headline)
        self.article = Article.objects.get(pk=self.article.pk)

    @rule(data=strategies.data())
    def restore_something(self, data: strategies.DataObject) -> None:
        revision = data.draw(strategies.sampled_from(list(Revision.objects.filter(article=self.article))))
        self.desks[self.person(data).pk].send(f"{self.article.pk}/revisi/{revision.pk}/pulihkan/", version=1)
        self.article = Article.objects.get(pk=self.article.pk)

    @rule(data=strategies.data(), page=strategies.sampled_from(["", "change/", "history/", "bandingkan/", "delete/"]))
    def look_at_something(self, data: strategies.DataObject, page: str) -> None:
        address = f"/admin/articles/article/{self.article.pk}/{page}" if page else "/admin/articles/article/"
        before = Article.objects.values().get(pk=self.article.pk)
        assert self.desks[self.person(data).pk].client.get(address).status_code in {200, 302, 403, 404}
        assert Article.objects.values().get(pk=self.article.pk) == before


class ReportersOverHTTP(OverHTTP, ReportersAlone):
    """Requests by those who may not decide."""


@pytest.mark.parametrize("room", [Newsroom, OverHTTP])
def test_a_newsroom_that_tries_everything_keeps_its_promises(cast: Cast, room: type[Newsroom]) -> None:
    run_state_machine_as_test(room, settings=THOROUGHNESS)
    assert not Revision.objects.exists()  # each run was undone


@pytest.mark.parametrize("room", [ReportersAlone, ReportersOverHTTP])
def test_reporters_alone_publish_nothing(cast: Cast, room: type[Newsroom]) -> None:
    run_state_machine_as_test(room, settings=THOROUGHNESS)
