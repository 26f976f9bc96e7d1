"""Holds the listening socket for ever, and exchanges the server behind it (deploy/server.py) without losing a request.

    deploy/serve --host 127.0.0.1 --port 8000 [options of granian]

SIGHUP starts a server with the code, libraries and options of that moment. Once it has answered the old one is told to
end what it has begun; if it does not start or does not answer, its error stands in the log and the old one goes on.
Whoever connects meanwhile waits in the one queue of the one socket, which no server owns. A server that ends by itself
is started again. Nothing of the project is imported here, since this process outlives its code.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (a link to the code stays one)
BACKLOG = 1024  # connections
START_SECONDS = float(os.environ.get("SERVE_START_SECONDS", "300"))  # in which a new server must have answered
PAUSE = 2.0  # seconds before a server that fell is tried again


def tell(level: str, message: str) -> None:
    """As the server's own log lines are written."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    line = json.dumps({"time": at, "level": level, "logger": "kateid.keeper", "message": message})
    sys.stderr.write(f"{line}\n")


class Server:
    def __init__(self, command: list[str], listener: socket.socket, keeper: "Keeper") -> None:
        ready, told = os.pipe()
        handed = (listener.fileno(), told)
        self.process = subprocess.Popen(
            [*command, "--listener", str(handed[0]), "--ready", str(handed[1])], cwd=ROOT, pass_fds=handed
        )
        os.close(told)
        threading.Thread(target=self._watch, args=(ready, keeper), daemon=True).start()

    def _watch(self, ready: int, keeper: "Keeper") -> None:
        if os.read(ready, 1):
            keeper.events.put((keeper.on_ready, self))
        os.close(ready)
        self.process.wait()
        keeper.events.put((keeper.on_end, self))


class Keeper:
    """What happens is put in one queue by signals and watchers, and dealt with one after the other."""

    def __init__(self, listener: socket.socket, options: list[str]) -> None:
        self.listener = listener
        self.command = [".venv/bin/python", "deploy/server.py", *options]
        self.events: SimpleQueue[tuple[Callable[..., None], Any]] = SimpleQueue()
        self.serving: Server | None = None
        self.starting: Server | None = None
        self.alive: set[Server] = set()
        self.asked_again = self.has_served = self.is_ending = False
        self.status = 0

    def run(self) -> int:
        signal.signal(signal.SIGHUP, lambda *_: self.events.put((self.on_exchange, None)))
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: self.events.put((self.on_stop, None)))
        self.start()
        while self.alive or not self.is_ending:
            handle, about = self.events.get()
            handle(about)
        return self.status

    def start(self, _about: None = None) -> None:
        if self.is_ending or self.starting:
            return
        checked = ["--check"] if self.serving else []
        self.starting = Server([*self.command, *checked], self.listener, self)
        self.alive.add(self.starting)
        if self.serving:  # otherwise nobody has anything better than to wait, however slow the machine is
            self.later(START_SECONDS, self.on_late, self.starting)

    def on_exchange(self, _about: None) -> None:
        self.asked_again = self.starting is not None
        self.start()

    def on_ready(self, server: Server) -> None:
        old, self.serving, self.starting, self.has_served = self.serving, server, None, True
        if old:
            tell("info", f"The new server ({server.process.pid}) answers; {old.process.pid} ends what it has begun.")
            old.process.send_signal(signal.SIGUSR1)
        self.start_again_if_asked()

    def on_late(self, server: Server) -> None:
        if server is self.starting and self.serving:
            tell("error", f"The new server ({server.process.pid}) does not answer.")
            server.process.kill()

    def on_end(self, server: Server) -> None:
        self.alive.discard(server)
        if server is self.starting:
            self.starting = None
            self.on_refusal(server)
        elif server is self.serving and not self.is_ending:
            self.serving = None
            tell("error", f"The server ({server.process.pid}) ended by itself ({server.process.returncode}).")
            self.start()

    def on_refusal(self, server: Server) -> None:
        if self.is_ending:
            return
        if self.serving:
            tell("error", f"The new server ({server.process.pid}) did not start; {self.serving.process.pid} goes on.")
            self.start_again_if_asked()
        elif self.has_served:
            self.later(PAUSE, self.start, None)
        else:
            self.is_ending, self.status = True, 1

    def start_again_if_asked(self) -> None:
        if self.asked_again:
            self.asked_again = False
            self.start()

    def on_stop(self, _about: None) -> None:
        self.is_ending = True
        for server in self.alive:
            server.process.terminate()

    def later(self, seconds: float, handle: Callable[..., None], about: Server | None) -> None:
        timer = threading.Timer(seconds, self.events.put, [(handle, about)])
        timer.daemon = True
        timer.start()


def listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listener.setblocking(False)  # as the servers want it, whose socket it is too
    return listener


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--host", default=os.environ.get("GRANIAN_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("GRANIAN_PORT", "8000")))
    known, _ = parser.parse_known_args()
    sys.exit(Keeper(listening_socket(known.host, known.port), sys.argv[1:]).run())
