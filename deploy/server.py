"""One server of the site: granian, behind a socket that deploy/keeper.py holds.

    .venv/bin/python deploy/server.py --check         only says whether this code can serve; ends with 1 and why not
    … [--check] --listener FD --ready FD [options of granian]      serves, and writes a byte to FD once it does

The application is loaded before the workers begin, so that one which falls comes back with the code of the others,
whatever lies on the disk by then. SIGUSR1 is for a server that another has taken over from: it takes no new connection,
answers on those it has for a while, telling each that it is the last answer, and ends.
"""

import argparse
import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from functools import partialmethod
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from granian import cli
from granian._granian import SocketHolder
from granian.server import Server

KEEPER = os.getppid()  # as soon as can be
ROOT = Path(__file__).resolve().parent.parent
TARGET = "kateid.wsgi:application"
PR_SET_PDEATHSIG = 1
# In which whoever has connected may still ask. granian closes at once what has not asked yet or is kept for more.
DRAIN_SECONDS = int(os.environ.get("SERVE_DRAIN_SECONDS", "5"))
MUST_ANSWER = {"/readyz": range(200, 201), "/": range(200, 500)}
OPTIONS = {
    "--interface": "wsgi",
    "--http": os.environ.get("GRANIAN_HTTP", "1"),
    "--workers": os.environ.get("GRANIAN_WORKERS", "1"),
    "--blocking-threads": os.environ.get("GRANIAN_BLOCKING_THREADS", "4"),
    # A worker that is told to stop before it has started never hears of it, so it is killed in the end.
    "--workers-kill-timeout": os.environ.get("GRANIAN_WORKERS_KILL_TIMEOUT", "25"),
    "--log-config": str(ROOT / "deploy/server-log.json"),
}


def end_with_parent(parent: int) -> None:
    """Nobody would tell an orphan to end, and it would go on serving its old code.

    Args:
        parent: its process id; one that ended before this was asked for sends no signal any more.
    """
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def status_of(application: Any, path: str) -> int:
    site = urlsplit(import_module("django.conf").settings.KATEID_SITE_URL)
    environ = {"PATH_INFO": path, "HTTP_HOST": site.netloc, "REMOTE_ADDR": "127.0.0.1", "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    environ["wsgi.url_scheme"] = site.scheme
    statuses: list[int] = []
    body = b"".join(application(environ, lambda status, *_rest: statuses.append(int(status[:3]))))
    if statuses[0] not in MUST_ANSWER[path]:
        reason = body.decode(errors="replace").strip() if path == "/readyz" else ""
        sys.stderr.write(f"{path} answers {statuses[0]} {reason}\n")
    return statuses[0]


def check(application: Any) -> None:
    """Ask for the pages that must be right, in a process of its own, whose connections and threads end with it."""
    asking = os.fork()
    if asking:
        if os.waitpid(asking, 0)[1]:
            sys.exit("The new code does not answer as it must.")
        return
    failed = True
    try:
        failed = any(status_of(application, path) not in right for path, right in MUST_ANSWER.items())
    except Exception:  # noqa: BLE001 (whatever it is, it is what the operator must see)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(failed)


class DrainingApplication:
    """The application in a worker: from SIGUSR1 on nobody new gets here, and each answer is its connection's last."""

    def __init__(self, application: Any, listener: int) -> None:
        self.application, self.listener = application, listener
        self.call = application
        signal.signal(signal.SIGUSR1, self.drain)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.call(environ, start_response)

    def drain(self, *_signal: Any) -> None:
        """granian goes on to accept from the descriptor it knows, behind which is now a socket that nobody knows."""
        self.call = self.answer_and_close
        with socket.socket(socket.AF_UNIX) as unknown:
            unknown.bind("")
            unknown.listen(1)
            unknown.setblocking(False)
            os.dup2(unknown.fileno(), self.listener)

    def answer_and_close(self, environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *rest)

        return self.application(environ, start)


class SharedSocketServer(Server):
    """granian's server behind a socket that it was given, where its own would be bound anew by each worker.

    A socket of a worker's own takes with it, when it is closed, who had connected and was not yet received.
    """

    listener = -1

    def startup(self, *arguments: Any) -> None:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # a worker that has not begun must not fall by it
        super().startup(*arguments)
        signal.signal(signal.SIGALRM, self.signal_handler_interrupt)
        signal.signal(signal.SIGUSR1, self.drain)

    def drain(self, *_signal: Any) -> None:
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker._id(), signal.SIGUSR1)
        signal.alarm(DRAIN_SECONDS)

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None
        self._shd = SocketHolder(self.listener, False, self.backlog)


def serve(application: Any, listener: int, ready: int, options: list[str]) -> None:
    server = os.getpid()

    def application_of_worker() -> Any:
        """Called by each worker when it is about to take requests."""
        end_with_parent(server)
        with suppress(OSError):  # a worker that came later: nobody waits for it
            os.write(ready, b"1")
        return DrainingApplication(application, listener)

    multiprocessing.set_start_method("fork")
    SharedSocketServer.listener = listener
    SharedSocketServer.serve = partialmethod(Server.serve, target_loader=application_of_worker, wrap_loader=False)
    cli.Server = SharedSocketServer
    defaults = [part for option in OPTIONS.items() for part in option]
    cli.cli([*defaults, "--no-ws", "--respawn-failed-workers", *options, TARGET], auto_envvar_prefix="GRANIAN")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--listener", type=int)
    parser.add_argument("--ready", type=int)
    known, rest = parser.parse_known_args()
    end_with_parent(KEEPER)
    sys.path[0] = str(ROOT)
    loaded = import_module("kateid.wsgi").application
    if known.check:
        check(loaded)
    if known.listener is not None:
        serve(loaded, known.listener, known.ready, rest)
