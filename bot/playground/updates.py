"""This file is the queue of updates, with getUpdates' exact meaning of offset, timeout and conflict."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice

from bot.playground.limits import Json, Refused

LONGEST_POLL = 50  # seconds; Telegram holds no poll longer
MOST_AT_ONCE = 100
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Queue:
    """What the bot has not yet confirmed."""

    def __init__(self, first_id: int) -> None:
        self.told: Callable[[Json], None] | None = None  # who carries updates out, while somebody does
        self._waiting: dict[int, Json] = {}  # by update_id, which only grows
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._polls = 0
        self._why = CONFLICT
        self._news = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._waiting

    @property
    def waiting(self) -> list[Json]:
        return list(self._waiting.values())

    @property
    def allowed(self) -> list[str]:
        """Which kinds the bot wants; none means all."""
        return sorted(self._allowed)

    def put(self, kind: str, body: Json) -> int:
        """Queue one update, unless the bot asked not to be told of this kind."""
        if self._allowed and kind not in self._allowed:
            self._next_id += 1
            return self._next_id - 1
        return self.put_raw({kind: body})

    def put_raw(self, body: Json) -> int:
        """Queue anything at all as the next update."""
        update_id, self._next_id = self._next_id, self._next_id + 1
        update = self._waiting[update_id] = {"update_id": update_id} | body
        self._news.set()
        if self.told:
            self.told(update)
        return update_id

    def next_id(self) -> int:
        return self._next_id

    def confirm(self, update_id: int) -> None:
        """Let go of one update that has arrived."""
        self._waiting.pop(update_id, None)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember which kinds the bot wants; None leaves things as they were."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def forget(self) -> None:
        self._waiting.clear()

    def oust(self, why: str) -> None:
        """Refuse the poll that waits."""
        self._polls += 1
        self._why = why
        self._news.set()

    def close(self) -> None:
        """End the poll that waits, for a server that wants to stop."""
        self._closed = True
        self._news.set()

    async def take(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies below `offset`, then hand out what is left, waiting for it if need be."""
        self.oust(CONFLICT)  # an older poll wakes, and finds itself replaced
        mine = self._polls
        self._confirm(offset)
        if not self._waiting and not await self._something_came(mine, min(seconds, LONGEST_POLL)):
            return []
        return list(islice(self._waiting.values(), limit if 1 <= limit <= MOST_AT_ONCE else MOST_AT_ONCE))

    def _confirm(self, offset: int) -> None:
        ids = list(self._waiting)
        for update_id in ids[:offset] if offset < 0 else ids:
            if 0 <= offset <= update_id:
                return
            del self._waiting[update_id]

    async def _something_came(self, mine: int, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                while not self._waiting and not self._closed:
                    self._news.clear()
                    await self._news.wait()
                    if mine != self._polls:
                        raise Refused(409, self._why)
        except TimeoutError:
            return False
        return bool(self._waiting)
