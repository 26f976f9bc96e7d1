"""The server program ends when it is told to, even before it has started."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from tests.server import PATIENCE, free_port


def test_a_server_that_is_stopped_while_it_starts_ends(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            ["deploy/serve", "--host", "127.0.0.1", "--port", str(free_port())],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "GRANIAN_WORKERS_KILL_TIMEOUT": "2"},
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for("Spawning worker-1", log)
            process.terminate()
            process.wait(PATIENCE)
        finally:
            with suppress(ProcessLookupError):  # which is as it should be
                os.killpg(process.pid, signal.SIGKILL)
    assert "Granian shutdown completed" in log.read_text()


def wait_for(words: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.01)
