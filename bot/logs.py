"""This file is the log: what happened, never what was said, and never a token or a key."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType

# Telegram's token, and the keys of other systems.
TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}|nscl_[A-Za-z0-9_-]{30,}")
# These write addresses, and Telegram's addresses carry the token.
NOISY = ("httpx", "httpcore", "aiohttp", "telegram", "apscheduler", "alembic", "uvicorn.access")
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_turn: ContextVar[str] = ContextVar("turn", default="-")


@contextmanager
def during(turn: str) -> Iterator[None]:
    """Write this id on every line until the turn is over: u12 an update, m7 a message, tick the clock."""
    before = _turn.set(turn)
    try:
        yield
    finally:
        _turn.reset(before)


class Redacted(logging.Formatter):
    """Formats a line without a token, and an exception without its words: those may be what was typed."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s [%(turn)s] %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.turn = _turn.get()
        return TOKEN.sub("<token>", super().format(record))

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's own name
        error: BaseException | None = ei[1]
        told = []
        while error is not None:
            told.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling\n".join(told)


class AsJson(Redacted):
    """Formats a line as one JSON object, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "turn": _turn.get(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return TOKEN.sub("<token>", json.dumps(line, ensure_ascii=False))


def set_up(level: str, form: str = "text") -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if form == "json" else Redacted())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
