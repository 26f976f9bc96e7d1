"""The production settings with a quick password hash, plain static files and mail kept in memory."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("KATEID_SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("KATEID_SERVE_MEDIA", "true")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/kateid-tests-never-written.sqlite3")
os.environ.setdefault("MEDIA_ROOT", f"{tempfile.gettempdir()}/kateid-tests-never-written")
os.environ.setdefault("KATEID_CHANGES_FILE", f"{tempfile.gettempdir()}/kateid-tests-changes")
os.environ.setdefault("KATEID_BACKGROUND", "false")
os.environ.setdefault("KATEID_ERRORS_SECONDS", "0")  # so do tests of errors
os.environ.setdefault("EMAIL_URL", "locmem://")
os.environ.setdefault("LOG_LEVEL", "WARNING")  # tests of the log ask for more
os.environ.setdefault("KATEID_STAFF_SECOND_FACTOR", "false")
os.environ.setdefault("KATEID_READINGS_SECONDS", "1000000")  # tests that count say themselves when to write

from kateid.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {"BACKEND": "kateid.media.Originals"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if not os.environ["EMAIL_URL"].startswith("smtp"):  # at once; the tests of the outbox have a mail server
    MAILERS["default"] = MAILERS["transport"]  # noqa: F405
