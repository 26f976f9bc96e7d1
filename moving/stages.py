"""The six stages of a move. Each batch's rows and the job's cursor are one transaction, so that a move that is killed
goes on where it stopped; what a source held is known by (source, kind, id), so that nothing is imported twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import batched, islice
from time import sleep
from typing import Any

from django.db import reset_queries, transaction
from django.utils import timezone

from articles.editorial.topics import normalise
from articles.models import Author, Edition, Redirect, RedirectStatus, Section, Tag
from articles.redirects import rules
from articles.search import indexes
from comments.lifecycle import OldComment, move_in
from comments.models import Comment as OwnComment
from jobs.models import Job, JobState
from kateid.absolute_urls import address

from . import items, writing
from .album import Album, in_post, keep
from .album import short as _key
from .encodings import mended
from .items import Attachment, Comment, Item, MoveError, Person, Post, Problem, Reader, Term, digest_of
from .mapping import Mapping
from .models import ImportedRow, OldPicture, Outcome, PictureState, Source
from .pictures import Pictures

KIND = "move_in"
BATCH = 100
STAGES = ("look", "map", "prepare", "pictures", "texts", "comments", "finish")  # pictures first: texts name them
PICTURES_AT_ONCE = 10  # stories
NOT_TAKEN = "gambar tidak diambil: --pictures tidak diminta"
GONE, GONE_NOTE = "410", "dihapus di situs lama"
UNUSED = "tidak dipakai di naskah mana pun"
# What readers are told of stages: comments are a part of the texts.
SHOWN = {"comments": "texts"}
PAUSE = 1.0  # seconds after which a paused move looks whether it may go on
Progress = Callable[[str, int], None]


class Halted(MoveError):  # noqa: N818
    """Somebody else decides about this run; its job stays as it is."""


@dataclass
class Move:
    """One run over a source."""

    reader: Reader
    mapping: Mapping
    progress: Progress = lambda _stage, _count: None
    pictures: Pictures | None = None  # None leaves pictures behind
    source: Source = field(init=False)
    job: Job = field(init=False)
    album: Album = field(init=False)
    fresh: list[ImportedRow] = field(init=False, default_factory=list)  # of a batch: rows to write
    met: list[ImportedRow] = field(init=False, default_factory=list)  # and those that are there already

    def run(self) -> Job:
        """Do all that is left to do.

        Raises:
            MoveError: the source cannot be read, or somebody else moves it at the same time.
        """
        self.source, _ = Source.objects.get_or_create(kind=self.reader.kind, name=self.reader.name[:200])
        self.source.called, self.source.mapping = self.reader.site_names, self.mapping.values()
        self.source.save(update_fields=["called", "mapping"])
        self.album = Album(self.source, self.mapping, self.mapping.base_of(self.source.name))
        self.job = self._job()
        start = STAGES.index(self.job.stage) if self.job.stage else 0
        try:
            for stage in STAGES[start:]:
                if self.job.stage != stage:
                    self._enter(stage)
                getattr(self, f"_{stage}")()
        except Halted:
            raise
        except MoveError as error:
            Job.objects.filter(pk=self.job.pk).update(state=JobState.FAILED, report={"error": str(error)})
            raise
        self.job.state, self.job.finished_at = JobState.DONE, timezone.now()
        self.job.save(update_fields=["state", "finished_at", "report"])
        return self.job

    def _job(self) -> Job:
        """The job that was killed, or a new one."""
        key = str(self.source.pk)
        goes_on = [JobState.RUNNING, JobState.PAUSED]
        unfinished = Job.objects.filter(kind=KIND, key=key, state__in=goes_on).order_by("-pk").first()
        return unfinished or Job.objects.create(kind=KIND, key=key)

    def _enter(self, stage: str) -> None:
        with transaction.atomic():
            self._advance(0, stage)

    def _advance(self, cursor: int, stage: str = "") -> None:
        """Save how far it is. Call it in the transaction of the batch."""
        values: dict[str, Any] = {"cursor": cursor, "heartbeat": timezone.now(), "report": self.job.report}
        values["stage"] = stage or self.job.stage
        mine = Job.objects.filter(pk=self.job.pk, stage=self.job.stage, cursor=self.job.cursor)
        if not mine.update(**values):
            raise Halted("Pindahan ini sedang dijalankan di tempat lain. Tunggu sampai selesai.")
        self.job.stage, self.job.cursor = values["stage"], cursor
        self.progress(SHOWN.get(self.job.stage, self.job.stage), cursor)

    def _wait_for_leave(self) -> None:
        """Come here between two batches, outside a transaction: what the desk wants is done then.

        Raises:
            Halted: it was stopped at the desk.
        """
        while True:
            state = Job.objects.values_list("state", flat=True).get(pk=self.job.pk)
            if state == JobState.STOPPED:
                raise Halted(
                    "Pindahan ini dihentikan di meja redaksi. Yang sudah pindah tetap ada; perintah yang sama "
                    "meneruskannya."
                )
            Job.objects.filter(pk=self.job.pk).update(heartbeat=timezone.now())
            if state != JobState.PAUSED:
                return
            sleep(PAUSE)

    def _in_batches(self, of: tuple[type[Item], ...], deal_with: Callable[[list[Item]], None]) -> None:
        """Deal with the things of these kinds that are not dealt with yet."""
        every = (_sound(item) for item in self.reader.items() if isinstance(item, of))
        for batch in batched(islice(every, self.job.cursor, None), BATCH):
            self._wait_for_leave()
            with transaction.atomic():
                self.fresh, self.met = [], []
                deal_with(list(batch))
                self._write_rows()
                self._advance(self.job.cursor + len(batch))
            reset_queries()

    # The stages

    def _look(self) -> None:
        """Read all of it once: a source that breaks off is found out before anything is written."""
        counts: Counter[str] = Counter()
        for number, item in enumerate(self.reader.items(), start=1):
            counts[item.kind] += 1
            if number % 1000 == 0:
                self._wait_for_leave()
                self.progress("look", number)
        self.job.report["found"] = dict(counts)
        if not counts:
            raise MoveError("Tidak ada yang dapat dibaca di sumber ini.")

    def _map(self) -> None:
        """Note what people and sections would become, for whoever corrects the mapping."""
        terms: dict[str, Any] = {}
        people: dict[str, Any] = {}
        for item in self.reader.items():
            if isinstance(item, Person) and len(people) < 5000:
                people[item.id] = self.mapping.people.get(item.id, item.name)
            elif isinstance(item, Term) and item.taxonomy == "category" and len(terms) < 5000:
                terms[item.slug or item.id] = self.mapping.sections.get(item.slug, item.name)
        self.job.report["map"] = {"people": people, "sections": terms}

    def _prepare(self) -> None:
        self._in_batches((Person, Term, Attachment, Problem, items.Redirect), self._prepare_batch)
        self._nest_sections()

    def _prepare_batch(self, batch: list[Item]) -> None:
        known = self._known(batch)
        self.album.note_attachments([item for item in batch if isinstance(item, Attachment)])
        for item in batch:
            if self._is_new(item, known):
                self._prepare_one(item, known)

    def _prepare_one(self, item: Item, known: dict[tuple[str, str], ImportedRow]) -> None:
        if isinstance(item, Person):
            author = writing.author_of(item, self.mapping)
            self._keep(item, known, Outcome.MADE, target=author.pk)
        elif isinstance(item, Term):
            section = writing.section_of(item, self.mapping, None) if item.taxonomy == "category" else None
            self._keep(item, known, Outcome.MADE, target=section.pk if section else None)
        elif isinstance(item, Attachment):
            self._keep(item, known, Outcome.SKIPPED, UNUSED if self.pictures else NOT_TAKEN)
        elif isinstance(item, Problem):
            self._keep(item, known, Outcome.SKIPPED, item.reason)
        else:
            self._keep(item, known, Outcome.MADE)

    def _nest_sections(self) -> None:
        """Put sections below their parents, once all of them are there: two levels deep."""
        rows = self.source.rows.filter(kind="term", made_in=self.job, target__isnull=False)
        by_name: dict[str, ImportedRow] = {}
        terms = [row for row in rows.iterator() if row.original["taxonomy"] == "category"]
        for row in terms:
            by_name |= {row.foreign_id: row, row.original["slug"]: row}
        for row in terms:
            top = row
            for _ in range(20):
                above = by_name.get(top.original["parent"]) if top.original["parent"] else None
                if above is None or above.pk == row.pk:
                    break
                top = above
            section = Section.objects.filter(pk=row.target or 0, parent=None, children=None).first()
            if (
                section
                and top.target != row.target
                and Section.objects.filter(pk=top.target or 0, parent=None).exists()
            ):
                section.parent_id = top.target
                section.save(update_fields=["parent"])

    def _texts(self) -> None:
        desk = self._desk()
        self._in_batches((Post,), lambda batch: self._write_posts(batch, desk))

    def _write_posts(self, batch: list[Item], desk: writing.Desk) -> None:
        known = self._known(batch)
        posts = [item for item in batch if isinstance(item, Post)]
        self.album.look_up(one for post in posts for one in in_post(post, self.album.own_host))
        new: list[tuple[ImportedRow, writing.Written]] = []
        for item in posts:
            if self._is_new(item, known):
                new.append((self._keep(item, known, Outcome.DRAFT), desk.read(item, self.album.shown)))
            elif row := known.get(("post", _key(item.id))):
                self._enter_late_pictures(item, row, desk)
        desk.enter([written for _, written in new])
        dropped = Counter(self.job.report.get("dropped", {}))
        for row, written in new:
            row.article, row.reason = written.story.article, written.reason[:400]
            row.outcome = Outcome.PUBLISHED if written.story.edition else Outcome.DRAFT
            dropped += written.converted.dropped
        self.job.report["dropped"] = dict(dropped)

    def _desk(self) -> writing.Desk:
        desk = writing.Desk(
            self.mapping,
            writing.names_in_lines(self.reader.site_names),
            self.album.own_host,
            writing.old_site(),
            writing.mover(),
        )
        authors = Author.objects.in_bulk()
        desk.codes = {author.code: author for author in authors.values() if author.code}
        for code, name in self.mapping.codes.items():
            desk.codes[code] = writing.author_named(name, code=code)
        sections = {section.pk: section for section in Section.objects.select_related("parent")}
        for row in self.source.rows.filter(kind__in=["person", "term"]).order_by("-pk").iterator():
            names = [row.original["name"], row.original["slug"], row.foreign_id]
            if row.kind == "person":
                desk.people |= {name: authors[row.target] for name in names if name and row.target in authors}
            elif row.original["taxonomy"] == "tag":
                desk.tags |= {row.foreign_id: row.original["name"]}
            else:
                place = sections.get(row.target or 0, row.original["name"])
                desk.categories |= {name: place for name in names if name}
        return desk

    def _comments(self) -> None:
        self._in_batches((Comment,), self._write_comments)

    def _write_comments(self, batch: list[Item]) -> None:
        known = self._known(batch)
        wanted = {one.post for one in batch if isinstance(one, Comment)}
        posts = {row.foreign_id: row for row in self._rows("post", wanted).defer("original")}
        answered = self._answered({one.parent for one in batch if isinstance(one, Comment) and one.parent})
        new: list[tuple[ImportedRow, OldComment]] = []
        for item in batch:
            if not isinstance(item, Comment) or not self._is_new(item, known):
                continue
            post = posts.get(_key(item.post))
            if reason := _why_no_comment(item, post):
                self._keep(item, known, Outcome.SKIPPED, reason)
            elif post and post.article_id:
                old = self._old_comment(item, post, post.article_id, answered)
                answered[_key(item.id)] = old
                reason = "" if old.is_public else "ditahan: belum tampil di situs lama"
                outcome = Outcome.PUBLISHED if old.is_public else Outcome.DRAFT
                new.append((self._keep(item, known, outcome, reason), old))
        move_in([old for _, old in new])
        for row, old in new:
            row.target = old.made.pk if old.made else None

    def _answered(self, ids: set[str]) -> dict[str, OwnComment | OldComment]:
        """The comments of earlier batches that those of this one answer, by what the source calls them."""
        targets = dict(self._rows("comment", ids).exclude(target=None).values_list("foreign_id", "target"))
        comments = OwnComment.objects.select_related("parent").in_bulk(targets.values())
        return {foreign_id: comments[pk] for foreign_id, pk in targets.items() if pk in comments}

    def _old_comment(
        self, item: Comment, post: ImportedRow, article: int, answered: dict[str, OwnComment | OldComment]
    ) -> OldComment:
        reply_to = answered.get(_key(item.parent)) if item.parent else None
        if reply_to and reply_to.article_id != article:
            reply_to = None
        is_public = item.is_public and post.outcome == Outcome.PUBLISHED
        source = f"{self.source.kind} {self.source.name}"
        return writing.old_comment(item, article, source=source, is_public=is_public, reply_to=reply_to)

    # Pictures

    def _pictures(self) -> None:
        """Take over what stories show. The files of a batch are fetched before the transaction that notes them."""
        if self.pictures is None:
            return
        posts = (_sound(item) for item in self.reader.items() if isinstance(item, Post))
        for batch in batched(islice(posts, self.job.cursor, None), PICTURES_AT_ONCE):
            self._wait_for_leave()
            with transaction.atomic():
                rows = self.album.note_posts([post for post in batch if isinstance(post, Post)])
            todo = [row for row in rows if self._is_to_take(row)]
            taken = [(row, self.album.take(row, self.pictures)) for row in todo]
            with transaction.atomic():
                for row, result in taken:
                    row.tried_in = self.job
                    keep(row, result)
                self._report_attachments(rows)
                self._advance(self.job.cursor + len(batch))
            reset_queries()

    def _is_to_take(self, row: OldPicture) -> bool:
        if row.state == PictureState.IGNORED or (row.state == PictureState.TAKEN and row.photo_id):
            return False
        return row.tried_in_id != self.job.pk or row.state == PictureState.WAITING

    def _report_attachments(self, pictures: list[OldPicture]) -> None:
        """Enter with the attachments what became of the pictures that they are."""
        by_number = {picture.attachment: picture for picture in pictures if picture.attachment}
        for row in self._rows("attachment", by_number):
            picture = by_number[row.foreign_id]
            if picture.photo_id and row.target is None:
                row.made_in = self.job
            row.target = picture.photo_id
            row.outcome = Outcome.MADE if picture.photo_id else Outcome.SKIPPED
            row.reason = picture.reason
            row.seen_in = self.job
            row.save(update_fields=["target", "outcome", "reason", "made_in", "seen_in"])

    def _enter_late_pictures(self, post: Post, row: ImportedRow, desk: writing.Desk) -> None:
        """Give a story that came before the pictures that were found only now."""
        rows = [self.album.row_of(one) for one in in_post(post, self.album.own_host)]
        if row.article and any(one and one.photo_id and one.tried_in_id == self.job.pk for one in rows):
            row.reason = desk.add_pictures(row.article, row.original, self.album.shown) or row.reason
            row.save(update_fields=["reason"])

    def _finish(self) -> None:
        rows = self.source.rows.filter(seen_in=self.job, kind__in=["post", "term", "person", "attachment", "redirect"])
        rows = rows.select_related("article").order_by("pk")
        while batch := list(rows.filter(pk__gt=self.job.cursor)[:BATCH]):
            self._wait_for_leave()
            with transaction.atomic():
                self._redirect(self._wanted(batch))
                self._advance(batch[-1].pk)
            reset_queries()
        self._redirect_days()
        self._enter_withdrawn()
        if self.source.rows.filter(made_in=self.job, kind="post").exists() and not indexes.are_in_order():
            indexes.rebuild(lambda count: self.progress("finish", count))

    def _redirect_days(self) -> None:
        """Lead WordPress' archives of days to ours, and those of months and years to the last day with stories."""
        if self.source.kind != "wordpress":
            return
        stories = Edition.objects.listed().filter(article__imported_from__source=self.source).order_by()
        wanted: dict[str, str] = {}
        for day in stories.datetimes("published_at", "day"):
            page = address("articles:archive_day", day.date())
            wanted |= dict.fromkeys((f"/{day:%Y}/", f"/{day:%Y/%m}/", f"/{day:%Y/%m/%d}/"), page)
        for batch in batched(wanted.items(), BATCH):
            with transaction.atomic():
                self._redirect(dict(batch))

    def _enter_withdrawn(self) -> None:
        """Answer 410 for what was thrown away over there. Last of all: an address that anything else has is spared."""
        rows = self.source.rows.filter(seen_in=self.job, kind="post", original__was_withdrawn=True)
        rows = rows.defer("original").order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            self._wait_for_leave()
            paths = {path.rstrip("/"): path for row in batch for path in row.addresses}
            with transaction.atomic():
                self._redirect(dict.fromkeys(paths.values(), GONE))
            last = batch[-1].pk
            reset_queries()

    def _wanted(self, rows: list[ImportedRow]) -> dict[str, str]:
        """Old path -> where it leads."""
        pks = [row.article_id for row in rows if row.article_id]
        posts = self._posts_with([row for row in rows if row.kind == "attachment"])
        pks += [pk for pk in posts.values() if pk]
        editions = {
            one.article_id: one for one in Edition.objects.live().filter(article__in=pks).select_related("section")
        }
        targets = {row.target for row in rows}
        sections, authors = Section.objects.in_bulk(targets), Author.objects.in_bulk(targets)
        names = [normalise(row.original["name"]) for row in rows if row.kind == "term"]
        topics = {tag.name: tag.get_absolute_url() for tag in Tag.objects.filter(name__in=names, merged_into=None)}
        wanted: dict[str, tuple[str, str]] = {}
        for row in rows:
            target = ""
            if row.kind in {"post", "attachment"}:
                pk = row.article_id or posts.get(row.foreign_id)
                target = editions[pk].get_absolute_url() if pk in editions else ""
            elif row.kind == "redirect":
                target = row.original["target"]
            elif row.kind == "person" and row.target in authors:
                target = authors[row.target].get_absolute_url()
            elif row.kind == "term" and row.target in sections:
                target = sections[row.target].get_absolute_url()
            elif row.kind == "term":
                target = topics.get(normalise(row.original["name"]), "")
            if target:
                for path in row.addresses:
                    wanted.setdefault(path.rstrip("/"), (path, target))
        return dict(wanted.values())

    def _posts_with(self, attachments: list[ImportedRow]) -> dict[str, int | None]:
        """The story that an attachment belongs to, or else one that shows it, by the attachment's number."""
        parents = {row.foreign_id: [_key(row.original["post"])] for row in attachments}
        for picture in self.source.pictures.filter(attachment__in=parents):
            parents[picture.attachment] += picture.posts
        wanted = {post for posts in parents.values() for post in posts if post}
        stories = {row.foreign_id: row.article_id for row in self._rows("post", wanted)}
        return {
            number: next((stories[one] for one in posts if stories.get(one)), None) for number, posts in parents.items()
        }

    def _redirect(self, wanted: dict[str, str]) -> None:
        """Let old addresses lead on. What was gone by an earlier run gives way to what has come since."""
        rows = {row.foreign_id: row for row in self._rows("address", wanted)}
        gone = {_key(path) for path, target in wanted.items() if target != GONE} & {
            key for key, row in rows.items() if row.title == GONE and row.outcome == Outcome.MADE
        }
        known = rows.keys() - gone
        wishes = [
            rules.Wanted(path, note=GONE_NOTE, status=RedirectStatus.GONE)
            if target == GONE
            else rules.Wanted(path, target, note="dari situs lama")
            for path, target in wanted.items()
            if _key(path) not in known and path.rstrip("/") != target.rstrip("/")
        ]
        outcomes = rules.plan(wishes, elsewhere=True, of_old_site=True)
        given_way = [one for one in outcomes if one.kind == "changed" and one.wanted.target and _was_gone(one.before)]
        rules.write([*(one for one in outcomes if one.kind == "new"), *given_way], by=writing.mover())
        self.source.rows.filter(kind="address", foreign_id__in=gone).delete()  # each is written anew
        left = {one for one in outcomes if one.kind in {"refused", "changed"}}.difference(given_way)
        written = [
            ImportedRow(
                source=self.source,
                kind="address",
                foreign_id=_key(one.wanted.path),
                title=(one.wanted.target or GONE)[:200],
                digest="",
                outcome=Outcome.SKIPPED if one in left else Outcome.MADE,
                reason=" ".join(one.refusals.values())[:400]
                or ("alamat ini sudah dialihkan ke tempat lain" if one in left else ""),
                made_in=self.job,
                seen_in=self.job,
            )
            for one in outcomes
        ]
        ImportedRow.objects.bulk_create(written, ignore_conflicts=True)

    # Rows

    def _rows(self, kind: str, ids: Iterable[str]) -> Any:
        return self.source.rows.filter(kind=kind, foreign_id__in={_key(one) for one in ids})

    def _known(self, batch: list[Item]) -> dict[tuple[str, str], ImportedRow]:
        """The rows of these things that are there, by kind and id."""
        found: dict[tuple[str, str], ImportedRow] = {}
        for kind in {item.kind for item in batch}:
            rows = self._rows(kind, [item.id for item in batch if item.kind == kind])
            for row in rows if kind == Term.kind else rows.defer("original"):
                found[row.kind, row.foreign_id] = row
        return found

    def _is_new(self, item: Item, known: dict[tuple[str, str], ImportedRow]) -> bool:
        """Whether something has not been imported; what has is marked as met, and whether it changed over there."""
        row = known.get((item.kind, _key(item.id)))
        if row is None:
            return True
        if isinstance(item, Term) and row.original["taxonomy"] != item.taxonomy:  # a tag called as a category is
            item.id = f"{item.taxonomy} {item.id}"
            known |= self._known([item])
            return self._is_new(item, known)
        digest = item.digest()
        if row.seen_in_id == self.job.pk:
            if row.digest == digest or isinstance(item, (Person, Term)):  # each part of an export names them again
                self._count_twice(item)
                return False
            item.id = f"{item.id[:150]}~{digest[:8]}"  # merged exports: one number, two stories
            known |= self._known([item])
            return self._is_new(item, known)
        row.seen_in, row.changed = self.job, row.digest != digest
        self.met.append(row)
        return False

    def _count_twice(self, item: Item) -> None:
        twice = Counter(self.job.report.get("twice", {}))
        twice[item.kind] += 1
        self.job.report["twice"] = dict(twice)

    def _keep(
        self,
        item: Item,
        known: dict[tuple[str, str], ImportedRow],
        outcome: Outcome,
        reason: str = "",
        *,
        target: int | None = None,
    ) -> ImportedRow:
        """A row of something new, which is written at the end of the batch."""
        content = item.content()
        row = ImportedRow(
            source=self.source,
            kind=item.kind,
            foreign_id=_key(item.id),
            title=" ".join(item.label.split())[:200].replace("\x00", ""),
            digest=digest_of(content),
            original=content,
            outcome=outcome,
            reason=reason[:400],
            target=target,
            addresses=item.addresses,
            made_in=self.job,
            seen_in=self.job,
        )
        known[item.kind, row.foreign_id] = row
        self.fresh.append(row)
        return row

    def _write_rows(self) -> None:
        ImportedRow.objects.bulk_create(self.fresh)
        for changed in (False, True):
            pks = [row.pk for row in self.met if row.changed is changed]
            ImportedRow.objects.filter(pk__in=pks).update(seen_in=self.job, changed=changed)


def _was_gone(redirect: Redirect | None) -> bool:
    """Whether an address answers 410 because a run found it in the bin over there; what an editor wrote stays."""
    return redirect is not None and redirect.status == RedirectStatus.GONE and redirect.note == GONE_NOTE


def _why_no_comment(item: Comment, post: ImportedRow | None) -> str:
    if item.skipped:
        return item.skipped
    if post is None or post.article_id is None:
        return "naskahnya tidak ada"
    return "" if item.text.strip() else "komentar kosong"


def _sound(item: Item) -> Item:
    """A thing with an id, and its words as they were meant."""
    for name, value in vars(item).items():
        if isinstance(value, str):
            setattr(item, name, mended(value))
    item.id = item.id or f"tanpa nomor {item.digest()[:32]}"
    return item
