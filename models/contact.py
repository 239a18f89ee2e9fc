"""This file is the people who may speak with the bot, and the invitations that let them in."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import event, plan
from models.columns import BIG, one_of
from models.rules.steps import Quiet

INVITATION_LASTS = timedelta(days=7)


class LastLead(Exception):
    """Without this person nobody of the lead office would be left."""


class Role(StrEnum):
    """What a person may do."""

    CONTACT = "contact"
    LEAD = "lead"
    OBSERVER = "observer"


# Whoever is of these roles sees every unit; a contact sees its own.
SEES_EVERYTHING = frozenset({Role.LEAD, Role.OBSERVER})


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
    retired_at: datetime | None = None
    quiet: Quiet = Field(default=Quiet.ALL, sa_type=one_of(Quiet, "quiet"))

    @property
    def sees_everything(self) -> bool:
        return self.role in SEES_EVERYTHING

    @property
    def reports(self) -> bool:
        return self.unit is not None and self.role in (Role.CONTACT, Role.LEAD)

    @property
    def membership(self) -> dict[str, Any]:
        """What the office decides of a person, for the book of changes."""
        return {"role": self.role.value, "unit": self.unit, "retired": self.retired_at is not None}


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
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether it lets somebody in still."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


class Stranger(SQLModel, table=True):
    """Somebody without an invitation: answered once, then left in peace."""

    chat_id: int = Field(primary_key=True, sa_type=BIG)
    answered_at: datetime | None = None
    wrong_codes: int = 0


def by_chat(session: Session, chat_id: int) -> Contact | None:
    """Find who speaks in a chat, and keep others out of it: one turn of a person comes after the other."""
    return session.exec(select(Contact).where(Contact.chat_id == chat_id).with_for_update()).first()


def note_unreachable(session: Session, chat_id: int, *, now: datetime) -> None:
    """Note that no message reaches a person any more. The change is an event; to be told again is none."""
    person = by_chat(session, chat_id)
    if person is not None and person.unreachable_since is None:
        person.unreachable_since = now
        event.record(session, "contact.unreachable", f"contact:{person.id}", at=now)


def note_reachable(session: Session, person: Contact, *, now: datetime) -> None:
    """Note that a person is there again: they have spoken, or let the bot speak."""
    if person.unreachable_since is not None:
        person.unreachable_since = None
        event.record(session, "contact.reachable", f"contact:{person.id}", at=now)


def set_quiet(session: Session, person: Contact, quiet: Quiet, *, now: datetime) -> None:
    """Let a person be reminded more or less often."""
    before, person.quiet = person.quiet, quiet
    if before is not quiet:
        subject, told = f"contact:{person.id}", {"quiet": quiet}
        event.record(
            session, "contact.quiet", subject, at=now, by=person.id, before={"quiet": before}, after=told
        )


def of_unit(session: Session, unit: str) -> Sequence[Contact]:
    """Give those who can be reached for a unit, the longest there first."""
    query = _serving().where(Contact.unit == unit, Contact.role != Role.OBSERVER)
    return session.exec(query.where(col(Contact.unreachable_since).is_(None)).order_by("id")).all()


def by_unit(session: Session) -> dict[str, list[Contact]]:
    """Give everybody who reports for each unit, whether they can be reached or not."""
    found: dict[str, list[Contact]] = {}
    query = _serving().where(Contact.role != Role.OBSERVER, col(Contact.unit).is_not(None))
    for row in session.exec(query.order_by("id")):
        found.setdefault(row.unit or "", []).append(row)
    return found


def leads(session: Session) -> Sequence[Contact]:
    query = _serving().where(Contact.role == Role.LEAD, col(Contact.unreachable_since).is_(None))
    return session.exec(query.order_by("id")).all()


def observers(session: Session) -> Sequence[Contact]:
    query = _serving().where(Contact.role == Role.OBSERVER, col(Contact.unreachable_since).is_(None))
    return session.exec(query.order_by("id")).all()


def everybody(session: Session) -> Sequence[Contact]:
    """Give all who take part, by name: those who can't be reached, too."""
    return session.exec(_serving().order_by(col(Contact.name), "id")).all()


def retired(session: Session) -> Sequence[Contact]:
    """Give those who are contacts no longer, the last to go first."""
    gone = col(Contact.retired_at)
    return session.exec(select(Contact).where(gone.is_not(None)).order_by(gone.desc(), "id")).all()


def get(session: Session, contact_id: int) -> Contact | None:
    return session.get(Contact, contact_id)


def is_last_lead(session: Session, person: Contact) -> bool:
    """Tell whether nobody of the lead office would be left without this person."""
    leading = session.exec(_serving().where(Contact.role == Role.LEAD)).all()
    return [row.id for row in leading] == [person.id]


def assign(
    session: Session, person: Contact, role: Role, unit: str | None, *, by: int, now: datetime
) -> None:
    """Give a person another role or unit. Raises LastLead."""
    if role is not Role.LEAD:
        _keep_a_lead(session, person)
    before = person.membership
    person.role, person.unit = role, unit
    what = "contact.moved" if before["role"] == role.value else "contact.role"
    _record(session, what, person, before, by=by, now=now)


def retire(session: Session, person: Contact, *, by: int, now: datetime) -> None:
    """Let a person go; what they reported stays theirs. Raises LastLead."""
    _keep_a_lead(session, person)
    before = person.membership
    person.retired_at = now
    known = stranger(session, person.chat_id)
    known.answered_at, known.wrong_codes = None, 0  # they hear once that it is over
    _record(session, "contact.retired", person, before, by=by, now=now)


def restore(session: Session, person: Contact, *, by: int, now: datetime) -> None:
    before = person.membership
    person.retired_at = None
    _record(session, "contact.restored", person, before, by=by, now=now)


def invite(session: Session, role: Role, unit: str | None, *, now: datetime, by: int | None = None) -> str:
    """Make a one-time code. It fits a deep link (64 of A-Za-z0-9_-) and is kept as a hash alone."""
    code = secrets.token_urlsafe(12)
    made = Invitation(
        code_hash=_hash(code), role=role, unit=unit, made_at=now, expires_at=now + INVITATION_LASTS
    )
    session.add(made)
    session.flush()
    after = {"role": role.value, "unit": unit}
    event.record(session, "invitation.made", f"invitation:{made.id}", at=now, by=by, after=after)
    return code


def open_invitations(session: Session, *, now: datetime) -> Sequence[Invitation]:
    """Give the invitations that let somebody in still, the newest first."""
    query = select(Invitation).where(col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None))
    query = query.where(Invitation.expires_at > now)
    return session.exec(query.order_by(col(Invitation.id).desc())).all()


def invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Find an invitation, and keep others from using it meanwhile."""
    query = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    return session.exec(query).first()


def revoke(session: Session, row: Invitation, *, by: int, now: datetime) -> None:
    row.revoked_at = now
    event.record(session, "invitation.revoked", f"invitation:{row.id}", at=now, by=by)


def open_invitation(session: Session, code: str, *, now: datetime) -> Invitation | None:
    """Find the invitation that this code opens, if it is unused and not past its days."""
    query = select(Invitation).where(Invitation.code_hash == _hash(code)).with_for_update()
    found = session.exec(query).first()
    return found if found and found.is_open(now) else None


def join(session: Session, invitation: Invitation, *, chat_id: int, name: str, now: datetime) -> Contact:
    """Let somebody in; one who had retired comes back as the same person."""
    person = by_chat(session, chat_id)
    before = person.membership if person else None
    if person is None:
        person = Contact(chat_id=chat_id, name=name, role=invitation.role, joined_at=now)
        session.add(person)
    person.role, person.unit, person.name = invitation.role, invitation.unit, name
    person.retired_at = person.unreachable_since = None
    session.flush()
    invitation.used_at, invitation.used_by = now, person.id
    _record(session, "contact.joined", person, before, by=person.id, now=now)
    return person


def stranger(session: Session, chat_id: int) -> Stranger:
    """Give what is remembered of a stranger, from now on at the latest."""
    known = session.get(Stranger, chat_id)
    if known is None:
        known = Stranger(chat_id=chat_id)
        session.add(known)
    return known


def _serving() -> SelectOfScalar[Contact]:
    return select(Contact).where(col(Contact.retired_at).is_(None))


def _keep_a_lead(session: Session, person: Contact) -> None:
    """Refuse to lose the last of the lead office. Two leads may let each other go at once: one waits."""
    plan.lock(session)
    if is_last_lead(session, person):
        raise LastLead


def _record(
    session: Session,
    what: str,
    person: Contact,
    before: dict[str, Any] | None,
    *,
    by: int | None,
    now: datetime,
) -> None:
    session.flush()
    subject = f"contact:{person.id}"
    event.record(session, what, subject, at=now, by=by, before=before, after=person.membership)


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()
