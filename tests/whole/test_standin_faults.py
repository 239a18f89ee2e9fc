"""This file is what may go wrong between the bot and the stand-in, over HTTP and in process alike."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, NetworkError, RetryAfter, TimedOut

from bot.playground import limits
from bot.playground.standin import Dropped, Person, Refused, StandIn
from tests.whole.server import Server
from tests.wire import Wire

LAN, MINH, GROUP = 501, 502, -77


class Line(NamedTuple):
    """The bot's end of a line, and the stand-in at the other."""

    bot: Bot
    standin: StandIn
    is_http: bool
    put_raw: Callable[[dict[str, Any]], int]

    def heard(self, chat_id: int) -> list[str]:
        return [shown.text for shown in self.standin.chat(chat_id) if shown.by_bot]


@pytest.fixture(params=["http", "process"])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    if request.param == "http":
        with Server() as server:
            _furnish(server.standin)
            async with Bot(server.standin.token, base_url=f"{server.url}/bot") as bot:
                yield Line(bot, server.standin, is_http=True, put_raw=server.put_raw)
    else:
        standin = StandIn(token="1000:playground")
        _furnish(standin)
        async with Bot(standin.token, request=Wire(standin), get_updates_request=Wire(standin)) as bot:
            yield Line(bot, standin, is_http=False, put_raw=standin.put_raw)


def _furnish(standin: StandIn) -> None:
    for person_id, name in ((LAN, "Nguyễn Thị Lan"), (MINH, "Trần Minh"), (GROUP, "Nhóm")):
        standin.add_person(Person(person_id, name))


async def test_one_chat_is_refused_while_others_go_through(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    line.standin.fail_next("sendMessage", limits.too_many_requests(120), chat_id=MINH, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter, match="Retry in 0:02:00"):
            await line.bot.send_message(MINH, "Nhắc")
        await line.bot.send_message(LAN, "Nhắc")
    await line.bot.send_message(MINH, "Nhắc")
    assert (line.heard(LAN), line.heard(MINH)) == (["Nhắc"] * 2, ["Nhắc"])


async def test_a_fault_of_any_chat_and_one_of_its_own_come_in_their_order(line: Line) -> None:
    line.standin.fail_next("sendMessage", Refused(400, "Bad Request: đầu"), chat_id=MINH)
    line.standin.fail_next("sendMessage", Refused(400, "Bad Request: sau"))
    with pytest.raises(BadRequest, match=r"(?i)sau"):
        await line.bot.send_message(LAN, "Nhắc")
    with pytest.raises(BadRequest, match=r"(?i)đầu"):
        await line.bot.send_message(MINH, "Nhắc")
    await line.bot.send_message(MINH, "Nhắc")


async def test_faults_can_be_mended(line: Line) -> None:
    line.standin.fail_next("getMe", Refused(502, "Bad Gateway"), times=1000)
    line.standin.delay_next("getMe", 100, times=1000)
    line.standin.mend()
    await line.bot.get_me()


async def test_a_group_that_moved_tells_its_new_number(line: Line) -> None:
    moved = "Bad Request: group chat was upgraded to a supergroup chat"
    line.standin.fail_next("sendMessage", Refused(400, moved, migrate_to=-1001234567890), chat_id=GROUP)
    with pytest.raises(ChatMigrated) as told:
        await line.bot.send_message(GROUP, "Nhắc")
    assert told.value.new_chat_id == -1001234567890
    await line.bot.send_message(LAN, "Nhắc")


async def test_a_slow_answer_holds_up_nobody_else(line: Line) -> None:
    line.standin.delay_next("sendMessage", 0.4, chat_id=MINH)
    begun = time.monotonic()
    slow = asyncio.create_task(line.bot.send_message(MINH, "Nhắc"))
    await asyncio.sleep(0.05)
    await line.bot.send_message(LAN, "Nhắc")
    assert not slow.done()
    assert line.heard(MINH) == ["Nhắc"]
    await slow
    assert time.monotonic() - begun >= 0.4


async def test_a_slow_deed_can_be_waited_for(line: Line) -> None:
    line.standin.delay_next("sendMessage", 0.2, afterwards=False)
    line.standin.fail_next("sendMessage", Refused(400, "Bad Request: không"), afterwards=True)
    slow = asyncio.create_task(line.bot.send_message(LAN, "Nhắc"))
    await asyncio.sleep(0.05)
    assert line.heard(LAN) == []
    with pytest.raises(BadRequest, match=r"(?i)không"):
        await slow
    assert line.heard(LAN) == ["Nhắc"]


async def test_a_line_breaks_before_the_deed(line: Line) -> None:
    line.standin.drop_next("sendMessage", chat_id=MINH)
    await line.bot.send_message(LAN, "Nhắc")
    with pytest.raises(NetworkError) as broken:
        await line.bot.send_message(MINH, "Nhắc")
    assert not isinstance(broken.value, TimedOut)
    assert isinstance(broken.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)
    assert line.heard(MINH) == []
    await line.bot.send_message(MINH, "Nhắc")
    assert line.heard(MINH) == ["Nhắc"]


async def test_a_line_breaks_after_the_deed(line: Line) -> None:
    line.standin.drop_next("sendMessage", afterwards=True, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError) as broken:
            await line.bot.send_message(LAN, "Nhắc")
        assert isinstance(broken.value, TimedOut) is not line.is_http
        assert isinstance(broken.value.__cause__, httpx.TransportError)
    await line.bot.send_message(LAN, "Xong")
    assert line.heard(LAN) == ["Nhắc", "Nhắc", "Xong"]


async def test_a_poll_can_be_dropped_and_loses_nothing(line: Line) -> None:
    line.standin.drop_next("getUpdates", afterwards=True)
    first = line.put_raw({"message": {"chat": 7}})
    with pytest.raises(NetworkError):
        await line.bot.do_api_request("getUpdates", {"offset": first})
    assert await line.bot.do_api_request("getUpdates", {"offset": first}) == [
        {"update_id": first, "message": {"chat": 7}}
    ]


async def test_an_update_that_nobody_can_read_wakes_the_poll(line: Line) -> None:
    poll = asyncio.create_task(line.bot.do_api_request("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0.05)
    first, second = line.put_raw({"message": {"chat": 7}}), line.put_raw({"strange": [None]})
    async with asyncio.timeout(5):
        assert (await poll)[0] == {"update_id": first, "message": {"chat": 7}}
    rest = await line.bot.do_api_request("getUpdates", {"offset": second})
    assert rest == [{"update_id": second, "strange": [None]}]
    assert (second - first, line.standin.waiting_updates()) == (1, 1)


async def test_an_unknown_method_is_still_refused(line: Line) -> None:
    line.standin.drop_next("sendRichMessage")
    with pytest.raises(EndPointNotFound):
        await line.bot.do_api_request("sendRichMessage", {"chat_id": LAN})


async def test_a_dropped_upload_is_dropped_too(line: Line) -> None:
    line.standin.drop_next("sendDocument")
    with pytest.raises(NetworkError):
        await line.bot.send_document(LAN, bytes(2_000_000), filename="a.bin")
    await line.bot.send_document(LAN, bytes(2_000_000), filename="a.bin")
    assert len(line.heard(LAN)) == 1


def test_a_dropped_connection_is_not_complained_about(capfd: pytest.CaptureFixture[str]) -> None:
    with Server() as server:
        server.standin.drop_next("getMe", times=3)
        address = f"{server.url}/bot{server.standin.token}/getMe"
        with httpx.Client(trust_env=False) as client:
            for _ in range(3):
                with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
                    client.post(address)
            assert client.post(address).status_code == 200
    assert "ASGI" not in capfd.readouterr().err  # as uvicorn begins its complaints


async def test_the_end_cuts_a_slow_answer_short() -> None:
    standin = StandIn(token="1000:playground")
    standin.delay_next("getMe", 600)
    slow = asyncio.create_task(standin.call("getMe", {}))
    await asyncio.sleep(0.01)
    standin.close()
    async with asyncio.timeout(2):
        await slow


async def test_a_drop_says_whether_the_deed_was_done() -> None:
    standin = StandIn(token="1000:playground")
    for afterwards in (False, True):
        standin.drop_next("getMe", afterwards=afterwards)
        with pytest.raises(Dropped) as dropped:
            await standin.call("getMe", {})
        assert dropped.value.afterwards is afterwards
