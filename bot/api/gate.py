"""This file is who may ask, and how often: keys, and limits like those of the chat."""

import asyncio
import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session
from starlette.requests import Request

from bot.api.problems import Problem, later
from bot.app import App
from bot.flood import BURST, Flood
from handlers.replies.words import _
from models import key
from models.database import is_trouble, snapshot, turn
from models.key import Key

log = logging.getLogger(__name__)
Found = TypeVar("Found")

# After ten keys that open nothing, an address may try one in ten seconds.
TRIES, TRIES_A_SECOND = 10, 0.1
# So many questions are worked on beside the chats; a key may have so many in its line, those among them.
SIDE_BY_SIDE, IN_LINE = 2, BURST
# So many of one key stand at the door of that room, the others behind them: who asks once waits for few.
FOREMOST = 2
ONE_NETWORK = 64  # bits: whoever has one IPv6 address has all that share these


@dataclass
class Line:
    """The questions of one key that are not answered yet."""

    foremost: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FOREMOST))
    length: int = 0


class Gate:
    """Lets in whoever brings a key, and slows whoever asks too fast or guesses.

    A key is looked up before anything is counted: somebody who guesses from the same address, behind the same
    proxy perhaps, can't keep out those who have one.
    """

    def __init__(self, app: App, *, asking: Flood | None = None, guessing: Flood | None = None) -> None:
        self._app = app
        self._asking = asking or Flood()
        self._guessing = guessing or Flood(TRIES, TRIES_A_SECOND)
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._lines: dict[int, Line] = {}
        self._looking = asyncio.Semaphore(SIDE_BY_SIDE)

    async def admit(self, request: Request) -> Key:
        """Give the key that was brought. Raises Problem."""
        secret_hash = key.hash_of(_brought(request))
        async with self._looking:  # a moment's work: it waits for no table
            row = await asyncio.to_thread(self._read, lambda session: key.fitting(session, secret_hash))
        if row is None:
            self._slow_a_guess(_whence(request))
            raise _no_key(_("This key is not in use."), error="invalid_token")
        self._slow(row.id or 0)
        self._note_use(row)
        return row

    async def beside(self, number: int, ask: Callable[[Session], Found]) -> Found:
        """Read for a key, in a thread, as of one moment, while the chats go on. Raises Problem.

        That is where its line is full; other keys have lines of their own.
        """
        line = self._lines.setdefault(number, Line())
        if line.length >= IN_LINE:
            words = _("Many questions of this key wait for their answers. Please ask again in a few seconds.")
            raise later("busy", words, 5)
        line.length += 1
        try:
            async with line.foremost, self._room:
                return await asyncio.to_thread(self._read, ask)
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[number]

    def _read(self, ask: Callable[[Session], Found]) -> Found:
        with snapshot(self._app.engine) as connection, Session(connection) as session:
            found = ask(session)
            session.expunge_all()
            return found

    def _slow(self, number: int) -> None:
        if not self._asking.admits(number):
            raise later("too-fast", _("This key has asked too fast. Please ask once a second."), 1)

    def _slow_a_guess(self, whence: int) -> None:
        if not self._guessing.admits(whence):
            words = _("Too many keys that are not in use came from this address. Please wait a little.")
            raise later("too-fast", words, round(1 / TRIES_A_SECOND))

    def _note_use(self, row: Key) -> None:
        """Write down, now and then, that a key is in use; that this can't be written keeps nobody out."""
        now = self._app.clock.now()
        if not key.needs_noting(row, now):
            return
        try:
            with turn(self._app.engine) as session:
                key.note_use(session, row.id or 0, now=now)
        except Exception as error:
            if not is_trouble(error):
                raise
            log.warning("that key %s is in use could not be written down", row.id)


def _brought(request: Request) -> str:
    """Give the secret that came in the header: nowhere else, for addresses are written into logs."""
    scheme, _space, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise _no_key(_("Please send a key in the header: Authorization: Bearer nscl_…"))
    return secret.strip()


def _no_key(words: str, *, error: str = "") -> Problem:
    asked = 'Bearer realm="nscl"' + (f', error="{error}"' if error else "")
    return Problem("no-key", words, headers={"WWW-Authenticate": asked})


def _whence(request: Request) -> int:
    """Number the address of whoever asks; a whole IPv6 network is one."""
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return 0
    return int(address) >> ONE_NETWORK if address.version == 6 else int(address)
