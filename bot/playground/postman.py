"""This file is the postman: he brings waiting updates to the bot's webhook until each has been taken."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

import httpx

from bot.playground.limits import Json
from bot.playground.updates import Queue

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(frozen=True)
class Address:
    """Where to, with what secret, and to how many chats side by side."""

    url: str
    secret: str
    most_at_once: int


@dataclass(frozen=True)
class Patience:
    """How long an answer may take, and how long to rest before the next try: twice as long each time."""

    answer: float = 60.0
    rest: float = 0.1
    longest_rest: float = 5.0


USUAL = Patience()


class Postman:
    """Updates of one chat go one after the other, different chats side by side."""

    def __init__(self, queue: Queue, patience: Patience, now: Callable[[], datetime]) -> None:
        self.address: Address | None = None
        self.trouble: Json = {}  # as getWebhookInfo tells it
        self._queue = queue
        self._patience = patience
        self._now = now
        self._rounds: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def go(self, address: Address) -> None:
        """Bring everything there from now on. The same address again changes nothing."""
        if address == self.address:
            return
        self.go_nowhere()
        self.address = address
        walks = _Walks(self, self._queue, address, self._patience)
        for update in self._queue.waiting:
            walks.take(update)
        self._queue.told = walks.take
        self._rounds = asyncio.create_task(walks.work())

    def go_nowhere(self) -> None:
        """Stop; what is on its way counts as not taken."""
        self.address, self.trouble, self._queue.told = None, {}, None
        if self._rounds:
            self._rounds.cancel()
            self._ending.add(self._rounds)
            self._rounds.add_done_callback(self._ending.discard)
            self._rounds = None

    async def home(self) -> None:
        """Wait until all walks that were stopped have ended."""
        await asyncio.gather(*self._ending, return_exceptions=True)

    def complain(self, about: str) -> None:
        self.trouble = {"last_error_date": int(self._now().timestamp()), "last_error_message": about}


class _Walks:
    """The walks to one address: one for each chat that has something waiting."""

    def __init__(self, postman: Postman, queue: Queue, address: Address, patience: Patience) -> None:
        self._postman = postman
        self._queue = queue
        self._address = address
        self._patience = patience
        self._bags: dict[str, deque[Json]] = {}
        self._begun: asyncio.Queue[str] = asyncio.Queue()
        self._hands: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()

    def take(self, update: Json) -> None:
        """Put an update behind the others of its chat."""
        whose = _whose(update)
        if whose not in self._bags:
            self._bags[whose] = deque()
            self._begun.put_nowait(whose)
        self._bags[whose].append(update)

    async def work(self) -> None:
        async with AsyncExitStack() as lines:
            for client in self._clients():
                self._hands.put_nowait(await lines.enter_async_context(client))
            async with asyncio.TaskGroup() as walks:
                while True:
                    walks.create_task(self._walk(await self._begun.get()))

    def _clients(self) -> Iterator[httpx.AsyncClient]:
        """One client for each connection: a shared pool searches itself whenever it is used."""
        headers = {SECRET: self._address.secret} if self._address.secret else {}
        trust = httpx.create_ssl_context(verify=self._address.url.startswith("https:"))
        for _ in range(self._address.most_at_once):
            # The time of a whole answer is measured where it is asked for, not that of its parts.
            yield httpx.AsyncClient(timeout=None, headers=headers, verify=trust, trust_env=False)  # noqa: S113 - see above

    async def _walk(self, whose: str) -> None:
        bag = self._bags[whose]
        while bag:
            await self._insist(bag[0])
            bag.popleft()
        del self._bags[whose]

    async def _insist(self, update: Json) -> None:
        """Bring one update again and again, until it is taken or nobody wants it brought any more."""
        rest = self._patience.rest
        while update["update_id"] in self._queue:
            client = await self._hands.get()
            about, asked_rest = await self._bring(client, update)
            self._hands.put_nowait(client)
            if not about:
                self._queue.confirm(update["update_id"])
                return
            self._postman.complain(about)
            await asyncio.sleep(asked_rest or rest)
            rest = min(2 * rest, self._patience.longest_rest)

    async def _bring(self, client: httpx.AsyncClient, update: Json) -> tuple[str, int]:
        """Knock once. Gives what went wrong, if anything, and the rest that the bot asked for."""
        try:
            async with asyncio.timeout(self._patience.answer):
                answer = await client.post(self._address.url, json=update)
        except TimeoutError:
            return "Read timeout expired", 0
        except httpx.ConnectError:
            return "Connection refused", 0
        except httpx.HTTPError:
            return "Webhook connection closed", 0
        if answer.is_success:
            return "", 0
        later = answer.headers.get("retry-after", "")
        wrong = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        return wrong, int(later) if later.isdecimal() else 0


def _whose(update: Json) -> str:
    """Whose turn an update takes: its chat's, else its user's, else nobody's but its own."""
    body = next((value for name, value in update.items() if name != "update_id"), None)
    for carrier, name in ((body, "chat"), (_part(body, "message"), "chat"), (body, "from")):
        number = _part(_part(carrier, name), "id")
        if isinstance(number, int):
            return str(number)
    return f"update {update['update_id']}"


def _part(whole: object, name: str) -> object:
    return whole.get(name) if isinstance(whole, dict) else None
