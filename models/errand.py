"""This file is what is made beside the chat, because it takes longer than an answer may."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, delete, select

from models.columns import BIG, one_of

# So often an errand is begun, if it is cut off each time: the process died, the database went away.
MOST_ATTEMPTS = 3
KEPT = timedelta(days=30)


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
    """Write an errand down; False where the same person waits for the very same one."""
    same = select(Errand.id).where(
        IS_OPEN,
        Errand.kind == kind,
        Errand.argument == argument,
        Errand.file_id == file_id,
        Errand.contact_id == by,
    )
    if session.exec(same).first() is not None:
        return False
    row = Errand(kind=kind, argument=argument, contact_id=by, made_at=now)
    row.file_id, row.file_name = file_id, file_name
    session.add(row)
    session.flush()
    return True


def claim(session: Session, *, by: int, most: int) -> Sequence[Errand]:
    """Take the oldest errands that wait, so many at most, and mark them as being done."""
    query = select(Errand).where(IS_OPEN, Errand.state == ErrandState.WAITING)
    query = query.order_by(col(Errand.id)).limit(most).with_for_update(skip_locked=True)
    rows = session.exec(query).all()
    for row in rows:
        row.state, row.claimed_by = ErrandState.WORKING, by
        row.attempts += 1
    session.flush()
    return rows


def settle(session: Session, errand_id: int, *, by: int, error: str = "") -> bool:
    """Note that an errand is done, or failed; False where another process has taken it over."""
    query = select(Errand).where(Errand.id == errand_id).with_for_update()
    row = session.exec(query, execution_options={"populate_existing": True}).first()
    if row is None or row.state is not ErrandState.WORKING or row.claimed_by != by:
        return False
    row.state = ErrandState.FAILED if error else ErrandState.DONE
    row.error = error
    session.flush()
    return True


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


def forget_old(session: Session, *, now: datetime) -> None:
    """Let go of what was done long ago."""
    old = col(Errand.made_at) < now - KEPT
    session.exec(delete(Errand).where(old, col(Errand.state).not_in(OPEN)))
