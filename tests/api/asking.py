"""This file is a system that asks the API, with a key of its own, in the tests."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, cast

import httpx
from sqlmodel import Session

from bot import web
from bot.api.contract import ROOT
from models import key
from models.database import turn
from tests.chat import Player

NAME = "Hệ thống báo cáo tỉnh"


@dataclass
class System:
    """One that asks over HTTP; `secret` is what it brings."""

    chat: Player
    client: httpx.AsyncClient
    secret: str

    async def get(self, path: str, *, method: str = "GET", **headers: str) -> httpx.Response:
        brought = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return await self.client.request(method, f"{ROOT}{path}", headers={**brought, **headers})

    async def json(self, path: str) -> dict[str, Any]:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return cast("dict[str, Any]", answer.json())

    async def table(self, path: str) -> list[dict[str, str]]:
        """Give the rows of a CSV as a program reads them."""
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        return rows(answer)

    async def refused(self, path: str, **headers: str) -> tuple[int, str]:
        """Give the status and the sentence of a question that is not answered."""
        answer = await self.get(path, **headers)
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert told["status"] == answer.status_code
        assert answer.headers["cache-control"] == "no-store"
        return answer.status_code, told["detail"]

    def with_key(self, unit: str | None) -> "System":
        """Give the same system with a key of a unit, or of the whole plan."""
        with turn(self.chat.engine) as session:
            return System(self.chat, self.client, made(session, self.chat, unit))


def client(chat: Player) -> httpx.AsyncClient:
    chat.app.is_working = True
    transport = httpx.ASGITransport(web.application(chat.app))
    return httpx.AsyncClient(transport=transport, base_url="http://bot", trust_env=False)


def made(session: Session, chat: Player, unit: str | None = None) -> str:
    """Make a key, and give its secret."""
    _row, secret = key.make(session, NAME, unit, by="nscl", now=chat.clock.now())
    return secret


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def by_code(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in data["indicators"]}


def columns(found: Sequence[Mapping[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(one[name] for name in names) for one in found]
