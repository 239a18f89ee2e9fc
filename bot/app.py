"""This file is where everything is wired: door, reception, outbox, delivery and clock."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine
from sqlmodel import Session

from bot import reception, switchboard
from bot.delivery import Delivery
from bot.rehearsal import Clock
from bot.telegram import POLL_SECONDS, Door, Unanswered
from handlers import clock as clockwork
from handlers.join import listed
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import LOCALES, _, speaking
from handlers.request import Incoming
from models import inbox, outbox
from models.database import turn
from models.outbox import Message

log = logging.getLogger(__name__)

# After Telegram could not be asked; twice as long each time, up to a minute.
FIRST_REST, LONGEST_REST = 1.0, 60.0
SHORTEST_POLL = 0.1


class App:
    """The bot: what comes in, what the clock brings, what goes out."""

    def __init__(self, engine: Engine, door: Door, clock: Clock) -> None:
        self.engine = engine
        self.door = door
        self.clock = clock
        self.delivery = Delivery(engine, door, clock)
        self._offset = 0

    async def greet(self) -> None:
        """Wait until Telegram answers. Raises WrongToken where it never will."""
        await self._patiently(self.door.greet)

    async def run(self) -> None:
        """Poll, deliver and tick; the end of one ends all, and whoever supervises the process restarts it."""
        await self._set_menu_if_it_can()
        async with asyncio.TaskGroup() as together:
            together.create_task(self.delivery.run())
            together.create_task(self._tick_for_ever())
            together.create_task(self._poll_for_ever())

    async def poll(self, *, wait: int = POLL_SECONDS) -> int:
        """Take what is new; it is confirmed by the next poll, once it is safe in the database."""
        updates = await self.door.updates(self._offset, wait=wait)
        for raw in updates:
            await self.take(raw)
            self._offset = raw["update_id"] + 1
        return len(updates)

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Take one update. One that can't be read or applied must not hold up those behind it."""
        try:
            said = self.door.read(raw)
        except Exception:
            log.exception("update %s could not be read; it is passed over", raw.get("update_id"))
            return
        if said is not None:
            await self._apply_or_apologise(said)

    async def _apply(self, said: Incoming) -> None:
        """Apply one update: all of it is committed together, then the replies go out."""
        now = self.clock.now()
        with turn(self.engine) as session:
            replies = reception.receive(session, said, now, rehearsal=self.clock.is_rehearsal)
            self._post(session, replies)
        self.delivery.call()
        await self._toast(said, replies)

    def tick(self) -> None:
        """Do what the clock brings."""
        now = self.clock.now()
        with turn(self.engine) as session:
            self._post(session, clockwork.tick(session, now, self.clock.zone))
        self.delivery.call()

    def _post(self, session: Session, replies: Iterable[Reply]) -> None:
        now = self.clock.now()
        for reply in replies:
            if reply.text:
                outbox.post(session, _as_message(reply, now))

    async def _toast(self, said: Incoming, replies: Iterable[Reply]) -> None:
        if said.callback_id is not None:
            words = next((reply.toast for reply in replies if reply.toast), "")
            await self.door.toast(said.callback_id, words)

    async def _apply_or_apologise(self, said: Incoming) -> None:
        """Try twice, then say sorry: whatever went wrong was rolled back whole."""
        for attempt in (1, 2):
            try:
                await self._apply(said)
            except Exception:
                # What was typed stays out of the log.
                log.exception("update %s could not be applied, try %s", said.update_id, attempt)
            else:
                return
        self._apologise(said)

    def _apologise(self, said: Incoming) -> None:
        with turn(self.engine) as session:
            inbox.is_new(session, said.update_id, now=self.clock.now())
            with speaking(LOCALES[0]):
                sorry = welcome.sorry()
            outbox.post(session, _as_message(sorry, self.clock.now(), to=said.chat_id))
        self.delivery.call()

    async def _poll_for_ever(self) -> None:
        while True:
            asked = time.monotonic()
            await self._patiently(self.poll)
            # A server that does not hold the poll open must not be asked without a pause.
            await asyncio.sleep(max(0.0, SHORTEST_POLL - (time.monotonic() - asked)))

    async def _patiently(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask Telegram until it answers: it may be down, blocked or busy for days, and comes back."""
        rest = FIRST_REST
        while True:
            try:
                await ask()
            except Unanswered as error:
                log.warning("Telegram could not be asked (%s); again in %.0f s", error, rest)
                await asyncio.sleep(rest)
                rest = min(rest * 2, LONGEST_REST)
            else:
                return

    async def _tick_for_ever(self) -> None:
        """Let APScheduler tick. It holds nothing: the rows say what is due, a late tick loses none."""
        scheduler = AsyncIOScheduler(timezone=self.clock.zone)
        scheduler.add_job(
            self._tick,
            "interval",
            seconds=switchboard.TICK_SECONDS,
            next_run_time=self.clock.now() - timedelta(seconds=1),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        """Tick in the loop: APScheduler would run a plain function in another thread."""
        self.tick()

    async def _set_menu_if_it_can(self) -> None:
        """Try once: without its menu the bot works all the same."""
        try:
            await self.set_menu()
        except Unanswered as error:
            log.warning("the command menu could not be set: %s", error)

    async def set_menu(self) -> None:
        """Show the commands in Telegram's own menu, in each language."""
        menus = {}
        for locale in LOCALES:
            with speaking(locale):
                menus[locale] = [(name, _(words)) for name, words in listed(switchboard.COMMANDS)]
        await self.door.set_menu(menus)


def _as_message(reply: Reply, now: datetime, *, to: int | None = None) -> Message:
    return Message(
        chat_id=reply.to or to or 0,
        key=reply.key,
        text=reply.text,
        buttons=[[[button.label, button.data] for button in row] for row in reply.buttons],
        edits=reply.edits,
        photo=reply.photo,
        made_at=now,
        not_before=now,
        expires_at=reply.expires_at,
    )
