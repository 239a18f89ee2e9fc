"""This file is where everything is wired: door, intake, outbox, delivery and clock."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine

from bot import logs, nightly, switchboard
from bot.delivery import Delivery
from bot.flood import Flood
from bot.intake import Intake, post
from bot.metrics import Metrics
from bot.rehearsal import Clock
from bot.telegram import POLL_SECONDS, Door, Unanswered
from bot.workshop import Workshop
from handlers import clock as clockwork
from handlers.join import listed
from handlers.replies.words import LOCALES, _, speaking
from models import heartbeat, processes
from models.database import is_trouble, turn
from models.outbox import Pace
from models.processes import Presence

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

# After Telegram or the database could not be asked; twice as long each time, up to a minute.
FIRST_REST, LONGEST_REST = 1.0, 60.0
SHORTEST_POLL = 0.1
# Between looks at the line of those who were too quick.
LINE_SECONDS = 1.0


class LostLead(Exception):
    """Another process polls now: this one must begin anew, as the second."""


class App:
    """The bot: what comes in, what the clock brings, what goes out."""

    def __init__(
        self,
        engine: Engine,
        door: Door,
        clock: Clock,
        *,
        presence: Presence | None = None,
        pace: Pace | None = None,
        flood: Flood | None = None,
        backups: Path | None = None,
    ) -> None:
        self.engine = engine
        self.door = door
        self.clock = clock
        self.presence = presence or processes.enter(engine)
        self.metrics = Metrics()
        self.delivery = Delivery(engine, door, clock, self.presence, self.metrics, pace or Pace())
        self.intake = Intake(engine, door, clock, self.delivery, self.metrics, flood or Flood())
        self.workshop = Workshop(engine, door, clock, self.delivery, self.presence)
        self.intake.on_errand = self.workshop.call
        self.backups = backups
        self.is_working = False
        self._offset = 0
        self._leads = False

    async def lead(self) -> None:
        """Wait until no other process leads: only one may poll, and only one works on an SQLite file."""
        waited = False
        while not await self._patiently(self._take_lead):
            if not waited:
                log.warning("another process is at work with this database; this one waits for its end")
            waited = True
            await asyncio.sleep(switchboard.LEAD_SECONDS)
        self._leads = True

    async def greet(self) -> None:
        """Wait until Telegram answers. Raises WrongToken where it never will."""
        await self._patiently(self.door.greet)
        self.intake.username = self.door.username

    async def run(self, *, webhook: str = "", secret: str = "") -> None:
        """Take, deliver and tick; the end of one ends all, and whoever supervises the process restarts it.

        With a webhook's address Telegram brings the updates to `intake.take`; without one they are polled.
        """
        await self._patiently(lambda: self.door.listen(webhook, secret))
        self.presence.stay()
        self.delivery.take_back()
        self.workshop.take_back()
        self.is_working = True
        async with asyncio.TaskGroup() as together:
            together.create_task(self._set_menu_if_it_can())
            together.create_task(self.delivery.run(self._patiently))
            together.create_task(self.workshop.run(self._patiently))
            together.create_task(self._tick_for_ever())
            together.create_task(self._work_off_line_for_ever())
            if not webhook:
                together.create_task(self._poll_for_ever())

    async def poll(self, *, wait: int = POLL_SECONDS) -> int:
        """Take what is new; it is confirmed by the next poll, once it is safe in the database."""
        updates = await self.door.updates(self._offset, wait=wait)
        for raw in updates:
            self.intake.take(raw)
            self._offset = raw["update_id"] + 1
            await asyncio.sleep(0)  # let what was said go out before the next is taken
        return len(updates)

    def tick(self) -> None:
        """Do what the clock brings, unless another process is at it."""
        with logs.during("tick"):
            self.presence.stay()
            if self._leads and not self.presence.take_lead():
                raise LostLead
            now = self.clock.now()
            with turn(self.engine) as session:
                beat = heartbeat.take(session, "tick", first=now)
                if beat is None:
                    return
                beat.at = now
                post(session, clockwork.tick(session, now, self.clock.zone), now)
            self.delivery.take_back()
            self.workshop.take_back()
            self.metrics.ticked(now.timestamp())
            self.delivery.call()

    async def settle(self) -> None:
        """Let everything that was begun come to its end."""
        await self.delivery.drain()
        await self.workshop.drain()
        await self.delivery.drain()
        await self.intake.settle()

    async def _take_lead(self) -> bool:
        return self.presence.take_lead()

    async def _work_off_line(self) -> bool:
        return self.intake.work_off_line()

    async def _poll_for_ever(self) -> None:
        while True:
            asked = time.monotonic()
            await self._patiently(self.poll)
            # A server that does not hold the poll open must not be asked without a pause.
            await asyncio.sleep(max(0.0, SHORTEST_POLL - (time.monotonic() - asked)))

    async def _work_off_line_for_ever(self) -> None:
        while True:
            await self._patiently(self._work_off_line)
            await asyncio.sleep(LINE_SECONDS)

    async def _patiently(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask until there is an answer: Telegram or the database may be away for days, and comes back."""
        rest = FIRST_REST
        while True:
            try:
                return await ask()
            except Unanswered as error:
                log.warning("Telegram could not be asked (%s); again in %.0f s", error, rest)
            except Exception as error:
                if not is_trouble(error):
                    raise
                log.warning("the database could not be asked (%s); again in %.0f s", _named(error), rest)
            await asyncio.sleep(rest)
            rest = min(rest * 2, LONGEST_REST)

    async def _tick_for_ever(self) -> None:
        """Let APScheduler tick. It holds nothing: the rows say what is due, a late tick loses none."""
        scheduler = AsyncIOScheduler(timezone=self.clock.zone)
        lost = asyncio.get_running_loop().create_future()
        scheduler.add_job(
            self._tick,
            "interval",
            args=[lost],
            seconds=switchboard.TICK_SECONDS,
            next_run_time=self.clock.now() - timedelta(seconds=1),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        try:
            await lost
        finally:
            scheduler.shutdown(wait=False)

    async def _tick(self, lost: asyncio.Future[None]) -> None:
        """Tick in the loop: APScheduler would run a plain function in another thread."""
        try:
            self.tick()
        except LostLead as error:
            lost.set_exception(error)
        except Exception as error:
            if not is_trouble(error):
                log.exception("this tick was not done; the next one does it")
            else:
                log.warning("the database could not be asked (%s); the next tick does it", _named(error))
        if self.backups is not None:
            await self._back_up(self.backups)

    async def _back_up(self, folder: Path) -> None:
        """Write tonight's backup if it is time, beside the loop: people are served meanwhile."""
        try:
            file = await asyncio.to_thread(nightly.nightly, self.engine, folder, self.clock.now())
        except Exception:
            log.exception("tonight's backup could not be written; it is tried again in an hour")
        else:
            if file is not None:
                log.info("tonight's backup: %s", file)

    async def _set_menu_if_it_can(self) -> None:
        """Try once: without its menu the bot works all the same."""
        try:
            await self.set_menu()
        except Unanswered as error:
            log.warning("the command menu could not be set: %s", error)

    async def set_menu(self) -> None:
        """Show the commands in Telegram's own menu, in each language."""
        await self.door.set_menu(_menus(listed(switchboard.COMMANDS)))
        in_groups = [(one.name, one.description) for one in switchboard.GROUP_COMMANDS]
        await self.door.set_menu(_menus(in_groups), in_groups=True)


def _menus(commands: Sequence[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Word commands in each language."""
    menus = {}
    for locale in LOCALES:
        with speaking(locale):
            menus[locale] = [(name, _(words)) for name, words in commands]
    return menus


def _named(trouble: Exception) -> str:
    """Give what the database's own driver calls its trouble."""
    return type(trouble.__cause__ or trouble).__name__
