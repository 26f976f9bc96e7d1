"""Redirects as CSV: what a newsroom brings from its old site, and what it takes along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import batched

from django.core.exceptions import ValidationError

from articles.models import Edition, Redirect, RedirectStatus
from articles.richtext import storable
from kateid.local_time import iso

from .rules import Outcome, Wanted

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 10_000
COLUMNS = ("alamat_lama", "tujuan", "jawaban", "catatan")
EXPORTED = (*COLUMNS, "kali_dibuka", "terakhir_dibuka", "dibuat")
# What a spreadsheet would take for a formula, so it is written behind an apostrophe, and read without.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def text_of(upload: bytes) -> str:
    """The text of an uploaded file.

    Raises:
        ValidationError: it is too large, or no text; the message is for who uploaded it.
    """
    if len(upload) > MAX_BYTES:
        raise ValidationError(
            f"Berkas ini lebih dari {MAX_BYTES // 1024**2} MB. Bagi menjadi beberapa berkas.", code="too_large"
        )
    try:
        return upload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError("Berkas ini tidak terbaca. Simpan sebagai CSV UTF-8.", code="encoding") from error


def read(text: str) -> list[Wanted]:
    """The redirects that a file asks for, each with its line.

    Raises:
        ValidationError: the file as a whole cannot be read; what is wrong with one row is for `redirects.plan`.
    """
    text = storable(text).removeprefix("\ufeff")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = {name: index for index, name in enumerate(COLUMNS)}
    wanted: list[Wanted] = []
    try:
        for row in rows:
            cells = [_plain(cell) for cell in row]
            if not wanted and (header := _header(cells)):
                columns = header
            elif any(cells):
                wanted.append(_wanted(cells, columns, rows.line_num))
            if len(wanted) > MAX_ROWS:
                raise ValidationError("Berkas ini lebih dari 10.000 baris. Bagi menjadi beberapa berkas.", code="long")
    except csv.Error as error:
        raise ValidationError(
            f"Baris {rows.line_num} tidak terbaca. Periksa tanda kutipnya, lalu simpan lagi sebagai CSV.", code="csv"
        ) from error
    if not wanted:
        raise ValidationError(f"Berkas ini kosong. Isinya kolom {', '.join(COLUMNS)}.", code="empty")
    return wanted


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((";", ",", "\t"), key=first.count)


def _header(cells: list[str]) -> dict[str, int]:
    """Where each column stands, if this row says so."""
    names = [cell.lower() for cell in cells]
    return {name: names.index(name) for name in COLUMNS if name in names} if COLUMNS[0] in names else {}


def _wanted(cells: list[str], columns: dict[str, int], line: int) -> Wanted:
    found = {name: cells[index] for name, index in columns.items() if index < len(cells)}
    return Wanted(
        path=found.get("alamat_lama", ""),
        target=found.get("tujuan", ""),
        status=_status(found.get("jawaban", "")),
        note=found["catatan"][:200] if "catatan" in found else None,
        line=line,
    )


def _status(text: str) -> int:
    return int(text) if text in {"301", "410"} else 0 if text else RedirectStatus.MOVED


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def lines() -> Iterator[str]:
    """Every redirect, in the form that `read` takes: for Excel in Indonesian, with semicolons and a mark in front."""
    yield "\ufeff" + _line(EXPORTED)
    redirects = Redirect.objects.for_answer().order_by("pk").iterator(chunk_size=1_000)
    for some in batched(redirects, 1_000):
        stories = _stories(redirect.article_id for redirect in some)
        for redirect in some:
            target = stories.get(redirect.article_id, "") if redirect.article_id else redirect.destination()
            yield _line(
                (
                    redirect.path,
                    target or "",
                    redirect.status,
                    redirect.note,
                    redirect.hits,
                    redirect.last_hit_on or "",
                    iso(redirect.created_at),
                )
            )


def refused(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The rows that cannot be, each with its reason, in a form that `read` takes once they are put right."""
    yield "\ufeff" + _line((*COLUMNS, "alasan"))
    for outcome in outcomes:
        wanted = outcome.wanted
        reason = " ".join(outcome.refusals.values())
        yield _line((wanted.path, wanted.target, wanted.status or "?", wanted.note or "", reason))


def _stories(articles: Iterable[int | None]) -> dict[int, str]:
    live = Edition.objects.live().filter(article__in={pk for pk in articles if pk}).select_related("section")
    return {edition.article_id: edition.get_absolute_url() for edition in live.defer("body")}


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
