"""This file is backups: the whole database in one SQLite file, and back from it into any database."""

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, OperationalError

from models import heartbeat, migrate, processes, transfer
from models.database import open_engine, reading, snapshot, turn

DONE = "backup"
# What else SQLite may lay beside a file that is being written.
BESIDE = ("", "-journal", "-wal", "-shm")


class BackupTrouble(Exception):
    """A backup that was not made or not restored. Its words are one line that says why."""


class FileIsThere(BackupTrouble):
    """A backup never takes the place of a file."""


class NotWritten(BackupTrouble):
    """The file could not be written, or the database not be read."""


class WrongShape(BackupTrouble):
    """A database or a backup of a version that this one can't work with."""


class NotABackup(BackupTrouble):
    """A file that is no backup of this bot, or a damaged one."""


class HasData(BackupTrouble):
    """A restore would take the place of what is there."""


class AtWork(BackupTrouble):
    """A bot works on the database that is to be restored."""


class Unfit(BackupTrouble):
    """A row that the database does not take, or a database that is damaged itself."""


def back_up(engine: Engine, file: Path) -> int:
    """Write the database as it stands into a new file, while the bot goes on; tell how many rows it has.

    The file gets its name once it is whole and on the disk. Raises BackupTrouble.
    """
    if file.exists():
        raise FileIsThere(f"{file}: is there already, and is not overwritten")
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    try:
        part.touch(mode=0o600, exist_ok=False)
        rows = _write(engine, part)
        _sync(part)
        part.replace(file)
        _sync(file.parent)
    except (OSError, DatabaseError) as error:
        raise NotWritten(f"{file}: the backup could not be written: {_reason(error)}") from error
    finally:
        for ending in BESIDE:
            part.with_name(part.name + ending).unlink(missing_ok=True)
    return rows


def mark(engine: Engine, now: datetime) -> None:
    """Write down that there is a backup of this hour."""
    with turn(engine) as session:
        done = heartbeat.take(session, DONE, first=now)
        if done is not None:
            done.at = now


def restore(engine: Engine, file: Path, *, overwrite: bool) -> int:
    """Put a backup in the place of everything in the database, or change nothing; tell how many rows.

    Raises BackupTrouble.
    """
    with _backup(file) as source, _alone(engine):
        _refuse_what_is_there(engine, overwrite=overwrite)
        migrate.upgrade(engine)
        try:
            with engine.begin() as target:
                transfer.empty(target)
                rows = transfer.copy(source, target)
                transfer.go_on_counting(target)
        except (DataError, IntegrityError) as error:
            raise Unfit(f"{file}: the database does not take a row: {_reason(error)}") from error
    return rows


def _write(engine: Engine, part: Path) -> int:
    copy = open_engine(_address(part))
    try:
        with snapshot(engine) as source:
            _refuse_another_shape(source)
            migrate.upgrade(copy)
            with closing(copy.raw_connection()) as raw:
                # What fails is thrown away, and what is whole is brought to the disk at the end.
                raw.cursor().execute("PRAGMA journal_mode=OFF")
                raw.cursor().execute("PRAGMA synchronous=OFF")
                # Where rows have lost their parents, a backup of them is better than none.
                raw.cursor().execute("PRAGMA foreign_keys=OFF")
            with copy.begin() as target:
                return transfer.copy(source, target)
    finally:
        copy.dispose()


def _refuse_another_shape(source: Connection) -> None:
    found = migrate.revision(source)
    if found is None:
        raise WrongShape("the database has no tables of this bot: there is nothing to back up")
    if found != migrate.newest():
        raise WrongShape(
            f"the database has shape {found}, and this version writes {migrate.newest()}: "
            "back up with the version that made it, or run `python -m bot migrate` first"
        )


def _sync(path: Path) -> None:
    """Bring a file or a folder's list of names to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    opened = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _backup(file: Path) -> Iterator[Connection]:
    """Read a backup; one of an earlier shape is brought up on a copy of it."""
    found = _proven(file)
    if found == migrate.newest():
        with reading(file, mode="ro") as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="nscl-") as folder:
        copy = Path(folder) / "backup.db"
        with closing(sqlite3.connect(copy)) as to, closing(_opened(file)) as of:
            of.backup(to)  # by SQLite: some of it may still be in a log beside the file
        engine = open_engine(_address(copy))
        try:
            migrate.upgrade(engine)
        finally:
            engine.dispose()
        with reading(copy, mode="ro") as connection:
            yield connection


def _proven(file: Path) -> str:
    """Give the shape of a backup that is whole. Raises NotABackup and WrongShape."""
    if not file.is_file():
        raise NotABackup(f"{file}: there is no such file")
    try:
        with closing(_opened(file)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not names >= {"alembic_version", "plan", "contact"}:
                raise NotABackup(f"{file}: is no backup of this bot")
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise NotABackup(f"{file}: is damaged")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise NotABackup(f"{file}: is damaged: rows point to others that are missing")
            (found,) = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotABackup(f"{file}: is no backup of this bot, or is damaged: {error}") from error
    if found is None:
        raise NotABackup(f"{file}: is no backup of this bot")
    if not migrate.is_known(found):
        raise WrongShape(f"{file}: is of a later version of this bot (shape {found}): install that one first")
    return str(found)


def _address(file: Path) -> URL:
    """Give the address of an SQLite file, whatever signs are in its name."""
    return URL.create("sqlite", database=str(file))


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Keep every bot away from the database. Raises AtWork."""
    presence = processes.enter(engine)
    try:
        if not (presence.take_lead() and presence.is_alone()):
            raise AtWork("a bot is at work on this database: stop it first")
        yield
    finally:
        presence.leave()


def _refuse_what_is_there(engine: Engine, *, overwrite: bool) -> None:
    try:
        is_there = _has_data(engine)
    except OperationalError:
        raise
    except DatabaseError as error:
        raise Unfit(f"the database is damaged: move it away first: {_reason(error)}") from error
    if is_there and not overwrite:
        raise HasData("the database has data already: add --overwrite to put the backup in its place")


def _has_data(engine: Engine) -> bool:
    with engine.connect() as connection:
        found = migrate.revision(connection)
        if found is not None and not migrate.is_known(found):
            raise WrongShape(f"the database is of a later version of this bot (shape {found})")
        known = set(inspect(connection).get_table_names()) & {"plan", "contact"}
        return any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in known)  # noqa: S608 - ours


def _reason(error: Exception) -> str:
    """Say what went wrong in one line, without the row that was at hand."""
    said = error.orig if isinstance(error, DatabaseError) else error
    if isinstance(said, OSError) and said.strerror:
        return said.strerror
    return str(said).strip().split("\n", 1)[0]
