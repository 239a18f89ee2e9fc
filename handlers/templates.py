"""This file is the Word template of the consolidated report: handed out, checked, taken into use."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

from sqlmodel import Session

from handlers import errands
from handlers.errands import Deed
from handlers.reading.text import fold
from handlers.replies import consolidated, templates, welcome
from handlers.replies import letters as said
from handlers.replies.letter import fill
from handlers.replies.lettersample import sample
from handlers.replies.templates import Problem
from handlers.request import File, Replies, Request
from models import template
from models.contact import Role

LEADS = frozenset({Role.LEAD})
# The file comes back under the name it went out with; phones put "(1)" behind it.
OURS = re.compile(r"mau[ _-]+bao[ _-]cao[ _-]tong[ _-]hop(?![a-z0-9]).*")
# What is wrong with a template; if nothing is, the letter that it makes of the sample.
Tried = tuple[list[Problem], bytes]


def take_file(request: Request, file: File) -> Replies:
    """Have a template read that the lead office sent; any other file is nobody's here."""
    if request.contact.role not in LEADS or not OURS.fullmatch(fold(PurePath(file.name).stem)):
        return []
    return errands.read(request, "template", consolidated.KIND, file)


def read(tried: Callable[[bytes], Tried], request: Request) -> Replies | Deed:
    """Have what was sent tried; what is good is kept, shown, and waits for a word.

    `tried` does as `try_out`, in a process of its own.
    """
    if request.fetched is None:
        raise ValueError("nothing was fetched")
    content = request.fetched.content
    found, letter = tried(content)
    if found:
        return [said.wrong(found)]

    def deed(writing: Request) -> Replies:
        row = template.keep(writing.session, consolidated.KIND, content, by=writing.who, now=writing.now)
        return [said.offered(row.id or 0, letter)]

    return deed


def try_out(content: bytes) -> Tried:
    """Check a template; where nothing is wrong with it, fill it with the sample."""
    found = check(content)
    return found, b"" if found else fill(content, sample())


def check(content: bytes) -> list[Problem]:
    """Find what is wrong with a template."""
    return templates.problems(content, sample(), needed=consolidated.NEEDED)


def send(request: Request) -> Replies:
    """Hand out the template in use, to be edited."""
    content, is_shipped = current(request.session)
    return [said.template(content, is_shipped=is_shipped)]


def current(session: Session) -> tuple[bytes, bool]:
    """Give the template in use, and whether it is the one that came with the bot."""
    row = template.in_use(session, consolidated.KIND)
    return (row.content, False) if row else (consolidated.template(), True)


def press(request: Request, verb: str, number: int) -> Replies:
    """Follow a button about templates. The caller has looked at the role."""
    match verb:
        case "template":
            return errands.write(request, "template_file", "", said.what_template())
        case "use":
            return _use(request, number)
        case "default":
            return _restore(request)
    return [said.kept()]


def _use(request: Request, number: int) -> Replies:
    row = template.get(request.session, number)
    if row is None:
        return [welcome.stale()]
    if not template.take(request.session, row, by=request.who, now=request.now):
        return [said.in_use_already()]
    return [said.taken()]


def _restore(request: Request) -> Replies:
    if not template.put_away(request.session, consolidated.KIND, by=request.who, now=request.now):
        return [said.in_use_already()]
    return [said.shipped_again()]


def use(session: Session, content: bytes, *, now: datetime) -> None:
    """Take a file into use at the terminal, in which nothing was found to be wrong."""
    row = template.keep(session, consolidated.KIND, content, by=None, now=now)
    template.take(session, row, by=None, now=now)
