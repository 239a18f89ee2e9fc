"""This file is how what waits in the outbox goes out, and what becomes of each message."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.rehearsal import Clock
from bot.telegram import Busy, Door, Letter, Refused, Unanswered, Unreachable
from models import contact, outbox
from models.database import turn
from models.outbox import Message, MessageState

log = logging.getLogger(__name__)

# Between looks at the outbox when nobody calls: for messages that wait for their hour.
REST = 1.0
LONGEST_WAIT = timedelta(minutes=5)


class Delivery:
    """Sends the outbox: in order within a chat, side by side across chats."""

    def __init__(self, engine: Engine, door: Door, clock: Clock) -> None:
        self._engine = engine
        self._door = door
        self._clock = clock
        self._called = asyncio.Event()

    def call(self) -> None:
        """Say that something waits."""
        self._called.set()

    async def run(self) -> None:
        """Send for ever. What a process that died was sending is sent again."""
        with turn(self._engine) as session:
            outbox.take_back(session)
        while True:
            await self.drain()
            try:
                await asyncio.wait_for(self._called.wait(), REST)
            except TimeoutError:
                continue

    async def drain(self) -> None:
        """Send all that may be sent now."""
        self._called.clear()
        while claimed := self._claim():
            async with asyncio.TaskGroup() as side_by_side:
                for message in claimed:
                    side_by_side.create_task(self._deliver(message))

    def _claim(self) -> list[Message]:
        with turn(self._engine) as session:
            now = self._clock.now()
            outbox.expire(session, now=now)
            return list(outbox.claim(session, now=now))

    async def _deliver(self, message: Message) -> None:
        letter = Letter(
            chat_id=message.chat_id,
            text=message.text,
            buttons=message.buttons,
            edits=message.edits,
            photo=message.photo,
        )
        try:
            number = await self._door.send(letter)
        except Busy as busy:
            self._wait(message, busy.wait, str(busy))
        except Unreachable as gone:
            self._fail(message, str(gone), gone=True)
        except Refused as refused:
            self._fail(message, str(refused))
        except Unanswered as error:
            self._wait(message, _patience(message.attempts), str(error))
        else:
            self._sent(message, number)

    def _sent(self, message: Message, number: int) -> None:
        with turn(self._engine) as session:
            outbox.note(
                session,
                message,
                state=MessageState.SENT,
                sent_at=self._clock.now(),
                telegram_id=number,
                photo=None,
                error="",
            )

    def _wait(self, message: Message, wait: timedelta, error: str) -> None:
        log.warning("message %s waits %.0f s: %s", message.id, wait.total_seconds(), error)
        later: datetime = self._clock.now() + wait
        with turn(self._engine) as session:
            outbox.note(session, message, state=MessageState.WAITING, not_before=later, error=error)

    def _fail(self, message: Message, error: str, *, gone: bool = False) -> None:
        log.warning("message %s failed: %s", message.id, error)
        with turn(self._engine) as session:
            outbox.note(session, message, state=MessageState.FAILED, photo=None, error=error)
            person = contact.by_chat(session, message.chat_id) if gone else None
            if person is not None:
                person.unreachable_since = self._clock.now()


def _patience(attempts: int) -> timedelta:
    """Wait twice as long after each failure."""
    return min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
