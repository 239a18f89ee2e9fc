"""This file is how fast a bot may send: all together, in one private chat, and in one group."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

SECOND = 1.0
MINUTE = 60.0
SENDS = frozenset(
    {
        "sendmessage",
        "sendphoto",
        "senddocument",
        "sendmediagroup",
        "editmessagetext",
        "editmessagecaption",
        "editmessagemedia",
        "editmessagereplymarkup",
    }
)


class Sent(NamedTuple):
    """One accepted send: when, by the clock that only ticks; where to; by which method, in small letters."""

    at: float
    chat_id: int
    method: str


@dataclass(frozen=True)
class SendLimits:
    """How many sends are accepted; Telegram publishes these numbers only roughly."""

    overall: int = 30  # in any second
    private: int = 1  # in any second, in one private chat
    group: int = 20  # in any minute, in one group: a chat with a number below zero


class _Window:
    """The latest accepted sends, as many as the window may hold."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """How long until one more fits."""
        is_full = len(self._times) == self._times.maxlen
        return self._times[0] + self._seconds - now if is_full else 0.0

    def add(self, now: float) -> None:
        self._times.append(now)


class Pace:
    """The accepted sends, held against the limits."""

    def __init__(self, limits: SendLimits, ticks: Callable[[], float]) -> None:
        self._limits = limits
        self._ticks = ticks
        self._overall = _Window(limits.overall, SECOND)
        self._chats: dict[int, _Window] = {}

    def wait(self, chat_id: int) -> int:
        """The whole seconds to wait before sending there, at least 1; 0 if it may be sent now."""
        now = self._ticks()
        return max(0, math.ceil(max(self._overall.wait(now), self._chat(chat_id).wait(now))))

    def count(self, sent: Sent) -> None:
        self._overall.add(sent.at)
        self._chat(sent.chat_id).add(sent.at)

    def _chat(self, chat_id: int) -> _Window:
        if chat_id not in self._chats:
            most, seconds = (self._limits.group, MINUTE) if chat_id < 0 else (self._limits.private, SECOND)
            self._chats[chat_id] = _Window(most, seconds)
        return self._chats[chat_id]
