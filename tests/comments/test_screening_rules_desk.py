"""The rules of screening at the desk: the table, the box to try them, and the dry run before anything changes."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import ScreeningRule, ScreeningWord, WordKind
from comments.screening.policy import CHECKS, shipped_words
from tests.cast import Cast

from .builders import public, written

RULES = "/admin/comments/screeningrule/"
WORDS = "/admin/comments/screeningword/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.managing_editor)
    return client


def word(**more: str) -> dict[str, str]:
    return {"kind": "banned", "text": "feri hantu", "meaning": "Julukan.", "weight": "1", "is_active": "on"} | more


def test_the_shipped_words_are_in_the_database_each_with_its_meaning(db: None) -> None:
    assert ScreeningWord.objects.count() == len(shipped_words())
    assert not ScreeningWord.objects.filter(meaning="").exists()
    assert set(ScreeningWord.objects.values_list("kind", flat=True)) == set(WordKind.values)


def test_the_table_shows_every_check_and_what_it_leads_to(desk: Client) -> None:
    ScreeningRule.objects.create(check_name="links", decision="refuse", limit=3)
    page = desk.get(RULES).content.decode()
    assert all(check.label in page for check in CHECKS.values())
    assert "3 tautan" in page
    assert "diubah" in page


def test_a_pasted_comment_shows_every_finding_and_saves_nothing(desk: Client) -> None:
    page = desk.post(f"{RULES}coba/", {"text": "Goblok! Main di sl0t g4cor m4xw1n"}).content.decode()
    assert "Keputusan: Ditolak" in page
    assert "<mark>Goblok</mark>" in page
    assert "<mark>m4xw1n</mark>" in page


def test_a_rule_is_tried_on_last_months_comments_before_it_changes(desk: Client) -> None:
    public(text="Bodoh sekali keputusan menutup jalur itu.")
    public(text="Feri sudah jalan lagi.")
    response = desk.post(f"{RULES}watched/", {"decision": "hold", "_uji": "1"})
    run = response.context["dry_run"]
    assert (run.looked_at, run.changed) == (2, 0)  # newcomers, whom the record of then still holds
    ScreeningRule.objects.create(check_name="newcomer", decision="let", limit=2)
    run = desk.post(f"{RULES}watched/", {"decision": "hold", "_uji": "1"}).context["dry_run"]
    assert run.counts == {("publish", "hold"): 1}
    assert run.differences[0].comment.text.startswith("Bodoh")
    assert not ScreeningRule.objects.filter(check_name="watched").exists()
    desk.post(f"{RULES}watched/", {"decision": "hold"})
    assert ScreeningRule.objects.get(check_name="watched").decision == "hold"


def test_a_rule_without_its_number_is_named_and_keeps_the_rest(desk: Client) -> None:
    response = desk.post(f"{RULES}links/", {"decision": "refuse", "limit": ""})
    page = response.content.decode()
    assert "masih kosong" in page
    assert not ScreeningRule.objects.exists()


def test_a_word_is_tried_before_it_is_saved(desk: Client) -> None:
    ScreeningRule.objects.create(check_name="newcomer", decision="let", limit=2)
    public(text="Itu feri hantu, jangan naik.")
    page = desk.post(f"{WORDS}add/", word(_uji="1")).content.decode()
    assert "1 akan diputuskan lain" in page
    assert "Belum disimpan" in page
    assert not ScreeningWord.objects.filter(text="feri hantu").exists()
    desk.post(f"{WORDS}add/", word())
    assert written(text="FERI HANTU lewat lagi").findings[0]["check"] == "banned"


def test_a_word_without_letters_or_twice_is_refused(desk: Client) -> None:
    assert "tidak punya satu huruf" in desk.post(f"{WORDS}add/", word(text="!!!")).content.decode()
    assert desk.post(f"{WORDS}add/", word(text="bangsat")).status_code == 200
    assert ScreeningWord.objects.filter(text="bangsat").count() == 1


def test_moderators_read_the_rules_and_do_not_change_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.moderator)
    assert client.get(RULES).status_code == 200
    assert client.get(f"{RULES}coba/").status_code == 200
    for address in (f"{RULES}links/", f"{WORDS}add/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"decision": "let", "limit": "0"}).status_code == 403
    assert not ScreeningRule.objects.exists()


@pytest.mark.parametrize("part", ["reporter", "editor", "photo_editor", "outsider"])
def test_others_do_not_come_in(client: Client, cast: Cast, part: str) -> None:
    client.force_login(getattr(cast, part))
    for address in (RULES, f"{RULES}coba/", f"{RULES}links/", WORDS, reverse("admin:comments_report_changelist")):
        assert client.get(address).status_code in {403, 404}
