"""This file is the lead office's questions about single activities, and what the units answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from models import event
from models.activity import Activity
from models.columns import BIG


class Inquiry(SQLModel, table=True):
    """One question about one activity: open until somebody of the unit answers."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    question: str
    asked_at: datetime
    asked_by: int = Field(sa_type=BIG, foreign_key="contact.id")
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


def get(session: Session, inquiry_id: int) -> Inquiry | None:
    return session.get(Inquiry, inquiry_id)


def hold(session: Session, inquiry_id: int) -> Inquiry | None:
    """Find a question, and keep others from answering it meanwhile."""
    query = select(Inquiry).where(Inquiry.id == inquiry_id).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def ask(session: Session, activity_id: int, question: str, *, by: int, now: datetime) -> Inquiry:
    """Ask about an activity."""
    row = Inquiry(activity_id=activity_id, question=question, asked_at=now, asked_by=by)
    session.add(row)
    session.flush()
    about = f"activity:{activity_id}"
    event.record(session, "activity.asked", about, at=now, by=by, after={"inquiry": row.id}, why=question)
    return row


def answer(session: Session, row: Inquiry, words: str, *, by: int, now: datetime) -> None:
    """Take the unit's answer."""
    row.answer, row.answered_at, row.answered_by = words, now, by
    about = f"activity:{row.activity_id}"
    event.record(session, "activity.answered", about, at=now, by=by, after={"inquiry": row.id}, why=words)


def open_ones(session: Session) -> Sequence[tuple[Inquiry, Activity]]:
    """Give what was asked and not answered yet, the longest waiting first."""
    query = select(Inquiry, Activity).where(Inquiry.activity_id == Activity.id)
    return session.exec(query.where(col(Inquiry.answered_at).is_(None)).order_by(col(Inquiry.id))).all()


def answered_since(session: Session, since: datetime) -> Sequence[tuple[Inquiry, Activity]]:
    """Give what was answered from this hour on, the last answer first."""
    query = select(Inquiry, Activity).where(Inquiry.activity_id == Activity.id)
    query = query.where(col(Inquiry.answered_at) >= since)
    return session.exec(query.order_by(col(Inquiry.answered_at).desc(), col(Inquiry.id).desc())).all()


def of_activities(session: Session, activity_ids: Sequence[int]) -> Sequence[Inquiry]:
    """Give all that was asked about these activities, in order."""
    query = select(Inquiry).where(col(Inquiry.activity_id).in_(activity_ids))
    return session.exec(query.order_by(col(Inquiry.id))).all()


def of_activity(session: Session, activity_id: int) -> Sequence[Inquiry]:
    """Give all that was asked about an activity, in order."""
    return session.exec(select(Inquiry).where(Inquiry.activity_id == activity_id).order_by("id")).all()
