"""This file is how what comes in is applied once, in its order, or kept safe until it can be."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from bot import logs, reception
from bot.delivery import Delivery
from bot.flood import Flood
from bot.metrics import Metrics
from bot.rehearsal import Clock
from bot.telegram import Door
from handlers import alarm
from handlers.replies.reply import Reply
from handlers.request import Incoming, Sort
from models import heartbeat, inbox, outbox
from models.database import is_trouble, turn
from models.inbox import PendingState
from models.outbox import Message, MessageKind

log = logging.getLogger(__name__)

Raw = Mapping[str, Any]
TRIES = 3


class Intake:
    """Takes updates. When `take` returns, the update is safe in the database."""

    def __init__(
        self, engine: Engine, door: Door, clock: Clock, delivery: Delivery, metrics: Metrics, flood: Flood
    ) -> None:
        self._engine = engine
        self._door = door
        self._clock = clock
        self._delivery = delivery
        self._metrics = metrics
        self._flood = flood
        self.on_errand: Callable[[], None] = lambda: None  # until somebody makes what is asked for
        self.username = ""  # until Telegram has told it
        self._toasts: set[asyncio.Task[None]] = set()

    def take(self, raw: Raw) -> None:
        """Take one update: apply it, line it up, or set it aside. Raises while the database is away."""
        with logs.during(f"u{raw['update_id']}"):
            began = time.perf_counter()
            outcome = self._take(raw)
            took = time.perf_counter() - began
            self._metrics.taken(outcome, took)
            level = logging.DEBUG if outcome == "ignored" else logging.INFO  # a group may talk all day
            log.log(level, "%s in %.1f ms", outcome, took * 1000)

    def work_off_line(self) -> bool:
        """Apply the first of each line, where its chat may be heard again; tell whether any was."""
        with turn(self._engine) as session:
            waiting = [(row.id, row.chat_id or 0, row.body) for row in inbox.line(session)]
        heard = [(row_id, body) for row_id, chat_id, body in waiting if self._flood.admits(chat_id)]
        for row_id, body in heard:
            with logs.during(f"u{body['update_id']}"):
                log.info("%s, out of the line", self._take(body, row_id))
        return bool(heard)

    async def settle(self) -> None:
        """Wait until every pressed button was answered."""
        await asyncio.gather(*self._toasts)

    def _take(self, raw: Raw, row_id: int | None = None) -> str:
        """Take an update, fresh or out of the line, where it has a row."""
        try:
            said = self._door.read(raw)
        except Exception as error:  # noqa: BLE001 - whatever it is, those behind it go on
            return self._set_aside(raw, None, row_id, error)
        if said is None or not reception.is_heard(said, self.username):
            return "ignored"
        is_slowed = row_id is None and not self._flood.admits(said.chat_id)
        if is_slowed and said.is_group and said.sort is Sort.TEXT:
            return (
                "dropped"  # it changes nothing that was typed; in line, a group would be answered for hours
            )
        for attempt in range(1, TRIES + 1):
            try:
                return self._apply(raw, said, row_id, is_slowed=is_slowed)
            except Exception as error:
                if is_trouble(error) and not heartbeat.can_write(self._engine):
                    raise
                log.exception("this update could not be applied, try %s", attempt)
                failure = error
        return self._set_aside(raw, said, row_id, failure)

    def _apply(self, raw: Raw, said: Incoming, row_id: int | None, *, is_slowed: bool) -> str:
        """Apply one update: all of it is committed together, then the replies go out."""
        now = self._clock.now()
        with turn(self._engine) as session:
            if row_id is not None and not inbox.take(session, row_id):
                return "taken elsewhere"
            if row_id is None and (is_slowed or inbox.has_line(session, said.chat_id)):
                inbox.put(session, said.update_id, said.chat_id, raw, PendingState.IN_LINE, now=now)
                return "lined up"
            replies = reception.receive(
                session, said, now, rehearsal=self._clock.is_rehearsal, username=self.username
            )
            post(session, replies, now)
        self._delivery.call()
        self._toast(said, replies)
        if any(reply.begins_errand for reply in replies):
            self.on_errand()
        return "applied"

    def _set_aside(self, raw: Raw, said: Incoming | None, row_id: int | None, error: Exception) -> str:
        """Keep what nobody can apply, say sorry and tell the lead office; those behind it go on."""
        now, update_id = self._clock.now(), raw["update_id"]
        with turn(self._engine) as session:
            if row_id is not None:
                inbox.take(session, row_id)
            if not inbox.is_new(session, update_id, now=now):
                return "taken before"
            chat_id = said.chat_id if said else None
            why = type(error).__qualname__
            inbox.put(session, update_id, chat_id, raw, PendingState.ASIDE, now=now, error=why)
            post(session, alarm.set_aside(session, said, now), now)
        log.error("set aside: %s", why)
        self._delivery.call()
        return "set aside"

    def _toast(self, said: Incoming, replies: Iterable[Reply]) -> None:
        """Answer a pressed button, without waiting for it: after seconds it is worthless."""
        if said.callback_id is not None:
            words = next((reply.toast for reply in replies if reply.toast), "")
            toast = asyncio.get_running_loop().create_task(self._door.toast(said.callback_id, words))
            self._toasts.add(toast)
            toast.add_done_callback(self._toasts.discard)


def post(session: Session, replies: Iterable[Reply], now: datetime) -> None:
    """Write down what is to be said; every reply is addressed by now."""
    outbox.post(session, [_as_message(reply, now) for reply in replies if reply.text])


def _as_message(reply: Reply, now: datetime) -> Message:
    if reply.to is None:
        raise ValueError("a reply goes to somebody")
    return Message(
        chat_id=reply.to,
        kind=MessageKind(reply.kind),
        key=reply.key,
        report_id=reply.report_id,
        text=reply.text,
        buttons=[[[button.label, button.data] for button in row] for row in reply.buttons],
        edits=reply.edits,
        photo=reply.photo,
        document=reply.document.content if reply.document else None,
        document_name=reply.document.name if reply.document else "",
        made_at=now,
        not_before=now,
        expires_at=reply.expires_at,
    )
