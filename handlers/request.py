"""This file is what a handler is handed: who speaks, what they said, the hour and the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers.replies.reply import Reply
from models.contact import Contact, Role
from models.group import Group


class Sort(StrEnum):
    """What sort of thing came in."""

    TEXT = "text"
    BUTTON = "button"
    FILE = "file"
    EDITED = "edited"
    OTHER = "other"
    LEFT = "left"
    RETURNED = "returned"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class File:
    """A photo or document that a person sent. `size` is in bytes."""

    kind: str
    file_id: str
    unique_id: str
    name: str
    size: int
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that a person sent, with what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One thing that a person did, whatever messenger it came by. Text is tidy and NFC.

    `reply_to` is the message that it replies to, where the person chose one.
    Of a group only its `title` is told, and who speaks, by the number of their own chat: none where they
    stay anonymous. `moved_to` is the number that a group goes on under.
    """

    update_id: int
    sort: Sort
    chat_id: int
    name: str
    language: str | None = None
    text: str = ""
    message_id: int | None = None
    reply_to: int | None = None
    callback_id: str | None = None
    file: File | None = None
    title: str = ""
    speaker: int | None = None
    moved_to: int | None = None

    @property
    def is_group(self) -> bool:
        return self.chat_id < 0


@dataclass(frozen=True, kw_only=True)
class Command:
    """One row of the switchboard: a word, who may say it, what it does, how it is explained."""

    name: str
    description: str
    handler: "Callable[[Request], Replies]"
    roles: frozenset[Role] = frozenset(Role)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One turn. `now` is aware and in the office's zone; `argument` is what followed the command.

    `username` is the bot's own name, which a link leads to; empty where it is not known. `fetched` is the
    file that was sent, where something is made of one.
    """

    session: Session
    now: datetime
    said: Incoming
    contact: Contact
    commands: tuple[Command, ...] = ()
    argument: str = ""
    rehearsal: bool = False
    username: str = ""
    fetched: Fetched | None = None

    @property
    def zone(self) -> ZoneInfo:
        return _zone_of(self.now)

    @property
    def who(self) -> int:
        if self.contact.id is None:
            raise ValueError("a contact speaks only once it is stored")
        return self.contact.id


@dataclass(frozen=True, kw_only=True)
class GroupCommand:
    """One row of the switchboard's other table: what may be said in a group."""

    name: str
    description: str
    handler: "Callable[[GroupRequest], Replies]"


@dataclass(frozen=True, kw_only=True)
class GroupRequest:
    """One turn in a group. `group` is what is known of it, `lead` who speaks, if of the lead office."""

    session: Session
    now: datetime
    said: Incoming
    group: Group | None = None
    lead: Contact | None = None
    username: str = ""

    @property
    def is_subscribed(self) -> bool:
        return self.group is not None and self.group.ended_at is None

    @property
    def zone(self) -> ZoneInfo:
        return _zone_of(self.now)


def _zone_of(now: datetime) -> ZoneInfo:
    if not isinstance(now.tzinfo, ZoneInfo):
        raise TypeError("a request's hour is in a named zone")
    return now.tzinfo


Replies = list[Reply]
