"""This file is the half-filled answers of a conversation, safe in a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import BIG, DOCUMENT, one_of


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    LEFT = "left"
    SAVED = "saved"
    DISCARDED = "discarded"


class Draft(SQLModel, table=True):
    """What a person has answered so far, and which question stands."""

    __table_args__ = (
        # One conversation at a time: what is typed next answers its question.
        Index(
            "uq_draft_open",
            "contact_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    contact_id: int = Field(sa_type=BIG, foreign_key="contact.id", index=True)
    conversation: str
    state: DraftState = Field(default=DraftState.OPEN, sa_type=one_of(DraftState, "draft_state"))
    step: str
    answers: dict[str, Any] = Field(sa_type=DOCUMENT)
    facts: dict[str, Any] = Field(sa_type=DOCUMENT)
    turn: int = 0
    begun_at: datetime
    touched_at: datetime

    @property
    def is_blank(self) -> bool:
        """Tell whether no word and no file would be lost."""
        return not (self.answers.get("title") or self.answers.get("files"))

    @property
    def is_activity(self) -> bool:
        """Tell an activity, which is kept when it is left, from a form, which is not."""
        return self.conversation == ACTIVITY

    def is_of(self, unit: str | None) -> bool:
        """Tell whether it was begun for this unit: it is never saved for another."""
        return bool(self.facts.get("unit", unit) == unit)


ACTIVITY = "activity"


def open_of(session: Session, contact_id: int) -> Draft | None:
    query = select(Draft).where(Draft.contact_id == contact_id, Draft.state == DraftState.OPEN)
    return session.exec(query).first()


def is_busy(session: Session, contact_id: int, *, since: datetime) -> bool:
    """Tell whether somebody is in the middle of a conversation: they answered not long ago."""
    row = open_of(session, contact_id)
    return row is not None and row.touched_at > since


def last_touch(session: Session) -> datetime | None:
    """Give when any draft was touched last."""
    return session.exec(select(func.max(Draft.touched_at))).one()


def unfinished(session: Session, *, since: datetime) -> Sequence[Draft]:
    """Give the activities that were begun and not finished: of each person the one last touched."""
    query = select(Draft).where(
        col(Draft.state).in_((DraftState.OPEN, DraftState.LEFT)),
        Draft.conversation == ACTIVITY,
        Draft.touched_at >= since,
    )
    rows = session.exec(query.order_by(col(Draft.touched_at), "id"))
    return list({row.contact_id: row for row in rows if not row.is_blank}.values())


def last_left(session: Session, contact_id: int, unit: str | None) -> Draft | None:
    """Give the activity that was last put aside, if it was begun for this unit."""
    query = select(Draft).where(Draft.contact_id == contact_id, Draft.state == DraftState.LEFT)
    query = query.where(Draft.conversation == ACTIVITY)
    rows = session.exec(query.order_by(Draft.touched_at.desc()))  # type: ignore[attr-defined]
    return next((row for row in rows if row.is_of(unit)), None)


def told_with(session: Session, contact_id: int, message: int) -> list[Draft]:
    """Give the activities that wait and were told in one message, in the order in which they were told."""
    query = select(Draft).where(Draft.contact_id == contact_id, Draft.state == DraftState.LEFT)
    rows = session.exec(query.order_by(col(Draft.id)))
    return [row for row in rows if row.facts.get("told_with") == message]


def discard_blank(session: Session, contact_id: int, *, now: datetime) -> None:
    """Close an open activity in which nothing was told yet: the person went another way."""
    row = open_of(session, contact_id)
    if row is not None and row.is_activity and row.is_blank:
        row.state, row.touched_at = DraftState.DISCARDED, now


def put_aside(session: Session, contact_id: int, *, now: datetime) -> Draft | None:
    """Close what is open: an activity waits, unless nothing was told yet; a form is gone.

    Gives the activity that waits.
    """
    row = open_of(session, contact_id)
    if row is None:
        return None
    waits = row.is_activity and not row.is_blank
    close(session, row, DraftState.LEFT if waits else DraftState.DISCARDED, now=now)
    return row if waits else None


def store(
    session: Session,
    row: Draft,
    *,
    step: str,
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    now: datetime,
) -> None:
    """Write where a conversation stands; buttons of the turn before are out of date from here on."""
    row.step, row.answers, row.facts = step, dict(answers), dict(facts)
    row.turn += 1
    row.touched_at = now
    session.flush()


def close(session: Session, row: Draft, state: DraftState, *, now: datetime) -> None:
    row.state, row.touched_at = state, now
    row.turn += 1
    session.flush()


def get(session: Session, draft_id: int) -> Draft | None:
    return session.get(Draft, draft_id)
