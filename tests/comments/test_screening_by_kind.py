"""How comments of known kinds are judged by the shipped rules and the start model, which has seen none of them.

The floors are what was reached, a comment or two below it, and nowhere less than the newsroom demands;
`manage.py measure_screening` prints the figures.
"""

from pathlib import Path

import pytest
from django.utils import timezone

from comments.screening.dry_run import try_text
from comments.screening.measuring import CAUGHT, Judged, judged, rates
from comments.screening.policy import shipped

SETS = Path(__file__).parent / "measuring"
# Of each part, at least how much is caught of what should be, and at most how much of what should not.
FLOORS = {
    "unseen": {"promotions": 0.98, "insults": 0.94, "hatred": 0.96},
    "second": {"promotions": 0.94, "insults": 0.93, "hatred": 0.95},
    "third": {"promotions": 0.94, "insults": 0.94, "hatred": 0.85},
}
CEILINGS = {
    "unseen": {"ordinary": 0.01, "against": 0.04},
    "second": {"ordinary": 0.01, "against": 0.05},
    "third": {"ordinary": 0.035, "against": 0.04},  # its ordinary ones swear and joke more than people do
}
AS_MANY = {"promotions": 300, "ordinary": 300, "against": 60, "insults": 200, "hatred": 100}


def results(part: str) -> list[Judged]:
    rules, now = shipped(), timezone.now()
    return list(judged(SETS / part, lambda text: try_text(text, rules, now)))


def wrong(found: list[Judged], kind: str, caught: bool) -> str:
    return "\n".join(one.text for one in found if one.kind == kind and one.is_caught is caught)


def test_the_sets_are_long_enough_and_say_nothing_twice() -> None:
    lines = {
        kind: [line for file in SETS.glob(f"*/{kind}*.txt") for line in file.read_text().splitlines()]
        for kind in AS_MANY
    }
    assert {kind: len(set(of_kind)) for kind, of_kind in lines.items()} == {
        kind: len(of_kind) for kind, of_kind in lines.items()
    }
    assert all(len(lines[kind]) >= wanted for kind, wanted in AS_MANY.items())


@pytest.mark.parametrize("part", FLOORS)
def test_every_kind_is_told_apart(part: str) -> None:
    found = results(part)
    shares = {kind: rate.share for kind, rate in rates(found).items()}
    for kind, floor in FLOORS[part].items():
        assert shares[kind] >= floor, f"{kind} {shares[kind]:.3f}\n{wrong(found, kind, caught=False)}"
    for kind, ceiling in CEILINGS[part].items():
        assert shares[kind] <= ceiling, f"{kind} {shares[kind]:.3f}\n{wrong(found, kind, caught=True)}"


def decided(text: str) -> str:
    return try_text(text, shipped(), timezone.now()).decision


@pytest.mark.parametrize(
    "name",
    ["S E R U N A I T O T O", "C_e_n_d_a_n_a_8_8", "TE RA TA I1 68", "ser una i13 8",
     "CE.ND.AN.A9.9", "M*E*R*P*A*T*I*8*8"],
)  # fmt: skip
def test_a_site_in_pieces_is_found_within_a_plain_sentence(name: str) -> None:
    assert decided(f"Kemarin saya coba di {name} dan langsung bisa beli kulkas") in CAUGHT


@pytest.mark.parametrize(
    "text",
    ["Saya di RT 08 no 88 ya bu, km 12", "A P A artinya ini min?", "Yg di kb 88 tdk ada di sd sy", "M A N T A P pak"],
)
def test_short_words_and_spelled_ones_are_no_site(text: str) -> None:
    assert decided(text) == "publish"


@pytest.mark.parametrize(
    "text",
    ["Guoblok tenan lurahe", "dasar kmpret", "Uasu kabeh", "njing macet lagi", "goblox bgt adminnya", "Bngsat kalian",
     "Djancoek pancen", "anjinx semua"],
)  # fmt: skip
def test_swearwords_are_known_by_their_sound_and_their_consonants(text: str) -> None:
    assert decided(text) in CAUGHT


@pytest.mark.parametrize(
    "text",
    ["Kancing baju saya lepas di barak", "Talas dan gaplek naik harga", "Danau Buyan indah", "Buritan kapal itu retak",
     "Pemainnya sudah tua", "Air di pantai kotor karena E. coli", "Kecamatan Andir di Bandung"],
)  # fmt: skip
def test_words_that_are_only_near_to_swearwords_are_not(text: str) -> None:
    assert decided(text) == "publish"


def test_a_warning_is_no_key_for_what_is_sold() -> None:
    offer = "Pinjaman dana tunai cair 5 menit tanpa BI checking, minat hubungi admin kami"
    assert decided(f"Hati-hati penipuan, waspada korban modus bohong. {offer}") in CAUGHT
    assert decided("Hati-hati pinjaman dana tunai cair 5 menit itu penipuan, jangan percaya") == "publish"


@pytest.mark.parametrize(
    "text",
    [
        "𝔟𝔢𝔯𝔦𝔱𝔞 𝔟𝔞𝔤𝔲𝔰 𝔰𝔢𝔨𝔞𝔩𝔦",
        "⒝⒠⒭⒤⒯⒜ ⒝⒜⒢⒰⒮ ⒮⒠⒦⒜⒧⒤",
        "ɓɛɾıɬą ɓąɠųʂ ʂɛƙąɭı ɓąɠųʂ",
        "b\u2063e\u2063r\u2063i\u2063t\u2063a b\u2063a\u2063g\u2063u\u2063s s\u2063e\u2063k\u2063a\u2063l\u2063i",
    ],
)
def test_a_text_that_is_disguised_waits_whatever_it_says(text: str) -> None:
    found = try_text(text, shipped(), timezone.now()).findings
    assert "disguised" in {one["check"] for one in found}


@pytest.mark.parametrize(
    "text",
    ["🇮🇩 🇲🇾 🇸🇬 🇹🇭", "Привет из Москвы, красиво", "السلام عليكم ورحمة الله", "Café résumé déjà vu à la crème",
     "ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ ꦱꦢꦪ",
     "Đặng Đức dari Đà Nẵng", "Kiai Maʼruf membaca Qurʼan", "Luas 100 m² dan 200 m² saja", "Kopi ① teh ② susu"],
)  # fmt: skip
def test_flags_and_other_languages_are_no_disguise(text: str) -> None:
    assert decided(text) == "publish"


def test_the_name_of_a_site_waits_unless_it_is_spoken_against() -> None:
    assert decided("Sore ini santai dulu di CENDANA188 sambil ngopi") in CAUGHT
    assert decided("Situs seperti CENDANA188 harus diblokir") == "publish"


@pytest.mark.parametrize("text", ["slot gacor", "rtp gacor", "zeus x1000"])
def test_what_is_hardly_more_than_words_of_gambling_waits(text: str) -> None:
    assert decided(text) in CAUGHT


@pytest.mark.parametrize(
    "text",
    ["The bridge was closed again, and nobody told us why", "Selasa, 6 Oktober 2026 pukul 10.00 WITA",
     "Kantor lurah pindah ke Jalan Meranti", "Jawaban Anda sudah benar"],
)  # fmt: skip
def test_short_and_plain_sentences_are_let_through(text: str) -> None:
    assert decided(text) == "publish"


def test_words_against_gambling_are_no_key_to_it() -> None:
    promotion = "Slot gacor maxwin di KUMBANG77, gampang menang, link di bio"
    for excuse in ("anti polisi, bukan penipu, tanpa korban", "polisi, korban, cerai, haram, dosa, jangan, stop"):
        assert try_text(f"{promotion}. {excuse}", shipped(), timezone.now()).decision in CAUGHT


@pytest.mark.parametrize(
    "text",
    [
        "Jangan percaya situs lain, semua penipu, polisi tolong blokir. ANGSA88 terbukti bayar, gabung sekarang",
        "Waspada situs palsu, banyak korban! Yang asli hanya ANGSAWIN, daftar di yang resmi saja",
        "Judi bohong. Haram. Korban banyak. Tapi ANGSA88 aman dan langsung cair, coba",
    ],
)
def test_a_site_that_is_praised_among_warnings_is_promoted(text: str) -> None:
    assert decided(text) in CAUGHT


@pytest.mark.parametrize(
    "text",
    [
        "Sudah saya laporkan ANGSA88 ke polisi. Semoga diblokir.",
        "Yang jual tiket murah lewat japri itu penipu, kode bookingnya palsu",
        "Obat penggugur di internet jangan dibeli, sepupu saya pendarahan",
        "Bongkar sampai ke akar-akarnya pak polisi",
        "Jembatan gantung desa kami putus lagi",
    ],
)
def test_who_reports_or_warns_promotes_nothing(text: str) -> None:
    assert decided(text) == "publish"


@pytest.mark.parametrize(
    "text",
    ["coba sаja di sitус ini", "j\u2060u\u2060d\u2060i besar, b\u2060o\u2060l\u2060a malam ini"],
)
def test_a_few_words_in_mixed_letters_are_no_accident(text: str) -> None:
    assert "disguised" in {one["check"] for one in try_text(text, shipped(), timezone.now()).findings}


@pytest.mark.parametrize(
    "text",
    [
        "NIK 6472 0101 0190 0001", "nik: 6472-0101-0190-0001", "ＮＩＫ ６４７２０１０１０１９０００１１",
        "08 12 34 56 78 90",
        "０８１２３４５６７８９０", "0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣", "o8l2 3456 789o", "(+62) 812-3456-7890",
        "nol delapan satu dua tiga empat lima enam tujuh delapan", "rek BCA 1234567890 a.n. Budi",
        "transfer ke BRI 0012 0100 3456 789", "1234567890 a/n Siti", "budi.santoso at gmail dot com",
    ],
)  # fmt: skip
def test_personal_data_is_found_in_every_writing(text: str) -> None:
    verdict = try_text(f"Ini orangnya: {text}", shipped(), timezone.now())
    assert "personal" in {found["check"] for found in verdict.findings}


@pytest.mark.parametrize(
    "text",
    [
        "Anggarannya Rp 1.250.000.000.000 tahun ini.", "Hubungi 112 atau (0541) 203456.",
        "Skor 3-1, 2-0, 1-1, 4-2, 0-0, 2-2.",
        "Buka jam 08.00-16.00, istirahat 12.00-13.00.", "Tanggal 12-12-2026 sampai 14-12-2026.",
    ],
)  # fmt: skip
def test_ordinary_numbers_are_nobodys_data(text: str) -> None:
    assert try_text(text, shipped(), timezone.now()).decision == "publish"


@pytest.mark.parametrize(
    "text",
    ["jahat . com", "jahat dot com", "jahat titik com", "jahat,com", "jahat。com", "www.jahat.top/x", "jahat (dot) xyz",
     "https://go.id.jahat.example/", "https://bmkg.go.id@jahat.example/"],
)  # fmt: skip
def test_links_are_found_however_they_are_written(text: str) -> None:
    verdict = try_text(f"Lihat {text} ya", shipped(), timezone.now())
    assert "links" in {found["check"] for found in verdict.findings}


@pytest.mark.parametrize(
    "text", ["bmkg.go.id", "https://id.wikipedia.org/wiki/Mahakam", "Sudah selesai.Info lagi nanti"]
)
def test_welcome_sites_and_missing_spaces_are_no_links(text: str) -> None:
    assert try_text(f"Lihat {text} ya", shipped(), timezone.now()).decision == "publish"


@pytest.mark.parametrize("text", ["\u200b\u200d\u2060", "ㅤㅤㅤ", "\u2800", " \u034f ", "\U000e0020"])
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert try_text(text, shipped(), timezone.now()).decision == "refuse"
