"""The rich text editor, chosen in one place. It is a typing aid: `articles.richtext` decides what is kept."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpResponse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override

from articles.richtext import ALLOWED, editor_allowed_content

# No plugin that can run or frame foreign content, post text to a third party, or load a third party's script.
REMOVED_PLUGINS = (
    "about,bidi,colorbutton,colordialog,copyformatting,dialogadvtab,div,elementspath,exportpdf,filebrowser,flash,font,"
    "forms,iframe,image,language,liststyle,magicline,newpage,pagebreak,preview,print,save,scayt,smiley,stylescombo,"
    "templates,uploadimage,uploadwidget,wsc"
)

# Which button makes which element of the table; a button whose element is not allowed does not appear.
BUTTONS = (
    ("Format", "h2"),
    ("Bold", "strong"),
    ("Italic", "em"),
    ("Link", "a"),
    ("Unlink", "a"),
    ("Blockquote", "blockquote"),
    ("BulletedList", "ul"),
    ("NumberedList", "ol"),
    ("Table", "table"),
    ("Photo", "figure"),
    ("RemoveFormat", ""),
    ("Undo", ""),
    ("Redo", ""),
)
HEADING_TAGS = ("p", "h2", "h3")

# What CKEditor 4 needs on the pages that hold it; every other page keeps the strict policy.
EDITOR_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "script-src-elem": [CSP.SELF],
    "script-src-attr": [CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}


# Our own plugins: none that CKEditor did not bring with it runs but these.
PHOTOS = "storyphoto"  # static/js/desk-editor-photos.js; for stories alone
OWN_PLUGINS = frozenset({PHOTOS})
CORE_PLUGINS = frozenset({"divarea"})


def editor_config(*, photos: bool = False) -> dict[str, Any]:
    """CKEditor's configuration, made from the table of allowed elements.

    Args:
        photos: offer photos of the library; the page must hold their picker (`articles.admin.library`).
    """
    return {
        "allowedContent": editor_allowed_content(),
        "toolbar": [[name for name, tag in BUTTONS if (not tag or tag in ALLOWED) and (photos or name != "Photo")]],
        "format_tags": ";".join(tag for tag in HEADING_TAGS if tag in ALLOWED),
        "removePlugins": REMOVED_PLUGINS,
        "extraPlugins": ",".join([*CORE_PLUGINS, *([PHOTOS] if photos else [])]),
        "resize_enabled": False,
        "width": "100%",
        "customConfig": "",
        "stylesSet": False,
        "entities": False,
        "basicEntities": True,
        "entities_latin": False,
        "disableNativeSpellChecker": False,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "removeDialogTabs": "link:upload",  # holds a frame that the policy forbids
        "linkDefaultProtocol": "https://",
        "title": "Isi berita",
    }


def rich_text_widget(*, photos: bool = False) -> CKEditorWidget:
    widget = CKEditorWidget()
    widget.config = editor_config(photos=photos)
    return widget


class RichTextAdminMixin:
    """For a ModelAdmin whose form holds the editor: its pages, and only they, get EDITOR_CSP."""

    @property
    def media(self) -> Media:
        media: Media = super().media + Media(  # type: ignore[misc]
            css={"all": ["css/desk-editor.css"]},
            js=["js/desk-editor-fallback.js", Script("js/desk-editor.js", type="module")],  # type: ignore[list-item]
        )
        return media

    @method_decorator(csp_override(EDITOR_CSP))
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)  # type: ignore[misc]


@register
def editor_is_fenced(**kwargs: Any) -> list[CheckMessage]:
    """What silencing ckeditor.W001 rests on: an explicit table, no dangerous plugin, no uploads through the editor."""
    faults = [fault for photos in (False, True) for fault in _faults(rich_text_widget(photos=photos))]
    return [Error(f"The editor is not fenced: {fault}.", id="articles.E002") for fault in dict.fromkeys(faults)]


def _faults(widget: CKEditorWidget) -> list[str]:
    config = widget.config
    faults = []
    if config.get("allowedContent") != editor_allowed_content() or config.get("fullPage"):
        faults.append("its allowed content is not the table of articles.richtext")
    if config.get("extraAllowedContent"):
        faults.append("extraAllowedContent widens the table")
    if missing := set(REMOVED_PLUGINS.split(",")) - set(config.get("removePlugins", "").split(",")):
        faults.append(f"plugins are back: {', '.join(sorted(missing))}")
    strange = set(config.get("extraPlugins", "").split(",")) - OWN_PLUGINS - CORE_PLUGINS
    if strange or widget.external_plugin_resources:
        faults.append(f"plugins that are not ours run: {', '.join(sorted(strange))}")
    if apps.is_installed("ckeditor_uploader"):
        faults.append("ckeditor_uploader stores files that run, past CSRF protection")
    return faults
