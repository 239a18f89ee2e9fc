"""This file is how what waits in the outbox goes out, and what becomes of each message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from bot import logs
from bot.metrics import Metrics
from bot.rehearsal import Clock
from bot.telegram import Door, Letter
from bot.troubles import MOST_REPEATS, REMEDIES, Remedy, Trouble, Undelivered, rest
from models import contact, group, heartbeat, outbox
from models.database import turn
from models.outbox import Claim, Message, MessageState, Outcome, Pace
from models.processes import Presence

log = logging.getLogger(__name__)

# Between looks at the outbox: while something waits for its hour, and when nothing does.
SOON, LATER = 0.05, 1.0
# What was sent is written down together with what was sent just after it.
BREATH = 0.01


@dataclass(frozen=True)
class Ending:
    """How the sending of a message ended: for its row, and for its chat."""

    message: Message
    outcome: Outcome
    is_gone: bool = False
    moved_to: int = 0


class Delivery:
    """Sends the outbox: in order within a chat, side by side across chats, at Telegram's pace."""

    def __init__(
        self, engine: Engine, door: Door, clock: Clock, presence: Presence, metrics: Metrics, pace: Pace
    ) -> None:
        self._engine = engine
        self._door = door
        self._clock = clock
        self._presence = presence
        self._metrics = metrics
        self._pace = pace
        self._called = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._endings: list[Ending] = []

    def call(self) -> None:
        """Say that something waits."""
        self._called.set()

    async def run(self, patiently: Callable[[Callable[[], Awaitable[float]]], Awaitable[float]]) -> None:
        """Send for ever. `patiently` sees a database that is away through."""
        while True:
            pause = await patiently(self._go_on)
            try:
                await asyncio.wait_for(self._called.wait(), pause)
                await asyncio.sleep(BREATH)
            except TimeoutError:
                continue

    async def drain(self) -> None:
        """Send all that may be sent now, and wait for what becomes of it."""
        await self._go_on()
        while self._under_way or self._endings:
            await asyncio.gather(*self._under_way)
            await self._go_on()

    def take_back(self) -> None:
        """Take over what processes that died were sending; unknown is what became of it."""
        with turn(self._engine) as session:
            for process in outbox.in_flight(session):
                if not self._presence.is_alive(process):
                    self._take_back(session, process)

    def _take_back(self, session: Session, process: int) -> None:
        unknown = Undelivered(Trouble.UNKNOWN, "the process died while sending")
        now = self._clock.now()
        died = [_remedied(message, unknown, now) for message in outbox.sent_by(session, process)]
        # It may have arrived just now: the chat must rest.
        again = now + self._pace.chat
        outbox.note(session, (replace(one, not_before=again) for one in died), by=process)
        log.warning("took over what process %s was sending when it died", process)

    async def _go_on(self) -> float:
        """Write down what became of the last messages, and start the next; give how long to rest."""
        self._called.clear()
        endings, self._endings = self._endings, []
        try:
            with turn(self._engine) as session:
                self._settle(session, endings)
                claim = self._claim(session)
                pause = self._pause(session, claim)
        except BaseException:
            self._endings = endings + self._endings
            raise
        for message in claim.messages:
            sending = asyncio.create_task(self._deliver(message))
            self._under_way.add(sending)
            sending.add_done_callback(self._under_way.discard)
        return pause

    def _pause(self, session: Session, claim: Claim) -> float:
        """Tell how long to rest, in seconds, unless something is called in between."""
        if claim.room_at is not None:
            return (claim.room_at - self._clock.now()).total_seconds()
        return SOON if outbox.waits(session) else LATER

    def _claim(self, session: Session) -> Claim:
        """Claim under a lock, so that many processes keep one pace together."""
        now = self._clock.now()
        if heartbeat.take(session, "delivery", first=now) is None:
            return Claim([], None)
        return outbox.claim(session, self._pace, by=self._presence.number, now=now)

    async def _deliver(self, message: Message) -> None:
        with logs.during(f"m{message.id}"):
            ending = await self._send(message)
        self._metrics.sent(ending.outcome.state)
        self._endings.append(ending)
        self.call()

    async def _send(self, message: Message) -> Ending:
        letter = Letter(
            chat_id=message.chat_id,
            text=message.text,
            buttons=message.buttons,
            edits=message.edits,
            photo=message.photo,
            document=message.document,
            document_name=message.document_name,
        )
        number = message.id or 0
        try:
            sent = await self._door.send(letter)
        except Undelivered as undelivered:
            outcome = _remedied(message, undelivered, self._clock.now())
            log.warning("message %s: %s; it is %s", number, undelivered, outcome.state)
            remedy = REMEDIES[undelivered.trouble][message.kind]
            return Ending(message, outcome, remedy is Remedy.DROP_PERSON, undelivered.moved_to)
        except Exception as error:
            # Nobody foresaw this: the message goes, the others stay.
            log.exception("message %s could not be made", number)
            return Ending(message, Outcome(number, MessageState.FAILED, type(error).__name__))
        now = self._clock.now()
        return Ending(message, Outcome(number, MessageState.SENT, sent_at=now, telegram_id=sent))

    def _settle(self, session: Session, endings: Sequence[Ending]) -> None:
        outbox.note(session, (one.outcome for one in endings), by=self._presence.number)
        for one in endings:
            if one.moved_to:
                outbox.readdress(session, one.message.chat_id, one.moved_to)
                group.follow(session, one.message.chat_id, one.moved_to, now=self._clock.now())
            if one.is_gone and one.message.chat_id < 0:
                group.lose(session, one.message.chat_id, now=self._clock.now())
            elif one.is_gone:
                contact.note_unreachable(session, one.message.chat_id, now=self._clock.now())


def _remedied(message: Message, undelivered: Undelivered, now: datetime) -> Outcome:
    """Give what the row of an undelivered message gets."""
    number, error = message.id or 0, str(undelivered)
    remedy = REMEDIES[undelivered.trouble][message.kind]
    if remedy is Remedy.REPEAT and message.attempts >= MOST_REPEATS:
        remedy = Remedy.LEAVE
    match remedy:
        case Remedy.DROP | Remedy.DROP_PERSON:
            return Outcome(number, MessageState.FAILED, error)
        case Remedy.LEAVE:
            return Outcome(number, MessageState.UNKNOWN, error)
        case Remedy.FOLLOW:
            wait = timedelta()
        case Remedy.WAIT:
            wait = undelivered.wait
        case _:
            wait = rest(message.attempts)
    return Outcome(number, MessageState.WAITING, error, not_before=now + wait)
