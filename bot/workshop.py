"""This file is where files are made beside the chat, while other people are answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session

from bot import logs, switchboard
from bot.delivery import Delivery
from bot.intake import post
from bot.rehearsal import Clock
from bot.telegram import Door, NotThere, Unanswered
from handlers import errands
from handlers.errands import Deed
from handlers.request import Replies
from models import contact, errand
from models.database import is_trouble, snapshot, turn
from models.errand import Errand
from models.processes import Presence

log = logging.getLogger(__name__)

# So many at a time: a picture need not wait for a long table.
SIDE_BY_SIDE = 2
# Between looks, where nobody calls: another process may have left something behind.
LATER = 5.0


def _given_up(session: Session, row: Errand) -> Replies:
    return errands.given_up(session, row, switchboard.ERRANDS)


class Workshop:
    """Does errands. All is read as of one moment, beside those who write; what is said is written once."""

    def __init__(
        self, engine: Engine, door: Door, clock: Clock, delivery: Delivery, presence: Presence
    ) -> None:
        self._engine = engine
        self._door = door
        self._clock = clock
        self._delivery = delivery
        self._presence = presence
        self._called = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], int] = {}

    def call(self) -> None:
        """Say that something may wait."""
        self._called.set()

    async def run(self, patiently: Callable[[Callable[[], Awaitable[int]]], Awaitable[int]]) -> None:
        """Work for ever. `patiently` sees a database that is away through."""
        while True:
            await patiently(self._begin)
            try:
                await asyncio.wait_for(self._called.wait(), LATER)
            except TimeoutError:
                continue

    async def drain(self) -> None:
        """Do all that waits."""
        while await self._begin() or self._under_way:
            await asyncio.gather(*self._under_way)

    def take_back(self) -> None:
        """Let the errands that were cut off wait again; one that was begun too often is given up."""
        with turn(self._engine) as session:
            for row in errand.working(session):
                if self._is_at_work_on(row):
                    continue
                log.warning("errand %s was cut off", row.id)
                if not errand.take_over(row):
                    self._say(session, row, _given_up(session, row))
        self.call()
        self._delivery.call()

    def _is_at_work_on(self, row: Errand) -> bool:
        if row.claimed_by == self._presence.number:
            return row.id in self._under_way.values()
        return row.claimed_by is not None and self._presence.is_alive(row.claimed_by)

    async def _begin(self) -> int:
        """Begin what there is room for, and tell how many."""
        self._called.clear()
        room = SIDE_BY_SIDE - len(self._under_way)
        if room <= 0:
            return 0
        with turn(self._engine) as session:
            rows = errand.claim(session, by=self._presence.number, most=room)
        for row in rows:
            doing = asyncio.create_task(self._do(row))
            self._under_way[doing] = row.id or 0
            doing.add_done_callback(self._done)
        return len(rows)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self.call()

    async def _do(self, row: Errand) -> None:
        """Do one errand in a thread, and write what came of it; what can't be written is taken back later."""
        with logs.during(f"e{row.id}"):
            try:
                content = await self._door.fetch(row.file_id) if row.file_id else None
                made = await asyncio.to_thread(self._make, row, content)
                self._settle(row, made)
            except NotThere as error:
                self._give_up(row, str(error), errands.not_fetched)
            except Unanswered as error:
                log.warning("Telegram could not be asked (%s); errand %s is taken back later", error, row.id)
            except Exception as error:
                if is_trouble(error):
                    log.warning("the database could not be asked; errand %s is taken back later", row.id)
                    return
                log.exception("errand %s could not be done", row.id)
                self._give_up(row, type(error).__name__)

    def _make(self, row: Errand, content: bytes | None) -> Replies | Deed:
        asked_at = row.made_at.astimezone(self._clock.zone)
        with snapshot(self._engine) as connection, Session(connection) as session:
            return errands.do(session, row, asked_at, switchboard.ERRANDS, content)

    def _settle(self, row: Errand, made: Replies | Deed, error: str = "") -> None:
        """Write what was made and that it is done together, unless another process has taken it over."""
        with turn(self._engine) as session:
            if errand.settle(session, row.id or 0, by=self._presence.number, error=error):
                replies = errands.follow(session, row, self._clock.now(), made) if callable(made) else made
                self._say(session, row, replies)
        self._delivery.call()

    def _give_up(
        self, row: Errand, error: str, said: Callable[[Session, Errand], Replies] = _given_up
    ) -> None:
        try:
            with turn(self._engine) as session:
                sorry = said(session, row)
            self._settle(row, sorry, error)
        except Exception as trouble:
            if not is_trouble(trouble):
                raise
            log.warning("errand %s is taken back later", row.id)

    def _say(self, session: Session, row: Errand, replies: Replies) -> None:
        person = contact.get(session, row.contact_id)
        if person is not None and person.retired_at is None:
            post(session, [replace(one, to=one.to or person.chat_id) for one in replies], self._clock.now())
