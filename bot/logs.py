"""This file is the log: what happened, never what was said, and never the token."""

import logging
import re
import sys

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
# These write addresses, and Telegram's addresses carry the token.
NOISY = ("httpx", "httpcore", "telegram", "apscheduler", "alembic", "uvicorn.access")


class Redacted(logging.Formatter):
    """Formats a line, tracebacks too, with anything like a token blotted out."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("<token>", super().format(record))


def set_up(level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
