"""This file is what the bot serves over HTTP: the webhook's door, its health, its measures."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from sqlmodel import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from bot import logs, web
from models.database import turn
from models.inbox import Seen
from tests.chat import TOKEN, Player
from tests.whole.server import free_port

SECRET = "a-secret-of-the-tests"
TYPED = f"{TOKEN} and what Lan typed"
KNOCK = {web.SECRET_HEADER: SECRET}


@pytest.fixture
async def client(chat: Player) -> AsyncIterator[httpx.AsyncClient]:
    served = web.application(chat.app, path="/telegram", secret=SECRET)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(served), base_url="http://bot", trust_env=False
    ) as one:
        yield one


async def brought(chat: Player, words: str) -> dict[str, Any]:
    """Let Lan say something, and give the update as Telegram would bring it."""
    chat.standin.say(chat.people["Lan"], words)
    updates = await chat.app.door.updates(0, wait=0)
    return json.loads(json.dumps(updates[-1]))  # type: ignore[no-any-return]


def seen(chat: Player) -> int:
    with turn(chat.engine) as session:
        return session.exec(select(func.count()).select_from(Seen)).one()


def words_to_lan(chat: Player) -> list[str]:
    return [shown.text for shown in chat.standin.chat(chat.people["Lan"]) if shown.by_bot]


async def test_what_is_answered_with_200_is_kept_and_taken_once(
    chat: Player, client: httpx.AsyncClient
) -> None:
    update = await brought(chat, "/trogiup")
    for _ in range(2):
        assert (await client.post("/telegram", json=update, headers=KNOCK)).status_code == 200
        assert seen(chat) == 1
    await chat.app.settle()
    assert len(words_to_lan(chat)) == 1


@pytest.mark.parametrize("headers", [{}, {web.SECRET_HEADER: "another"}, {web.SECRET_HEADER: ""}])
async def test_whoever_does_not_know_the_secret_is_turned_away(
    chat: Player, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    update = await brought(chat, "/trogiup")
    assert (await client.post("/telegram", json=update, headers=headers)).status_code == 403
    assert seen(chat) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[1]",
        b"[" * 100_000,
        b'{"update_id": "7"}',
        b'{"update_id": 1, "x": "' + b"y" * 2**20,
    ],
)
async def test_what_is_no_update_is_refused(chat: Player, client: httpx.AsyncClient, body: bytes) -> None:
    assert (await client.post("/telegram", content=body, headers=KNOCK)).status_code == 400
    assert seen(chat) == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_while_the_database_is_away_telegram_is_asked_to_come_again(
    chat: Player, client: httpx.AsyncClient
) -> None:
    update = await brought(chat, "/trogiup")
    file = chat.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await client.post("/telegram", json=update, headers=KNOCK)).status_code == 503
        other.execute("ROLLBACK")
    assert (await client.post("/telegram", json=update, headers=KNOCK)).status_code == 200
    assert seen(chat) == 1


async def test_a_supervisor_sees_whether_people_are_served(chat: Player, client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz/live")).json() == {"live": True}
    waiting = await client.get("/healthz")
    assert (waiting.status_code, waiting.json()["ready"]) == (503, False)
    chat.app.is_working = True
    assert (await client.get("/healthz")).json() == {
        "live": True,
        "ready": True,
        "working": True,
        "database": True,
    }


def measures(told: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in told.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _space, value in lines}


async def test_the_measures_count_and_name_nobody(chat: Player, client: httpx.AsyncClient) -> None:
    before = measures((await client.get("/metrics")).text)
    await chat.hear("Lan: /trogiup")
    told = (await client.get("/metrics")).text
    found = measures(told)
    assert found['nscl_updates_total{outcome="applied"}'] == 1
    assert found["nscl_turn_seconds_count"] == 1
    for name in ('nscl_outbox{state="sent"}', 'nscl_sends_total{outcome="sent"}'):
        assert found[name] == before.get(name, 0) + 1
    assert found["nscl_last_tick_timestamp_seconds"] == chat.clock.now().timestamp()
    assert "Lan" not in told
    lan = chat.people["Lan"]
    assert not [name for name, value in found.items() if str(lan) in name or value == lan]


async def _breaks(_request: Request) -> None:
    raise ValueError(TYPED)


async def test_what_the_server_complains_of_goes_through_the_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a process of its own: another server in this one may have set up a log for itself.
    monkeypatch.setattr(logging.getLogger("uvicorn"), "handlers", [])
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    logs.set_up("INFO", "json")
    port = free_port()
    server = web.server(Starlette(routes=[Route("/", _breaks)]))
    serving = asyncio.create_task(server.serve(sockets=[web.listen("127.0.0.1", port)]))
    async with httpx.AsyncClient(trust_env=False) as asking:
        assert (await asking.get(f"http://127.0.0.1:{port}/")).status_code == 500
    server.should_exit = True
    await serving
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (told,) = [one for one in lines if one["logger"] == "uvicorn.error"]
    assert "ValueError" in told["error"]
    assert "Lan" not in str(lines)
    assert TOKEN not in str(lines)
