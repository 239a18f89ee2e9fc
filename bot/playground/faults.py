"""This file is what may go wrong on purpose: refusals, slow answers and broken lines."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.playground.limits import Refused


class Dropped(Exception):
    """The line breaks and nothing is answered; `afterwards`: the deed was done."""

    def __init__(self, afterwards: bool) -> None:  # noqa: FBT001 - an exception is made from plain values
        super().__init__("the line broke after the deed" if afterwards else "the line broke before the deed")
        self.afterwards = afterwards


@dataclass(eq=False)
class _Waiting:
    """Something that strikes the next calls: of one chat, or of any."""

    times: int
    afterwards: bool
    chat_id: int | None
    error: Refused | Dropped | None = None
    seconds: float = 0.0


_Lists: TypeAlias = dict[str, list[_Waiting]]


@dataclass(frozen=True)
class Stroke:
    """What strikes one call."""

    error: Refused | Dropped | None
    error_afterwards: bool
    wait_before: float
    wait_after: float

    def strike_before(self) -> None:
        if self.error and not self.error_afterwards:
            raise self.error.with_traceback(None)

    def strike_after(self) -> None:
        if self.error:
            raise self.error.with_traceback(None)


class Faults:
    """All that has yet to strike, by method."""

    def __init__(self) -> None:
        self._errors: _Lists = {}
        self._delays: _Lists = {}

    def add_error(
        self, method: str, error: Refused | Dropped, *, times: int, afterwards: bool, chat_id: int | None
    ) -> None:
        _add(self._errors, method, _Waiting(times, afterwards, chat_id, error=error))

    def add_delay(
        self, method: str, seconds: float, *, times: int, afterwards: bool, chat_id: int | None
    ) -> None:
        _add(self._delays, method, _Waiting(times, afterwards, chat_id, seconds=seconds))

    def clear(self) -> None:
        self._errors.clear()
        self._delays.clear()

    def take(self, name: str, chat_id: int) -> Stroke:
        """Use up what strikes this call: at most one error and one delay, the oldest first."""
        error = _take(self._errors, name, chat_id)
        delay = _take(self._delays, name, chat_id)
        return Stroke(
            error.error if error else None,
            error.afterwards if error else False,
            delay.seconds if delay and not delay.afterwards else 0.0,
            delay.seconds if delay and delay.afterwards else 0.0,
        )


def _add(lists: _Lists, method: str, waiting: _Waiting) -> None:
    if waiting.times > 0:
        lists.setdefault(method.lower(), []).append(waiting)


def _take(lists: _Lists, name: str, chat_id: int) -> _Waiting | None:
    waiting = lists.get(name, [])
    for one in waiting:
        if one.chat_id in (None, chat_id):
            one.times -= 1
            if not one.times:
                waiting.remove(one)
            return one
    return None
