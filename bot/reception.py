"""This file is the reception: who is this, what do they want? One message in, replies out."""

import re
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import switchboard
from handlers import form, join, report
from handlers import help as helping
from handlers.reading.text import fold
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import LOCALES, speaking
from handlers.request import Incoming, Replies, Request, Sort
from models import contact, draft, inbox
from models.contact import Contact
from models.draft import Draft

COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


def receive(
    session: Session, said: Incoming, now: datetime, *, rehearsal: bool = False, username: str = ""
) -> Replies:
    """Take one update: replies to it are addressed. An update that was taken before brings none."""
    if not inbox.is_new(session, said.update_id, now=now):
        return []
    person = contact.by_chat(session, said.chat_id)
    with speaking(person.locale if person else _language(said)):
        replies = _answer(session, said, now, person, rehearsal=rehearsal, username=username)
    return [reply if reply.to else replace(reply, to=said.chat_id) for reply in replies]


def _answer(
    session: Session,
    said: Incoming,
    now: datetime,
    person: Contact | None,
    *,
    rehearsal: bool,
    username: str,
) -> Replies:
    if said.sort in (Sort.LEFT, Sort.RETURNED):
        return _note_reach(person, said, now)
    if person is None or person.retired_at is not None:
        return _meet(session, said, now)
    person.unreachable_since = None
    request = Request(
        session=session,
        now=now,
        said=said,
        contact=person,
        commands=switchboard.open_to(person.role),
        rehearsal=rehearsal,
        username=username,
    )
    return _follow(request)


def _follow(request: Request) -> Replies:
    said = request.said
    command = _spelled(said.text) if said.sort is Sort.TEXT else None
    if said.sort is Sort.BUTTON:
        return _press(request)
    if command:
        return _command(request, *command)
    row = draft.open_of(request.session, request.who)
    if row is None:
        return [] if said.sort is Sort.EDITED else helping.unprompted(request)
    if said.sort is Sort.EDITED:
        return [welcome.edited()]
    if row.is_activity:
        return report.again(request, row) if said.sort is Sort.OTHER else report.answer(request, row)
    return _fill_in(request, row)


def _fill_in(request: Request, row: Draft) -> Replies:
    """Answer a form; one that no version knows any more is gone."""
    of = switchboard.FORMS.get(row.conversation)
    if of is None:
        form.discard(request)
        return helping.unprompted(request)
    return form.answer(request, row, of)


def _command(request: Request, name: str, argument: str) -> Replies:
    known = switchboard.command(name)
    if known is None:
        return [welcome.unknown_command()]
    if request.contact.role not in known.roles:
        return [welcome.not_yours()]
    return known.handler(replace(request, argument=argument))


def _spelled(text: str) -> tuple[str, str] | None:
    """Read a command and what follows it; phones put marks and spaces in: "/báo cáo" is /baocao."""
    found = COMMAND.fullmatch(text)
    if found is None:
        return None
    squashed = fold(text[1:]).replace(" ", "")
    if switchboard.command(squashed):
        return squashed, ""
    return fold(found[1]), (found[2] or "").strip()


def _press(request: Request) -> Replies:
    """Follow a button; one that nobody knows any more is answered kindly."""
    prefix, _colon, argument = request.said.text.partition(":")
    handler = switchboard.BUTTONS.get(prefix)
    if handler is None:
        return [welcome.stale()]
    return handler(replace(request, argument=argument))


def _meet(session: Session, said: Incoming, now: datetime) -> list[Reply]:
    command = _spelled(said.text) if said.sort is Sort.TEXT else None
    code = command[1] if command and command[0] == "start" else ""
    return join.stranger(session, said, code, now, switchboard.COMMANDS)


def _note_reach(person: Contact | None, said: Incoming, now: datetime) -> list[Reply]:
    """Remember who blocked the bot, and who let it in again."""
    if person is not None:
        person.unreachable_since = now if said.sort is Sort.LEFT else None
    return []


def _language(said: Incoming) -> str:
    """Speak Vietnamese to strangers, unless their phone speaks English."""
    return "en" if (said.language or "").startswith("en") else LOCALES[0]
