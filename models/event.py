"""This file is the book of changes: who changed what, when, from what to what, and why."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, or_, text
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import BIG, DOCUMENT

# Among so many of the last numbers a writer may be at work still.
AT_WORK = 1000


class Event(SQLModel, table=True):
    """One change. Rows are only ever added; the clock seals them (models.chain).

    `found` and `state` are digests of what it is about, before its turn and after (models.chain). `seal` is
    the place in the chain; `hash` covers all of this and the event before.
    """

    __table_args__ = (
        Index(
            "ix_event_unsealed",
            "id",
            sqlite_where=text("seal IS NULL"),
            postgresql_where=text("seal IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    at: datetime
    by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    what: str
    subject: str = Field(index=True)
    before: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)
    after: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)
    why: str = ""
    found: str | None = None
    state: str | None = None
    seal: int | None = Field(default=None, sa_type=BIG, unique=True)
    hash: str | None = None


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
            before=plain(before) if before is not None else None,
            after=plain(after) if after is not None else None,
            why=why,
        )
    )


def change(
    session: Session,
    row: SQLModel,
    what: str,
    values: Mapping[str, Any],
    why: str = "",
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Change a row, and write down what was before: "report.accepted" is about "report:" and the row's id."""
    subject = f"{what.partition('.')[0]}:{row.id}"  # type: ignore[attr-defined]  # each such row has one
    before = {name: getattr(row, name) for name in values}
    record(session, what, subject, at=now, by=by, before=before, after=values, why=why)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def of(session: Session, subject: str) -> Sequence[Event]:
    """Give all that became of one thing, the first first."""
    return session.exec(select(Event).where(Event.subject == subject).order_by(col(Event.id))).all()


def last(session: Session) -> str:
    """Tell where the book stands: as long as that stays the same, nothing has changed.

    Of two writers the later one may be done first: so the last numbers are counted, too.
    """
    number = session.exec(select(func.max(Event.id))).one() or 0
    count = session.exec(select(func.count(col(Event.id))).where(col(Event.id) > number - AT_WORK)).one()
    return f"{number}/{count}"


def last_of(session: Session, *sorts: str, before: datetime) -> datetime | None:
    """Give when something of these sorts ("report", "activity") changed last before an hour."""
    of_sort = or_(*(col(Event.what).startswith(f"{sort}.", autoescape=True) for sort in sorts))
    query = select(Event.at).where(of_sort, Event.at < before)
    return session.exec(query.order_by(col(Event.id).desc()).limit(1)).first()


def subjects(session: Session, kind: str, what: str) -> Sequence[str]:
    """Give all of a kind ("period") to which a change of this sort was ever made."""
    query = select(Event.subject).where(_about(kind), Event.what == what)
    return session.exec(query.distinct()).all()


def last_each(session: Session, kind: str, what: str) -> dict[str, datetime]:
    """Give when each of a kind to which a change of this sort was made was last changed so."""
    query = select(Event.subject, func.max(Event.at)).where(_about(kind), Event.what == what)
    return dict(session.exec(query.group_by(col(Event.subject))).all())


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as JSON can hold them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _about(kind: str) -> ColumnElement[bool]:
    """Find what is about a kind of thing, by the index: its subject begins so."""
    return col(Event.subject).between(f"{kind}:", f"{kind};")
