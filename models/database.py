"""This file is how the database is opened: one engine, one way to begin a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlmodel import Session, create_engine


def open_engine(url: str) -> Engine:
    """Open SQLite or PostgreSQL; an SQLite file's folder is made where it is missing."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    # One connection: writers queue in order here rather than collide in the file.
    engine = create_engine(
        url, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}, poolclass=None
    )
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


@contextmanager
def turn(engine: Engine) -> Iterator[Session]:
    """Give one session for one turn: all of it is committed, or nothing."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _settle_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late, and lose updates
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # Telegram is told "received": it must survive a power cut
        "foreign_keys=ON",
        "busy_timeout=5000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
