"""This file is what the stand-in remembers: the people, their chats with the bot, and who watches."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.playground.files import Shelf
from bot.playground.limits import Json, Refused, bad
from bot.playground.menu import Menu
from bot.playground.postman import USUAL, Patience, Postman
from bot.playground.updates import Queue


@dataclass
class Person:
    """Somebody who talks with the bot. `note` says who they are, for the page."""

    id: int
    name: str
    language: str = "vi"
    note: str = ""


class ShownFile(NamedTuple):
    """A file in a message. `kind` is photo, document, sticker or voice."""

    kind: str
    name: str
    file_id: str
    size: int


@dataclass(frozen=True)
class Content:
    """What a message carries: `shown` for the page, `fields` as the Bot API spells it."""

    shown: str
    fields: Json
    file: ShownFile | None = None


@dataclass
class Shown:
    """One message as the chat shows it. `text` is HTML from the bot, plain from a person.

    `message` is the same as an object of the Bot API; `taken` is when it came, by the clock that only ticks.
    """

    message_id: int
    by_bot: bool
    at: datetime
    text: str
    file: ShownFile | None
    message: Json
    edited: bool = False
    taken: float = 0.0

    @property
    def reply_markup(self) -> Json | None:
        markup: Json | None = self.message.get("reply_markup")
        return markup

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """The buttons that can be pressed: label and data, row by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [[(b["text"], b["callback_data"]) for b in row if "callback_data" in b] for row in rows]


class Toast(NamedTuple):
    """An answer to a pressed button."""

    person_id: int
    text: str
    show_alert: bool


@dataclass(frozen=True)
class Change:
    """Something that a page wants to know.

    `kind` is message, deleted, answered, typing, menu, person or clock.
    """

    person_id: int | None
    kind: str
    shown: Shown | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class Watch:
    """A stream of changes; it ends when it is closed."""

    def __init__(self, person_id: int | None, leave: Callable[["Watch"], None]) -> None:
        self._person_id = person_id
        self._leave = leave
        self._changes: asyncio.Queue[Change | None] = asyncio.Queue()

    def tell(self, change: Change) -> None:
        if self._person_id is None or change.person_id in (None, self._person_id):
            self._changes.put_nowait(change)

    def close(self) -> None:
        self._leave(self)
        self._changes.put_nowait(None)

    def __aiter__(self) -> "Watch":
        return self

    async def __anext__(self) -> Change:
        change = await self._changes.get()
        if change is None:
            raise StopAsyncIteration
        return change


class Chats:
    """Private chats with one bot: a chat's id is the person's id."""

    def __init__(
        self,
        bot: Json,
        now: Callable[[], datetime],
        first_id: int,
        *,
        ticks: Callable[[], float] = time.monotonic,
        patience: Patience = USUAL,
    ) -> None:
        self.bot = bot
        self.now = now
        self.ticks = ticks
        self.people: dict[int, Person] = {}
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}  # groups, by the numbers that they had
        self.files = Shelf()
        self.menu = Menu()
        self.queue = Queue(first_id)
        self.postman = Postman(self.queue, patience, now)
        self.toasts: list[Toast] = []
        self.queries: dict[str, tuple[int, datetime]] = {}
        self._chats: dict[int, dict[int, Shown]] = {}
        self._next_id = first_id
        self._watches: list[Watch] = []
        self._ended = asyncio.Event()

    def add_person(self, person: Person) -> None:
        self.people[person.id] = person
        self._chats.setdefault(person.id, {})
        self.tell(Change(person.id, "person"))

    def chat(self, person_id: int) -> list[Shown]:
        return list(self._chats[person_id].values())

    def watch(self, person_id: int | None = None) -> Watch:
        """Follow one chat from now on, or all of them."""
        watch = Watch(person_id, self._unwatch)
        self._watches.append(watch)
        return watch

    def tell(self, change: Change) -> None:
        for watch in self._watches:
            watch.tell(change)

    def close(self) -> None:
        """Let go of everybody who waits: a server stops only when its open answers end.

        Where the event loop ends right after, `await postman.home()` as well.
        """
        self.queue.close()
        self.postman.go_nowhere()
        self._ended.set()
        for watch in list(self._watches):
            watch.close()

    async def linger(self, seconds: float) -> None:
        """Let time pass, but not beyond the end."""
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return

    def reachable(self, chat_id: int) -> int:
        """The chat, if the bot may write into it."""
        if chat_id not in self.people:
            raise bad("chat not found")
        if chat_id in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def find(self, person_id: int, message_id: int) -> Shown | None:
        return self._chats.get(person_id, {}).get(message_id)

    def post(self, person_id: int, content: Content, *, by_bot: bool, extra: Json | None = None) -> Shown:
        """Put a message into a chat; `extra` is what its object holds beside the content."""
        at = self.now()
        message_id, self._next_id = self._next_id, self._next_id + 1
        message = self._envelope(person_id, message_id, by_bot=by_bot) | content.fields | (extra or {})
        shown = Shown(message_id, by_bot, at, content.shown, content.file, message, taken=self.ticks())
        self._chats[person_id][message_id] = shown
        self.tell(Change(person_id, "message", shown))
        return shown

    def rewrite(self, person_id: int, shown: Shown, content: Content, extra: Json | None = None) -> None:
        """Change what a message carries; its number, sender and date stay, and what it replies to."""
        stays = ("message_id", "from", "chat", "date", "reply_to_message")
        kept = {name: shown.message[name] for name in stays if name in shown.message}
        shown.text, shown.file, shown.edited = content.shown, content.file, True
        shown.message = kept | {"edit_date": int(self.now().timestamp())} | content.fields | (extra or {})
        self.tell(Change(person_id, "message", shown))

    def remove(self, person_id: int, message_id: int) -> None:
        del self._chats[person_id][message_id]
        self.tell(Change(person_id, "deleted", facts={"id": message_id}))

    def who(self, person_id: int) -> Json:
        person = self.people[person_id]
        return {
            "id": person.id,
            "is_bot": False,
            "first_name": person.name,
            "language_code": person.language,
        }

    def where(self, person_id: int) -> Json:
        """The chat; a number below zero is a group's, as with Telegram."""
        name = self.people[person_id].name
        if person_id < 0:
            return {
                "id": person_id,
                "type": "supergroup" if person_id < -(10**12) else "group",
                "title": name,
            }
        return {"id": person_id, "type": "private", "first_name": name}

    def _envelope(self, person_id: int, message_id: int, *, by_bot: bool) -> Json:
        return {
            "message_id": message_id,
            "from": self.bot if by_bot else self.who(person_id),
            "chat": self.where(person_id),
            "date": int(self.now().timestamp()),
        }

    def _unwatch(self, watch: Watch) -> None:
        if watch in self._watches:
            self._watches.remove(watch)
