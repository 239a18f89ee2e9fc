"""This file is where files are made beside the chat, while other people are answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from bot import logs, switchboard
from bot.delivery import Delivery
from bot.intake import post
from bot.rehearsal import Clock
from handlers import errands
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
# Before an errand is begun again that the database cut off, in seconds.
REST = 2.0


class Workshop:
    """Does errands. All is read as of one moment, beside those who write; what is said is written once."""

    def __init__(self, engine: Engine, clock: Clock, delivery: Delivery, presence: Presence) -> None:
        self._engine = engine
        self._clock = clock
        self._delivery = delivery
        self._presence = presence
        self._called = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

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
        """Let the errands of processes that died wait again; one that was begun too often is given up."""
        with turn(self._engine) as session:
            for row in errand.working(session):
                if row.claimed_by is not None and not self._presence.is_alive(row.claimed_by):
                    log.warning("errand %s was under way when its process died", row.id)
                    self._let_wait(session, row)
        self.call()

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
            self._under_way.add(doing)
            doing.add_done_callback(self._done)
        return len(rows)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self.call()

    async def _do(self, row: Errand) -> None:
        """Do one errand in a thread, and write what came of it; what can't be written is done again."""
        with logs.during(f"e{row.id}"):
            try:
                replies, error = await asyncio.to_thread(self._make, row)
                self._settle(row, replies, error)
            except Exception as trouble:
                if not is_trouble(trouble):
                    raise
                log.warning("the database could not be asked; errand %s waits", row.id)
                await asyncio.sleep(REST)
                self._put_back(row)

    def _make(self, row: Errand) -> tuple[Replies | None, str]:
        """Make what was asked for; None, and what went wrong, where it can't be made."""
        try:
            with snapshot(self._engine) as connection, Session(connection) as session:
                now = row.made_at.astimezone(self._clock.zone)
                return errands.do(session, row, now, switchboard.ERRANDS), ""
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("errand %s could not be done", row.kind)
            return None, type(error).__name__

    def _settle(self, row: Errand, replies: Replies | None, error: str) -> None:
        now = self._clock.now()
        with turn(self._engine) as session:
            if not errand.settle(session, row.id or 0, by=self._presence.number, error=error):
                return
            self._say(session, row, errands.given_up(session, row) if replies is None else replies, now)
        self._delivery.call()

    def _say(self, session: Session, row: Errand, replies: Replies, now: datetime) -> None:
        person = contact.get(session, row.contact_id)
        if person is not None:
            post(session, errands.addressed(replies, person.chat_id), now)

    def _put_back(self, row: Errand) -> None:
        """Let an errand wait again; where even that can't be written, a restart takes it up."""
        try:
            with turn(self._engine) as session:
                for one in errand.working(session):
                    if one.id == row.id and one.claimed_by == self._presence.number:
                        self._let_wait(session, one)
        except Exception as trouble:
            if not is_trouble(trouble):
                raise
            log.warning("errand %s is taken up again after a restart", row.id)

    def _let_wait(self, session: Session, row: Errand) -> None:
        if not errand.take_over(row):
            self._say(session, row, errands.given_up(session, row), self._clock.now())
        self._delivery.call()
