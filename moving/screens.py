"""The desk's screens of moves: how far each is, its report, and the pictures that could not be had."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from accounts.people import Person
from articles.photos import intake
from jobs.models import Job, JobState

from . import report
from .album import Album, enter, keep
from .mapping import Mapping
from .models import OldPicture, PictureState, Source
from .stages import KIND, SHOWN

MOST_MOVES, MOST_PICTURES = 50, 100
LABELS = {
    "look": "Melihat isinya", "map": "Memetakan", "prepare": "Menyiapkan orang, rubrik, topik",
    "pictures": "Mengambil gambar", "texts": "Memindahkan naskah dan komentar", "finish": "Mengalihkan alamat lama",
}  # fmt: skip
# What each stage counts with its cursor, by the kinds of things that the source holds.
COUNTED = {
    "prepare": ("person", "term", "attachment", "problem", "redirect"), "pictures": ("post",), "texts": ("post",),
    "comments": ("comment",),
}  # fmt: skip
KINDS = {
    "post": "Naskah", "person": "Orang", "term": "Rubrik dan topik", "attachment": "Lampiran", "comment": "Komentar",
    "picture": "Gambar", "address": "Alamat lama", "problem": "Lain-lain", "redirect": "Pengalihan",
}  # fmt: skip
WISHES = {
    "jeda": (JobState.RUNNING, JobState.PAUSED, "Pindahan dijeda setelah langkah yang sedang berjalan."),
    "lanjut": (JobState.PAUSED, JobState.RUNNING, "Pindahan diteruskan."),
    "henti": (None, JobState.STOPPED, "Pindahan dihentikan. Yang sudah pindah tetap ada."),
}


def may_move(user: Person) -> bool:
    """Who keeps the machine and who answers for the newsroom."""
    return bool(user.has_perm("auth.change_user") or user.has_perm("articles.retract_article"))


def urls(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """The addresses below "pindahan/", each behind the desk's guard."""
    return [
        path("", guard(moves), name="moves"),
        path("<int:pk>/", guard(one_move), name="move"),
        path("<int:pk>/laporan.csv", guard(move_csv), name="move_csv"),
        path("<int:pk>/<str:wish>/", guard(decide), name="move_decide"),
        path("gambar/<int:pk>/<str:wish>/", guard(decide_picture), name="move_picture"),
    ]


def _guarded(request: HttpRequest) -> None:
    if not may_move(request.user):
        raise PermissionDenied


def _job(pk: int) -> tuple[Job, Source]:
    job = get_object_or_404(Job, pk=pk, kind=KIND)
    return job, get_object_or_404(Source, pk=int(job.key))


def progress_of(job: Job) -> dict[str, Any]:
    """How far a move is: its stage in words, and how much of it is done, where that is known."""
    stage = SHOWN.get(job.stage, job.stage)
    found = job.report.get("found", {})
    total = sum(found.get(kind, 0) for kind in COUNTED.get(job.stage, ()))
    return {"label": LABELS.get(stage, "Mulai"), "done": job.cursor, "total": max(total, job.cursor) if total else 0}


@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    _guarded(request)
    jobs = list(Job.objects.filter(kind=KIND)[:MOST_MOVES])
    sources = Source.objects.in_bulk([int(job.key) for job in jobs])
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Pindahan",
        "moves": [{"job": job, "source": sources.get(int(job.key)), "progress": progress_of(job)} for job in jobs],
    }
    return TemplateResponse(request, "admin/moving/moves.html", context)


@require_safe
def one_move(request: HttpRequest, pk: int) -> HttpResponse:
    _guarded(request)
    job, source = _job(pk)
    missing = list(
        source.pictures.filter(state=PictureState.MISSING).exclude(posts=[]).order_by("pk")[: MOST_PICTURES + 1]
    )
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Pindahan {source.name}",
        "job": job,
        "source": source,
        "progress": progress_of(job),
        "counts": [(KINDS.get(kind, kind), numbers) for kind, numbers in sorted(report.counts(job).items())],
        "may_upload": request.user.has_perm("articles.add_photo"),
        "missing": missing[:MOST_PICTURES],
        "has_more": len(missing) > MOST_PICTURES,
        "may_pause": job.state == JobState.RUNNING,
        "may_go_on": job.state == JobState.PAUSED,
        "may_stop": job.state in {JobState.RUNNING, JobState.PAUSED},
        "error": job.report.get("error", ""),
        "dropped": sorted(job.report.get("dropped", {}).items()),
    }
    return TemplateResponse(request, "admin/moving/move.html", context)


@require_safe
def move_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every thing of the report, a line each."""
    _guarded(request)
    job, source = _job(pk)
    return StreamingHttpResponse(
        _lines(job),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="pindahan-{source.pk}-{job.pk}.csv"'},
    )


def _lines(job: Job) -> Iterator[str]:
    yield "\ufeff" + _line(["jenis", "nomor di sana", "judul", "hasil", "alasan"])
    for entry in report.entries(job):
        yield _line([entry[name] for name in ("kind", "id", "title", "as", "reason")])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


@require_POST
def decide(request: HttpRequest, pk: int, wish: str) -> HttpResponse:
    _guarded(request)
    if wish not in WISHES:
        raise Http404
    before, after, told = WISHES[wish]
    job, _ = _job(pk)
    states = [before] if before else [JobState.RUNNING, JobState.PAUSED]
    if Job.objects.filter(pk=job.pk, state__in=states).update(state=after):
        messages.success(request, told)
    else:
        messages.warning(request, "Pindahan ini sudah tidak dalam keadaan itu. Lihat keadaannya sekarang.")
    return redirect("admin:move", pk)


@require_POST
def decide_picture(request: HttpRequest, pk: int, wish: str) -> HttpResponse:
    """Let a picture be asked for again by the next run, ignore it, or put an upload in its place."""
    _guarded(request)
    picture = get_object_or_404(OldPicture.objects.select_related("source"), pk=pk)
    job = Job.objects.filter(kind=KIND, key=str(picture.source_id)).first()
    if wish == "abaikan":
        _set(picture, PictureState.IGNORED)
        messages.success(request, "Gambar ini tidak diminta lagi.")
    elif wish == "ulang":
        _set(picture, PictureState.WAITING)
        messages.success(request, "Gambar ini diminta lagi oleh move_in berikutnya.")
    elif wish == "unggah":
        _upload(request, picture)
    else:
        raise Http404
    return redirect("admin:move", job.pk) if job else redirect("admin:moves")


def _set(picture: OldPicture, state: PictureState) -> None:
    OldPicture.objects.filter(pk=picture.pk).exclude(state=PictureState.TAKEN).update(state=state)


def _upload(request: HttpRequest, picture: OldPicture) -> None:
    if not request.user.has_perm("articles.add_photo"):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None or file.file is None:
        messages.error(request, "Berkas foto belum dipilih. Pilih satu berkas.")
        return
    try:
        examined = intake.examine(file.file)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    mapping = Mapping(**picture.source.mapping)
    album = Album(picture.source, mapping, mapping.base_of(picture.source.name))
    photo = album.developed(picture, examined)
    with transaction.atomic():
        keep(picture, photo)
        left = enter(picture, album)
    for reason in left:
        messages.warning(request, reason)
    messages.success(request, "Foto diunggah dan dipasang di berita yang memuatnya.")
