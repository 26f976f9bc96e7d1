"""The steps of a story at the desk: each asks what it needs, says what stands in the way, and what it did."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from inspect import Parameter, signature
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.admin.workflow_views import FORMS
from articles.editorial import workflow
from articles.editorial.workflow import StoryVerb
from articles.models import Article, Edition, EditionKind, Photo, Stage, StageChange
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, fields_of

NOON = datetime(2026, 7, 12, 4, 0, tzinfo=UTC)  # Minggu, 12.00 WITA


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


@pytest.fixture
def hasan(cast: Cast) -> AtDesk:
    return AtDesk(cast.managing_editor)


def page_of(article: Article, verb: str) -> str:
    return f"{STORIES}{article.pk}/langkah/{verb}/"


def said(person: AtDesk, response: Any) -> list[str]:
    """What the desk tells after a step, as plain words."""
    assert response.status_code == 302, response.status_code
    shown = person.client.get(response["Location"])
    return [unescape(re.sub(r"<[^>]+>", "", str(message))) for message in shown.context["messages"]]


def stage_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).stage


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


def findings(response: Any) -> list[str]:
    listed = response.content.decode().partition("Belum bisa dilanjutkan")[2].partition("</ul>")[0]
    return [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<li>(.*?)</li>", listed)]


def live_page(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


# Returning, approving


def test_returning_needs_a_reason(rina: AtDesk, lukman: AtDesk) -> None:
    article = make.in_review()
    for reason in ("", "  \n"):
        refused = lukman.step(article, "send_back", reason=reason)
        assert errors(refused) == {"reason": ["Tulis alasannya, supaya reporter tahu apa yang perlu diperbaiki."]}
    assert stage_of(article) == Stage.IN_REVIEW
    done = lukman.step(article, "send_back", reason="Tambahkan tanggapan Dishub.")
    assert said(lukman, done) == [f"Naskah dikembalikan ke reporter: “{article}”."]
    assert "Tambahkan tanggapan Dishub." in rina.read(f"{STORIES}{article.pk}/change/")
    assert stage_of(article) == Stage.DRAFT


def test_a_button_that_needs_nothing_acts_at_once_from_the_storys_page(rina: AtDesk) -> None:
    article = make.in_review()
    html = rina.read(f"{STORIES}{article.pk}/change/")
    assert f'action="{page_of(article, "withdraw")}"' in html
    done = rina.client.post(page_of(article, "withdraw"), {"version": article.version})
    assert said(rina, done) == [f"Naskah ditarik kembali dan menjadi draf: “{article}”."]


def test_approving_your_own_text_is_told_beforehand_and_written_down(hasan: AtDesk) -> None:
    article = make.in_review(by=hasan.user, authors=[make.author()])
    assert "Ini tulisan Anda sendiri" in hasan.read(page_of(article, "approve"))
    done = hasan.step(article, "approve")
    assert said(hasan, done) == [f"Naskah disetujui: “{article}”. Tercatat: diputuskan oleh penulisnya sendiri."]
    assert StageChange.objects.get(verb="approve").own_text is True
    assert "oleh penulisnya sendiri" in hasan.read(f"{STORIES}{article.pk}/history/")


def test_approving_anothers_text_is_nothing_special(lukman: AtDesk) -> None:
    article = make.in_review()
    assert "Ini tulisan Anda sendiri" not in lukman.read(page_of(article, "approve"))
    assert said(lukman, lukman.step(article, "approve")) == [f"Naskah disetujui: “{article}”."]


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
@pytest.mark.parametrize(("demanded", "sensitive"), [("always", False), ("sensitive", True)])
def test_a_newsroom_may_demand_a_second_person(
    settings: Settings, cast: Cast, hasan: AtDesk, lukman: AtDesk, verb: str, demanded: str, sensitive: bool
) -> None:
    settings.KATEID_SECOND_PERSON = demanded
    article = make.in_review(by=hasan.user, authors=[make.author()], is_sensitive=sensitive)
    why = "Naskah ini perlu disetujui orang kedua: penulisnya tidak dapat menyetujui sendiri."
    assert why in hasan.read(page_of(article, verb))
    assert why in findings(hasan.step(article, verb, at="2099-01-01T06:00", far="on"))
    assert stage_of(article) == Stage.IN_REVIEW
    assert lukman.step(article, "approve").status_code == 302
    assert hasan.step(article, "publish").status_code == 302


def test_an_ordinary_story_needs_no_second_person_where_only_sensitive_ones_do(
    settings: Settings, hasan: AtDesk
) -> None:
    settings.KATEID_SECOND_PERSON = "sensitive"
    article = make.in_review(by=hasan.user, authors=[make.author()])
    assert hasan.step(article, "publish").status_code == 302


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"headline": ""}, "Judul masih kosong. Tulis judulnya dahulu."),
        ({"body": "<p> </p>"}, "Isi masih kosong. Tulis isi beritanya dahulu."),
        ({"section": None}, "Rubrik belum dipilih. Pilih rubrik yang sesuai."),
        ({"authors": []}, "Penulis belum dipilih. Pilih sedikitnya satu nama."),
        (
            {"content_class": "advertorial"},
            "Advertorial wajib menyebut pemasangnya. Isi kolom “pemasang atau pengirim”.",
        ),
        (
            {"content_class": "press_release"},
            "Rilis pers wajib menyebut pengirimnya. Isi kolom “pemasang atau pengirim”.",
        ),
        ({"photo": True}, "Foto “Feri tambangan” belum punya kredit. Lengkapi kredit fotonya."),
    ],
)
@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_what_is_missing_is_named_before_and_after_the_press(
    lukman: AtDesk, verb: str, fields: dict[str, Any], why: str
) -> None:
    article = make.in_review()
    if "photo" in fields:
        fields = {"photo": make.photo(caption="Feri tambangan")}
        Photo.objects.update(credit=" ")
    article = make.edited(article, by=lukman.user, **fields)
    assert why in unescape(lukman.read(page_of(article, verb)))
    refused = lukman.step(article, verb, at="2099-01-01T06:00", far="on")
    assert [unescape(sentence) for sentence in findings(refused)] == [why]
    assert stage_of(article) == Stage.IN_REVIEW


# Publishing


def test_a_first_publication_asks_nothing_and_is_live_at_once(lukman: AtDesk, client: Client) -> None:
    article = make.approved()
    assert set(fields_of(lukman.read(page_of(article, "publish")), "story-step-form")) == {
        "csrfmiddlewaretoken",
        "version",
    }
    done = lukman.step(article, "publish")
    assert said(lukman, done) == [f"Berita terbit: “{article}”. Lihat di situs"]
    assert client.get(live_page(article)).status_code == 200
    assert live_page(article) in lukman.read(f"{STORIES}{article.pk}/change/")


@pytest.mark.parametrize(
    ("kind", "note", "shown"),
    [
        ("minor", "", None),
        ("update", "Jadwal hari Minggu ditambahkan.", "Jadwal hari Minggu ditambahkan."),
        ("correction", "Nama kapal <b>keliru</b>.", "Nama kapal &lt;b&gt;keliru&lt;/b&gt;."),
    ],
)
def test_publishing_again_asks_which_kind_of_change_it_is(
    cast: Cast, rina: AtDesk, lukman: AtDesk, client: Client, kind: str, note: str, shown: str | None
) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.published()
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        rina.step(article, "reopen")
        make.edited(article, body="<p>Isi yang diperbarui.</p>")
        rina.step(article, "submit")
        done = lukman.step(article, "publish", kind=kind, note=note)
        assert said(lukman, done) == [f"Berita terbit: “{article}”. Lihat di situs"]
    edition = Edition.objects.live().get(article=article)
    assert (edition.number, edition.kind, edition.published_at, edition.public_note) == (2, kind, NOON, note)
    page = client.get(live_page(article)).content.decode()
    assert "Isi yang diperbarui." in page
    assert "Minggu, 12 Juli 2026 | 12:00 WITA" in page
    if shown:
        assert shown in page
        assert "Minggu, 12 Juli 2026 | 15:00 WITA" in page
    else:
        assert "15:00 WITA" not in page


def test_readers_keep_the_live_edition_until_the_change_is_published(rina: AtDesk, client: Client) -> None:
    article = make.published(headline="Judul semula")
    done = rina.step(article, "reopen")
    assert said(rina, done) == [
        f"Naskah dibuka lagi. Berita yang sudah terbit tetap tampil sampai perubahan diterbitkan: “{article}”."
    ]
    rina.save(article, headline="Judul yang diubah")
    assert "Judul semula" in client.get(live_page(article)).content.decode()
    assert "tetap melihat edisi yang sekarang" in rina.read(f"{STORIES}{article.pk}/change/")


def test_a_changed_headline_is_no_typing_error(lukman: AtDesk) -> None:
    article = make.reopened(changes={"headline": "Judul lain sama sekali"})
    lukman.step(article, "submit")
    refused = lukman.step(article, "publish", kind="minor", note="Catatan yang sudah diketik.")
    assert errors(refused) == {
        "kind": ["Judul berubah, jadi ini bukan sekadar perbaikan ketik. Pilih pembaruan atau ralat."]
    }
    kept = fields_of(refused.content.decode(), "story-step-form")
    assert (kept["kind"], kept["note"]) == (["minor"], ["Catatan yang sudah diketik."])


@pytest.mark.parametrize("kind", ["update", "correction"])
def test_readers_are_told_of_an_update_or_a_correction(lukman: AtDesk, kind: str) -> None:
    article = make.reopened()
    lukman.step(article, "submit")
    refused = lukman.step(article, "publish", kind=kind)
    assert errors(refused) == {"note": ["Tulis catatan untuk pembaca: apa yang diperbarui atau diralat."]}
    assert fields_of(refused.content.decode(), "story-step-form")["kind"] == [kind]
    assert errors(lukman.step(article, "publish", note="x")) == {
        "kind": ["Pilih jenis perubahan: perbaikan ketik, pembaruan, atau ralat."]
    }


def test_discarding_changes_goes_back_to_what_readers_have(lukman: AtDesk) -> None:
    article = make.reopened(headline="Judul semula", changes={"headline": "Judul yang dibuang"})
    done = lukman.step(article, "discard_changes")
    assert said(lukman, done) == [
        "Perubahan dibuang; naskah kembali sama dengan yang terbit: “Judul semula”. Lihat di situs"
    ]
    article.refresh_from_db()
    assert (article.headline, article.stage) == ("Judul semula", Stage.PUBLISHED)
    assert "Judul yang dibuang" in str(list(article.revisions.values_list("content", flat=True)))


# Scheduling


def test_a_schedule_says_when_in_wita(lukman: AtDesk, client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.approved()
        done = lukman.step(article, "schedule", at="2026-07-13T06:05")
        assert said(lukman, done) == [f"Berita dijadwalkan: “{article}”. Terbit Senin, 13 Juli 2026 | 06:05 WITA."]
        assert "Senin, 13 Juli 2026 | 06:05 WITA" in lukman.read(f"{STORIES}{article.pk}/change/")
        assert Edition.objects.get().live_from == datetime(2026, 7, 12, 22, 5, tzinfo=UTC)
        assert client.get("/metropolis/").content.decode().count(article.headline) == 0
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert article.headline in client.get("/metropolis/").content.decode()
        assert '<span class="stage stage-published">Terbit</span>' in lukman.read(f"{STORIES}{article.pk}/change/")


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("", "Pilih waktu terbit yang akan datang."),
        ("2026-07-12T11:59", "Pilih waktu terbit yang akan datang."),
        ("2026-07-12T12:00", "Pilih waktu terbit yang akan datang."),
        ("besok pagi", "Waktu ini tidak terbaca. Tulis seperti 2026-07-12T14:05."),
    ],
)
def test_a_time_that_does_not_do_is_refused_with_what_was_typed(lukman: AtDesk, at: str, why: str) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.reopened()
        lukman.step(article, "submit")
        refused = lukman.step(article, "schedule", at=at, kind="update", note="Catatan panjang.")
    assert errors(refused) == {"at": [why]}
    kept = fields_of(refused.content.decode(), "story-step-form")
    assert (kept["at"], kept["kind"], kept["note"]) == ([at], ["update"], ["Catatan panjang."])
    assert stage_of(article) == Stage.IN_REVIEW


@pytest.mark.parametrize(
    ("at", "is_asked"), [("2027-07-12T12:00", False), ("2027-07-20T12:00", True), ("9999-12-31T23:59", True)]
)
def test_a_time_beyond_a_year_is_asked_back_before_it_counts(lukman: AtDesk, at: str, is_asked: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.approved()
        answer = lukman.step(article, "schedule", at=at)
        assert (answer.status_code == 200) == is_asked
        if not is_asked:
            return
        assert "lebih dari setahun lagi" in errors(answer)["at"][0]
        assert stage_of(article) == Stage.APPROVED
        again = fields_of(answer.content.decode(), "story-step-form")
        assert again["at"] == [at]
        again["far"] = ["on"]
        assert lukman.client.post(page_of(article, "schedule"), again).status_code == 302
    assert stage_of(article) == Stage.SCHEDULED


def test_a_scheduled_story_may_be_taken_back_or_published_at_once(lukman: AtDesk, client: Client) -> None:
    article = make.scheduled()
    assert said(lukman, lukman.step(article, "unschedule")) == [f"Berita ditarik dari jadwal: “{article}”."]
    assert stage_of(article) == Stage.APPROVED
    lukman.step(article, "schedule", at="2099-01-01T06:00", far="on")
    assert said(lukman, lukman.step(article, "publish")) == [f"Berita terbit: “{article}”. Lihat di situs"]
    assert client.get(live_page(article)).status_code == 200


def test_scheduling_your_own_text_is_written_down_too(hasan: AtDesk) -> None:
    article = make.in_review(by=hasan.user, authors=[make.author()])
    (sentence,) = said(hasan, hasan.step(article, "schedule", at="2099-01-01T06:00", far="on"))
    assert sentence.endswith("Tercatat: diputuskan oleh penulisnya sendiri.")


def test_a_schedule_that_fell_due_is_a_published_story(rina: AtDesk) -> None:
    article = make.scheduled(at=timezone.now() + timedelta(minutes=1))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert rina.step(article, "reopen").status_code == 302
    assert list(StageChange.objects.filter(article=article).order_by("pk").values_list("verb", flat=True)[2:]) == [
        "schedule",
        "publish",
        "reopen",
    ]


# Retracting, spiking


def test_a_retraction_needs_a_ground_and_a_reason_and_takes_the_storys_place(hasan: AtDesk, client: Client) -> None:
    article = make.published(headline="Berita tentang anak itu", body="<p>Isi yang dicabut.</p>")
    address = live_page(article)
    form = hasan.read(page_of(article, "retract"))
    assert "Langkah ini tidak dapat dibatalkan." in form
    assert errors(hasan.step(article, "retract", note="Sudah diketik.")) == {
        "ground": ["Pilih salah satu dasar pencabutan yang diperbolehkan."]
    }
    refused = hasan.step(article, "retract", ground="masa_depan_anak")
    assert errors(refused) == {"note": ["Tulis alasan pencabutan untuk pembaca."]}
    assert fields_of(refused.content.decode(), "story-step-form")["ground"] == ["masa_depan_anak"]
    done = hasan.step(article, "retract", ground="masa_depan_anak", note="Demi masa depan <anak>.")
    assert said(hasan, done)[0].startswith(f"Berita dicabut: “{article}”.")
    gone = client.get(address)
    assert gone.status_code == 410
    assert "Demi masa depan &lt;anak&gt;." in gone.content.decode()
    assert "Isi yang dicabut." not in gone.content.decode()
    for path in ("/", "/metropolis/", "/penulis/rina/", "/indeks/"):
        assert article.headline not in client.get(path).content.decode()
    assert client.get("/topik/feri/").status_code == 404


def test_a_spiked_story_comes_back_as_a_draft(rina: AtDesk, lukman: AtDesk) -> None:
    article = make.draft()
    assert said(lukman, lukman.step(article, "spike", reason="Sudah basi.")) == [f"Naskah disisihkan: “{article}”."]
    assert "Sudah basi." in rina.read(f"{STORIES}{article.pk}/history/")
    assert said(lukman, lukman.step(article, "restore")) == [f"Naskah dipulihkan menjadi draf: “{article}”."]


# Not now


@pytest.mark.parametrize("verb", ["send_back", "approve", "publish", "schedule", "unschedule", "restore"])
def test_a_step_that_the_stage_does_not_allow_is_409_and_says_where_the_story_is(lukman: AtDesk, verb: str) -> None:
    article = make.draft()
    html = lukman.read(page_of(article, verb), status=409)
    assert "Naskah ini sekarang berstatus draf." in html
    assert "story-step-form" not in html
    sent = {"version": article.version, "reason": "x", "at": "2099-01-01T06:00"}
    assert lukman.client.post(page_of(article, verb), sent).status_code == 409
    assert stage_of(article) == Stage.DRAFT


def test_a_newer_version_stops_a_step_and_keeps_what_was_typed(lukman: AtDesk, hasan: AtDesk) -> None:
    """Nobody decides on a text that they have not seen; a second press is a decision on the new one."""
    article = make.in_review()
    fields = fields_of(lukman.read(page_of(article, "send_back")), "story-step-form")
    make.edited(article, by=hasan.user, body="<p>Diubah redaktur lain.</p>")
    reason = {"reason": "Alasan yang panjang sekali."}
    stopped = lukman.client.post(page_of(article, "send_back"), fields | reason)
    assert stopped.status_code == 409
    assert "Naskah ini baru saja berubah." in stopped.content.decode()
    assert stage_of(article) == Stage.IN_REVIEW
    again = fields_of(stopped.content.decode(), "story-step-form")
    assert again["reason"] == ["Alasan yang panjang sekali."]
    assert lukman.client.post(page_of(article, "send_back"), again).status_code == 302


def test_somebody_else_was_quicker(lukman: AtDesk, hasan: AtDesk) -> None:
    article = make.in_review()
    fields = fields_of(lukman.read(page_of(article, "publish")), "story-step-form")
    hasan.step(article, "publish")
    late = lukman.client.post(page_of(article, "publish"), fields)
    assert late.status_code == 409
    assert "Naskah ini sekarang berstatus terbit." in late.content.decode()
    assert Edition.objects.filter(article=article).count() == 1


# Many at once


def test_bulk_steps_say_of_each_story_what_became_of_it(cast: Cast, lukman: AtDesk) -> None:
    ready = make.in_review(headline="Siap")
    incomplete = make.edited(make.in_review(headline="Iklan"), by=cast.editor, content_class="advertorial")
    draft = make.draft(headline="Masih draf")
    others = make.in_review(headline="Rubrik lain", section=cast.ekonomi)
    chosen = [story.pk for story in (ready, incomplete, draft, others)]
    done = lukman.client.post(STORIES, {"action": "bulk_approve", "_selected_action": chosen, "index": 0})
    assert sorted(said(lukman, done)) == [
        "“Iklan”: Advertorial wajib menyebut pemasangnya. Isi kolom “pemasang atau pengirim”.",
        "“Masih draf”: “Setujui” tidak dapat dilakukan: naskah ini sekarang berstatus Draf.",
        "“Rubrik lain”: Anda tidak berhak melakukan ini.",
        "“Siap”: Naskah disetujui.",
    ]
    assert [stage_of(story) for story in (ready, incomplete, draft, others)] == [
        Stage.APPROVED, Stage.IN_REVIEW, Stage.DRAFT, Stage.IN_REVIEW,
    ]  # fmt: skip
    assert StageChange.objects.filter(verb="approve").count() == 1


@pytest.mark.parametrize(
    ("action", "begin", "stage", "done"),
    [
        ("bulk_submit", "draft", Stage.IN_REVIEW, "Naskah diajukan ke redaktur."),
        ("bulk_approve", "in_review", Stage.APPROVED, "Naskah disetujui."),
        ("bulk_spike", "draft", Stage.SPIKED, "Naskah disisihkan."),
        ("bulk_restore", "spiked", Stage.DRAFT, "Naskah dipulihkan menjadi draf."),
    ],
)
def test_every_bulk_step_goes_through_its_verb(lukman: AtDesk, action: str, begin: str, stage: str, done: str) -> None:
    articles = [getattr(make, begin)(headline=f"Naskah {n}") for n in (1, 2)]
    chosen = [article.pk for article in articles]
    response = lukman.client.post(STORIES, {"action": action, "_selected_action": chosen, "index": 0})
    assert sorted(said(lukman, response)) == [f"“Naskah {n}”: {done}" for n in (1, 2)]
    assert {stage_of(article) for article in articles} == {stage}
    assert StageChange.objects.filter(to_stage=stage, by=lukman.user).count() == 2


def test_nothing_is_published_from_a_list(lukman: AtDesk) -> None:
    """A publication is decided story by story."""
    make.in_review()
    actions = re.findall(r'<option value="(bulk_\w+)"', lukman.read(STORIES))
    assert actions == ["bulk_submit", "bulk_approve", "bulk_spike", "bulk_restore"]


def test_every_verb_has_its_page(lukman: AtDesk, hasan: AtDesk) -> None:
    """And the table of verbs has no word that the desk does not know."""
    article = make.draft()
    for verb in workflow.VERBS.values():
        response = hasan.client.get(page_of(article, verb.name))
        assert response.status_code in {200, 403, 409}
        if response.status_code == 200:
            assert f"<h1>{verb.label}</h1>" in response.content.decode()


@pytest.mark.parametrize("verb", workflow.VERBS.values(), ids=workflow.VERBS)
def test_the_form_of_a_verb_asks_for_what_its_function_takes(verb: StoryVerb) -> None:
    form = FORMS[verb.asks](verb=verb, live=Edition())
    assert set(form.fields) == {"version", *verb.asks}
    parameters = signature(verb.act).parameters
    decision = {"confirmed"} if verb.is_decision else set()  # asked only where something is found that may stand
    assert set(parameters) == {"article", "by", "version", "now", *decision, *verb.asks}
    needed = {name for name, parameter in parameters.items() if parameter.default is Parameter.empty}
    assert needed <= {"article", "by", *verb.asks}
    if verb.requires_reason:
        assert form.fields["reason"].required


NOT_YET_PUBLISHED = "Pembaca tetap melihat edisi yang sekarang"


@pytest.mark.parametrize(
    ("state", "is_draft", "waits"),
    [("draft", True, False), ("in_review", False, False), ("published", False, False), ("reopened", True, True)],
)
def test_the_page_of_a_story_says_what_saving_makes_and_what_readers_still_have(
    lukman: AtDesk, state: str, is_draft: bool, waits: bool
) -> None:
    article = getattr(make, state)()
    html = lukman.read(f"{STORIES}{article.pk}/change/")
    assert ("Simpan draf<" in html) is is_draft
    assert (NOT_YET_PUBLISHED in html) is waits


def test_a_change_that_has_fallen_due_no_longer_waits(cast: Cast, lukman: AtDesk) -> None:
    with time_machine.travel(NOON, tick=False):
        article = workflow.submit(make.reopened(at=NOON - timedelta(hours=1)), by=cast.reporter)
        due = NOON + timedelta(hours=2)
        workflow.schedule(article, by=cast.editor, at=due, kind=EditionKind.UPDATE, note="Jadwal sore ditambahkan.")
        assert NOT_YET_PUBLISHED in lukman.read(f"{STORIES}{article.pk}/change/")
    with time_machine.travel(due, tick=False):
        assert NOT_YET_PUBLISHED not in lukman.read(f"{STORIES}{article.pk}/change/")
