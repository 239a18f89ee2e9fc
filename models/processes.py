"""This file is which processes are at work on a database: what one holds ends with it, however it ends."""

import secrets
import sqlite3
from contextlib import suppress
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session

# The numbers under which PostgreSQL keeps our locks: this project's own, then which one.
OURS = 3483
LEAD, SETUP = 0, -1
# A machine that is gone without a word is noticed within 20 seconds.
KEEPALIVE = ("tcp_keepalives_idle = 5", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")
# The locks of ours on this database that another connection holds.
OTHERS = """
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = :ours AND granted AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Presence(Protocol):
    """One process among those that work on a database."""

    number: int

    def stay(self) -> None:
        """Be seen at work by the others, also after the connection broke."""

    def take_lead(self) -> bool:
        """Become the one that leads, or stay it; False while another process is."""

    def is_alive(self, number: int) -> bool:
        """Tell whether the process of this number is still at work."""

    def is_alone(self) -> bool:
        """Tell whether no other process is at work; only the one that leads can be sure of it."""

    def leave(self) -> None:
        """Let go of everything."""


def enter(engine: Engine) -> Presence:
    return AtFile(engine) if engine.dialect.name == "sqlite" else AtServer(engine)


class AtFile:
    """Beside an SQLite file one process works: a lock on a file of its own, which the system lets go."""

    def __init__(self, engine: Engine) -> None:
        self.number = _number()
        self._file = f"{engine.url.database}.lock"
        self._lock: sqlite3.Connection | None = None

    def stay(self) -> None:
        """No other is there to see it."""

    def take_lead(self) -> bool:
        if self._lock is not None:
            return True
        lock = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise
        self._lock = lock
        return True

    def is_alive(self, number: int) -> bool:
        return number == self.number

    def is_alone(self) -> bool:
        return self._lock is not None

    def leave(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


class AtServer:
    """On PostgreSQL each process holds a lock with its number, on a connection that dies with it."""

    def __init__(self, engine: Engine) -> None:
        self.number = _number()
        self._engine = engine
        self._held: Connection | None = None
        self._leads = False

    def stay(self) -> None:
        self._connection()

    def take_lead(self) -> bool:
        held = self._connection()
        self._leads = self._leads or _got(held, "SELECT pg_try_advisory_lock(:ours, :one)", LEAD)
        return self._leads

    def is_alive(self, number: int) -> bool:
        if number == self.number:
            return True
        return not _got(self._connection(), "SELECT pg_try_advisory_xact_lock(:ours, :one)", number)

    def is_alone(self) -> bool:
        """Look for locks of ours that others hold: whoever takes updates by webhook leads nothing."""
        held = self._connection().execute(text(OTHERS), {"ours": OURS})
        return self._leads and not held.scalar_one()

    def leave(self) -> None:
        if self._held is not None:
            with suppress(SQLAlchemyError):  # of a connection that broke the server lets go by itself
                self._held.exec_driver_sql("SELECT pg_advisory_unlock_all()")
            with suppress(DBAPIError):
                self._held.invalidate()  # the pool would keep it open, and the locks with it
                self._held.close()
            self._held = None

    def _connection(self) -> Connection:
        """Give the connection that holds the locks; where it broke, they are gone and taken anew."""
        if self._held is not None and not _answers(self._held):
            self.leave()
        if self._held is None:
            self._leads = False
            self._held = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting in KEEPALIVE:
                self._held.execute(text(f"SET {setting}"))
            _got(self._held, "SELECT pg_try_advisory_lock(:ours, :one)", self.number)
        return self._held


def alone(session: Session) -> None:
    """Set up alone: another process that starts waits until this transaction ends."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:ours, :one)"), {"ours": OURS, "one": SETUP})


def _answers(connection: Connection) -> bool:
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True


def _got(connection: Connection, question: str, one: int) -> bool:
    return bool(connection.execute(text(question), {"ours": OURS, "one": one}).scalar_one())


def _number() -> int:
    return secrets.randbelow(2**31 - 1) + 1
