from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from .connections import close_with_thread, watch_statements


class KateidConfig(AppConfig):
    name = "kateid"

    def ready(self) -> None:
        connection_created.connect(close_with_thread)
        connection_created.connect(watch_statements)
        # Django asks the database, and says that SQLite has no JSON while another process writes. Ours always has.
        setattr(SQLite.features_class, "supports_json_field", True)  # noqa: B010 (a property, to the type checker)


# Files that no page asks for. What the editor would need of these it must not have: several of the
# plugins frame foreign content, send the text elsewhere or run scripts found in it.
UNUSED_EDITOR_PLUGINS = (
    "about",
    "adobeair",
    "ajax",
    "autoembed",
    "bbcode",
    "codesnippet",
    "codesnippetgeshi",
    "colordialog",
    "copyformatting",
    "devtools",
    "div",
    "docprops",
    "embed",
    "embedbase",
    "embedsemantic",
    "exportpdf",
    "flash",
    "forms",
    "iframe",
    "iframedialog",
    "language",
    "magicline",
    "mathjax",
    "pagebreak",
    "placeholder",
    "preview",
    "scayt",
    "sharedspace",
    "smiley",
    "sourcedialog",
    "stylesheetparser",
    "templates",
    "uicolor",
    "uploadimage",
    "uploadwidget",
    "wsc",
    "xml",
)


class StaticFilesConfig(DjangoStaticFilesConfig):
    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        *(f"ckeditor/ckeditor/plugins/{plugin}/*" for plugin in UNUSED_EDITOR_PLUGINS),
        # Editor and admin speak Indonesian or English; these leave id, en and a few neighbours.
        "ckeditor/ckeditor/lang/[!ei]*",
        "ckeditor/ckeditor/plugins/*/lang/[!ei]*",
        "ckeditor/ckeditor/skins/kama/*",
        "ckeditor/ckeditor/skins/moono/*",
        "ckeditor/ckeditor/vendor/*",
        "ckeditor/ckeditor/*.md",
        "ckeditor/ckeditor/adapters/*",
        "ckeditor/file-icons/*",
        "ckeditor/galleriffic/*",
        "bender-runner.config.json",
        "build-config.js",
        # Outside DEBUG the admin asks for the .min.js beside each of these.
        "admin/js/vendor/*/jquery.js",
        "admin/js/vendor/*/select2.full.js",
        "admin/js/vendor/*/xregexp.js",
        "admin/js/vendor/select2/i18n/[!ei]*",
    ]
