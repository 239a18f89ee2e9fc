"""This file is the Word templates of the office: each that was sent, and which is in use."""

import hashlib
from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, select

from models import event, plan
from models.columns import BIG

IN_USE = text("taken_at IS NOT NULL AND ended_at IS NULL")


class Template(SQLModel, table=True):
    """One Word file. It is in use from when it was taken until another was; none in use is the shipped one.

    Every file stays: a letter that was frozen can be filled again from the very one it was made from.
    """

    __table_args__ = (
        Index("ix_template_in_use", "kind", unique=True, sqlite_where=IN_USE, postgresql_where=IN_USE),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    kind: str = Field(max_length=24)
    content: bytes
    hash: str = Field(max_length=64, index=True)
    sent_at: datetime
    sent_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    taken_at: datetime | None = None
    ended_at: datetime | None = None


def keep(session: Session, kind: str, content: bytes, *, by: int | None, now: datetime) -> Template:
    """Keep a file, once."""
    row = of_hash(session, kind, hash_of(content))
    if row is None:
        row = Template(kind=kind, content=content, hash=hash_of(content), sent_at=now, sent_by=by)
        session.add(row)
        session.flush()
        after = {"kind": kind, "hash": row.hash}
        event.record(session, "template.kept", f"template:{row.id}", at=now, by=by, after=after)
    return row


def take(session: Session, row: Template, *, by: int | None, now: datetime) -> bool:
    """Take a template into use in place of the one before; False if it is in use already."""
    plan.lock(session)
    before = in_use(session, row.kind)
    if before is not None and before.id == row.id:
        return False
    put_away(session, row.kind, by=by, now=now)
    event.change(session, row, "template.taken", {"taken_at": now, "ended_at": None}, "", by=by, now=now)
    return True


def put_away(session: Session, kind: str, *, by: int | None, now: datetime) -> bool:
    """Use the shipped template again; False if it is in use already."""
    row = in_use(session, kind)
    if row is None:
        return False
    event.change(session, row, "template.ended", {"ended_at": now}, "", by=by, now=now)
    session.flush()
    return True


def get(session: Session, template_id: int) -> Template | None:
    return session.get(Template, template_id)


def in_use(session: Session, kind: str) -> Template | None:
    query = select(Template).where(Template.kind == kind)
    query = query.where(col(Template.taken_at).is_not(None), col(Template.ended_at).is_(None))
    return session.exec(query).first()


def of_hash(session: Session, kind: str, found: str) -> Template | None:
    return session.exec(select(Template).where(Template.kind == kind, Template.hash == found)).first()


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
