"""The newsroom's roles: groups made by migration."""

REPORTER = "Reporter"
EDITOR = "Redaktur"
MANAGING_EDITOR = "Redaktur Pelaksana"
PHOTO_EDITOR = "Redaktur Foto"
MODERATOR = "Moderator"
ADMINISTRATOR = "Administrator"

ROLES = (REPORTER, EDITOR, MANAGING_EDITOR, PHOTO_EDITOR, MODERATOR, ADMINISTRATOR)
