"""This file is the reception: who is this, what do they want? One message in, replies out."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from sqlmodel import Session

from bot import switchboard
from handlers import entries, form, join, questions, report, review
from handlers import help as helping
from handlers.reading.text import fold
from handlers.replies import group as said_of_groups
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import LOCALES, speaking
from handlers.request import GroupCommand, GroupRequest, Incoming, Replies, Request, Sort
from models import contact, draft, group, inbox
from models.contact import Contact, Role
from models.draft import Draft

COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
ADDRESSED = re.compile(r"/\w+@(\w+)")


def is_heard(said: Incoming, username: str) -> bool:
    """Tell whether it is said to the bot: in a group only a group's command is, unless to another bot."""
    if not said.is_group or said.sort is not Sort.TEXT:
        return True
    to = ADDRESSED.match(said.text)
    if to and username and to[1].casefold() != username.casefold():
        return False
    return _for_groups(said.text) is not None


def receive(
    session: Session, said: Incoming, now: datetime, *, rehearsal: bool = False, username: str = ""
) -> Replies:
    """Take one update: replies to it are addressed. An update that was taken before brings none."""
    if not inbox.is_new(session, said.update_id, now=now):
        return []
    if said.is_group:
        return _answer_group(session, said, now, username)
    person = contact.by_chat(session, said.chat_id)
    with speaking(person.locale if person else _language(said)):
        replies = _answer(session, said, now, person, rehearsal=rehearsal, username=username)
    return _addressed(replies, said)


def _addressed(replies: Replies, said: Incoming) -> Replies:
    return [reply if reply.to else replace(reply, to=said.chat_id) for reply in replies]


def _answer_group(session: Session, said: Incoming, now: datetime, username: str) -> Replies:
    """Take what is said or happens in a group; who speaks there is known by their own chat."""
    command = _for_groups(said.text) if said.sort is Sort.TEXT else None
    known = group.get(session, said.chat_id)
    if known is not None and said.title:
        known.title = said.title
    speaker = contact.by_chat(session, said.speaker) if command and said.speaker else None
    leads = speaker is not None and speaker.role is Role.LEAD and speaker.retired_at is None
    request = GroupRequest(
        session=session,
        now=now,
        said=said,
        group=known,
        lead=speaker if leads else None,
        username=username,
    )
    follow = command.handler if command else switchboard.GROUP_CHANGES[said.sort]
    with speaking(known.locale if known else LOCALES[0]):
        return _addressed(follow(request), said)


def _for_groups(text: str) -> GroupCommand | None:
    spelled = _spelled(text, switchboard.group_command)
    return switchboard.group_command(spelled[0]) if spelled else None


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
        return _note_reach(session, person, said, now)
    if person is None or person.retired_at is not None:
        return _meet(session, said, now)
    contact.note_reachable(session, person, now=now)
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
    inquiry = review.replied_to(request)
    if inquiry is not None:
        return review.take_reply(request, inquiry)
    if said.file is not None and entries.is_form(said.file) and (taken := _read_file(request)):
        return taken
    row = draft.open_of(request.session, request.who)
    if row is None:
        return [] if said.sort is Sort.EDITED else _unprompted(request)
    if said.sort is Sort.EDITED:
        return [welcome.edited()]
    if row.is_activity:
        return report.again(request, row) if said.sort is Sort.OTHER else report.answer(request, row)
    return _fill_in(request, row)


def _unprompted(request: Request) -> Replies:
    """Answer what no question of the bot asked for: a file to read, a report, a question, anything else."""
    taken = _read_file(request)
    if taken:
        return taken
    told = report.heard(request)
    if report.is_sure(told):
        return report.take(request, told)
    if request.said.sort is not Sort.TEXT:
        return helping.unprompted(request)
    return questions.answer(request) or report.take(request, told) or helping.unprompted(request)


def _read_file(request: Request) -> Replies:
    """Have a document read, if it is of a kind that the bot makes something of."""
    file = request.said.file
    if file is None or file.kind != "document":
        return []
    follow = switchboard.FILES.get(PurePath(file.name).suffix.lower())
    return follow(request, file) if follow else []


def _fill_in(request: Request, row: Draft) -> Replies:
    """Answer a form; one that no version knows any more is gone."""
    of = switchboard.FORMS.get(row.conversation)
    if of is None:
        form.discard(request)
        return helping.unprompted(request)
    return form.answer(request, row, of)


def _command(request: Request, name: str, argument: str) -> Replies:
    known = switchboard.command(name)
    if known is None and switchboard.group_command(name):
        return [said_of_groups.only_in_groups(name)]
    if known is None:
        return [welcome.unknown_command()]
    if request.contact.role not in known.roles:
        return [welcome.not_yours()]
    return known.handler(replace(request, argument=argument))


def _spelled(text: str, known: Callable[[str], object] = switchboard.command) -> tuple[str, str] | None:
    """Read a command and what follows it; phones put marks and spaces in: "/báo cáo" is /baocao."""
    found = COMMAND.fullmatch(text)
    if found is None:
        return None
    squashed = fold(text[1:]).replace(" ", "")
    if known(squashed):
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


def _note_reach(session: Session, person: Contact | None, said: Incoming, now: datetime) -> list[Reply]:
    """Remember who blocked the bot, and who let it in again."""
    if said.sort is Sort.LEFT:
        contact.note_unreachable(session, said.chat_id, now=now)
    elif person is not None:
        contact.note_reachable(session, person, now=now)
    return []


def _language(said: Incoming) -> str:
    """Speak Vietnamese to strangers, unless their phone speaks English."""
    return "en" if (said.language or "").startswith("en") else LOCALES[0]
