"""This file is the checkup: what is well with the database and the work on it, and what is not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, func, or_, select, text

from models import backup, chain, heartbeat, inbox, merging, migrate, plan, tally
from models.database import snapshot
from models.outbox import Message, MessageState
from models.tables import all_tables

LONGEST_WAIT = timedelta(minutes=15)
FAILURES_SINCE = timedelta(days=7)
ERRORS_SHOWN = 3
LONGEST_TICK = timedelta(minutes=2)
LONGEST_SEAL = timedelta(hours=1)
# One night may fail; two nights must not go by unseen.
OLDEST_BACKUP = timedelta(hours=36)


class Level(StrEnum):
    """How bad a finding is. A note is for a person to look into; what is wrong must be mended."""

    OK = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    level: Level
    check: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.level:5} {self.check}" + (f": {self.words}" if self.words else "")

    def as_json(self) -> dict[str, str]:
        return asdict(self)


Check = Callable[[Session, datetime], Iterator[Finding]]


def look(engine: Engine, now: datetime) -> list[Finding]:
    """Make every check, and change nothing. Only a database that is whole and of this shape is asked more."""
    found = _all(engine, SOUND, now)
    if any(one.level is Level.WRONG for one in found):
        return found
    return found + _all(engine, HEALTHY, now)


def _all(engine: Engine, checks: Sequence[tuple[str, Check]], now: datetime) -> list[Finding]:
    return [finding for name, check in checks for finding in _made(engine, name, check, now)]


def _made(engine: Engine, name: str, check: Check, now: datetime) -> list[Finding]:
    """Make one check, on a connection of its own: where it breaks, the others go on.

    A database that can't even be opened raises.
    """
    with snapshot(engine) as connection:
        try:
            found = list(check(Session(connection), now))
        except DatabaseError as error:
            return [Finding(Level.WRONG, name, str(error.orig).strip().split("\n", 1)[0])]
    return found or [Finding(Level.OK, name)]


def _integrity(session: Session, _now: datetime) -> Iterator[Finding]:
    """Read everything once."""
    if session.get_bind().dialect.name == "sqlite":
        for (said,) in session.connection().execute(text("PRAGMA integrity_check(10)")):
            if said != "ok":
                yield Finding(Level.WRONG, "integrity", said)
        return
    for table in all_tables():
        session.connection().execute(select(*(func.count(column) for column in table.c)))


def _keys(session: Session, _now: datetime) -> Iterator[Finding]:
    """Look for rows whose parents are missing; PostgreSQL lets none come about."""
    if session.get_bind().dialect.name != "sqlite":
        return
    lost: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in session.connection().execute(text("PRAGMA foreign_key_check")):
        lost[table, parent] = lost.get((table, parent), 0) + 1
    for (table, parent), count in lost.items():
        yield Finding(Level.WRONG, "foreign keys", f"{count} rows of {table} point to no {parent}")


def _revision(session: Session, _now: datetime) -> Iterator[Finding]:
    found, newest = migrate.revision(session.connection()), migrate.newest()
    if found is None:
        yield Finding(Level.WRONG, "revision", "the database has no tables of this bot")
    elif found != newest:
        yield Finding(Level.WRONG, "revision", f"{found}; this version of the bot works with {newest}")


def _plan(session: Session, _now: datetime) -> Iterator[Finding]:
    if plan.loaded(session) is None:
        yield Finding(Level.NOTE, "plan", "none is loaded")


def _book(session: Session, now: datetime) -> Iterator[Finding]:
    """Hold the book of changes against its seals, and what the figures rest on against the book."""
    altered = chain.first_altered(session)
    if altered is not None:
        yield Finding(Level.WRONG, "book of changes", f"{altered.row} {altered.words}")
    late = chain.oldest_unsealed(session)
    if late is not None and late < now - LONGEST_SEAL:
        yield Finding(Level.NOTE, "book of changes", f"nothing was sealed since {_hour(late, now)}")


def _totals(session: Session, _now: datetime) -> Iterator[Finding]:
    """Hold the kept totals against a recount."""
    the_plan = plan.loaded(session)
    if the_plan is None:
        return
    if not the_plan.tallied:
        yield Finding(Level.NOTE, "totals", "not built yet; the next start builds them")
    differences = tally.differences(session, the_plan)
    if differences:
        words = f"{len(differences)} differ from a recount, the first: {differences[0]}"
        yield Finding(Level.WRONG, "totals", words)


def _enterprises(session: Session, _now: datetime) -> Iterator[Finding]:
    """Look whether each part in an activity counts where the enterprise it was entered as belongs."""
    astray = merging.astray(session)
    if astray:
        words = f"{len(astray)} parts in activities count elsewhere than they should, the first: {astray[0]}"
        yield Finding(Level.WRONG, "enterprises", words)


def _line_out(session: Session, now: datetime) -> Iterator[Finding]:
    """Look for messages that may go and don't."""
    query = select(func.count(), func.min(Message.not_before)).where(
        Message.state == MessageState.WAITING,
        col(Message.not_before) < now - LONGEST_WAIT,
        or_(col(Message.expires_at).is_(None), col(Message.expires_at) > now),
    )
    count, since = session.exec(query).one()
    if count:
        words = f"{count} could have gone out by now, the first at {_hour(since, now)}"
        yield Finding(Level.NOTE, "messages waiting", words)


def _failures(session: Session, now: datetime) -> Iterator[Finding]:
    """Count what did not arrive, or perhaps not, with the errors that came last."""
    for state in (MessageState.FAILED, MessageState.UNKNOWN):
        query = select(Message.error, func.count(), func.max(Message.id)).where(
            Message.state == state, Message.made_at > now - FAILURES_SINCE
        )
        errors = session.exec(query.group_by(col(Message.error)).order_by(func.max(Message.id).desc())).all()
        if errors:
            shown = "; ".join(f"{error or 'no error'} ({count})" for error, count, _ in errors[:ERRORS_SHOWN])
            words = f"{sum(count for _, count, _ in errors)} within {FAILURES_SINCE.days} days, last: {shown}"
            yield Finding(Level.NOTE, f"messages {state}", words)


def _aside(session: Session, now: datetime) -> Iterator[Finding]:
    rows = inbox.aside(session)
    if rows:
        since = _hour(min(row.came_at for row in rows), now)
        words = f"{len(rows)} since {since}, last: {rows[-1].error}; `python -m bot retry` tries them again"
        yield Finding(Level.NOTE, "updates set aside", words)


def _clock(session: Session, now: datetime) -> Iterator[Finding]:
    last = heartbeat.last(session, "tick")
    if last is None:
        yield Finding(Level.NOTE, "clock", "it has never ticked")
    elif last < now - LONGEST_TICK:
        yield Finding(Level.NOTE, "clock", f"it has not ticked for {_span(now - last)}")


def _backup(session: Session, now: datetime) -> Iterator[Finding]:
    last = heartbeat.last(session, backup.DONE)
    if last is None:
        yield Finding(Level.NOTE, "backup", "there has never been one")
    elif last < now - OLDEST_BACKUP:
        yield Finding(Level.NOTE, "backup", f"the last one is {_span(now - last)} old")


# Without these the others can't be asked; what they find wrong must be mended.
SOUND: Sequence[tuple[str, Check]] = (
    ("integrity", _integrity),
    ("foreign keys", _keys),
    ("revision", _revision),
)
HEALTHY: Sequence[tuple[str, Check]] = (
    ("plan", _plan),
    ("book of changes", _book),
    ("totals", _totals),
    ("enterprises", _enterprises),
    ("messages waiting", _line_out),
    ("messages failed", _failures),
    ("updates set aside", _aside),
    ("clock", _clock),
    ("backup", _backup),
)


def _hour(at: datetime, now: datetime) -> str:
    return f"{at.astimezone(now.tzinfo):%d/%m/%Y %H:%M}"


def _span(passed: timedelta) -> str:
    """Say how long in the largest measure that fits."""
    for one, name in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours")):
        if passed >= 2 * one:
            return f"{passed // one} {name}"
    return f"{passed // timedelta(minutes=1)} minutes"
