"""This file is a wire from python-telegram-bot straight into the stand-in, without a network."""

import json
from typing import IO, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.playground.standin import Dropped, Refused, StandIn, Upload


class Wire(BaseRequest):
    """Carries requests to the stand-in; what it drops fails as on a broken line."""

    def __init__(self, standin: StandIn) -> None:
        super().__init__()
        self._standin = standin

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - Telegram takes any
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ARG002 - nothing takes time here
        write_timeout: Any = None,  # noqa: ARG002 - the same
        connect_timeout: Any = None,  # noqa: ARG002 - the same
        pool_timeout: Any = None,  # noqa: ARG002 - the same
    ) -> tuple[int, bytes]:
        parts = urlsplit(url)
        if parts.path.startswith("/file/"):
            return self._download(parts.path)
        params: dict[str, Any] = dict(parse_qsl(parts.query))
        files = {}
        if request_data is not None:
            params |= request_data.json_parameters
            files = {
                name: Upload(name=part[0], content=_bytes(part[1]), media_type=part[2])
                for name, part in (request_data.multipart_data or {}).items()
            }
        try:
            result = await self._standin.call(parts.path.rsplit("/", 1)[-1], params, files)
        except Refused as refused:
            return _refusal(refused)
        except Dropped as dropped:
            raise _broken(dropped)  # noqa: B904 - it has its cause
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _download(self, path: str) -> tuple[int, bytes]:
        """Give a file out: /file/bot<token>/<the path that getFile told>."""
        kept = self._standin.download(unquote(path.split("/", 3)[-1]))
        return (200, kept.content) if kept else (404, b"{}")


def _bytes(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()


def _broken(dropped: Dropped) -> NetworkError:
    """The library's own error, with the cause that it would have over a network."""
    if dropped.afterwards:
        late = TimedOut()
        late.__cause__ = httpx.ReadTimeout(str(dropped))
        return late
    broken = NetworkError(f"httpx.RemoteProtocolError: {dropped}")
    broken.__cause__ = httpx.RemoteProtocolError(str(dropped))
    return broken


def _refusal(refused: Refused) -> tuple[int, bytes]:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    parameters = {}
    if refused.retry_after is not None:
        parameters["retry_after"] = refused.retry_after
    if refused.migrate_to is not None:
        parameters["migrate_to_chat_id"] = refused.migrate_to
    if parameters:
        body["parameters"] = parameters
    return refused.code, json.dumps(body).encode()
