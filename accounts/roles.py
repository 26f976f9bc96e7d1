"""The newsroom's roles: groups made by migration."""

from collections.abc import Collection

REPORTER = "Reporter"
EDITOR = "Redaktur"
MANAGING_EDITOR = "Redaktur Pelaksana"
PHOTO_EDITOR = "Redaktur Foto"
MODERATOR = "Moderator"
ADMINISTRATOR = "Administrator"

ROLES = (REPORTER, EDITOR, MANAGING_EDITOR, PHOTO_EDITOR, MODERATOR, ADMINISTRATOR)

RANK = {REPORTER: 1, PHOTO_EDITOR: 1, MODERATOR: 1, ADMINISTRATOR: 1, EDITOR: 2, MANAGING_EDITOR: 3}
UNKNOWN = 3  # of a role that somebody made by hand


def takes_two(role: str, own: Collection[str]) -> bool:
    """Whether somebody who has the roles `own` may not give a role alone: one above them, or the giving of roles."""
    return role == ADMINISTRATOR or RANK.get(role, UNKNOWN) > max((RANK.get(name, 0) for name in own), default=0)
