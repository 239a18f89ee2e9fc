"""This file is what a person said is not the same, though it looks so: it is not proposed again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, select

from models import event
from models.columns import BIG, one_of
from models.database import add_new


class Sort(StrEnum):
    """Of what two were compared; the value begins the subjects of their events."""

    ENTERPRISE = "enterprise"
    ACTIVITY = "activity"


class Apart(SQLModel, table=True):
    """Two enterprises, or two activities, that are not one; `one` is the lower number."""

    __table_args__ = (UniqueConstraint("sort", "one", "other"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    sort: Sort = Field(sa_type=one_of(Sort, "sort"))
    one: int = Field(sa_type=BIG)
    other: int = Field(sa_type=BIG)
    decided_at: datetime
    decided_by: int = Field(sa_type=BIG, foreign_key="contact.id")


Pair = tuple[int, int]


def pair(one: int, other: int) -> Pair:
    """Name two one way: the lower number first."""
    return min(one, other), max(one, other)


def known(session: Session, sort: Sort) -> set[Pair]:
    """Give all pairs of a sort of which a person said that they are not one."""
    return set(session.exec(select(Apart.one, Apart.other).where(Apart.sort == sort)).all())


def keep(session: Session, sort: Sort, two: Pair, *, by: int, now: datetime) -> None:
    """Remember that two are not one; to say it twice changes nothing."""
    values = {"sort": sort, "one": two[0], "other": two[1], "decided_at": now, "decided_by": by}
    if add_new(session, Apart, **values):
        _record(session, "kept apart", sort, two, by=by, now=now)


def forget(session: Session, sort: Sort, two: Pair, *, by: int, now: datetime) -> bool:
    """Take back that two are not one; False where nobody said so."""
    query = select(Apart).where(Apart.sort == sort, Apart.one == two[0], Apart.other == two[1])
    row = session.exec(query).first()
    if row is None:
        return False
    session.delete(row)
    session.flush()
    _record(session, "perhaps one", sort, two, by=by, now=now)
    return True


def _record(session: Session, what: str, sort: Sort, two: Pair, *, by: int, now: datetime) -> None:
    about, after = f"{sort}:{two[0]}", {"other": two[1]}
    event.record(session, f"{sort}.{what}", about, at=now, by=by, after=after)
