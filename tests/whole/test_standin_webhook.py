"""This file is the stand-in's webhook: updates are brought, in order, until each has been taken."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Self

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.playground.standin import Patience, Person, Refused, StandIn
from tests.whole.server import Server, free_port

TOKEN = "1000:playground"
LAN, MINH, GROUP = 11, 12, -1001234567890
HASTE = Patience(answer=0.3, rest=0.01, longest_rest=0.05)


@dataclass
class Hook:
    """A bot's webhook: it remembers what was brought, and answers as it is told to.

    `answers` gives the status for an update; 0 hangs up, and -1 never answers.
    """

    answers: Callable[[dict[str, Any]], int] = lambda _: 200
    slowness: float = 0.0
    brought: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    overlaps: list[int] = field(default_factory=list)
    port: int = 0
    _busy: set[int] = field(default_factory=set)
    _lines: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._lines.values():
            writer.close()
        await asyncio.gather(*self._lines)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines[asyncio.create_task(self._serve(reader, writer))] = writer

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            await asyncio.gather(writer.wait_closed(), return_exceptions=True)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        told = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
        update = json.loads(await reader.readexactly(int(told["content-length"])))
        self.headers.append(head)
        self.brought.append(update)
        status = await self._handle(update)
        if status == -1:
            await reader.read()  # until the other side gives up
        if status <= 0:
            return False
        writer.write(f"HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        return True

    async def _handle(self, update: dict[str, Any]) -> int:
        chat = chat_of(update)
        self.overlaps += [chat] if chat in self._busy else []
        self._busy.add(chat)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.slowness * (update["update_id"] % 7))
        self.at_once -= 1
        self._busy.discard(chat)
        status = self.answers(update)
        if 200 <= status < 300:
            self.taken.append(update)
        return status


def chat_of(update: dict[str, Any]) -> int:
    message = update.get("message")
    return int(message["chat"]["id"]) if isinstance(message, dict) and "text" in message else 0


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def until(look: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not look():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    async with Hook() as hook:
        yield hook


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    standin = StandIn(token=TOKEN, patience=HASTE)
    standin.add_person(Person(LAN, "Nguyễn Thị Lan"))
    standin.add_person(Person(MINH, "Trần Minh"))
    yield standin
    standin.close()
    await standin.postman.home()


async def info(standin: StandIn) -> dict[str, Any]:
    told = await standin.call("getWebhookInfo", {})
    assert isinstance(told, dict)
    return told


async def test_waiting_and_coming_updates_are_brought_with_the_secret(standin: StandIn, hook: Hook) -> None:
    first = standin.say(LAN, "trước")
    await standin.call("setWebhook", {"url": hook.url, "secret_token": "bi-mat_1"})
    await until(lambda: hook.taken)
    second = standin.say(LAN, "sau")
    await until(lambda: not standin.waiting_updates())
    assert [update["update_id"] for update in hook.taken] == [first, second]
    assert texts(hook.taken) == ["trước", "sau"]
    assert all("\r\nX-Telegram-Bot-Api-Secret-Token: bi-mat_1\r\n" in head for head in hook.headers)
    assert all("\r\nContent-Type: application/json\r\n" in head for head in hook.headers)


async def test_without_a_secret_no_header_is_sent(standin: StandIn, hook: Hook) -> None:
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "xin chào")
    await until(lambda: hook.taken)
    assert "secret" not in hook.headers[0].lower()


@pytest.mark.parametrize("status", [500, 403, 302, 0, -1])
async def test_what_is_not_taken_is_brought_again(standin: StandIn, hook: Hook, status: int) -> None:
    hook.answers = lambda _: status if len(hook.brought) < 4 else 204
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "một")
    standin.say(LAN, "hai")
    await until(lambda: len(hook.brought) == 2)
    assert standin.waiting_updates() == 2
    await until(lambda: not standin.waiting_updates())
    assert texts(hook.brought) == ["một"] * 4 + ["hai"]
    assert texts(hook.taken) == ["một", "hai"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (503, "Wrong response from the webhook: 503 So"),
        (0, "Webhook connection closed"),
        (-1, "Read timeout"),
    ],
)
async def test_the_info_tells_what_went_wrong(standin: StandIn, hook: Hook, status: int, reason: str) -> None:
    hook.answers = lambda _: status
    await standin.call("setWebhook", {"url": hook.url, "max_connections": 7})
    assert "last_error_date" not in await info(standin)
    standin.say(LAN, "một")
    await until(lambda: standin.postman.trouble)
    told = await info(standin)
    assert (told["url"], told["max_connections"], told["pending_update_count"]) == (hook.url, 7, 1)
    assert reason in told["last_error_message"]
    assert told["last_error_date"] == pytest.approx(standin.now().timestamp(), abs=5)


async def test_a_bot_that_is_down_gets_everything_when_it_comes_back(standin: StandIn) -> None:
    port = free_port()
    await standin.call("setWebhook", {"url": f"http://127.0.0.1:{port}/hook"})
    for word in ("một", "hai", "ba"):
        standin.say(LAN, word)
    await until(lambda: standin.postman.trouble)
    assert (await info(standin))["last_error_message"] == "Connection refused"
    async with Hook(port=port) as hook:
        await until(lambda: not standin.waiting_updates())
    assert texts(hook.taken) == ["một", "hai", "ba"]


async def test_the_rest_grows_up_to_its_longest(hook: Hook) -> None:
    standin = StandIn(token=TOKEN, patience=Patience(rest=0.02, longest_rest=0.04))
    standin.add_person(Person(LAN, "Lan"))
    times: list[float] = []

    def refuse(_: dict[str, Any]) -> int:
        times.append(time.monotonic())
        return 500

    hook.answers = refuse
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "một")
    await until(lambda: len(times) == 9)
    standin.close()
    await standin.postman.home()
    rests = [later - sooner for sooner, later in pairwise(times)]
    assert rests[0] >= 0.02
    assert min(rests[1:]) >= 0.04
    assert sum(rests) < 2.5  # twice as long each time would be 5.1


async def test_a_chat_keeps_its_order_while_others_go_side_by_side(standin: StandIn, hook: Hook) -> None:
    people = range(100, 120)
    for person_id in people:
        standin.add_person(Person(person_id, f"Người {person_id}"))
    hook.slowness, hook.answers = 0.002, lambda _: 200 if len(hook.brought) % 4 else 500
    await standin.call("setWebhook", {"url": hook.url, "max_connections": 5})
    for number in range(10):
        for person_id in people:
            standin.say(person_id, str(number))
    await until(lambda: not standin.waiting_updates())
    heard = defaultdict(list)
    for update in hook.taken:
        heard[chat_of(update)].append(update["message"]["text"])
    assert heard == {person_id: [str(number) for number in range(10)] for person_id in people}
    assert hook.overlaps == []
    assert hook.most_at_once == 5


async def test_a_chat_in_trouble_holds_up_no_other(standin: StandIn, hook: Hook) -> None:
    hook.answers = lambda update: 500 if chat_of(update) == LAN else 200
    await standin.call("setWebhook", {"url": hook.url, "max_connections": 1})
    standin.say(LAN, "một")
    standin.say(MINH, "hai")
    await until(lambda: standin.waiting_updates() == 1)
    assert texts(hook.taken) == ["hai"]


async def test_pressed_buttons_wait_their_turn_in_the_chat(standin: StandIn, hook: Hook) -> None:
    sent = await standin.call("sendMessage", {"chat_id": LAN, "text": "Nộp?"})
    assert isinstance(sent, dict)
    hook.answers = lambda _: 200 if len(hook.brought) > 3 else 500
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "trước")
    standin.press(LAN, sent["message_id"], "nop")
    standin.block(LAN)
    await until(lambda: not standin.waiting_updates())
    assert [next(reversed(update)) for update in hook.taken] == [
        "message",
        "callback_query",
        "my_chat_member",
    ]


async def test_updates_of_a_user_without_a_chat_keep_their_order(standin: StandIn, hook: Hook) -> None:
    hook.answers = lambda _: 200 if len(hook.brought) > 2 else 500
    await standin.call("setWebhook", {"url": hook.url})
    ids = [standin.put_raw({"inline_query": {"id": text, "from": {"id": LAN}}}) for text in "abc"]
    await until(lambda: not standin.waiting_updates())
    assert [update["update_id"] for update in hook.taken] == ids


async def test_what_nobody_can_read_is_brought_too(standin: StandIn, hook: Hook) -> None:
    await standin.call("setWebhook", {"url": hook.url})
    odd: list[dict[str, Any]] = [
        {"message": {"chat": 7}},
        {"message": None},
        {},
        {"message": {"chat": {"id": [1]}}},
    ]
    ids = [standin.put_raw(body) for body in odd]
    await until(lambda: not standin.waiting_updates())
    brought = sorted(hook.taken, key=lambda update: int(update["update_id"]))
    assert brought == [{"update_id": number} | body for number, body in zip(ids, odd, strict=True)]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"secret_token": "bí mật"}, "secret token contains unallowed characters"),
        ({"secret_token": "a.b"}, "secret token contains unallowed characters"),
        ({"secret_token": "a\n"}, "secret token contains unallowed characters"),
        ({"secret_token": "a" * 257}, "secret token is too long"),
        ({"url": "ftp://example.org/"}, "invalid webhook URL specified"),
        ({"url": "example.org"}, "invalid webhook URL specified"),
        ({"url": "http://exa mple:x/"}, "invalid webhook URL specified"),
    ],
)
async def test_a_wrong_webhook_is_refused_and_the_old_one_stays(
    standin: StandIn, hook: Hook, asked: dict[str, str], reason: str
) -> None:
    await standin.call("setWebhook", {"url": hook.url})
    with pytest.raises(Refused, match=reason) as refused:
        await standin.call("setWebhook", {"url": "http://127.0.0.1:9/hook"} | asked)
    assert refused.value.code == 400
    assert (await info(standin))["url"] == hook.url


@pytest.mark.parametrize(("asked", "taken"), [(None, 40), (1, 1), (100, 100), (0, 1), (900, 100)])
async def test_connections_are_between_one_and_a_hundred(
    standin: StandIn, asked: int | None, taken: int
) -> None:
    most: dict[str, object] = {} if asked is None else {"max_connections": asked}
    await standin.call("setWebhook", {"url": "http://127.0.0.1:9/", **most})
    assert (await info(standin))["max_connections"] == taken


async def test_only_the_kinds_that_were_asked_for_are_brought(standin: StandIn, hook: Hook) -> None:
    await standin.call("setWebhook", {"url": hook.url, "allowed_updates": '["my_chat_member"]'})
    standin.say(LAN, "một")
    standin.block(LAN)
    await until(lambda: not standin.waiting_updates())
    assert ["my_chat_member" in update for update in hook.brought] == [True]
    assert (await info(standin))["allowed_updates"] == ["my_chat_member"]


async def test_waiting_updates_can_be_dropped(standin: StandIn, hook: Hook) -> None:
    hook.answers = lambda update: 200 if texts([update]) == ["hai"] else 500
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "một")
    await until(lambda: hook.brought)
    await standin.call("setWebhook", {"url": hook.url, "drop_pending_updates": True})
    standin.say(LAN, "hai")
    await until(lambda: not standin.waiting_updates())
    assert texts(hook.taken) == ["hai"]


async def test_the_same_webhook_again_interrupts_nothing(standin: StandIn, hook: Hook) -> None:
    hook.slowness = 0.2
    await standin.call("setWebhook", {"url": hook.url, "secret_token": "a"})
    standin.say(LAN, "một")
    await until(lambda: hook.at_once)
    await standin.call("setWebhook", {"url": hook.url, "secret_token": "a"})
    await until(lambda: not standin.waiting_updates())
    assert texts(hook.brought) == ["một"]


async def test_another_webhook_gets_what_the_first_has_not_taken(standin: StandIn, hook: Hook) -> None:
    hook.answers = lambda _: -1
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "một")
    await until(lambda: hook.brought)
    async with Hook() as other:
        await standin.call("setWebhook", {"url": other.url})
        await until(lambda: not standin.waiting_updates())
        assert texts(other.taken) == ["một"]


async def test_without_the_webhook_polling_gets_what_was_not_taken(standin: StandIn, hook: Hook) -> None:
    hook.answers = lambda _: 500
    await standin.call("setWebhook", {"url": hook.url})
    standin.say(LAN, "một")
    await until(lambda: hook.brought)
    with pytest.raises(Refused, match="webhook is active"):
        await standin.call("getUpdates", {})
    await standin.call("setWebhook", {"url": ""})
    polled = await standin.call("getUpdates", {})
    assert isinstance(polled, list)
    assert texts(polled) == ["một"]
    brought = len(hook.brought)
    await asyncio.sleep(0.1)
    assert len(hook.brought) == brought
    assert await info(standin) == {"url": "", "has_custom_certificate": False, "pending_update_count": 1}


async def test_a_poll_that_waits_is_ended_by_a_webhook(standin: StandIn, hook: Hook) -> None:
    poll = asyncio.create_task(standin.call("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0.01)
    await standin.call("setWebhook", {"url": hook.url})
    with pytest.raises(Refused, match="terminated by setWebhook request"):
        await poll


async def test_the_real_library_sets_a_webhook_over_http(hook: Hook) -> None:
    with Server() as server:
        server.add(LAN, "Nguyễn Thị Lan")
        async with Bot(server.standin.token, base_url=f"{server.url}/bot") as bot:
            with pytest.raises(BadRequest, match=r"(?i)unallowed characters"):
                await bot.set_webhook(hook.url, secret_token="bí mật")
            await bot.set_webhook(hook.url, secret_token="bi-mat", allowed_updates=["message"])
            server.send(LAN, "xin chào")
            await until(lambda: hook.taken)
            with pytest.raises(Conflict, match="webhook is active"):
                await bot.get_updates()
            hook.answers = lambda _: 500
            server.send(LAN, "còn đó không")
            await until(lambda: len(hook.brought) > 1)
            told = await bot.get_webhook_info()
            assert (told.url, told.pending_update_count, told.max_connections) == (hook.url, 1, 40)
            assert told.last_error_message == "Wrong response from the webhook: 500 So"
            assert told.last_error_date is not None
    assert "bi-mat" in hook.headers[0]
    assert texts(hook.taken) == ["xin chào"]
