"""This file is what is asked for and made beside the chat: who may have it, and what is said meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.replies import errands as said
from handlers.replies import welcome
from handlers.replies.words import speaking
from handlers.request import Incoming, Replies, Request, Sort
from models import contact, errand
from models.contact import Role
from models.errand import Errand


@dataclass(frozen=True, kw_only=True)
class Maker:
    """One row of the switchboard: who may ask, and what makes it. It reads, and writes nothing."""

    make: Callable[[Request], Replies]
    roles: frozenset[Role]


def draw(request: Request, kind: str, argument: str = "") -> Replies:
    """Have a picture made: it is there at once, and a line over the button is enough."""
    is_new = errand.put(request.session, kind, argument, by=request.who, now=request.now)
    return [said.drawing() if is_new else said.drawn_already()]


def write(request: Request, kind: str, argument: str, what: str) -> Replies:
    """Have a file made, and say so; what is asked for twice is made once."""
    is_new = errand.put(request.session, kind, argument, by=request.who, now=request.now)
    return [said.begun(what) if is_new else said.under_way()]


def do(session: Session, row: Errand, now: datetime, makers: Mapping[str, Maker]) -> Replies:
    """Make what was asked for, if whoever asked may still have it."""
    person = contact.get(session, row.contact_id)
    maker = makers.get(row.kind)
    if person is None or person.retired_at is not None or maker is None:
        return []
    asked = Incoming(update_id=0, sort=Sort.OTHER, chat_id=person.chat_id, name=person.name)
    request = Request(session=session, now=now, said=asked, contact=person, argument=row.argument)
    with speaking(person.locale):
        return maker.make(request) if person.role in maker.roles else [welcome.not_yours()]


def given_up(session: Session, row: Errand) -> Replies:
    """Say that it could not be made, to whoever asked."""
    person = contact.get(session, row.contact_id)
    with speaking(person.locale if person else ""):
        return [said.failed()]
