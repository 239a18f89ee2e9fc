"""This file is how the bot's calls are answered: by which method, how fast at most, and what goes wrong."""

import inspect
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.playground.asked import Asked
from bot.playground.chats import Chats, Shown
from bot.playground.faults import Dropped, Faults
from bot.playground.files import Upload
from bot.playground.limits import Refused, too_many_requests
from bot.playground.methods import METHODS
from bot.playground.pace import SENDS, Pace, SendLimits, Sent
from bot.playground.postman import USUAL, Patience

MOST_REMEMBERED = 100_000  # sends


class Calls(Chats):
    """The bot's side of Telegram.

    `first_id` is where updates and messages begin to count: a stand-in that starts again beside a database
    that remembers needs numbers that were never used. `limits` are how fast the bot may send (None: as fast
    as it can), measured by `ticks`; `patience` is how updates are brought to a webhook.
    """

    def __init__(  # noqa: PLR0913 - each has its use, and all but one their default
        self,
        *,
        token: str,
        username: str = "nscl_thu_bot",
        title: str = "Năng suất chất lượng",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        first_id: int = 1,
        limits: SendLimits | None = None,
        ticks: Callable[[], float] = time.monotonic,
        patience: Patience = USUAL,
    ) -> None:
        number = token.partition(":")[0]
        bot_id = int(number) if number.isdecimal() else 1
        bot = {"id": bot_id, "is_bot": True, "first_name": title, "username": username}
        super().__init__(bot, now, first_id, ticks=ticks, patience=patience)
        self.token = token
        self.calls: Counter[str] = Counter()  # by method, in small letters
        self.sends: deque[Sent] = deque(maxlen=MOST_REMEMBERED)
        self.refused_sends = 0
        self._faults = Faults()
        self.limit(limits)

    async def call(
        self, method: str, params: Mapping[str, object], files: Mapping[str, Upload] | None = None
    ) -> object:
        """Answer one call of the Bot API with its `result`, or raise `Refused` or `Dropped`."""
        name = method.lower()
        if name not in METHODS:
            raise Refused(404, "Not Found: method not found")
        asked = Asked(params, files or {})
        self.calls[name] += 1
        fault = self._faults.take(name, asked.number("chat_id"))
        await self.linger(fault.wait_before)
        fault.strike_before()
        result = await self._do(name, asked)
        await self.linger(fault.wait_after)
        fault.strike_after()
        return result

    def download(self, path: str) -> Upload | None:
        """The file behind the path that getFile told."""
        kept = self.files.at(path)
        return kept.upload if kept else None

    def waiting_updates(self) -> int:
        """How many updates the bot has not yet confirmed."""
        return len(self.queue)

    def times_called(self, method: str) -> int:
        return self.calls[method.lower()]

    def taken_in(self, chat_id: int) -> list[tuple[float, Shown]]:
        """What the bot has sent to a chat, in order, each with the time it was accepted, by `ticks`."""
        return [(shown.taken, shown) for shown in self.chat(chat_id) if shown.by_bot]

    # What may go wrong. `chat_id` strikes only the calls for that chat.

    def limit(self, limits: SendLimits | None) -> None:
        """Refuse from now on what is sent faster than this; None lets everything through."""
        self._pace = Pace(limits, self.ticks) if limits else None

    def fail_next(
        self,
        method: str,
        refusal: Refused,
        *,
        times: int = 1,
        afterwards: bool = False,
        chat_id: int | None = None,
    ) -> None:
        """Let the next calls of a method fail; `afterwards` does the deed first and loses only the answer."""
        self._faults.add_error(method, refusal, times=times, afterwards=afterwards, chat_id=chat_id)

    def drop_next(
        self, method: str, *, afterwards: bool = False, times: int = 1, chat_id: int | None = None
    ) -> None:
        """Let the line break on the next calls, before the deed or after it: nothing is answered."""
        self._faults.add_error(
            method, Dropped(afterwards), times=times, afterwards=afterwards, chat_id=chat_id
        )

    def delay_next(
        self,
        method: str,
        seconds: float,
        *,
        times: int = 1,
        afterwards: bool = True,
        chat_id: int | None = None,
    ) -> None:
        """Answer the next calls late; the deed is done at once, or after the wait if not `afterwards`."""
        self._faults.add_delay(method, seconds, times=times, afterwards=afterwards, chat_id=chat_id)

    def mend(self) -> None:
        """Forget the faults that have not yet struck."""
        self._faults.clear()

    async def _do(self, name: str, asked: Asked) -> object:
        if name in SENDS:
            self._keep_pace(asked.number("chat_id"))
        result = METHODS[name](self, asked)
        if name in SENDS:
            self._count(Sent(self.ticks(), asked.number("chat_id"), name))
        return await result if inspect.isawaitable(result) else result

    def _keep_pace(self, chat_id: int) -> None:
        wait = self._pace.wait(chat_id) if self._pace else 0
        if wait > 0:
            self.refused_sends += 1
            raise too_many_requests(wait)

    def _count(self, sent: Sent) -> None:
        self.sends.append(sent)
        if self._pace:
            self._pace.count(sent)
