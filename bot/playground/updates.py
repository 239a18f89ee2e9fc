"""This file is the queue of updates, with getUpdates' exact meaning of offset, timeout and conflict."""

import asyncio
from collections.abc import Sequence

from bot.playground.limits import Json, Refused

LONGEST_POLL = 50  # seconds; Telegram holds no poll longer
MOST_AT_ONCE = 100
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Queue:
    """What the bot has not yet confirmed."""

    def __init__(self, first_id: int) -> None:
        self.waiting: list[Json] = []
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._polls = 0
        self._news = asyncio.Event()
        self._closed = False

    def put(self, kind: str, body: Json) -> int:
        """Queue one update, unless the bot asked not to be told of this kind."""
        update_id, self._next_id = self._next_id, self._next_id + 1
        if not self._allowed or kind in self._allowed:
            self.waiting.append({"update_id": update_id, kind: body})
            self._news.set()
        return update_id

    def next_id(self) -> int:
        return self._next_id

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember which kinds the bot wants; None leaves things as they were."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def forget(self) -> None:
        self.waiting.clear()

    def close(self) -> None:
        """End the poll that waits, for a server that wants to stop."""
        self._closed = True
        self._news.set()

    async def take(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies below `offset`, then hand out what is left, waiting for it if need be."""
        self._polls += 1
        mine = self._polls
        self._news.set()  # an older poll wakes, and finds itself replaced
        self._confirm(offset)
        if not self.waiting and not await self._something_came(mine, min(seconds, LONGEST_POLL)):
            return []
        return self.waiting[: limit if 1 <= limit <= MOST_AT_ONCE else MOST_AT_ONCE]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        else:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]

    async def _something_came(self, mine: int, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                while not self.waiting and not self._closed:
                    self._news.clear()
                    await self._news.wait()
                    if mine != self._polls:
                        raise Refused(409, CONFLICT)
        except TimeoutError:
            return False
        return bool(self.waiting)
