"""This file is how one chat that floods the bot is slowed, so that it takes nothing from the others."""

import time
from collections.abc import Callable

# Somebody who types never gets there; what comes faster waits in line, and none of it is lost.
BURST = 30
A_SECOND = 1.0
# What is said in a group counts for so much: the answer goes to everybody there.
IN_A_GROUP = 6
MOST_REMEMBERED = 10_000


class Flood:
    """Counts what each chat may still say at once: so much to begin with, and more as time goes by."""

    def __init__(
        self, burst: float = BURST, a_second: float = A_SECOND, tell: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._a_second = a_second
        self._tell = tell
        self._left: dict[int, tuple[float, float]] = {}

    def admits(self, chat_id: int) -> bool:
        """Tell whether this chat may be heard now; if so, it is counted."""
        now = self._tell()
        left, at = self._left.get(chat_id, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._a_second)
        cost = IN_A_GROUP if chat_id < 0 else 1
        admitted = left >= cost
        self._left[chat_id] = (left - cost if admitted else left, now)
        if len(self._left) > MOST_REMEMBERED:
            self._forget(now)
        return admitted

    def _forget(self, now: float) -> None:
        """Forget the chats that have been quiet for long enough to begin anew."""
        full = self._burst / self._a_second
        self._left = {chat: one for chat, one in self._left.items() if now - one[1] < full}
