"""This file is which updates have been seen, so that none is applied twice."""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete

from models.columns import BIG

# Telegram offers an update again for a day at most; two leave room.
KEPT = timedelta(hours=48)


class Seen(SQLModel, table=True):
    """One update that was applied. Known by membership: Telegram may begin its numbers anew."""

    update_id: int = Field(primary_key=True, sa_type=BIG)
    at: datetime = Field(index=True)


def is_new(session: Session, update_id: int, *, now: datetime) -> bool:
    """Mark an update as seen; False where it was already."""
    if session.get(Seen, update_id) is not None:
        return False
    session.add(Seen(update_id=update_id, at=now))
    return True


def forget_old(session: Session, *, now: datetime) -> None:
    session.exec(delete(Seen).where(col(Seen.at) < now - KEPT))
