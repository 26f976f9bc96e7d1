"""What screening learns from the newsroom's decisions: measured, off until switched on, never refusing, forgettable."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.models import ScreeningModel, ScreeningRule, Status
from comments.screening.dry_run import try_text
from comments.screening.examples import examples
from comments.screening.learned import Decided, Model, measured, train
from comments.screening.normalising import read
from comments.screening.policy import current
from tests import make
from tests.cast import Cast

from .builders import reader, written

LIMIT = 95


@pytest.fixture(scope="module")
def model() -> Model:
    return train([Decided(read(one.text), one.is_refused) for one in examples(1_500)])


def test_examples_are_many_varied_and_the_same_each_time() -> None:
    made = examples(1_500)
    assert made == examples(1_500)
    assert len({one.text for one in made}) == len(made) == 1_500
    assert 0.25 < sum(one.is_refused for one in made) / len(made) < 0.75


def test_a_model_tells_what_it_has_not_seen(model: Model) -> None:
    others = [one for one in examples(3_000, seed=2) if one not in set(examples(1_500))]
    found = measured(model, [Decided(read(one.text), one.is_refused) for one in others], LIMIT)
    assert found["refused_found"] >= 0.7 * found["refused"]
    assert found["approved_found"] <= 0.02 * found["approved"]


def test_it_reads_through_disguises_and_says_what_decided(model: Model) -> None:
    plain, hidden = (
        model.judge(read("main di kumbang77 gampang menang")),
        model.judge(read("𝐦𝐚𝐢𝐧 𝐝𝐢 𝐤𝐮𝐦𝐛𝐚𝐧𝐠𝟕𝟕 𝐠𝐚𝐦𝐩𝐚𝐧𝐠 𝐦𝐞𝐧𝐚𝐧𝐠")),
    )
    assert plain.percent == hidden.percent >= LIMIT
    assert "kumbang77" in plain.words


def test_it_holds_no_word_of_any_comment(model: Model) -> None:
    assert Model.from_bytes(model.to_bytes()) == model
    assert b"gampang" not in model.to_bytes()


def test_it_counts_only_when_switched_on_and_then_holds(model: Model, db: None) -> None:
    ScreeningModel.objects.create(content=model.to_bytes())
    text = "Rohingya penyakit, main kumbang gampang menang"
    assert "learned" not in checks(text)
    ScreeningRule.objects.create(check_name="learned", decision="hold", limit=50)
    assert "learned" in checks(text)
    ScreeningModel.objects.all().delete()
    assert "learned" not in checks(text)


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
    call_command("train_screening", examples=200, stdout=out)
    assert "6 keputusan" in out.getvalue()
    assert ScreeningModel.objects.get().about["decisions"] == 6
    call_command("train_screening", forget=True, stdout=out)
    assert not ScreeningModel.objects.exists()


def checks(text: str) -> set[str]:
    return {found["check"] for found in try_text(text, current(), timezone.now()).findings}
