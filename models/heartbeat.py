"""This file is when each thing that happens again and again happened last."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel, select, update

from models.database import add_new, is_trouble, turn


class Heartbeat(SQLModel, table=True):
    """One thing that happens again and again. Its row is also its lock: one process does it at a time."""

    name: str = Field(primary_key=True, max_length=24)
    at: datetime
    # What it saw then, for those that need not begin again while nothing is new.
    seen: str = ""


def last(session: Session, name: str) -> datetime | None:
    return session.exec(select(Heartbeat.at).where(Heartbeat.name == name)).first()


def can_write(engine: Engine) -> bool:
    """Tell whether the database takes anything at all: then what it refused was at fault itself."""
    try:
        with turn(engine) as session:
            session.exec(update(Heartbeat).values(at=Heartbeat.at))
    except Exception as error:
        if not is_trouble(error):
            raise
        return False
    return True


def take(session: Session, name: str, *, first: datetime) -> Heartbeat | None:
    """Take the thing for this transaction, to do it; None where another process is at it.

    `first` is the hour that a thing which never happened is given.
    """
    query = select(Heartbeat).where(Heartbeat.name == name).with_for_update(skip_locked=True)
    row = session.exec(query).first()
    if row is None and add_new(session, Heartbeat, name=name, at=first):
        row = session.exec(query).first()
    return row
