from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class KateidConfig(AppConfig):
    name = "kateid"


# What articles.richtext loads no plugin of needs no file on the server either.
UNUSED_EDITOR_PLUGINS = (
    "a11yhelp",
    "about",
    "adobeair",
    "ajax",
    "bbcode",
)


class StaticFilesConfig(DjangoStaticFilesConfig):
    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        *(f"ckeditor/ckeditor/plugins/{plugin}" for plugin in UNUSED_EDITOR_PLUGINS),
    ]
