"""This file is what came in: which updates were seen, which wait for their turn or were set aside."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from models.columns import BIG, DOCUMENT, one_of
from models.database import add_new
from models.outbox import Message, MessageKind

# Telegram offers an update again for a day at most; two leave room.
KEPT = timedelta(hours=48)


class Seen(SQLModel, table=True):
    """One update that was taken. Known by membership: Telegram may begin its numbers anew."""

    update_id: int = Field(primary_key=True, sa_type=BIG)
    at: datetime = Field(index=True)


class PendingState(StrEnum):
    """Why an update lies here: it waits for its turn, or nobody could apply it."""

    IN_LINE = "in_line"
    ASIDE = "aside"


class Pending(SQLModel, table=True):
    """One update that is safe and not yet applied. Its body goes as soon as it is."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    update_id: int = Field(unique=True, sa_type=BIG)
    chat_id: int | None = Field(default=None, sa_type=BIG, index=True)
    body: dict[str, Any] = Field(sa_type=DOCUMENT)
    state: PendingState = Field(sa_type=one_of(PendingState, "pending_state"))
    came_at: datetime
    error: str = ""


# Asked for every update: built once, and past the ORM.
HAS_LINE = (
    select(Pending.id)
    .where(Pending.chat_id == bindparam("chat"), Pending.state == PendingState.IN_LINE)
    .limit(1)
)


def is_new(session: Session, update_id: int, *, now: datetime) -> bool:
    """Mark an update as seen; False where it was already, by this process or another."""
    return add_new(session, Seen, update_id=update_id, at=now)


def has_line(session: Session, chat_id: int) -> bool:
    """Tell whether updates of this chat wait: a new one must not overtake them."""
    return session.connection().execute(HAS_LINE, {"chat": chat_id}).first() is not None


def put(
    session: Session,
    update_id: int,
    chat_id: int | None,
    body: Mapping[str, Any],
    state: PendingState,
    *,
    now: datetime,
    error: str = "",
) -> bool:
    """Keep an update that is not applied now; False where it lies here already."""
    values = {"chat_id": chat_id, "body": dict(body), "state": state, "came_at": now, "error": error}
    return add_new(session, Pending, update_id=update_id, **values)


def line(session: Session) -> Sequence[Pending]:
    """Give the first of each chat's line."""
    firsts = select(func.min(Pending.id)).where(Pending.state == PendingState.IN_LINE)
    return session.exec(
        select(Pending).where(col(Pending.id).in_(firsts.group_by(col(Pending.chat_id))))
    ).all()


def take(session: Session, pending_id: int | None) -> bool:
    """Take one out of the line, its words with it; False where another process has it, or it is done."""
    query = select(Pending).where(Pending.id == pending_id, Pending.state == PendingState.IN_LINE)
    row = session.exec(query.with_for_update(skip_locked=True)).first()
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None


def aside(session: Session) -> Sequence[Pending]:
    """Give the updates that nobody could apply."""
    return session.exec(select(Pending).where(Pending.state == PendingState.ASIDE).order_by("id")).all()


def count_by_state(session: Session) -> dict[str, int]:
    query = select(Pending.state, func.count()).group_by(Pending.state)
    return {str(state): count for state, count in session.exec(query)}


def try_again(session: Session) -> tuple[int, int]:
    """Put what was set aside back in line; tell how many, and how many stay.

    An answer stays where its sender has gone on since: it would be taken for the answer to another question.
    """
    rows = aside(session)
    fresh = [row for row in rows if not _has_gone_on(session, row)]
    for row in fresh:
        row.state, row.error = PendingState.IN_LINE, ""
        session.exec(delete(Seen).where(col(Seen.update_id) == row.update_id))
    return len(fresh), len(rows) - len(fresh)


def _has_gone_on(session: Session, row: Pending) -> bool:
    answered = select(Message.id).where(
        Message.chat_id == row.chat_id, Message.kind == MessageKind.REPLY, Message.made_at > row.came_at
    )
    return session.exec(answered.limit(1)).first() is not None


def forget_old(session: Session, *, now: datetime) -> None:
    session.exec(delete(Seen).where(col(Seen.at) < now - KEPT))
