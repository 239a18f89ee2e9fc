"""This file is the door: an invitation lets a person in, a stranger hears whom to ask."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.request import Command, Incoming, Replies, Request
from models import contact, plan, unit
from models.contact import Contact

# Whoever guesses codes hears nothing more after this many.
WRONG_CODES_ANSWERED = 5


def start(request: Request) -> Replies:
    """Greet somebody who has joined."""
    role = role_of(request.session, request.contact)
    if request.argument:
        return [welcome.already_joined(role)]
    rehearsal = request.now if request.rehearsal else None
    return [welcome.hello(request.contact.name, role, listed(request.commands), rehearsal)]


def stranger(
    session: Session, said: Incoming, code: str, now: datetime, commands: Iterable[Command]
) -> Replies:
    """Let in whoever brings an invitation; answer any other stranger once, one who has retired too."""
    invitation = contact.open_invitation(session, code, now=now) if code else None
    if invitation is None or not _is_alive(session, invitation.unit, now):
        return _turn_away(session, said, now, tried=bool(code))
    joined = contact.join(session, invitation, chat_id=said.chat_id, name=said.name, now=now)
    mine = tuple(one for one in commands if joined.role in one.roles)
    return [welcome.joined(joined.name, role_of(session, joined), listed(mine))]


def listed(commands: Iterable[Command]) -> list[tuple[str, str]]:
    return [(one.name, one.description) for one in commands]


def _turn_away(session: Session, said: Incoming, now: datetime, *, tried: bool) -> list[Reply]:
    known = contact.stranger(session, said.chat_id)
    if tried and known.wrong_codes < WRONG_CODES_ANSWERED:
        known.wrong_codes += 1
        return [welcome.wrong_code(_lead_office(session))]
    if tried or known.answered_at is not None:
        return []
    known.answered_at = now
    if contact.by_chat(session, said.chat_id) is not None:
        return [welcome.retired(_lead_office(session))]
    return [welcome.stranger(plan.current(session).number, _lead_office(session))]


def role_of(session: Session, person: Contact) -> str:
    """Word what a person is: contact of a unit, lead office, observer."""
    found = unit.get(session, person.unit) if person.unit else None
    return welcome.role(person.role, found.name if found else None)


def _is_alive(session: Session, code: str | None, now: datetime) -> bool:
    """Tell whether there is a unit still to report for; an observer needs none."""
    home = unit.get(session, code) if code else None
    return home is None or unit.is_alive(home, now.date())


def _lead_office(session: Session) -> str:
    found = unit.get(session, plan.current(session).lead_unit)
    return found.name if found else ""
