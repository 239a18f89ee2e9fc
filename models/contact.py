"""This file is the people who may speak with the bot, and the invitations that let them in."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select, update

from models.columns import BIG, one_of

INVITATION_LASTS = timedelta(days=7)


class Role(StrEnum):
    """What a person may do."""

    CONTACT = "contact"
    LEAD = "lead"
    OBSERVER = "observer"


class Contact(SQLModel, table=True):
    """A person who reports for a unit, leads, or reads."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    chat_id: int = Field(sa_type=BIG, unique=True)
    name: str
    role: Role = Field(sa_type=one_of(Role, "role"))
    unit: str | None = Field(default=None, foreign_key="unit.code", index=True)
    locale: str = "vi"
    joined_at: datetime
    unreachable_since: datetime | None = None

    @property
    def sees_everything(self) -> bool:
        return self.role in (Role.LEAD, Role.OBSERVER)

    @property
    def reports(self) -> bool:
        return self.unit is not None and self.role in (Role.CONTACT, Role.LEAD)


class Invitation(SQLModel, table=True):
    """A code that lets one person in, once; only its hash is kept."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    code_hash: str = Field(unique=True)
    role: Role = Field(sa_type=one_of(Role, "role"))
    unit: str | None = Field(default=None, foreign_key="unit.code")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")


class Stranger(SQLModel, table=True):
    """Somebody without an invitation: answered once, then left in peace."""

    chat_id: int = Field(primary_key=True, sa_type=BIG)
    answered_at: datetime | None = None
    wrong_codes: int = 0


def by_chat(session: Session, chat_id: int) -> Contact | None:
    """Find who speaks in a chat, and keep others out of it: one turn of a person comes after the other."""
    return session.exec(select(Contact).where(Contact.chat_id == chat_id).with_for_update()).first()


def note_unreachable(session: Session, chat_id: int, *, now: datetime) -> None:
    session.exec(update(Contact).where(col(Contact.chat_id) == chat_id).values(unreachable_since=now))


def of_unit(session: Session, unit: str) -> Sequence[Contact]:
    """Give those who can be reached for a unit, the longest there first."""
    query = select(Contact).where(Contact.unit == unit, Contact.role != Role.OBSERVER)
    return session.exec(query.where(col(Contact.unreachable_since).is_(None)).order_by("id")).all()


def by_unit(session: Session) -> dict[str, list[Contact]]:
    """Give everybody who reports for each unit, whether they can be reached or not."""
    found: dict[str, list[Contact]] = {}
    query = select(Contact).where(Contact.role != Role.OBSERVER, col(Contact.unit).is_not(None))
    for row in session.exec(query.order_by("id")):
        found.setdefault(row.unit or "", []).append(row)
    return found


def leads(session: Session) -> Sequence[Contact]:
    query = select(Contact).where(Contact.role == Role.LEAD, col(Contact.unreachable_since).is_(None))
    return session.exec(query.order_by("id")).all()


def invite(session: Session, role: Role, unit: str | None, *, now: datetime) -> str:
    """Make a one-time code. It fits a deep link (64 of A-Za-z0-9_-) and is kept as a hash alone."""
    code = secrets.token_urlsafe(12)
    session.add(
        Invitation(
            code_hash=_hash(code), role=role, unit=unit, made_at=now, expires_at=now + INVITATION_LASTS
        )
    )
    session.flush()
    return code


def open_invitation(session: Session, code: str, *, now: datetime) -> Invitation | None:
    """Find the invitation that this code opens, if it is unused and not past its days."""
    query = select(Invitation).where(Invitation.code_hash == _hash(code)).with_for_update()
    found = session.exec(query).first()
    return found if found and found.used_at is None and now < found.expires_at else None


def join(session: Session, invitation: Invitation, *, chat_id: int, name: str, now: datetime) -> Contact:
    contact = Contact(chat_id=chat_id, name=name, role=invitation.role, unit=invitation.unit, joined_at=now)
    session.add(contact)
    session.flush()
    invitation.used_at, invitation.used_by = now, contact.id
    return contact


def stranger(session: Session, chat_id: int) -> Stranger:
    """Give what is remembered of a stranger, from now on at the latest."""
    known = session.get(Stranger, chat_id)
    if known is None:
        known = Stranger(chat_id=chat_id)
        session.add(known)
    return known


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()
