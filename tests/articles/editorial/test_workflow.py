"""Each verb does one step: for who may, from where it may start, with what it needs, and leaves one line in the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from articles.editorial import checks, workflow
from articles.editorial.checks import ChecksFailed
from articles.editorial.workflow import VERBS, TransitionNotAllowed
from articles.models import Article, ContentClass, EditionKind, RetractionGround, Revision, Stage, StageChange
from tests import make
from tests.cast import Cast, present

OUTCOMES: dict[type[Exception], str] = {
    PermissionDenied: "not you",
    TransitionNotAllowed: "not now",
    ChecksFailed: "not ready",
}


def needs_of(verb: str) -> dict[str, Any]:
    """What satisfies a verb in any story."""
    change = {"kind": EditionKind.UPDATE, "note": "Jadwal sore ditambahkan."}
    needs: dict[str, dict[str, Any]] = {
        "send_back": {"reason": "Sebutkan nama narasumbernya."},
        "publish": change,
        "schedule": {"at": timezone.now() + timedelta(hours=2), **change},
        "retract": {"ground": RetractionGround.CHILD, "note": "Demi masa depan anak yang disebut."},
    }
    return needs.get(verb, {})


def perform(verb: str, article: Article, by: User, **needs: Any) -> Article:
    return VERBS[verb].act(article, by=by, **(needs_of(verb) | needs))


def attempt(verb: str, article: Article, by: User, **needs: Any) -> str:
    """What would come of it; nothing stays changed."""
    with transaction.atomic():
        try:
            perform(verb, article, by, **needs)
        except tuple(OUTCOMES) as refusal:
            return OUTCOMES[type(refusal)]
        finally:
            transaction.set_rollback(True)
    return "done"


def story(state: str, **fields: Any) -> Article:
    """A story in one of STATES."""
    if state == "due":
        with make.moment(timezone.now() - timedelta(hours=2)):
            return make.scheduled(at=timezone.now() + timedelta(hours=1), **fields)
    if not state.startswith("change "):
        builder: Callable[..., Article] = getattr(make, state)
        return builder(**fields)
    article = make.reopened(**fields)
    assert article.created_by
    article = workflow.submit(article, by=article.created_by)
    for verb in {"in_review": [], "approved": ["approve"], "scheduled": ["approve", "schedule"]}[state.split()[1]]:
        article = perform(verb, article, present().managing_editor)
    return article


# What may be done in each state by somebody who may do everything and submitted the story.
STATES = {
    "draft": {"submit", "spike"},
    "in_review": {"withdraw", "send_back", "approve", "publish", "schedule", "spike"},
    "approved": {"send_back", "publish", "schedule", "spike"},
    "scheduled": {"publish", "unschedule"},
    "due": {"reopen", "retract"},
    "published": {"reopen", "retract"},
    "reopened": {"submit", "discard_changes", "retract"},
    "change in_review": {"withdraw", "send_back", "approve", "publish", "schedule", "discard_changes", "retract"},
    "change approved": {"send_back", "publish", "schedule", "discard_changes", "retract"},
    "change scheduled": {"publish", "unschedule", "retract"},
    "retracted": set[str](),
    "spiked": {"restore"},
}

# Who may do each verb to a story that the reporter began and submitted in Metropolis.
EDITORS = {"editor", "managing_editor"}
MAY = {
    "submit": {"reporter"} | EDITORS,
    "withdraw": {"reporter"},
    "send_back": EDITORS,
    "approve": EDITORS,
    "publish": EDITORS,
    "schedule": EDITORS,
    "unschedule": EDITORS,
    "reopen": {"reporter"} | EDITORS,
    "discard_changes": EDITORS,
    "retract": {"managing_editor"},
    "spike": EDITORS,
    "restore": EDITORS,
}

ONCE = {
    "submit": "draft",
    "withdraw": "in_review",
    "send_back": "in_review",
    "approve": "in_review",
    "publish": "approved",
    "schedule": "approved",
    "unschedule": "scheduled",
    "reopen": "published",
    "discard_changes": "reopened",
    "retract": "published",
    "spike": "draft",
    "restore": "spiked",
}  # a state in which each verb is possible


def test_the_tables_of_this_file_know_every_verb_and_stage(cast: Cast) -> None:
    assert set(MAY) == set(ONCE) == set().union(*STATES.values()) == set(VERBS)
    assert {story(state).stage for state in STATES} == set(Stage.values)


@pytest.mark.parametrize("verb", VERBS)
def test_only_who_may_can_take_a_step(cast: Cast, verb: str) -> None:
    article = story(ONCE[verb])
    outcomes = {part: attempt(verb, article, person) for part, person in cast.everybody().items()}
    assert {part for part, outcome in outcomes.items() if outcome == "done"} == MAY[verb]
    assert {outcome for part, outcome in outcomes.items() if part not in MAY[verb]} == {"not you"}
    offered = {part for part, person in cast.everybody().items() if VERBS[verb] in workflow.offered(person, article)}
    assert offered == MAY[verb]


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_possible_only_from_its_stages(cast: Cast, state: str) -> None:
    article = story(state, by=cast.managing_editor)
    outcomes = {verb: attempt(verb, article, cast.managing_editor) for verb in VERBS}
    assert {verb for verb, outcome in outcomes.items() if outcome == "done"} == STATES[state]
    assert {outcomes[verb] for verb in VERBS if verb not in STATES[state]} <= {"not now", "not you"}
    assert {verb.name for verb in workflow.offered(cast.managing_editor, article)} == STATES[state]


@pytest.mark.both_databases
@pytest.mark.parametrize("verb", VERBS)
def test_a_step_writes_one_line_in_the_log_and_raises_the_version(cast: Cast, verb: str) -> None:
    before = story(ONCE[verb], by=cast.managing_editor)
    newest = StageChange.objects.latest("pk").pk if StageChange.objects.exists() else 0
    start = timezone.now()
    after = perform(verb, before, cast.managing_editor)
    stored = Article.objects.get(pk=before.pk)
    assert stored.stage == after.stage == VERBS[verb].target
    assert stored.version == after.version == before.version + 1
    assert stored.stage_since == stored.updated_at >= start
    change = StageChange.objects.get(pk__gt=newest)
    assert (change.article, change.verb, change.by) == (stored, verb, cast.managing_editor)
    assert (change.from_stage, change.to_stage) == (before.stage, stored.stage)
    assert change.by_name == "Hasan Basri"
    assert change.at == stored.stage_since
    assert (change.edition is not None) == (verb in {"publish", "schedule", "retract"})


@pytest.mark.both_databases
@pytest.mark.parametrize("verb", VERBS)
def test_a_step_saves_nothing_but_its_own_fields(cast: Cast, verb: str) -> None:
    article = story(ONCE[verb], by=cast.managing_editor)
    stored: dict[str, Any] = dict(Article.objects.filter(pk=article.pk).values().get())
    article.headline = "Judul di memori yang tidak pernah disimpan"
    article.body = "<p>Isi di memori</p>"
    perform(verb, article, cast.managing_editor)
    now = Article.objects.filter(pk=article.pk).values().get()
    changed = {name for name, value in now.items() if value != stored[name]}
    own = {"stage", "stage_since", "version", "updated_at", "publish_at", "submitted_by_id", "approved_by_id"}
    assert changed <= own
    assert not Revision.objects.filter(article=article, content__headline=article.headline).exists()


def snapshot(article: Article) -> list[object]:
    return [
        Article.objects.filter(pk=article.pk).values().get(),
        *(list(rows.order_by("pk").values()) for rows in (article.editions, article.stage_changes, article.revisions)),
    ]


@pytest.mark.parametrize(
    ("state", "verb", "part", "refusal"),
    [
        ("draft", "retract", "reporter", PermissionDenied),
        ("draft", "retract", "managing_editor", TransitionNotAllowed),
        ("published", "retract", "managing_editor", ChecksFailed),
        ("scheduled", "schedule", "reporter", PermissionDenied),
        ("scheduled", "schedule", "editor", TransitionNotAllowed),
        ("approved", "schedule", "editor", ChecksFailed),
        ("published", "send_back", "outsider", PermissionDenied),
        ("published", "send_back", "editor", TransitionNotAllowed),
        ("in_review", "send_back", "editor", ChecksFailed),
    ],
)
def test_who_comes_before_when_and_when_before_what_and_a_refusal_changes_nothing(
    cast: Cast, state: str, verb: str, part: str, refusal: type[Exception]
) -> None:
    article = story(state)
    before = snapshot(article)
    lacking: dict[str, Any] = {"retract": {"note": " "}, "schedule": {"at": None}, "send_back": {"reason": " "}}
    with pytest.raises(refusal):
        perform(verb, article, cast.everybody()[part], **lacking[verb])
    assert snapshot(article) == before


def test_a_refusal_in_the_newsrooms_words_names_the_step_and_the_stage(cast: Cast) -> None:
    with pytest.raises(TransitionNotAllowed, match=r"“Setujui” tidak dapat dilakukan.*Draf"):
        workflow.approve(make.draft(), by=cast.editor)


@pytest.mark.both_databases
def test_a_step_on_a_version_that_is_no_longer_the_latest_is_refused(cast: Cast) -> None:
    article = make.in_review()
    make.edited(article, by=cast.editor, headline="Feri kembali, antrean mengular")
    with pytest.raises(TransitionNotAllowed, match="baru saja berubah"):
        workflow.approve(article, by=cast.editor, version=article.version)
    assert workflow.approve(article, by=cast.editor, version=article.version + 1).stage == Stage.APPROVED


# What a step needs


def findings_of(verb: str, article: Article, by: User, **needs: Any) -> list[str]:
    with pytest.raises(ChecksFailed) as failed:
        perform(verb, article, by, **needs)
    assert all(finding.message.endswith((".", "?")) for finding in failed.value.findings)
    return [finding.field for finding in failed.value.findings]


def test_an_incomplete_draft_is_kept_but_not_submitted(cast: Cast) -> None:
    article = make.draft(headline=" ", body="<p>&nbsp;</p>", section=None, authors=[])
    assert findings_of("submit", article, cast.reporter) == ["headline", "body", "section", "authors"]


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_an_advertorial_names_who_pays_and_a_photo_has_its_credit_before_publication(cast: Cast, verb: str) -> None:
    photo = make.photo(credit=" ")
    article = make.in_review(content_class=ContentClass.ADVERTORIAL, photo=photo)
    assert findings_of(verb, article, cast.editor) == ["advertiser", "photo"]
    make.edited(article, by=cast.editor, advertiser="PT Mahakam Jaya")
    type(photo).objects.filter(pk=photo.pk).update(credit="Humas")
    perform(verb, article, cast.editor)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_sending_back_needs_a_reason_which_the_log_keeps(cast: Cast, reason: str) -> None:
    article = make.in_review()
    assert findings_of("send_back", article, cast.editor, reason=reason) == ["reason"]
    workflow.send_back(article, by=cast.editor, reason="Narasumber kedua belum dihubungi.")
    assert StageChange.objects.latest("pk").reason == "Narasumber kedua belum dihubungi."


@pytest.mark.both_databases
@pytest.mark.parametrize("minutes", [None, -1, 0])
def test_scheduling_needs_a_time_to_come(cast: Cast, minutes: int | None) -> None:
    article = make.approved()
    now = timezone.now()
    with make.moment(now):
        at = None if minutes is None else now + timedelta(minutes=minutes)
        assert findings_of("schedule", article, cast.editor, at=at) == ["at"]


@pytest.mark.parametrize("verb", ["publish", "schedule"])
@pytest.mark.parametrize(
    ("kind", "note", "fields"),
    [
        ("", "", ["kind"]),
        ("first", "Catatan", ["kind"]),
        ("retraction", "Catatan", ["kind"]),
        ("update", " ", ["note"]),
        ("correction", "", ["note"]),
    ],
)
def test_changing_what_is_live_needs_its_kind_and_note(
    cast: Cast, verb: str, kind: str, note: str, fields: list[str]
) -> None:
    article = story("change approved", by=cast.managing_editor)
    assert findings_of(verb, article, cast.managing_editor, kind=kind, note=note) == fields


def test_a_changed_headline_is_no_typing_error_but_its_case_and_punctuation_are(cast: Cast) -> None:
    article = make.reopened(headline="Feri kembali beroperasi", changes={"headline": "FERI kembali beroperasi!"})
    article = workflow.submit(article, by=cast.reporter)
    assert workflow.publish(article, by=cast.editor, kind="minor").stage == Stage.PUBLISHED
    article = make.edited(workflow.reopen(article, by=cast.editor), headline="Feri batal beroperasi")
    article = workflow.submit(article, by=cast.reporter)
    assert findings_of("publish", article, cast.editor, kind="minor", note="") == ["kind"]


@pytest.mark.parametrize("ground", ["", "salah ketik", "SARA"])
def test_retracting_needs_one_of_the_grounds_and_a_public_reason(cast: Cast, ground: str) -> None:
    article = make.published()
    assert findings_of("retract", article, cast.managing_editor, ground=ground) == ["ground"]
    assert findings_of("retract", article, cast.managing_editor, note=" ") == ["note"]


# Who decides on their own text


def test_an_editors_own_story_may_be_published_alone_and_the_log_says_so(cast: Cast) -> None:
    workflow.publish(make.in_review(by=cast.editor), by=cast.editor)
    assert StageChange.objects.latest("pk").own_text
    workflow.publish(make.in_review(by=cast.reporter), by=cast.editor)
    assert not StageChange.objects.latest("pk").own_text


def test_a_story_that_somebody_else_approved_is_nobodys_own_decision(cast: Cast) -> None:
    approved = workflow.approve(make.in_review(by=cast.editor), by=cast.managing_editor)
    workflow.publish(approved, by=cast.editor)
    assert not StageChange.objects.filter(own_text=True).exists()


def test_who_changes_an_approved_text_answers_for_it(cast: Cast, settings: Settings) -> None:
    settings.KATEID_SECOND_PERSON = "always"
    approved = workflow.approve(make.in_review(by=cast.editor), by=cast.managing_editor)
    changed = make.edited(approved, by=cast.editor, headline="Feri kembali dengan tarif baru")
    assert changed.approved_by == cast.editor
    assert findings_of("publish", changed, cast.editor) == [""]
    assert attempt("publish", changed, cast.managing_editor) == "done"


@pytest.mark.parametrize(
    ("setting", "is_sensitive", "outcome"),
    [
        ("never", True, "done"),
        ("sensitive", False, "done"),
        ("sensitive", True, "not ready"),
        ("always", False, "not ready"),
    ],
)
@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_the_newsroom_may_demand_a_second_person(
    cast: Cast, settings: Settings, verb: str, setting: str, is_sensitive: bool, outcome: str
) -> None:
    settings.KATEID_SECOND_PERSON = setting
    article = make.in_review(by=cast.editor, is_sensitive=is_sensitive)
    assert attempt(verb, article, cast.editor) == outcome
    assert attempt(verb, article, cast.managing_editor) == "done"


def test_a_byline_makes_a_text_ones_own_too(cast: Cast) -> None:
    article = make.in_review(by=cast.reporter, authors=[cast.editor.author])
    assert checks.is_own_decision(article, cast.editor)
    assert not checks.is_own_decision(article, cast.managing_editor)


@pytest.mark.parametrize("verb", ["withdraw", "send_back", "reopen", "restore", "discard_changes"])
def test_a_story_that_goes_back_to_its_writer_needs_approval_anew(cast: Cast, verb: str) -> None:
    state = {"send_back": "approved", "discard_changes": "change approved"}.get(verb, ONCE[verb])
    article = perform(verb, story(state), cast.reporter if verb == "withdraw" else cast.editor)
    stored = Article.objects.get(pk=article.pk)
    assert stored.submitted_by is None
    assert stored.approved_by is None


# Back to what readers have


@pytest.mark.both_databases
def test_discarding_changes_brings_back_the_live_text_and_keeps_the_discarded_one(cast: Cast) -> None:
    article = make.reopened(headline="Feri kembali beroperasi", tags=["feri"])
    changed = make.edited(article, headline="Kalimat yang dibuang", tags=["lain"], authors=[cast.editor.author])
    after = workflow.discard_changes(changed, by=cast.editor)
    stored = Article.objects.get(pk=article.pk)
    assert (stored.headline, list(stored.tags.names())) == ("Feri kembali beroperasi", ["feri"])
    assert [author.code for author in stored.ordered_authors()] == ["rin"]
    assert (after.stage, after.version) == (stored.stage, stored.version)
    assert stored.revisions.filter(content__headline="Kalimat yang dibuang").exists()
    assert stored.editions.count() == 1
