"""This file is what was reported upward, frozen: the figures, what they rest on, the words as they were."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select

from models import event, plan
from models.columns import BIG, DOCUMENT
from models.plan import Plan

MARK_LETTERS = 8


class Snapshot(SQLModel, table=True):
    """One report upward: the number of its document, the day counted on, and all that was told.

    `content` holds the bulletin's words, each indicator's figure, and every line that it rests on; `hash` is
    SHA-256 over it.
    """

    __table_args__ = (UniqueConstraint("plan", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    plan: str = Field(foreign_key="plan.code")
    number: int
    document: str
    on: date
    content: dict[str, Any] = Field(sa_type=DOCUMENT)
    hash: str
    made_at: datetime
    made_by: int = Field(sa_type=BIG, foreign_key="contact.id")

    @property
    def is_whole(self) -> bool:
        """Tell whether it is as it was made."""
        return self.hash == hash_of(self.content)


def make(
    session: Session,
    the_plan: Plan,
    document: str,
    content: Mapping[str, Any],
    on: date,
    *,
    by: int,
    now: datetime,
) -> Snapshot:
    """Freeze what was counted, under the next number of the plan."""
    plan.lock(session)
    last = session.exec(select(func.max(Snapshot.number)).where(Snapshot.plan == the_plan.code)).one()
    row = Snapshot(
        plan=the_plan.code,
        number=(last or 0) + 1,
        document=document,
        on=on,
        content=dict(content),
        hash=hash_of(content),
        made_at=now,
        made_by=by,
    )
    session.add(row)
    session.flush()
    after = {"number": row.number, "document": document, "on": on.isoformat(), "hash": row.hash}
    event.record(session, "snapshot.made", f"snapshot:{row.id}", at=now, by=by, after=after)
    return row


def every(session: Session, the_plan: Plan) -> Sequence[Snapshot]:
    """Give all that was reported, the last first."""
    query = select(Snapshot).where(Snapshot.plan == the_plan.code)
    return session.exec(query.order_by(col(Snapshot.number).desc())).all()


def last(session: Session, the_plan: Plan, *, by: date) -> Snapshot | None:
    """Give the report of the latest day until one; of several of one day, the one made last."""
    found = (row for row in every(session, the_plan) if row.on <= by)
    return max(found, key=lambda row: (row.on, row.number), default=None)


def numbered(session: Session, the_plan: Plan, number: int) -> Snapshot | None:
    query = select(Snapshot).where(Snapshot.plan == the_plan.code, Snapshot.number == number)
    return session.exec(query).first()


def under(session: Session, the_plan: Plan, document: str) -> Snapshot | None:
    """Give what was frozen under a document, if anything was."""
    query = select(Snapshot).where(Snapshot.plan == the_plan.code, Snapshot.document == document)
    return session.exec(query).first()


def mark_of(content: Mapping[str, Any]) -> str:
    """Give the mark by which a button knows again what was filled in: the beginning of its hash."""
    return hash_of(content)[:MARK_LETTERS]


def hash_of(content: Mapping[str, Any]) -> str:
    """Give the hash of what was frozen, however the database keeps it."""
    words = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
