"""What collectstatic brings to the web: what pages ask for, and nothing of the editor that must not be there."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("static")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "STATIC_ROOT": str(folder)},
    )
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "plugin", ["about", "embed", "exportpdf", "flash", "iframe", "preview", "scayt", "uploadimage", "wsc"]
)
def test_no_plugin_that_frames_sends_or_loads_foreign_things(collected: set[str], plugin: str) -> None:
    assert not [name for name in collected if name.startswith(f"ckeditor/ckeditor/plugins/{plugin}/")]


@pytest.mark.parametrize(
    "name",
    [
        "admin/css/base.css",
        "admin/js/vendor/jquery/jquery.min.js",
        "admin/js/vendor/select2/i18n/id.js",
        "ckeditor/ckeditor-init.js",
        "ckeditor/ckeditor/ckeditor.js",
        "ckeditor/ckeditor/lang/id.js",
        "ckeditor/ckeditor/plugins/divarea/plugin.js",
        "ckeditor/ckeditor/plugins/link/dialogs/link.js",
        "ckeditor/ckeditor/plugins/pastefromword/filter/default.js",
        "ckeditor/ckeditor/skins/moono-lisa/editor.css",
    ],
)
def test_what_the_desk_asks_for_is_there(collected: set[str], name: str) -> None:
    assert name in collected
