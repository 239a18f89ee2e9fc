"""This file is how the database is opened: one engine, one way to begin a transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, Executable, NullPool, bindparam, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, SQLModel, create_engine


def open_engine(url: str | URL) -> Engine:
    """Open SQLite or PostgreSQL; an SQLite file's folder is made where it is missing."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    # One connection: writers queue in order here rather than collide in the file.
    engine = create_engine(
        url, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


@contextmanager
def turn(engine: Engine) -> Iterator[Session]:
    """Give one session for one turn: all of it is committed, or nothing."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection that reads the database as it stands now, while others go on writing."""
    if engine.dialect.name == "sqlite":
        # On a connection of its own: the engine's only one is the writers'.
        with reading(Path(engine.url.database or ""), mode="rw") as connection:
            yield connection
        return
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def reading(file: Path, *, mode: Literal["ro", "rw"]) -> Iterator[Connection]:
    """Read an SQLite file in one transaction; a missing one is not made.

    No row can be written in either mode. `rw` lets SQLite clear away the log beside a file in use, which
    `ro` would leave lying; `ro` reads where nothing may be written.
    """
    address = f"{file.resolve().as_uri()}?mode={mode}"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, isolation_level=None),
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _forbid_writing)
    event.listen(engine, "begin", _begin_deferred)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def add_new(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Add a row; False where one of its unique values is there already, also just now by another process."""
    connection = session.connection()
    statement = _insert_new(connection.dialect.name, table, tuple(values))
    return connection.execute(statement, values).first() is not None


@cache
def _insert_new(dialect: str, table: type[SQLModel], names: tuple[str, ...]) -> Executable:
    """Build the statement once: this is done for every update. Both databases know ON CONFLICT."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    # What was added is given back: PostgreSQL's driver does not count it.
    return insert(table).values(values).on_conflict_do_nothing().returning(text("1"))


def is_trouble(error: Exception) -> bool:
    """Tell whether the database itself is in trouble: gone, locked, out of space."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )


def _settle_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late, and lose updates
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # Telegram is told "received": it must survive a power cut
        "foreign_keys=ON",
        "busy_timeout=2000",  # milliseconds; who waits longer rests between tries, and others are heard
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _forbid_writing(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
