"""This file is where files are made beside the chat, while other people are answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from bot import logs, switchboard
from bot.delivery import Delivery
from bot.intake import post
from bot.rehearsal import Clock
from bot.telegram import Door, NotThere, Unanswered
from bot.threads import TooLong, aside
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
# Seconds that one may take: a year of 50,000 activities takes 25.
LONGEST = 600.0
# Between looks, where nobody calls: another process may have left something behind.
LATER = 5.0


def _given_up(session: Session, row: Errand) -> Replies:
    return errands.given_up(session, row, switchboard.ERRANDS)


@contextmanager
def _unless_in_trouble(row: Errand) -> Iterator[None]:
    """Leave an errand as it is where the database takes nothing: a tick takes it back."""
    try:
        yield
    except Exception as error:
        if not is_trouble(error):
            raise
        log.warning("errand %s is taken back later", row.id)


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
        self._lost = 0

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
        """Let the errands that were cut off wait again; one that was cut off too often is given up."""
        with turn(self._engine) as session:
            for row in errand.working(session):
                if self._is_at_work_on(row):
                    continue
                log.warning("errand %s was cut off", row.id)
                if not self._waits_again(row):
                    self._say(session, row, _given_up(session, row))
        self.call()
        self._delivery.call()

    def _is_at_work_on(self, row: Errand) -> bool:
        if row.claimed_by == self._presence.number:
            return row.id in self._under_way.values()
        return row.claimed_by is not None and self._presence.is_alive(row.claimed_by)

    def _waits_again(self, row: Errand) -> bool:
        """Let an errand wait again: a process died of it perhaps, or could not write what came of it."""
        if row.claimed_by == self._presence.number:
            return errand.put_off(row, now=self._clock.now())
        return errand.take_over(row)

    async def _begin(self) -> int:
        """Begin what there is room for, and tell how many."""
        self._called.clear()
        room = SIDE_BY_SIDE - len(self._under_way)
        if room <= 0:
            return 0
        with turn(self._engine) as session:
            rows = errand.claim(session, by=self._presence.number, most=room, now=self._clock.now())
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
                made = await aside(partial(self._make, row, content), seconds=LONGEST)
                self._settle(row, made)
            except NotThere as error:
                self._give_up(row, str(error), errands.not_fetched)
            except Unanswered as error:
                log.warning("Telegram could not be asked (%s); errand %s waits", error, row.id)
                self._put_off(row, errands.not_fetched)
            except TooLong as error:
                # What it holds, memory and a connection, it holds until the process ends.
                self._lost += 1
                log.error("errand %s took too long; %s threads are lost by now", row.id, self._lost)  # noqa: TRY400 - no trace tells it
                self._give_up(row, type(error).__name__)
            except Exception as error:
                if is_trouble(error):
                    log.warning("the database could not be asked; errand %s waits", row.id)
                    self._put_off(row, _given_up)
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
                self._say(session, row, self._followed(session, row, made) if callable(made) else made)
        self._delivery.call()

    def _followed(self, session: Session, row: Errand, deed: Deed) -> Replies:
        return errands.follow(session, row, self._clock.now(), switchboard.ERRANDS, deed)

    def _put_off(self, row: Errand, said: Callable[[Session, Errand], Replies]) -> None:
        """Let an errand wait until what is away is back; after a day of it, give it up."""
        with _unless_in_trouble(row), turn(self._engine) as session:
            own = errand.held(session, row.id or 0, by=self._presence.number)
            if own is not None and not errand.put_off(own, now=self._clock.now()):
                self._say(session, own, said(session, own))
        self._delivery.call()

    def _give_up(
        self, row: Errand, error: str, said: Callable[[Session, Errand], Replies] = _given_up
    ) -> None:
        with _unless_in_trouble(row):
            with turn(self._engine) as session:
                sorry = said(session, row)
            self._settle(row, sorry, error)

    def _say(self, session: Session, row: Errand, replies: Replies) -> None:
        person = contact.get(session, row.contact_id)
        if person is not None and person.retired_at is None:
            post(session, [replace(one, to=one.to or person.chat_id) for one in replies], self._clock.now())
