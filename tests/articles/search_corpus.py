"""A corpus to measure search by: several stories about each of the invented events in search_events.toml.

An event is told by three headlines of its own and by five more that any event may have, in texts that call it by
different names, in different orders, between sentences that have nothing to do with it. Some stories mention another
event in passing. Everything is drawn from one seed, so that a measurement can be repeated.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

EVENTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "search_events.toml").read_text())["events"]
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
OLDEST = 2_000  # days

# What a story is worth to who looks for an event: to be about it, or to mention it in passing.
ABOUT, MENTION = 3, 1

ANGLES = (
    "{person}: {Noun} Harus Jadi Pelajaran",
    "Sepekan setelah {Noun}, Warga {place} Menunggu Kabar",
    "{body} Bentuk Tim untuk {Noun}",
    "Catatan dari {place}: {Noun} dan Kita",
    "Lima Hal yang Perlu Diketahui tentang {Noun}",
)
OPENINGS = (
    "{Noun} di {place} menjadi pembicaraan sejak pagi.",
    "Warga {place} ramai membahas {noun}.",
    "{body} memastikan {noun} ditangani sesuai rencana.",
    "Tidak banyak yang menyangka {noun} di {place} akan seramai ini.",
    "Matahari belum tinggi ketika kabar tentang {noun} sampai ke {place}.",
)
SAYINGS = (
    "“Kami mendengar semua pihak sebelum memutuskan,” kata {person}, {role}.",
    "Menurut {person}, {role}, pekerjaan ini tidak selesai dalam semalam.",
    "{person} meminta warga sabar. “Ada tahapnya,” ujar {role} itu.",
    "“Ini pelajaran bagi kita,” kata {person} saat ditemui di kantornya.",
)
FILLERS = (
    "Hujan turun sebentar, lalu langit kembali cerah.",
    "Beberapa pedagang membuka lapak lebih awal dari biasanya.",
    "Di warung dekat simpang, orang berbicara sambil minum teh.",
    "Jalan menuju tempat itu berlubang di dua titik.",
    "Anak-anak menonton dari balik pagar sekolah.",
    "Petugas mencatat setiap laporan yang masuk.",
    "Pertemuan berikutnya dijadwalkan pekan depan.",
    "Sebagian warga berharap pemerintah turun tangan.",
    "Angka pastinya masih dihitung.",
    "Seorang ibu membawa bekal nasi dan ikan asin.",
    "Tahun lalu keadaan serupa pernah terjadi.",
    "Dana berasal dari anggaran daerah dan sumbangan.",
    "Ponsel berdering tanpa henti di ruang rapat.",
    "Perahu terakhir berangkat menjelang magrib.",
    "Tidak ada yang terluka dalam peristiwa itu.",
    "Keputusan akhir menunggu rapat bersama dewan.",
)
MENTIONS = (
    "Beberapa hari sebelumnya orang masih membicarakan {noun} di {place}.",
    "Perhatian warga sempat teralih oleh {noun} di {place}.",
)


@dataclass(frozen=True)
class Story:
    event: str
    headline: str
    body: str
    at: datetime
    mentions: str  # another event


@dataclass(frozen=True)
class Question:
    text: str
    event: str
    headline: str = ""  # of the one story that answers it; "" if all of the event's do


def stories() -> list[Story]:
    chance = Random(17)
    return sorted((story for event in EVENTS for story in _of(event, chance)), key=lambda story: story.at)


def questions() -> list[Question]:
    return [_question(event, text) for event in EVENTS for text in event["queries"]]


def unseen() -> list[Question]:
    """Questions that nothing was tuned to."""
    return [_question(event, text) for event in EVENTS for text in event["unseen"]]


def _question(event: dict[str, Any], text: str) -> Question:
    text, _, number = text.partition(" #")
    return Question(text, event["key"], event["heads"][int(number)] if number else "")


def _of(event: dict[str, Any], chance: Random) -> Iterator[Story]:
    begun = NOW - timedelta(days=chance.randint(100, OLDEST))
    for number, pattern in enumerate((*event["heads"], *ANGLES)):
        words = _words(event, chance)
        headline = pattern.format(**(words | {"Noun": _title(words["noun"]), "body": _title(event["body"])}))
        other = chance.choice([one for one in EVENTS if one is not event]) if chance.random() < 0.25 else None
        yield Story(
            event["key"],
            headline,
            _body(event, other, chance),
            begun + timedelta(days=number * chance.randint(1, 9), minutes=chance.randint(0, 600)),
            other["key"] if other else "",
        )


def _body(event: dict[str, Any], other: dict[str, Any] | None, chance: Random) -> str:
    sentences = [*chance.sample(event["facts"], chance.randint(1, len(event["facts"]))), *chance.sample(FILLERS, 5)]
    sentences.append(chance.choice(SAYINGS).format(**_words(event, chance)))
    if other:
        sentences.append(chance.choice(MENTIONS).format(**_words(other, chance)))
    chance.shuffle(sentences)
    opening = chance.choice(OPENINGS).format(**_words(event, chance))
    paragraphs = [opening, *(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _words(event: dict[str, Any], chance: Random) -> dict[str, str]:
    noun = chance.choice(event["nouns"])
    person, role = event["person"]
    return {
        "noun": noun,
        "Noun": f"{noun[0].upper()}{noun[1:]}",
        "place": event["place"],
        "person": person,
        "role": role,
        "body": event["body"],
    }


def _title(text: str) -> str:
    """As a headline writes it."""
    return " ".join(
        word if word in ("di", "ke", "dari", "dan", "yang", "untuk", "pada") else f"{word[0].upper()}{word[1:]}"
        for word in text.split()
    )
