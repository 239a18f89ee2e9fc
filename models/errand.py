"""This file is what is made beside the chat, because it takes longer than an answer may."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from models.columns import BIG, one_of

# So often an errand is begun, if the process dies each time.
MOST_ATTEMPTS = 3
# While Telegram or the database is away: twice as long each time, up to a minute, for a day.
FIRST_REST, LONGEST_REST = timedelta(seconds=2), timedelta(minutes=1)
MOST_RESTS = timedelta(days=1) // LONGEST_REST
# So many things one person may wait for: Telegram lets ten files be sent at once.
MOST_OPEN = 10
# What the clock has made in somebody's name; they do not wait for it.
BY_CLOCK = frozenset({"group_picture"})
KEPT = timedelta(days=30)


class TooMany(Exception):
    """Whoever asks waits for so many things that no other is begun."""


class ErrandState(StrEnum):
    """How far an errand has come."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


OPEN = (ErrandState.WAITING, ErrandState.WORKING)
IS_OPEN = text("errand.state IN ('waiting', 'working')")


class Errand(SQLModel, table=True):
    """One thing that a person asked for. It outlives the process: whoever takes over begins it again.

    `kind` names who does it, `argument` what it is about; `file_id` is a file that the person sent for it.
    `attempts` counts how often it was begun, `rests` how often it waited for Telegram or the database.
    """

    __table_args__ = (
        Index(
            "ix_errand_open",
            "state",
            "id",
            sqlite_where=text("state IN ('waiting', 'working')"),
            postgresql_where=text("state IN ('waiting', 'working')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    kind: str = Field(max_length=24)
    contact_id: int = Field(sa_type=BIG, foreign_key="contact.id")
    argument: str = ""
    file_id: str = ""
    file_name: str = ""
    state: ErrandState = Field(default=ErrandState.WAITING, sa_type=one_of(ErrandState, "errand_state"))
    made_at: datetime
    attempts: int = 0
    rests: int = 0
    not_before: datetime | None = None
    claimed_by: int | None = Field(default=None, sa_type=BIG)
    error: str = ""


def put(
    session: Session,
    kind: str,
    argument: str,
    *,
    by: int,
    now: datetime,
    file_id: str = "",
    file_name: str = "",
) -> bool:
    """Write an errand down; False where the same person waits for the very same one. Raises TooMany."""
    same = select(Errand.id).where(
        IS_OPEN,
        Errand.kind == kind,
        Errand.argument == argument,
        Errand.file_id == file_id,
        Errand.contact_id == by,
    )
    if session.exec(same).first() is not None:
        return False
    if kind not in BY_CLOCK and _open_of(session, by) >= MOST_OPEN:
        raise TooMany
    row = Errand(kind=kind, argument=argument, contact_id=by, made_at=now)
    row.file_id, row.file_name = file_id, file_name
    session.add(row)
    session.flush()
    return True


def claim(session: Session, *, by: int, most: int, now: datetime) -> Sequence[Errand]:
    """Take errands that wait, so many at most, and mark them as being done."""
    taken: list[Errand] = []
    for errand_id in _in_turn(session, now):
        if len(taken) == most:
            break
        query = select(Errand).where(Errand.id == errand_id, Errand.state == ErrandState.WAITING)
        row = session.exec(query.with_for_update(skip_locked=True)).first()
        if row is not None:
            row.state, row.claimed_by = ErrandState.WORKING, by
            row.attempts += 1
            taken.append(row)
    session.flush()
    return taken


def settle(session: Session, errand_id: int, *, by: int, error: str = "") -> bool:
    """Note that an errand is done, or failed; False where another process has taken it over."""
    row = held(session, errand_id, by=by)
    if row is None:
        return False
    row.state = ErrandState.FAILED if error else ErrandState.DONE
    row.error = error
    session.flush()
    return True


def held(session: Session, errand_id: int, *, by: int) -> Errand | None:
    """Give an errand that this process is at; None where another has taken it over."""
    query = select(Errand).where(Errand.id == errand_id).with_for_update()
    row = session.exec(query, execution_options={"populate_existing": True}).first()
    is_held = row is not None and row.state is ErrandState.WORKING and row.claimed_by == by
    return row if is_held else None


def working(session: Session) -> Sequence[Errand]:
    """Give what is being done, or was when a process died."""
    return session.exec(select(Errand).where(IS_OPEN, Errand.state == ErrandState.WORKING)).all()


def take_over(row: Errand) -> bool:
    """Let an errand wait again that was cut off; False where it was begun too often by now."""
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.error = ErrandState.FAILED, "cut off each time"
        return False
    row.state, row.claimed_by = ErrandState.WAITING, None
    return True


def put_off(row: Errand, *, now: datetime) -> bool:
    """Let an errand wait for what is away; that it was begun does not count. False after a day of it."""
    if row.rests >= MOST_RESTS:
        row.state, row.error = ErrandState.FAILED, "put off for a day"
        return False
    row.state, row.claimed_by = ErrandState.WAITING, None
    row.not_before = now + min(FIRST_REST * 2 ** min(row.rests, 10), LONGEST_REST)
    row.attempts -= 1
    row.rests += 1
    return True


def forget_old(session: Session, *, now: datetime) -> None:
    """Let go of what was done long ago."""
    old = col(Errand.made_at) < now - KEPT
    session.exec(delete(Errand).where(old, col(Errand.state).not_in(OPEN)))


def _in_turn(session: Session, now: datetime) -> list[int]:
    """Give what may be begun, in its order: behind as many of everybody else as its person has before it."""
    query = select(Errand.id, Errand.contact_id, Errand.state, Errand.not_before).where(IS_OPEN)
    rows = session.exec(query.order_by(col(Errand.id))).all()
    before = Counter(who for _number, who, state, _at in rows if state is ErrandState.WORKING)
    ranked = []
    for number, who, state, not_before in rows:
        if state is ErrandState.WAITING and (not_before is None or not_before <= now):
            ranked.append((before[who], number or 0))
            before[who] += 1
    return [number for _before, number in sorted(ranked)]


def _open_of(session: Session, contact_id: int) -> int:
    """Count what a person waits for."""
    query = select(func.count()).select_from(Errand).where(IS_OPEN, Errand.contact_id == contact_id)
    return session.exec(query.where(col(Errand.kind).not_in(BY_CLOCK))).one()
