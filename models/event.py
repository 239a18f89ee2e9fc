"""This file is the book of changes: who changed what, when, from what to what, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel

from models.columns import BIG, DOCUMENT


class Event(SQLModel, table=True):
    """One change. Rows are only ever added."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    at: datetime
    by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    what: str
    subject: str = Field(index=True)
    before: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)
    after: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)
    why: str = ""


def record(  # noqa: PLR0913 - who, when, what, before, after and why: that is an event
    session: Session,
    what: str,
    subject: str,
    *,
    at: datetime,
    by: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> None:
    session.add(
        Event(
            at=at,
            by=by,
            what=what,
            subject=subject,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
            why=why,
        )
    )
