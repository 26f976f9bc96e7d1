"""What screening learns from the newsroom's decisions: measured, off until switched on, never refusing, forgettable."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.management.commands.train_screening import started_from_examples
from comments.models import ScreeningModel, ScreeningRule, Status
from comments.screening.dry_run import try_text
from comments.screening.examples import by_hand, examples
from comments.screening.learned import Decided, Model, measured
from comments.screening.normalising import read
from comments.screening.policy import current, start_model
from tests import make
from tests.cast import Cast

from .builders import reader, written

MEASURING = Path(__file__).parent / "measuring"
STALE = "Examples or training have changed: run manage.py train_screening --start and commit the file."


@pytest.fixture(scope="session")
def model() -> Model:
    """What kateid is shipped with, made anew, once."""
    return started_from_examples()


def test_examples_are_many_varied_and_the_same_each_time() -> None:
    made = examples(1_000)
    assert made == examples(1_000)
    assert len({one.text for one in made}) == len(made) == 1_000
    assert 0.25 < sum(one.is_refused for one in made) / len(made) < 0.75
    assert len({one.text for one in by_hand()}) == len(by_hand()) >= 2_000


def test_nothing_that_is_measured_was_learned() -> None:
    learned = {one.text for one in by_hand()}
    measured_on = [line for file in MEASURING.glob("*/*.txt") for line in file.read_text().splitlines()]
    assert measured_on
    assert learned.isdisjoint(measured_on)


def test_the_shipped_model_is_what_the_examples_make(model: Model) -> None:
    shipped = start_model()
    assert shipped.about == model.about
    assert abs(shipped.bias - model.bias) < 1e-6
    assert all(abs(one - other) <= 1 for one, other in zip(shipped.weights, model.weights, strict=True)), STALE


def test_a_model_tells_what_it_has_not_seen(model: Model) -> None:
    known = {one.text for one in examples(2_000)}
    others = [one for one in examples(500, seed=2) if one.text not in known]
    found = measured(model, [Decided(read(one.text), one.is_refused) for one in others], 80)
    assert found["refused_found"] >= 0.65 * found["refused"]
    assert found["approved_found"] <= 0.02 * found["approved"]


def test_it_reads_through_disguises_and_says_what_decided(model: Model) -> None:
    plain, hidden = (
        model.judge(read("main di kumbang77 gampang menang")),
        model.judge(read("𝐦𝐚𝐢𝐧 𝐝𝐢 𝐤𝐮𝐦𝐛𝐚𝐧𝐠𝟕𝟕 𝐠𝐚𝐦𝐩𝐚𝐧𝐠 𝐦𝐞𝐧𝐚𝐧𝐠")),
    )
    assert min(plain.percent, hidden.percent) >= 95
    assert "kumbang77" in plain.words


def test_what_is_said_of_one_people_holds_for_another(model: Model) -> None:
    for people in ("toraja", "ambon", "melayu"):
        assert model.judge(read(f"orang {people} usir saja dari kampung")).percent >= 70


def test_what_a_story_is_about_says_nothing(model: Model) -> None:
    text = read("Babi! Babi semua!")
    assert model.judge(text).percent > model.judge(text, "Babi hutan masuk kebun warga").percent + 10


def test_it_protects_on_the_first_day_and_a_newsroom_may_do_without(db: None) -> None:
    text = "Lagi royal malam ini, siapkan amunisi kecil dulu"
    assert checks(text) == {"examples"}
    ScreeningRule.objects.create(check_name="examples", decision="let", limit=80)
    assert not checks(text)


def test_it_holds_no_word_of_any_comment(model: Model) -> None:
    assert Model.from_bytes(model.to_bytes()) == model
    assert b"gampang" not in model.to_bytes()


def test_it_counts_only_when_switched_on_and_then_holds(model: Model, db: None) -> None:
    ScreeningModel.objects.create(content=model.to_bytes())
    text = "main kumbang gampang menang di KELADI88, link di bio"
    assert "learned" not in checks(text)
    ScreeningRule.objects.create(check_name="learned", decision="hold", limit=50)
    assert "learned" in checks(text)
    ScreeningModel.objects.all().delete()
    assert "learned" not in checks(text)


def test_what_an_earlier_version_learned_counts_for_nothing(model: Model, db: None) -> None:
    ScreeningModel.objects.create(content=model.to_bytes().replace(b"screening 2", b"screening 1", 1))
    ScreeningRule.objects.create(check_name="learned", decision="hold", limit=50)
    assert "learned" not in checks("main kumbang gampang menang di KELADI88, link di bio")


def test_the_desk_does_not_let_it_refuse(client: Client, cast: Cast, model: Model) -> None:
    client.force_login(cast.managing_editor)
    client.post("/admin/comments/screeningrule/learned/", {"decision": "refuse", "limit": "95"})
    assert not ScreeningRule.objects.exists()
    client.post("/admin/comments/screeningrule/learned/", {"decision": "hold", "limit": "95"})
    assert ScreeningRule.objects.get().decision == "hold"


def test_it_is_tried_on_last_month_before_it_counts(client: Client, cast: Cast, model: Model) -> None:
    ScreeningModel.objects.create(content=model.to_bytes())
    ScreeningRule.objects.create(check_name="newcomer", decision="let", limit=2)
    written(make.published(), text="Kami setuju haja lawan usul ini.")
    client.force_login(cast.managing_editor)
    response = client.post("/admin/comments/screeningrule/learned/", {"decision": "hold", "limit": "0", "_uji": "1"})
    assert response.context["dry_run"].counts == {("publish", "hold"): 1}


def test_it_learns_what_people_decided_and_forgets(cast: Cast) -> None:
    story = make.published()
    for number in range(6):
        comment = written(story, by=reader(), text=f"Kolak pisang nomor {number}, sungguh.")
        assert comment.status == Status.HELD
        moderation.take("refuse" if number % 2 else "approve", comment, by=cast.moderator, reason="lainnya")
    out = io.StringIO()
    call_command("train_screening", examples=0, stdout=out)
    assert "6 keputusan" in out.getvalue()
    assert ScreeningModel.objects.get().about["decisions"] == 6
    call_command("train_screening", forget=True, stdout=out)
    assert not ScreeningModel.objects.exists()


def checks(text: str) -> set[str]:
    return {found["check"] for found in try_text(text, current(), timezone.now()).findings}
