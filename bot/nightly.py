"""This file is the nightly backup: one file a night, of which the newest and some old ones are kept."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine

from models import backup, heartbeat
from models.database import turn

# By the office's clock; at this hour nobody reports.
NIGHTLY_AT = time(2, 0)
# After this long another process may try, or the same one again.
TRY_LASTS = timedelta(hours=1)
TRIED = "nightly"
NEWEST_KEPT, MONTHS_KEPT = 7, 12
# Ours alone are ever deleted; a part was left by a process that was killed over it.
NAME = re.compile(r"bot-(\d{4}-\d\d-\d\d)\.db")
PART = re.compile(NAME.pattern + r"\.[0-9a-f]{8}\.part(-journal|-wal|-shm)?")


def nightly(engine: Engine, folder: Path, now: datetime) -> Path | None:
    """Write tonight's backup, let old ones go, and give its file.

    None before the hour, where tonight's is there, and where another process is at it or has done it. It may
    be called as often as one likes: what failed is tried again after an hour. Raises BackupTrouble.
    """
    file = folder / f"bot-{now:%Y-%m-%d}.db"
    if now.time() < NIGHTLY_AT or file.exists() or not _is_ours(engine, now):
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.iterdir():
        if PART.fullmatch(left.name):
            left.unlink()
    backup.back_up(engine, file)
    backup.mark(engine, now)
    rotate(folder)
    return file


def rotate(folder: Path) -> None:
    """Delete all nightly backups but the newest ones and the first one of each of the last months."""
    files = {day: file for file in folder.iterdir() if (day := _day(file.name))}
    first_of = {(day.year, day.month): day for day in sorted(files, reverse=True)}
    firsts = [first_of[month] for month in sorted(first_of)[-MONTHS_KEPT:]]
    for day in files.keys() - {*sorted(files)[-NEWEST_KEPT:], *firsts}:
        files[day].unlink()


def _is_ours(engine: Engine, now: datetime) -> bool:
    """Tell whether this process is to do it, and if so, let the others know.

    The row is not held meanwhile: on SQLite nobody could write as long as the backup takes.
    """
    with turn(engine) as session:
        tried = heartbeat.take(session, TRIED, first=now - 2 * TRY_LASTS)
        done = heartbeat.last(session, backup.DONE)
        if tried is None or tried.at > now - TRY_LASTS:
            return False
        if done is not None and done >= datetime.combine(now.date(), NIGHTLY_AT, now.tzinfo):
            return False
        tried.at = now
        return True


def _day(name: str) -> date | None:
    found = NAME.fullmatch(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
