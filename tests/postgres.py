"""This file is a PostgreSQL of the tests' own: a cluster that is thrown away, or the one that is named."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.whole.server import free_port

# Debian keeps the server's programs off the path.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def programs() -> Path | None:
    """Find the folder of the server's programs."""
    found = shutil.which("initdb")
    return Path(found).parent if found else next(iter(PROGRAMS), None)


@dataclass(frozen=True)
class Cluster:
    """A server on which databases can be made. `url` is the one to connect to for that."""

    url: str
    stop: Callable[[], None]
    start: Callable[[], None]

    def make(self, name: str, *, like: str = "template0") -> str:
        """Make a database, empty or a copy of another, and give its address."""
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """Give the server that is named, or one of the tests' own; None where there is no PostgreSQL."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield Cluster(named, _not_ours, _not_ours)
        return
    with own_cluster() as own:
        yield own


@contextmanager
def own_cluster() -> Iterator[Cluster | None]:
    """Give a server that may be stopped and is thrown away; None where there is no PostgreSQL."""
    folder = programs()
    if folder is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="postgres-") as home:
        data, port = Path(home) / "data", free_port()
        _give_away(home)
        _run(folder / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"

        def start() -> None:
            _run(folder / "pg_ctl", "-D", data, "-o", options, "-l", f"{home}/log", "-w", "start")

        def stop() -> None:
            _run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

        start()
        try:
            yield Cluster(f"postgresql://tester@127.0.0.1:{port}/postgres", stop, start)
        finally:
            stop()


def missing() -> None:
    """Skip loudly where there is no PostgreSQL; where everything must be tested, fail."""
    assert not os.environ.get("CI"), "PostgreSQL is missing, and this is CI: it must be tested here"
    pytest.skip("POSTGRESQL IS MISSING: nothing was tested on it (Debian: apt install postgresql)")


def _not_ours() -> None:
    raise RuntimeError("somebody else's server is not to be stopped")


def _give_away(home: str) -> None:
    """Let the server's own user write here: PostgreSQL does not run as root."""
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")
