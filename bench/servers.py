"""Programs to measure, and what they use: processor time and memory of all their processes."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests import nginx
from tests.server import free_port

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"
PATIENCE = 60  # seconds until a server answers
TICKS = os.sysconf("SC_CLK_TCK")
# What is answered at once is asked for over many connections, so that no thread goes to sleep between two requests and
# has to be woken; what takes milliseconds over as few as keep the server busy.
MANY, FEW = 64, 8
# A server has one processor to itself, and who asks has another, so that rates are those of one processor.
SERVER, CLIENT = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
AS_CHROME = "gzip, deflate, br, zstd"
# As often as a page must be asked for until it is as it stays: made, compressed well, and kept by nginx.
SETTLED = 4
# As a service manager does; whatever else the caller has set would be copied into each request.
SURROUNDINGS = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
AS_DEBIAN = "sendfile on; tcp_nopush on;"
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{
    access_log off; default_type text/html; {AS_DEBIAN} keepalive_requests 1000000;
    gzip_static on; open_file_cache max=10;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


class Load(NamedTuple):
    """What one address did under as many requests as it could answer."""

    cpu: float  # milliseconds of processor time a request: server, and database if it is another program
    rate: float  # requests a second
    p50: float  # milliseconds
    p99: float


class Program(NamedTuple):
    url: str
    pid: int

    def load(self, address: str, *others: int, seconds: int, connections: int = MANY) -> Load:
        """Ask for one address as fast as answers come.

        Args:
            others: processes that work for it too, its database's or those behind it.

        Raises:
            RuntimeError: not every answer was a 2xx, or there was none.
        """
        for _each in range(SETTLED):
            fetched(self.url + address, AS_CHROME)
        pids = [self.pid, *others]
        before = sum(map(processor_seconds, pids))
        said = subprocess.run(
            [
                *("taskset", "-c", str(CLIENT)),
                *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"),
                *("-H", f"Accept-Encoding: {AS_CHROME}", self.url + address),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        used = sum(map(processor_seconds, pids)) - before
        requests = int(re.search(r"(\d+) requests in", said)[1])
        if not requests or "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(f"{address}: {said}")
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        return Load(1000 * used / requests, rate, *(milliseconds(said, share) for share in (50, 99)))

    def memory(self) -> float:
        """MB of the largest of its processes, its share of what several use counted as a share."""
        return max(map(megabytes, tree(self.pid)))


def fetched(address: str, encodings: str = "identity") -> bytes:
    with urlopen(Request(address, headers={"Accept-Encoding": encodings}), timeout=PATIENCE) as answer:
        return answer.read()


def milliseconds(said: str, percentile: int) -> float:
    number, unit = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)\b", said).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def processor_seconds(pid: int) -> float:
    """What a process and those below it have used so far, with those that ended."""
    return sum(sum(map(int, stat(each)[11:15])) for each in tree(pid)) / TICKS


def megabytes(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024


def tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return
    for child in children:
        yield from tree(int(child))


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; none if it has just ended, which its parent then counts."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


@contextmanager
def running(command: list[str], port: int, ready: str, environment: dict[str, str]) -> Iterator[Program]:
    said = VAR / f"server-{port}.log"
    with said.open("w") as log:
        command = ["taskset", "-c", str(SERVER), *command]  # which becomes the command
        process = subprocess.Popen(command, cwd=ROOT, env=SURROUNDINGS | environment, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_it_answers(url + ready, process, said)
            yield Program(url, process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE)
    said.unlink()


def wait_until_it_answers(address: str, process: subprocess.Popen, said: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer:\n{said.read_text()}")


def settings(database_url: str, port: int = 0) -> dict[str, str]:
    """Production's settings, as in deploy/demo."""
    return {
        "SECRET_KEY": "bench-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdef",
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(VAR / "media"),
        "STATIC_ROOT": str(ROOT / "var" / "static"),
        "KATEID_CHANGES_FILE": str(VAR / "changes"),
        "EMAIL_URL": "console://",
        "KATEID_SITE_URL": f"http://127.0.0.1:{port}",
        "KATEID_SERVE_MEDIA": "true",
    }


@contextmanager
def kateid(database_url: str, **environment: str) -> Iterator[Program]:
    port = free_port()
    command = ["deploy/serve", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, port, "/healthz", settings(database_url, port) | environment) as program:
        yield program


@contextmanager
def floors(database_url: str) -> Iterator[Program]:
    """bench/floors.py under the same server program."""
    port = free_port()
    command = [
        *(".venv/bin/granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--blocking-threads", "4"),
        *("--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), "bench.floors:application"),
    ]
    with running(command, port, "/hello", settings(database_url, port)) as program:
        yield program


@contextmanager
def nginx_with_file(compressed: bytes) -> Iterator[Program]:
    """nginx with one page as a file that is compressed already."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kateid-bench-") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "page.html.gz").write_bytes(compressed)
        (Path(folder) / "page.html").touch()
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, port=port, AS_DEBIAN=AS_DEBIAN))
        with running(["nginx", "-c", str(configuration), "-p", folder], port, "/page.html", {}) as program:
            yield program


@contextmanager
def behind_nginx(database_url: str, *, cached: bool) -> Iterator[tuple[Program, Program]]:
    """kateid, and nginx in front of it as in deploy/nginx.conf, without or with its cache of one second."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kateid-") as name:
        folder = Path(name)
        configuration = folder / "nginx.conf"
        command = ["nginx", "-c", str(configuration), "-p", name]
        with kateid(database_url, **(nginx.BEHIND_A_CACHE if cached else nginx.BEHIND_A_PROXY)) as server:
            more = f"{AS_DEBIAN} keepalive_requests 1000000;"
            configuration.write_text(nginx.configuration(server.url, port, folder, more, cached=cached))
            with running(command, port, "/healthz", {}) as front:
                yield server, front


def missing() -> list[str]:
    return [name for name in ("wrk", "nginx") if not shutil.which(name)]
