"""All settings, read from the environment. deploy/kateid.env lists and explains every variable."""

import tomllib
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.csp import CSP

from . import environment

# Lets annotations such as ModelAdmin[Article], which the type checker wants, exist at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

DEBUG = environment.flag("DEBUG")


def only_in_debug(value: str) -> str | None:
    return value if DEBUG else None


# The newsroom. Each of these has the name of its variable.

KATEID_SITE_NAME = environment.text("KATEID_SITE_NAME", "Kate.id")
KATEID_TAGLINE = environment.text("KATEID_TAGLINE", "Kabar Terkini Kalimantan Timur")
KATEID_SITE_URL = environment.site_url("KATEID_SITE_URL", only_in_debug("http://127.0.0.1:8000"))
KATEID_ACCENT = environment.colour("KATEID_ACCENT", "#b3261e")
# Places offered for the dateline.
KATEID_PLACES = environment.words(
    "KATEID_PLACES",
    "Balikpapan, Berau, Bontang, Kutai Barat, Kutai Kartanegara, Kutai Timur, Mahakam Ulu, Paser, "
    "Penajam Paser Utara, Samarinda",
)
KATEID_LOGO = environment.text("KATEID_LOGO", "")
KATEID_COMPANY = environment.text("KATEID_COMPANY", "")
KATEID_ADDRESS = environment.text("KATEID_ADDRESS", "")
KATEID_RESPONSIBLE = environment.text("KATEID_RESPONSIBLE", "")
KATEID_EMAIL = environment.text("KATEID_EMAIL", "")
KATEID_PHONE = environment.text("KATEID_PHONE", "")

# Being found

# The newsroom's own pages elsewhere, which search engines then know as the same newsroom's.
KATEID_PROFILES = environment.links("KATEID_PROFILES")
# What robots.txt asks of the crawlers of AI companies: "index" lets them find stories and look them up, "search" only
# find them; neither lets them train on them. Programs by name that are refused or let in whatever it says.
KATEID_AI_CRAWLERS = environment.choice("KATEID_AI_CRAWLERS", {"allow", "index", "search", "refuse"}, "index")
KATEID_AI_REFUSED = environment.programs("KATEID_AI_REFUSED")
KATEID_AI_ALLOWED = environment.programs("KATEID_AI_ALLOWED")
# The address of licence terms by RSL 1.0.
KATEID_RSL_LICENSE = environment.link("KATEID_RSL_LICENSE")
KATEID_ADS_TXT = environment.records("KATEID_ADS_TXT", environment.ADS_RECORD, environment.ADS_VARIABLE)
KATEID_TRUST_TXT = environment.records("KATEID_TRUST_TXT", environment.TRUST_RECORD, environment.TRUST_TRAINING)
KATEID_SECURITY_CONTACT = environment.links("KATEID_SECURITY_CONTACT", schemes=("mailto", "https", "tel"))
# Whom `manage.py announce` tells of new stories; nobody unless set.
KATEID_INDEXNOW_KEY = environment.key("KATEID_INDEXNOW_KEY")
KATEID_INDEXNOW_URL = environment.link("KATEID_INDEXNOW_URL", "https://api.indexnow.org/indexnow")
KATEID_WEBSUB_HUB = environment.link("KATEID_WEBSUB_HUB")

# Which texts need a second person to approve them.
KATEID_SECOND_PERSON = environment.choice("KATEID_SECOND_PERSON", {"never", "sensitive", "always"}, "never")

# Comments: whether readers may write any, and for how many days after a story was published (0: without end).
KATEID_COMMENTS = environment.choice("KATEID_COMMENTS", {"open", "closed"}, "open")
KATEID_COMMENTS_DAYS = environment.number("KATEID_COMMENTS_DAYS", 60)
# How many comments ten minutes may bring.
KATEID_COMMENTS_PER_ACCOUNT = environment.number("KATEID_COMMENTS_PER_ACCOUNT", 10)
KATEID_COMMENTS_PER_ADDRESS = environment.number("KATEID_COMMENTS_PER_ADDRESS", 30)
KATEID_COMMENTS_PER_STORY = environment.number("KATEID_COMMENTS_PER_STORY", 300)
# Whether a comment that was complained of is hidden when 48 hours end without a decision (Pedoman Media Siber 3f).
KATEID_HIDE_UNDECIDED = environment.flag("KATEID_HIDE_UNDECIDED", True)

# Whether this process answers for /media/ itself; otherwise the web server in front does.
KATEID_SERVE_MEDIA = environment.flag("KATEID_SERVE_MEDIA", DEBUG)

# Whether readers' browsers keep what was read last for a lost connection. False takes it back from them.
KATEID_OFFLINE = environment.flag("KATEID_OFFLINE", True)
# For how many days at most: a retraction reaches a device that is not online before only by that.
KATEID_OFFLINE_DAYS = environment.number("KATEID_OFFLINE_DAYS", 7, most=90)

# Whose word on a reader's address and on HTTPS counts (X-Forwarded-For, X-Forwarded-Proto).
KATEID_PROXIES = environment.networks("KATEID_PROXIES", "")

# How long readings are gathered before they are written; a process that is killed loses those of so many seconds.
KATEID_READINGS_SECONDS = environment.number("KATEID_READINGS_SECONDS", 5)
# The same of errors, which “Kondisi sistem” counts by their kind; 0 leaves them to the log alone.
KATEID_ERRORS_SECONDS = environment.number("KATEID_ERRORS_SECONDS", 5)
# Where errors are sent to as well, in Sentry's way: what failed and where in the code, never what was said.
KATEID_ERRORS_DSN = environment.dsn("KATEID_ERRORS_DSN")

# Whether the desk opens only to a passkey or a one-time code, after the password.
KATEID_STAFF_SECOND_FACTOR = environment.flag("KATEID_STAFF_SECOND_FACTOR", True)

# Applications

INSTALLED_APPS = [
    "pagecache",
    "jobs",
    "adminkit",
    "accounts",
    "articles",
    "comments",
    "press",
    "moving",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "kateid.apps.KateidConfig",
    "desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "kateid.apps.StaticFilesConfig",
    "taggit",
    # Never "ckeditor_uploader", which stores .html and .svg files and is exempt from CSRF protection.
    "ckeditor",
]

MIDDLEWARE = [
    "pagecache.request_log.RequestLogMiddleware",
    "pagecache.edge.EdgeCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kateid.headers.CrossOriginResourcePolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pagecache.compression.CompressionMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "articles.reading.middleware.SpeculationRulesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kateid.urls"
WSGI_APPLICATION = "kateid.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kateid.newsroom.newsroom",
            ],
        },
    },
]

# Storage

DATABASES = {
    "default": environment.database("DATABASE_URL", BASE_DIR, only_in_debug("sqlite:///var/kateid.sqlite3")),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": environment.cache("CACHE_URL", "locmem://"),
    # Apart, so that many readers do not drive out what others keep. Nothing in it outlives its day.
    "readers": environment.cache("CACHE_URL", "locmem://readers") | {"KEY_PREFIX": "readers"},
}

# The page cache: the most that one process keeps ready, and where the processes of this machine tell each other what
# changed. With a CACHE_URL of Redis they do so there.
KATEID_PAGE_CACHE_MB = environment.number("KATEID_PAGE_CACHE_MB", 64)
KATEID_CHANGES_FILE = environment.path("KATEID_CHANGES_FILE", BASE_DIR, "var/changes")
# How long a cache in front may keep pages (deploy/nginx-one-second-cache.conf): to withdraw something takes as long.
KATEID_EDGE_CACHE_SECONDS = environment.number("KATEID_EDGE_CACHE_SECONDS", 0, most=10)
# What is going to change by itself: see pagecache.schedule.
PAGE_CACHE_SCHEDULE = ["articles.reading.cache_dependencies.agenda", "comments.reports.agenda"]

STATIC_URL = "/static/"
STATIC_ROOT = environment.path("STATIC_ROOT", BASE_DIR, "var/static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.path("MEDIA_ROOT", BASE_DIR, only_in_debug("var/media"))
# Photos as they came in, for the archive: outside the media folder, and never served.
KATEID_ORIGINALS = environment.path("KATEID_ORIGINALS", BASE_DIR, str(MEDIA_ROOT.parent / "originals"))
# Whether uploads start a process that makes the remaining sizes, and the server sends mail itself; otherwise only
# deploy/kateid-photos.timer and deploy/kateid-outbox.timer do.
KATEID_BACKGROUND = environment.flag("KATEID_BACKGROUND", True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {"BACKEND": "kateid.media.Originals"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kateid.static_files.StaticFiles",
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
# Where `manage.py backup` puts copies of it all, for how many days, weeks and months, and the file with the passphrase
# by which they are encrypted, if they are.
KATEID_BACKUPS = environment.path("KATEID_BACKUPS", BASE_DIR, str(MEDIA_ROOT.parent / "backups"))
KATEID_BACKUP_KEEP = environment.numbers("KATEID_BACKUP_KEEP", "7, 4, 12", count=3)
KATEID_BACKUP_PASSPHRASE_FILE = environment.text("KATEID_BACKUP_PASSPHRASE_FILE", "")

# Mail

MAILERS = {
    # No request waits for a mail server: mail is put down, and leaves by the transport soon after.
    "default": {"BACKEND": "jobs.mail.OutboxBackend"},
    "transport": environment.mailer("EMAIL_URL", only_in_debug("console://")),
}
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", KATEID_EMAIL or "redaksi@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who keeps the machine, and is told by mail of what is red at the desk under “Kondisi sistem”.
KATEID_OPERATOR_MAIL = environment.text("KATEID_OPERATOR_MAIL", "")
# What a program must bring to read /metrics; without it there is no such page.
KATEID_METRICS_TOKEN = environment.key("KATEID_METRICS_TOKEN")

# Language and time

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = environment.choice("KATEID_TIME_ZONE", {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}, "Asia/Makassar")
USE_TZ = True

# People

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = ["accounts.adapter.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"

# Accounts: why so, docs/decisions/accounts-by-allauth.md tells

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{KATEID_SITE_NAME}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if KATEID_SITE_URL.startswith("https://") else "http"
# Before a mail address changes, as before an account is deleted.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Not by a mail code: an open mailbox must not be enough to delete an account or to change its second factor.
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_USER_DISPLAY = "accounts.standing.public_name"
# Twenty letters without vowels, as RFC 8628 proposes: BCDF-GHJK is one of 20^8.
ALLAUTH_USER_CODE_FORMAT = {"numeric": False, "length": 8, "dashed": True}
# Wrong passwords, for who comes from where an account has never signed in, and for who comes from where it has.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key,20/h/key",
    "login_known": "10/300s/key",
    "reset_password": "20/m/ip",  # and for each address: accounts.adapter
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = KATEID_SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey opens the door alone, so it must ask for finger, face or PIN itself.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not KATEID_SITE_URL.startswith("https://")
# Nobody gets in before their address is confirmed, so nobody can lock its owner out with a factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Security

SECRET_KEY = environment.secret_key("SECRET_KEY", only_in_debug("development"))
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", only_in_debug("localhost,127.0.0.1,[::1]"))

HTTPS = KATEID_SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
# A load balancer asks for these by plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = environment.number("KATEID_HSTS_SECONDS", 3600) * HTTPS
# Asked for alone: they lock out whatever else of the domain speaks plain HTTP.
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("KATEID_HSTS_SUBDOMAINS") and HTTPS
SECURE_HSTS_PRELOAD = environment.flag("KATEID_HSTS_PRELOAD") and HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# For browsers too old for frame-ancestors below; a view that is meant for a frame of ours says so itself.
X_FRAME_OPTIONS = "DENY"

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

PERMISSIONS_POLICY: dict[str, list[str]] = {
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
} | {
    name: []
    for name in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
}

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4.22.1 is unmaintained and has five known holes, none of which reaches a plain field:
    # each needs fullPage, allowedContent = true, `style` in extraAllowedContent, or a plugin that we
    # neither configure nor collect. The editor is a typing aid and never a filter: articles.richtext
    # sanitises on the server, on every save and again when an Edition is made, and a system check of
    # ours guards the editor's configuration.
    "ckeditor.W001",
    # HSTS for subdomains and its preloading are for the newsroom to ask for, which knows its subdomains.
    "security.W005",
    "security.W021",
]

# Libraries

TAGGIT_CASE_INSENSITIVE = True

# Logs

LOG_LEVEL = environment.choice("LOG_LEVEL", {"DEBUG", "INFO", "WARNING", "ERROR"}, "INFO")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "pagecache.request_log.JsonFormatter"},
        "plain": {"format": "{levelname} {name} {message}", "style": "{"},
    },
    "filters": {"refused_requests": {"()": "kateid.failures.RefusedRequestsWarn"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG else "json",
            "filters": ["refused_requests"],
        },
        "faults": {"class": "jobs.faults.FaultHandler", "level": "ERROR", "filters": ["refused_requests"]},
    },
    "root": {"handlers": ["stderr", "faults"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Each answered request has its own line already; only failures add a second with the traceback.
        "django.request": {"level": "ERROR"},
    },
}
if KATEID_ERRORS_DSN:
    LOGGING["handlers"]["reports"] = {
        "()": "kateid.error_reports.handler",
        "dsn": KATEID_ERRORS_DSN,
        "release": VERSION,
        "level": "ERROR",
        "filters": ["refused_requests"],
    }
    LOGGING["root"]["handlers"].append("reports")

environment.refuse_unknown("KATEID_")
VARIABLES = sorted(environment.names_read)
