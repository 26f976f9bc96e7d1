"""Brings the demo newsroom to life: its people first, then each story by the verbs of `articles.editorial.workflow`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.text import slugify

from accounts import roles
from articles.editorial import live, revisions, workflow
from articles.models import (
    Article,
    Author,
    DigitalSource,
    EditionKind,
    Editor,
    LeadStory,
    Photo,
    PhotoRights,
    Section,
)
from articles.photos import intake
from articles.richtext import typed_plainly

from . import reading
from .material import PICTURE_IN_BODY, PICTURES, ChangeNote, Material, PersonNote, SectionNote, StoryNote

PASSWORD = "kopi-pagi-redaksi"  # noqa: S105 - printed by the command, and meant to be known
MAIL_DOMAIN = "demo.invalid"  # how demo people are told from real ones; no mail ever arrives there
ROLES = {
    "reporter": roles.REPORTER,
    "editor": roles.EDITOR,
    "managing_editor": roles.MANAGING_EDITOR,
    "photo_editor": roles.PHOTO_EDITOR,
    "moderator": roles.MODERATOR,
    "administrator": roles.ADMINISTRATOR,
}
WITH_EDITOR_CREDIT = {"editor", "managing_editor"}


def demo_people() -> list[User]:
    """The accounts that the demo made, if it was loaded."""
    return list(User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}").prefetch_related("groups").order_by("pk"))


def holds_anything() -> bool:
    """Whether somebody has begun to use this database."""
    return any(model.objects.exists() for model in (User, Section, Author, Editor, Photo, Article))


def load(material: Material, *, now: datetime) -> None:
    """Fill an empty database, entirely or not at all. What `minutes_ago` counts from is `now`."""
    with transaction.atomic():
        newsroom = _engage(material)
        for note in material.stories:
            _Telling(note, newsroom, now).tell()
        reading.read(now)


@dataclass(frozen=True)
class Newsroom:
    sections: dict[str, Section]  # by slug
    users: dict[str, User]  # by username
    authors: dict[str, Author]  # by code
    managing_editor: User
    photo_editor: User
    photos: dict[str, Photo]  # by file, saved as stories come to use them


def _engage(material: Material) -> Newsroom:
    sections: dict[str, Section] = {}
    for position, section in enumerate(material.sections, start=1):
        sections[section.slug] = _open_section(section, position, sections)
    password = make_password(PASSWORD)  # once: a good hash takes its time
    users = {person.username: _sign_up(person, password) for person in material.people if person.username}
    authors = {person.code: _introduce(person, users, sections) for person in material.people}
    holders = {person.role: users[person.username] for person in material.people if person.username}
    return Newsroom(
        sections, users, authors, holders["managing_editor"], holders["photo_editor"], _develop_photos(material)
    )


def _develop_photos(material: Material) -> dict[str, Photo]:
    """The photos of all stories, unsaved; their files are made by both halves of a small machine at once."""
    files = list(dict.fromkeys(file for story in material.stories for file in story.files))
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(files, pool.map(_develop_photo, (material.pictures[file] for file in files)), strict=True))


def _develop_photo(note: StoryNote) -> Photo:
    photo = Photo(
        caption=note.caption,
        credit=note.credit,
        alt_text=note.alt,
        rights=PhotoRights.OWN,
        digital_source=DigitalSource.ART,
    )
    with (PICTURES / note.picture).open("rb") as file:
        intake.develop(photo, intake.examine(file))
    return photo


def _open_section(note: SectionNote, position: int, opened: Mapping[str, Section]) -> Section:
    section = Section(
        name=note.name,
        slug=note.slug,
        parent=opened[note.parent] if note.parent else None,
        description=note.description,
        position=position,
    )
    section.full_clean()
    section.save()
    return section


def _sign_up(note: PersonNote, password: str) -> User:
    first_name, _, last_name = note.name.partition(" ")
    user = User.objects.create(
        username=note.username,
        email=f"{note.username}@{MAIL_DOMAIN}",
        password=password,
        first_name=first_name,
        last_name=last_name,
        is_staff=True,
    )
    user.groups.add(Group.objects.get(name=ROLES[note.role]))
    return user


def _introduce(note: PersonNote, users: Mapping[str, User], sections: Mapping[str, Section]) -> Author:
    """Give somebody their public rows."""
    user = users.get(note.username)
    if note.role in WITH_EDITOR_CREDIT:
        credit = Editor.objects.create(name=note.name, job_title=note.job_title, user=user, is_active=note.active)
        credit.sections.set(sections[slug] for slug in note.sections)
    author = Author(
        name=note.name,
        slug=slugify(note.name),
        code=note.code,
        job_title=note.job_title,
        bio=note.bio,
        user=user,
        is_active=note.active,
    )
    author.full_clean()
    author.save()
    return author


class _Telling:
    """One story on its way through the newsroom, some time before `now`."""

    def __init__(self, note: StoryNote, newsroom: Newsroom, now: datetime):
        self.note = note
        self.newsroom = newsroom
        self.now = now
        self.authors = [newsroom.authors[code] for code in note.authors]
        self.editor = newsroom.users[note.editor] if note.editor else newsroom.managing_editor
        self.writer = self._writer()
        # Its stage was reached at `latest`; the steps before it took as long as they do in a small newsroom.
        chance = Random(note.headline)
        self.latest = now - timedelta(minutes=note.minutes_ago)
        self.approved_at = self.latest - timedelta(minutes=chance.randint(3, 12))
        self.submitted_at = self.approved_at - timedelta(minutes=chance.randint(10, 50))
        self.written_at = self.submitted_at - timedelta(minutes=chance.randint(5, 180))

    def _writer(self) -> User:
        """Who types the story: an editor, for authors who do not write at the desk themselves."""
        user = self.authors[0].user
        return user if user and user.has_perm("articles.change_article") else self.editor

    def tell(self) -> Article:
        article = getattr(self, f"_{self.note.stage}")()
        if self.note.lead:
            LeadStory.objects.create(article=article, position=self.note.lead)
        return article

    def _draft(self) -> Article:
        if not self.note.returned_reason:
            return self._written(self.latest)
        article = self._submitted(self.submitted_at)
        return workflow.send_back(article, by=self.editor, reason=self.note.returned_reason, now=self.latest)

    def _in_review(self) -> Article:
        return self._submitted(self.latest)

    def _approved(self) -> Article:
        return workflow.approve(self._submitted(self.submitted_at), by=self.editor, now=self.latest)

    def _scheduled(self) -> Article:
        article = workflow.approve(self._submitted(self.submitted_at), by=self.editor, now=self.approved_at)
        at = (self.now + timedelta(minutes=self.note.minutes_ahead)).replace(second=0, microsecond=0)
        return workflow.schedule(article, by=self.editor, at=at, now=self.latest)

    def _published(self) -> Article:
        article = workflow.approve(self._submitted(self.submitted_at), by=self.editor, now=self.approved_at)
        article = workflow.publish(article, by=self.editor, now=self.latest)
        for change in self.note.changes:
            article = self._changed(article, change)
        if self.note.entries:
            self._report(article)
        return article

    def _report(self, article: Article) -> None:
        """The story goes on in entries; its writers' are public at once."""
        report = live.begin(article, by=self.editor, now=self.latest)
        live.let_writers(report, True, by=self.editor)
        for note in self.note.entries:
            at, by = self.latest + timedelta(minutes=note.after_minutes), self.newsroom.users[note.by]
            sent = live.send(report, by=by, key=uuid4(), body=typed_plainly(note.text), is_key=note.is_key, now=at)
            if note.correction:
                live.change(
                    sent.entry,
                    by=self.editor,
                    base=1,
                    body=typed_plainly(note.correction),
                    is_key=note.is_key,
                    kind=EditionKind.CORRECTION,
                    note=note.note,
                    now=at + timedelta(minutes=7),
                )

    def _reopened(self) -> Article:
        article, change = self._published(), self.note.reopened
        if change is None:
            raise ValueError(f"{self.note.headline!r} does not say what was changed since.")
        at = self.latest + timedelta(minutes=change.after_minutes)
        article = workflow.reopen(article, by=self.writer, now=at - timedelta(minutes=10))
        article.headline = change.headline or article.headline
        article.body = replaced(article.body, change.replace)
        self._save(article, self.writer, at)
        return article

    def _retracted(self) -> Article:
        return workflow.retract(
            self._published(),
            by=self.newsroom.managing_editor,
            ground=self.note.retraction_ground,
            note=self.note.retraction_note,
            now=self.latest + (self.now - self.latest) / 2,
        )

    def _spiked(self) -> Article:
        return workflow.spike(self._submitted(self.submitted_at), by=self.editor, now=self.latest)

    def _written(self, at: datetime) -> Article:
        note = self.note
        photo = self._photo(note.picture, at) if note.picture else None
        article = Article(
            headline=note.headline,
            subheadline=note.subheadline,
            slug=note.slug,
            section=self.newsroom.sections[note.section],
            content_class=note.content_class,
            verification=note.verification,
            advertiser=note.advertiser,
            place=note.place,
            summary=note.summary,
            body=self._with_photos(note.body, at),
            gallery=[{"photo": self._photo(file, at).pk, "caption": ""} for file in note.gallery],
            photo=photo,
            photo_caption=note.caption if photo and note.caption != photo.caption else "",
            editor=Editor.objects.get(user=self.editor) if note.editor else None,
        )
        article.full_clean()
        self._save(article, self.writer, at)
        return article

    def _submitted(self, at: datetime) -> Article:
        return workflow.submit(self._written(self.written_at), by=self.writer, now=at)

    def _changed(self, article: Article, change: ChangeNote) -> Article:
        at = self.latest + timedelta(minutes=change.after_minutes)
        article = workflow.reopen(article, by=self.editor, now=at - timedelta(minutes=9))
        article.body = replaced(article.body, change.replace)
        self._save(article, self.editor, at - timedelta(minutes=3))
        article = workflow.submit(article, by=self.editor, now=at - timedelta(minutes=2))
        return workflow.publish(article, by=self.editor, kind=change.kind, note=change.note, now=at)

    def _save(self, article: Article, by: User, at: datetime) -> None:
        revisions.save(article, by=by, authors=self.authors, tags=self.note.tags, base_version=article.version, now=at)

    def _photo(self, file: str, at: datetime) -> Photo:
        photo = self.newsroom.photos[file]
        if photo._state.adding:
            photo.uploaded_by, photo.uploaded_at = self.newsroom.photo_editor, at - timedelta(minutes=2)
            intake.enter(photo)
        return photo

    def _with_photos(self, body: str, at: datetime) -> str:
        """The body with a figure wherever it names a picture."""

        def figure(named: re.Match[str]) -> str:
            caption = f"<figcaption>{named['caption']}</figcaption>" if named["caption"] else ""
            return f'<figure data-photo="{self._photo(named["file"], at).pk}">{caption}</figure>'

        return PICTURE_IN_BODY.sub(figure, body)


def replaced(body: str, pairs: Iterable[Sequence[str]]) -> str:
    for old, new in pairs:
        if old not in body:
            raise ValueError(f"The body does not hold what is to be replaced: {old!r}")
        body = body.replace(old, new)
    return body
