"""This file is what is asked for and made beside the chat: who may have it, and what is said meanwhile."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from handlers.replies import errands as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import speaking
from handlers.request import Fetched, File, Incoming, Replies, Request, Sort
from models import contact, errand
from models.contact import Role
from models.errand import Errand

# What is to be written once all is made: done together with the errand's end, and quickly.
Deed = Callable[[Request], Replies]
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Maker:
    """One row of the switchboard: who may ask, and what makes it.

    It reads, and writes nothing: what is to be written it gives back as a deed. What the clock has made comes
    by itself: if it can't be made, nobody waits for it.
    """

    make: Callable[[Request], Replies | Deed]
    roles: frozenset[Role]
    by_clock: bool = False


def draw(request: Request, kind: str, argument: str = "") -> Replies:
    """Have a picture made: it is there at once, and a line over the button is enough."""
    try:
        is_new = errand.put(request.session, kind, argument, by=request.who, now=request.now)
    except errand.TooMany:
        return [said.drawn_too_many()]
    return [said.drawing() if is_new else said.drawn_already()]


def write(request: Request, kind: str, argument: str, what: str) -> Replies:
    """Have a file made, and say so; what is asked for twice is made once."""
    return [_begun(request, kind, argument, said.begun(what), said.under_way())]


def read(request: Request, kind: str, argument: str, file: File) -> Replies:
    """Have a file read that was just sent, and say so; it is fetched beside the chat."""
    return [_begun(request, kind, argument, said.reading(file.name), said.read_already(file.name), file)]


def _begun(
    request: Request, kind: str, argument: str, new: Reply, again: Reply, file: File | None = None
) -> Reply:
    """Write an errand down, of a file perhaps; give what is said to it."""
    sent = {"file_id": file.file_id, "file_name": file.name} if file else {}
    try:
        is_new = errand.put(request.session, kind, argument, by=request.who, now=request.now, **sent)
    except errand.TooMany:
        return said.too_many()
    return new if is_new else again


def do(
    session: Session,
    row: Errand,
    now: datetime,
    makers: Mapping[str, Maker],
    content: bytes | None = None,
) -> Replies | Deed:
    """Make what was asked for, if whoever asked may still have it; of the content of the file, if any."""
    fetched = None if content is None else Fetched(name=row.file_name, content=content)
    return _if_still_allowed(
        session, row, now, makers, lambda maker, request: maker.make(replace(request, fetched=fetched))
    )


def follow(session: Session, row: Errand, now: datetime, makers: Mapping[str, Maker], deed: Deed) -> Replies:
    """Do what a maker gave back to be written, if whoever asked may still: the making took its time."""
    return _if_still_allowed(session, row, now, makers, lambda _maker, request: deed(request))


def _if_still_allowed(
    session: Session,
    row: Errand,
    now: datetime,
    makers: Mapping[str, Maker],
    doing: Callable[[Maker, Request], Made],
) -> Made | Replies:
    request, maker = _request(session, row, now), makers.get(row.kind)
    if request is None or maker is None:
        return []
    with speaking(request.contact.locale):
        return doing(maker, request) if request.contact.role in maker.roles else [welcome.not_yours()]


def _request(session: Session, row: Errand, now: datetime) -> Request | None:
    """Speak for whoever asked; None where they take part no more."""
    person = contact.get(session, row.contact_id)
    if person is None or person.retired_at is not None:
        return None
    asked = Incoming(update_id=0, sort=Sort.OTHER, chat_id=person.chat_id, name=person.name)
    return Request(session=session, now=now, said=asked, contact=person, argument=row.argument)


def given_up(session: Session, row: Errand, makers: Mapping[str, Maker]) -> Replies:
    """Say that it could not be made, to whoever asked."""
    maker = makers.get(row.kind)
    if maker is not None and maker.by_clock:
        return []
    with _spoken_to(session, row):
        return [said.failed()]


def not_fetched(session: Session, row: Errand) -> Replies:
    """Say that the file that was sent could not be had from the messenger."""
    with _spoken_to(session, row):
        return [said.not_fetched(row.file_name)]


def _spoken_to(session: Session, row: Errand) -> AbstractContextManager[None]:
    person = contact.get(session, row.contact_id)
    return speaking(person.locale if person else "")
