"""Display names are judged like comments: at sign-up and renaming, and again beside every comment."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts.forms import DisplayNameField
from accounts.models import Reader
from comments.screening import screen
from comments.screening.naming import objection
from tests import make
from tests.cast import Cast

from .builders import public, reader

BAD = [
    "Gacor88 Maxwin Slot", "GUNUNG138", "raja4d", "slot gacor", "Link di bio", "Jasa Followers Murah",
    "WA 081234567890",
    "main.jahat.com", "anjing kau", "Dasar Bungul", "Usir Pendatang", "Polda Kaltim", "Humas Pemkot", "Gubernur Kaltim",
    "Open BO Samarinda", "Lembahslot88", "Sungai 138 gacor", "MPQ 777 login", "hutan 7 7 7 slot",
    "zeus x1000", "bandar togel", "CE ND AN A8 8", "Sinar4d", "Guoblok Kabeh", "VCS murah ready",
    "KELADI JP", "kijang_hoki88", "slot_77", "lebih hina dari anjing kalian itu",
]  # fmt: skip
GOOD = [
    "Budi Santoso", "Rina77", "Arne Slot", "Acil Ida", "Nur Hidayah S.Pd", "Bunda Noor", "Kai Utuh", "Ade 2",
    "slamet99", "Wahyu128", "RATNA88", "Warga212", "bontang123", "Yanti 1988", "Bu RT 05",
    "Dewi365", "kucing88", "Slotemaker", "Kartini88", "tukang bakso 77", "Hartoto", "Judika", "Rian BPN",
    "ronin.77", "si paling telat pulang",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_no_such_name_can_be_chosen(name: str, cast: Cast, client: Client) -> None:
    assert objection(name)
    client.force_login(cast.outsider)
    before = Reader.objects.filter(user=cast.outsider).values_list("display_name", flat=True).first()
    client.post("/akun/nama/", {"display_name": name, "is_adult": "on"})
    assert Reader.objects.filter(user=cast.outsider).values_list("display_name", flat=True).first() == before


@pytest.mark.parametrize("name", GOOD)
def test_what_people_are_called_is_welcome(name: str, cast: Cast, client: Client) -> None:
    assert not objection(name)
    assert DisplayNameField().clean(name) == name
    client.force_login(cast.outsider)
    client.post("/akun/nama/", {"display_name": name, "is_adult": "on"})
    assert Reader.objects.get(user=cast.outsider).display_name == name


@pytest.mark.parametrize("name", ["ronin_77", "pesut_etam_89", "dewi.lestari", "user48213"])
def test_a_nickname_with_a_number_set_apart_is_no_site(name: str, db: None) -> None:
    assert not objection(name)


def test_a_trusted_reader_of_such_a_name_is_not_published(cast: Cast) -> None:
    story, author = make.published(), reader("budi")
    for _ in range(2):
        public(story, by=author)
    _rename(author, "GUNUNG138")
    verdict = screen("Semoga harga tetap stabil.", author=author, article=story, now=timezone.now())
    assert (verdict.decision, [found["check"] for found in verdict.findings]) == ("hold", ["name"])
    _rename(author, "Budi Santoso")
    assert screen("Semoga harga tetap stabil.", author=author, article=story, now=timezone.now()).decision == "publish"


def _rename(user: User, name: str) -> None:
    Reader.objects.update_or_create(user=user, defaults={"display_name": name, "is_adult": True})
