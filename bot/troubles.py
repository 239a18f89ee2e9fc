"""This file is what may go wrong with a message on its way, and what is done about it, kind by kind."""

from datetime import timedelta
from enum import StrEnum, auto

from models.outbox import MessageKind


class Trouble(StrEnum):
    """What went wrong."""

    BUSY = auto()  # 429: Telegram asks to wait
    BLOCKED = auto()  # 403: the person blocked the bot, or is gone
    NO_CHAT = auto()  # 400 chat not found
    MOVED = auto()  # the chat became a supergroup with another number
    TOO_LONG = auto()  # 400 message is too long
    REFUSED = auto()  # any other 400
    UNSENT = auto()  # it never got there, or the server said that it failed
    UNKNOWN = auto()  # it went out without an answer, or the process died in between


class Remedy(StrEnum):
    """What is done about it."""

    WAIT = auto()  # as long as Telegram asks
    RETRY = auto()  # again, after a rest that grows, until it arrives or expires
    REPEAT = auto()  # the same a few times: rather twice than never
    LEAVE = auto()  # unknown it stays: rather never than twice
    FOLLOW = auto()  # to the new number
    DROP = auto()  # it will never arrive
    DROP_PERSON = auto()  # nor will anything else: the person can't be reached, the group is closed to us


def _every(remedy: Remedy) -> dict[MessageKind, Remedy]:
    return dict.fromkeys(MessageKind, remedy)


REMEDIES: dict[Trouble, dict[MessageKind, Remedy]] = {
    Trouble.BUSY: _every(Remedy.WAIT),
    Trouble.BLOCKED: _every(Remedy.DROP_PERSON),
    Trouble.NO_CHAT: _every(Remedy.DROP_PERSON),
    Trouble.MOVED: _every(Remedy.FOLLOW),
    Trouble.TOO_LONG: _every(Remedy.DROP),
    Trouble.REFUSED: _every(Remedy.DROP),
    Trouble.UNSENT: _every(Remedy.RETRY),
    # A question asked twice harms nobody, one never asked leaves somebody waiting. A summary comes again.
    Trouble.UNKNOWN: _every(Remedy.REPEAT) | {MessageKind.SUMMARY: Remedy.LEAVE},
}

MOST_REPEATS = 3
LONGEST_REST = timedelta(minutes=5)


class Undelivered(Exception):
    """A message that did not verifiably arrive. `wait` and `moved_to` are what Telegram told."""

    def __init__(
        self, trouble: Trouble, words: str, *, wait: timedelta = timedelta(), moved_to: int = 0
    ) -> None:
        super().__init__(f"{trouble}: {words}")
        self.trouble = trouble
        self.wait = wait
        self.moved_to = moved_to


def rest(attempts: int) -> timedelta:
    """Rest twice as long after each failure."""
    return min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_REST)
