"""How the machine and its work fare: what the desk shows, `/metrics` counts, and the operator is told of by mail."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min, Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from kateid.local_time import ago

from . import measures, places, timers
from .faults import SLOW
from .models import Fault, Job, JobState, Outbox, State, Timer

MAIL_MAY_WAIT = timedelta(minutes=15)
HEARTBEAT_MAY_REST = timedelta(minutes=15)
LEAST_FREE = 2 * 1024**3  # bytes
LEAST_FREE_SHARE = 0.05
LEAST_FILES = 10_000  # that a disk must still take
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_FAULTS = 20  # kinds that are shown
LEAST_DAYS = 21  # that a disk must still do at its pace
CERTIFICATE_DAYS = 14  # in which it must be renewed


@dataclass(frozen=True)
class Finding:
    """One line of the page.

    Attributes:
        name: for programs: letters, digits and underscores.
        said: what is so, in Indonesian.
        to_do: what the operator does about it; if there is anything, it is red.
        number: for programs, in seconds, bytes or pieces.
    """

    name: str
    title: str
    said: str
    number: float
    to_do: str = ""


def findings(now: datetime) -> list[Finding]:
    """All of it, in a constant number of queries."""
    of_work = [_version(), _migrations(), *_faults(now), _slow(now), *_timers(now), _outbox(now), _jobs(now)]
    days = measures.noted(now)
    return [*of_work, *_backups(now), _database(now, days), *_certificate(now, days), *_disks(now, days)]


def sizes() -> measures.Sizes:
    """What is noted once a day."""
    now = timezone.now()
    return {finding.name: finding.number for finding in (_database(now, []), *_disks(now, []))}


def _version() -> Finding:
    return Finding("version", "Versi", f"kateid {settings.VERSION}", 1)


def _migrations() -> Finding:
    waiting = len(set(MigrationLoader(None).disk_migrations) - set(MigrationRecorder(connection).applied_migrations()))
    if not waiting:
        return Finding("migrations_waiting", "Migrasi", "Semua sudah dijalankan.", 0)
    return Finding("migrations_waiting", "Migrasi", f"{waiting} menunggu.", waiting, "Jalankan: kateid migrate")


def _faults(now: datetime) -> Iterator[Finding]:
    """The errors of a week by their kind, the newest first; red for a day."""
    kinds = Fault.objects.filter(day__gt=timezone.localdate(now - WEEK)).exclude(kind__startswith=SLOW).values("kind")
    found = list(kinds.annotate(number=Sum("times"), last=Max("last_at")).order_by("-last")[:MOST_FAULTS])
    if not found:
        yield Finding("faults", "Galat sepekan", "Tidak ada.", 0)
    for fault in found:
        is_new = now - fault["last"] < DAY
        yield Finding(
            f"fault_{zlib.crc32(fault['kind'].encode()):08x}",
            f"Galat {fault['kind'].partition(' ')[0]}",
            f"{fault['kind']}: {fault['number']} kali dalam sepekan, terakhir {ago(fault['last'], now)}.",
            fault["number"],
            "Baca: journalctl -u kateid, dan laporkan kepada pembuat kateid." if is_new else "",
        )


def _slow(now: datetime) -> Finding:
    """Statements that took long, by the place in the code that asked."""
    asked = Fault.objects.filter(day__gt=timezone.localdate(now - WEEK), kind__startswith=SLOW).values("kind")
    found = list(asked.annotate(number=Sum("times")).order_by("-number", "kind"))
    number = sum(kind["number"] for kind in found)
    said = f"{number} dalam sepekan, paling sering {found[0]['kind'].removeprefix(SLOW)}." if found else "Tidak ada."
    return Finding("slow_statements", "Permintaan lambat ke basis data", said, number)


def _timers(now: datetime) -> Iterator[Finding]:
    """Each that should run: when it last ended well, and whether that is long ago."""
    rows = {row.name: row for row in Timer.objects.filter(name__in=timers.EXPECTED)}
    for name, (unit, longest) in sorted(timers.EXPECTED.items()):
        row = rows.get(name)
        title, key = f"Pengatur waktu {name}", f"timer_age_seconds_{name}"
        if row is None:
            yield Finding(key, title, "Belum pernah berjalan.", -1, f"Nyalakan: systemctl enable --now {unit}.timer")
            continue
        well = f"Terakhir berhasil {ago(row.succeeded_at, now)}." if row.succeeded_at else "Belum pernah berhasil."
        age = (now - (row.succeeded_at or row.started_at)).total_seconds()
        if row.failures:
            said = f"Gagal {row.failures} kali berturut-turut: {row.error} {well}"
            yield Finding(key, title, said, age, f"Baca: journalctl -u {unit}")
        elif now - (row.succeeded_at or row.started_at) > longest:
            yield Finding(key, title, well, age, f"Periksa: systemctl status {unit}.timer")
        else:
            yield Finding(key, title, well, age)


def _outbox(now: datetime) -> Finding:
    found = Outbox.objects.filter(state=State.WAITING).aggregate(
        waiting=Count("pk"), delayed=Count("pk", filter=Q(failures__gt=0)), oldest=Min("created_at")
    )
    if not found["waiting"]:
        return Finding("outbox_waiting", "Surel keluar", "Tidak ada yang menunggu.", 0)
    said = f"{found['waiting']} menunggu, {found['delayed']} tertahan; yang tertua {ago(found['oldest'], now)}."
    is_late = now - found["oldest"] > MAIL_MAY_WAIT
    to_do = "Periksa EMAIL_URL dan server surel; lihat sebabnya di bawah." if is_late else ""
    return Finding("outbox_waiting", "Surel keluar", said, found["waiting"], to_do)


def _jobs(now: datetime) -> Finding:
    found = Job.objects.aggregate(
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        stuck=Count("pk", filter=Q(state=JobState.RUNNING, heartbeat__lt=now - HEARTBEAT_MAY_REST)),
        failed=Count("pk", filter=Q(state=JobState.FAILED, started_at__gt=now - WEEK)),
    )
    said = f"{found['running']} berjalan, {found['failed']} gagal dalam sepekan."
    to_do = f"{found['stuck']} berhenti di tengah jalan; ulangi perintahnya, ia melanjutkan." if found["stuck"] else ""
    return Finding("jobs_stuck", "Pekerjaan panjang", said, found["stuck"], to_do)


def _backups(now: datetime) -> Iterator[Finding]:
    """The newest of each kind; that it is long ago is said of its timer."""
    kinds = ("backup", "rehearsal")
    newest = {kind: Job.objects.filter(kind=kind).order_by("-pk").first() for kind in kinds}
    if made := newest["backup"]:
        size = made.report.get("bytes", 0)
        yield Finding("backup_bytes", "Cadangan terakhir", f"{made.key}, {filesizeformat(size)}.", size)
    else:
        yield Finding("backup_bytes", "Cadangan terakhir", "Belum ada.", 0, "Jalankan: kateid backup")
    tried = newest["rehearsal"]
    if tried is None:
        yield Finding("rehearsal_ok", "Gladi pemulihan", "Belum pernah.", 0, "Jalankan: kateid rehearse_restore")
    elif tried.state == JobState.FAILED:
        said = f"{tried.key}: {tried.report.get('error', '')}"
        yield Finding("rehearsal_ok", "Gladi pemulihan", said, 0, "Perbaiki sebabnya, lalu: kateid rehearse_restore")
    else:
        said = f"{tried.key} kembali utuh, dicoba {ago(tried.finished_at or now, now)}."
        yield Finding("rehearsal_ok", "Gladi pemulihan", said, 1)


def _database(now: datetime, days: list[tuple[datetime, measures.Sizes]]) -> Finding:
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        size = path.stat().st_size if path.is_file() else 0
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
    said = f"{connection.vendor}, {filesizeformat(size)}."
    if older := [(at, found["database_bytes"]) for at, found in days if "database_bytes" in found and now - at >= DAY]:
        at, before = older[-1]
        said += f" {filesizeformat(max(0, size - before))} lebih besar daripada {ago(at, now)}."
    return Finding("database_bytes", "Basis data", said, size)


def _certificate(now: datetime, days: list[tuple[datetime, measures.Sizes]]) -> Iterator[Finding]:
    """As the last look of `report_condition` has it."""
    if not days or measures.CERTIFICATE not in days[0][1]:
        return
    left = (days[0][1][measures.CERTIFICATE] - now.timestamp()) / DAY.total_seconds()
    title, said = "Sertifikat HTTPS", f"Berlaku {left:.0f} hari lagi."
    if left <= 0:
        said = "Sudah berakhir: peramban pembaca menolak situs ini."
    to_do = "Perbarui: certbot renew, lalu systemctl reload nginx" if left < CERTIFICATE_DAYS else ""
    yield Finding("certificate_days_left", title, said, left, to_do)


def _disks(now: datetime, days: list[tuple[datetime, measures.Sizes]]) -> Iterator[Finding]:
    folders = places.places()
    if connection.vendor == "sqlite":
        folders["database"] = Path(str(connection.settings_dict["NAME"])).parent
    strangers = dict(places.strangers())
    for name, place in folders.items():
        key, title = f"disk_free_bytes_{name}", f"Diska, {name}"
        try:
            folder = next(path for path in (place, *place.parents) if path.exists())
            usage = shutil.disk_usage(folder)
            to_do = _disk_to_do(folder, usage.free, usage.total)
        except OSError as error:
            yield Finding(
                key, title, f"Tidak menjawab: {error.strerror}.", 0, f"Periksa apakah {place} masih terpasang."
            )
            continue
        said = f"{filesizeformat(usage.free)} kosong dari {filesizeformat(usage.total)}."
        left = measures.days_until_nothing(key, usage.free, now, days)
        if left is not None and left < 3650:
            said += f" Dengan laju ini cukup untuk {left:.0f} hari."
            to_do = to_do or (f"Tambah ruang untuk {place}." if left < LEAST_DAYS else "")
        if name in strangers:
            said = f"{place} bukan folder yang kemarin: tandanya ({places.MARK}) tidak ada."
            to_do = "Pasang kembali diskanya. Bila memang pindah dan isinya sudah disalin: "
            to_do += "kateid report_condition --accept-folders"
        yield Finding(key, title, said, usage.free, to_do)


def _disk_to_do(folder: Path, free: int, total: int) -> str:
    disk = os.statvfs(folder)
    if disk.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK):
        return f"{folder} tidak dapat ditulisi. Baca: journalctl -k, lalu pasang ulang diskanya."
    if free < LEAST_FREE or free < total * LEAST_FREE_SHARE:
        return f"Kosongkan ruang di {folder}."
    if disk.f_files and disk.f_favail < LEAST_FILES:
        return f"Tinggal {disk.f_favail} berkas yang dapat dibuat di {folder}. Hapus berkas yang tidak perlu."
    return ""


def metrics(now: datetime) -> str:
    """All findings as Prometheus' text format has them, and whether each is red."""
    lines = []
    for finding in findings(now):
        lines.append(f"kateid_{finding.name} {finding.number:.15g}")
        lines.append(f'kateid_red{{name="{finding.name}"}} {int(bool(finding.to_do))}')
    return "\n".join(sorted(lines)) + "\n"
