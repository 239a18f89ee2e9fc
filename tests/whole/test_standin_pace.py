"""This file is how fast the stand-in lets a bot send, and what it remembers of the sending."""

import time
from typing import Any

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.playground.standin import Person, Refused, SendLimits, StandIn
from tests.whole.server import Server
from tests.wire import Wire

TOKEN = "1000:playground"
LAN, MINH, GROUP = 11, 12, -77


class Ticks:
    """A clock that ticks when it is told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def standin(ticks: Ticks) -> StandIn:
    standin = StandIn(token=TOKEN, limits=SendLimits(), ticks=ticks)
    for person_id in (LAN, MINH, GROUP, *range(100, 140)):
        standin.add_person(Person(person_id, f"Người {person_id}"))
    return standin


async def send(standin: StandIn, chat_id: int, method: str = "sendMessage", **more: object) -> Any:
    return await standin.call(method, {"chat_id": chat_id, "text": "Nhắc"} | more)


async def wait_told(standin: StandIn, chat_id: int, method: str = "sendMessage", **more: object) -> int:
    with pytest.raises(Refused, match=r"^Too Many Requests: retry after \d+$") as refused:
        await send(standin, chat_id, method, **more)
    assert refused.value.code == 429
    return refused.value.retry_after or 0


async def test_a_private_chat_takes_one_message_a_second(standin: StandIn, ticks: Ticks) -> None:
    await send(standin, LAN)
    await send(standin, MINH)
    ticks.at += 0.999
    assert await wait_told(standin, LAN) == 1
    ticks.at += 0.001
    await send(standin, LAN)
    assert [at for at, _ in standin.taken_in(LAN)] == [1000.0, 1001.0]
    assert standin.refused_sends == 1


async def test_edits_count_as_messages_do(standin: StandIn, ticks: Ticks) -> None:
    sent = await send(standin, LAN)
    assert await wait_told(standin, LAN, "editMessageText", message_id=sent["message_id"], text="Khác") == 1
    ticks.at += 1
    await send(standin, LAN, "editMessageText", message_id=sent["message_id"], text="Khác")
    assert await wait_told(standin, LAN) == 1
    assert [shown.text for shown in standin.chat(LAN)] == ["Khác"]


async def test_other_calls_are_not_limited(standin: StandIn) -> None:
    await send(standin, LAN)
    for _ in range(3):
        await send(standin, LAN, "sendChatAction", action="typing")
    assert standin.refused_sends == 0


async def test_thirty_in_any_second_go_out_to_all_chats_together(standin: StandIn, ticks: Ticks) -> None:
    for number in range(30):
        await send(standin, 100 + number)
        ticks.at += 0.01
    assert await wait_told(standin, 130) == 1
    ticks.at = 1001.0
    await send(standin, 130)
    assert await wait_told(standin, 131) == 1
    ticks.at = 1001.01
    await send(standin, 131)


async def test_a_group_takes_twenty_messages_a_minute(standin: StandIn, ticks: Ticks) -> None:
    for _ in range(20):
        await send(standin, GROUP)
    ticks.at += 2.5
    assert await wait_told(standin, GROUP) == 58
    await send(standin, LAN)
    ticks.at += 57.5
    await send(standin, GROUP)


async def test_what_is_refused_for_another_reason_does_not_count(standin: StandIn) -> None:
    standin.fail_next("sendMessage", Refused(502, "Bad Gateway"))
    with pytest.raises(Refused, match="Bad Gateway"):
        await send(standin, LAN)
    with pytest.raises(Refused, match="text is empty"):
        await send(standin, LAN, text="")
    await send(standin, LAN)
    assert (len(standin.sends), standin.refused_sends) == (1, 0)


async def test_limits_are_off_until_they_are_switched_on_and_can_be_chosen(ticks: Ticks) -> None:
    standin = StandIn(token=TOKEN, ticks=ticks)
    standin.add_person(Person(LAN, "Lan"))
    for _ in range(50):
        await send(standin, LAN)
    standin.limit(SendLimits(private=2))
    await send(standin, LAN)
    await send(standin, LAN)
    assert await wait_told(standin, LAN) == 1
    standin.limit(None)
    await send(standin, LAN)


async def test_calls_and_sends_are_remembered_with_their_times(standin: StandIn, ticks: Ticks) -> None:
    await standin.call("getUpdates", {})
    await standin.call("GETUPDATES", {})
    await send(standin, LAN)
    standin.say(LAN, "xin chào")
    ticks.at += 2
    await send(standin, LAN, text="Hai")
    await wait_told(standin, LAN)
    assert (standin.times_called("getUpdates"), standin.times_called("sendMessage")) == (2, 3)
    assert standin.times_called("getMe") == 0
    assert list(standin.sends) == [(1000.0, LAN, "sendmessage"), (1002.0, LAN, "sendmessage")]
    assert [(at, shown.text) for at, shown in standin.taken_in(LAN)] == [(1000.0, "Nhắc"), (1002.0, "Hai")]


async def test_a_group_looks_like_a_group(standin: StandIn) -> None:
    standin.add_person(Person(-1001234567890, "Lớn"))
    assert (await send(standin, GROUP))["chat"] == {"id": GROUP, "type": "group", "title": "Người -77"}
    assert (await send(standin, -1001234567890))["chat"]["type"] == "supergroup"


async def test_the_library_is_told_to_wait_over_http_and_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with Server(limits=SendLimits()) as server:
        server.add(LAN, "Nguyễn Thị Lan")
        async with Bot(server.standin.token, base_url=f"{server.url}/bot") as bot:
            await bot.send_message(LAN, "Một")
            with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
                await bot.send_message(LAN, "Hai")
        assert [shown.text for _, shown in server.taken_in(LAN)] == ["Một"]
    standin = StandIn(token=TOKEN, limits=SendLimits())
    standin.add_person(Person(LAN, "Lan"))
    async with Bot(TOKEN, request=Wire(standin), get_updates_request=Wire(standin)) as bot:
        await bot.send_message(LAN, "Một")
        with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
            await bot.send_message(LAN, "Hai")


async def test_several_hundred_sends_a_second_are_carried() -> None:
    standin = StandIn(token=TOKEN, limits=SendLimits(overall=100_000))
    for person_id in range(1, 2001):
        standin.add_person(Person(person_id, "Người"))
    begun = time.process_time()
    for person_id in range(1, 2001):
        await send(standin, person_id)
    assert time.process_time() - begun < 2000 / 500
