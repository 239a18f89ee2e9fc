"""This file is the half-filled answers of a conversation, safe in a row."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, select

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


def open_of(session: Session, contact_id: int) -> Draft | None:
    query = select(Draft).where(Draft.contact_id == contact_id, Draft.state == DraftState.OPEN)
    return session.exec(query).first()


def last_left(session: Session, contact_id: int) -> Draft | None:
    """Give the draft that was last put aside."""
    query = select(Draft).where(Draft.contact_id == contact_id, Draft.state == DraftState.LEFT)
    return session.exec(query.order_by(Draft.touched_at.desc())).first()  # type: ignore[attr-defined]


def discard_blank(session: Session, contact_id: int, *, now: datetime) -> None:
    """Close an open draft in which nothing was told yet: the person went another way."""
    row = open_of(session, contact_id)
    if row is not None and row.is_blank:
        row.state, row.touched_at = DraftState.DISCARDED, now


def get(session: Session, draft_id: int) -> Draft | None:
    return session.get(Draft, draft_id)
