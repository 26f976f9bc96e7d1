"""deploy/nginx.conf, but for its certificate, its addresses and its folders, in front of a server."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from .server import PATIENCE, free_port

DEPLOYED = Path(__file__).parent.parent / "deploy"
# The settings of a server behind such a proxy, without and with the cache of one second.
BEHIND_A_PROXY = {"KATEID_PROXIES": "127.0.0.1"}
BEHIND_A_CACHE = BEHIND_A_PROXY | {"KATEID_EDGE_CACHE_SECONDS": "1"}

needs_nginx = pytest.mark.skipif(
    not shutil.which("nginx"), reason="nginx is not installed: deploy/nginx.conf is not tested"
)


def configuration(server: str, port: int, directory: Path, more: str, *, cached: bool) -> str:
    """One process on a port, which keeps all that is its own in a directory.

    Args:
        server: the address of what it stands before.
        more: directives for all that comes by HTTP.
        cached: with the cache of one second, as its lines are uncommented.
    """
    text = re.sub(r"server {\n    listen 80;.*?\n}\n", "", (DEPLOYED / "nginx.conf").read_text(), flags=re.DOTALL)
    text = re.sub(r"    (?:ssl_|error_log|listen \[::\]).*\n", "", text)
    text = text.replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8000", urlsplit(server).netloc)
    if cached:
        cache = (DEPLOYED / "nginx-one-second-cache.conf").read_text().replace("/var/lib/nginx", str(directory))
        (directory / "kateid-one-second-cache.conf").write_text(cache)
        text = text.replace("#include /etc/nginx", f"include {directory}").replace("#proxy_cache ", "proxy_cache ")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {directory}/{kind};" for kind in kinds)
    own = f"daemon off; master_process off; pid {directory}/pid; error_log {directory}/error.log; events {{ }}"
    return f"{own}\nhttp {{ access_log off; {more} {paths}\n{text} }}"


@contextmanager
def nginx_before(server: str, directory: Path, *, cached: bool = False) -> Iterator[int]:
    """Gives the port."""
    port, file = free_port(), directory / "nginx.conf"
    # It must not compress what is compressed.
    file.write_text(configuration(server, port, directory, "gzip on; gzip_types *;", cached=cached))
    process = subprocess.Popen(["nginx", "-e", str(directory / "error.log"), "-c", str(file)])
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE):
                return
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not start")
