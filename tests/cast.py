"""The people of the tests' newsroom, always the same, one for every part there is to play."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from accounts import roles
from articles.models import Author, Editor, Section

PASSWORD = "rahasia-dapur-redaksi"


@dataclass(frozen=True)
class Cast:
    """Each person holds one role; authors and editors have their public row too."""

    reporter: User  # rina, code "rin": owns what make.draft() and the others build
    other_reporter: User  # yusuf, code "ysf"
    editor: User  # lukman: answers for metropolis, and so for samarinda too; code "lmo"
    other_editor: User  # wati: answers for ekonomi
    managing_editor: User  # hasan: every section
    photo_editor: User
    moderator: User
    administrator: User
    outsider: User  # signed in, without a role

    metropolis: Section
    samarinda: Section  # below metropolis
    ekonomi: Section

    def everybody(self) -> dict[str, User]:
        return {part: person for part, person in vars(self).items() if isinstance(person, User)}


@pytest.fixture
def cast(db: None) -> Cast:
    return present()


@pytest.fixture
def own_cast(own_database: str) -> Cast:
    """The cast in the test's own database, as `server` needs it."""
    return present()


def present() -> Cast:
    """The cast of whichever database is in use, engaged at the first call."""
    if not User.objects.filter(username="rina").exists():
        engage()
    users = {user.username: user for user in User.objects.filter(username__in=map(username, PARTS))}
    sections = {section.slug: section for section in Section.objects.filter(slug__in=SECTIONS).select_related("parent")}
    everything: dict[str, Any] = {part: users[username(part)] for part in PARTS} | sections
    return Cast(**everything)


PARTS = {
    "reporter": ("Rina Oktavia", roles.REPORTER),
    "other_reporter": ("Yusuf Anwar", roles.REPORTER),
    "editor": ("Lukman Maulana", roles.EDITOR),
    "other_editor": ("Wati Susanti", roles.EDITOR),
    "managing_editor": ("Hasan Basri", roles.MANAGING_EDITOR),
    "photo_editor": ("Fitri Handayani", roles.PHOTO_EDITOR),
    "moderator": ("Dewi Lestari", roles.MODERATOR),
    "administrator": ("Agus Pratama", roles.ADMINISTRATOR),
    "outsider": ("Tono Wijaya", None),
}


SECTIONS = ("metropolis", "samarinda", "ekonomi")


def username(part: str) -> str:
    return PARTS[part][0].split()[0].lower()


def engage() -> None:
    """Everybody in a few statements, since two thousand tests begin with it."""
    metropolis = Section.objects.create(name="Metropolis", slug="metropolis", position=1)
    Section.objects.create(name="Samarinda", slug="samarinda", parent=metropolis, position=2)
    ekonomi = Section.objects.create(name="Ekonomi", slug="ekonomi", position=3)
    people = dict(zip(PARTS, engage_people(PARTS.values()), strict=True))
    Author.objects.bulk_create(
        Author(name=person.get_full_name(), slug=person.username, code=code, user=person)
        for person, code in ((people["reporter"], "rin"), (people["other_reporter"], "ysf"), (people["editor"], "lmo"))
    )
    editor, other_editor, _ = Editor.objects.bulk_create(
        Editor(name=people[part].get_full_name(), user=people[part])
        for part in ("editor", "other_editor", "managing_editor")
    )
    editor.sections.add(metropolis)
    other_editor.sections.add(ekonomi)


def engage_people(people: Iterable[tuple[str, str | None]]) -> list[User]:
    """People with their roles, who may sign in with their first name and PASSWORD."""
    users, held = [], []
    for name, role in people:
        first, last = name.split()
        users.append(
            User(
                username=first.lower(),
                password=make_password(PASSWORD),
                first_name=first,
                last_name=last,
                is_staff=role is not None,
            )
        )
        held.append(role)
    groups = {group.name: group for group in Group.objects.all()}
    User.objects.bulk_create(users)
    User.groups.through.objects.bulk_create(
        User.groups.through(user=user, group=groups[role]) for user, role in zip(users, held, strict=True) if role
    )
    return users
