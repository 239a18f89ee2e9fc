"""This file is forms that were sent back: what was found in each, shown and not yet agreed to, or taken."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, delete, select

from models.columns import BIG, DOCUMENT, one_of

KEPT = timedelta(days=30)


class BatchState(StrEnum):
    """What became of it."""

    OPEN = "open"
    TAKEN = "taken"
    DROPPED = "dropped"


class Batch(SQLModel, table=True):
    """What one workbook would change, checked: just this is saved once the person agrees."""

    __table_args__ = (
        # One at a time: the file that was sent last is the one that is meant.
        Index(
            "uq_batch_open",
            "contact_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    contact_id: int = Field(sa_type=BIG, foreign_key="contact.id", index=True)
    unit: str = Field(foreign_key="unit.code")
    period_id: int = Field(sa_type=BIG, foreign_key="period.id")
    file_name: str
    state: BatchState = Field(default=BatchState.OPEN, sa_type=one_of(BatchState, "batch_state"))
    made_at: datetime
    settled_at: datetime | None = None
    content: dict[str, Any] = Field(sa_type=DOCUMENT)


def put(session: Session, row: Batch) -> int:
    """Keep what was found; what the same person was shown before and did not agree to is dropped."""
    known = select(Batch).where(Batch.contact_id == row.contact_id, Batch.state == BatchState.OPEN)
    for before in session.exec(known):
        settle(session, before, BatchState.DROPPED, now=row.made_at)
    session.add(row)
    session.flush()
    return row.id or 0


def hold(session: Session, batch_id: int) -> Batch | None:
    """Find one, and keep others from settling it meanwhile."""
    query = select(Batch).where(Batch.id == batch_id).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def settle(session: Session, row: Batch, state: BatchState, *, now: datetime) -> None:
    row.state, row.settled_at = state, now
    session.flush()


def forget_old(session: Session, *, now: datetime) -> None:
    """Let go of what was shown long ago: what was taken stands in the activities and in the book."""
    session.exec(delete(Batch).where(col(Batch.made_at) < now - KEPT))
