"""Copies of the whole newsroom as it stood at one moment: made, kept for a while, put back, and tried.

A backup is a folder, named after its moment in UTC:

    2026-11-30T01-30-00Z/
        manifest.json       what belongs to it: size and SHA-256 of each file, rows of each table, migrations
        database.sqlite3    or database.dump, as pg_dump writes it
        settings.env        the environment of whoever made it, with its secrets
        media/  originals/  photos

or, with a passphrase, the same in one file: 2026-11-30T01-30-00Z.tar.gpg. It has its name only once it is complete.
"""


class BackupError(Exception):
    """One sentence for the operator, in Indonesian: what is wrong, and what to do."""
