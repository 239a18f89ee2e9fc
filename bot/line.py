"""This file is the line to Telegram: python-telegram-bot's requests, carried by aiohttp.

The library's own client takes more than half of a turn's time; its request class is made to be replaced.
"""

from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnector, ProxyError
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

PATIENCE = 30.0  # a send that is given up on may have arrived: waiting is cheaper than saying it twice
CONNECTING = 10.0


class NotSent(NetworkError):
    """The request never reached the server."""


class Lost(NetworkError):
    """The request went out and no answer came: nobody knows whether it was done."""


class Line(BaseRequest):
    """Carries requests over kept connections. `proxy` is http://... or socks5://..., or empty."""

    def __init__(self, *, connections: int = 64, proxy: str = "") -> None:
        super().__init__()
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return PATIENCE

    async def initialize(self) -> None:
        if self._session is None:
            connector = (
                ProxyConnector.from_url(self._proxy, limit=self._connections)
                if self._proxy
                else aiohttp.TCPConnector(limit=self._connections)
            )
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,  # noqa: ARG002 - reading limits the whole exchange
        connect_timeout: Any = None,  # noqa: ARG002 - the same for every request
        pool_timeout: Any = None,  # noqa: ARG002 - the same
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the line is not open")
        limit = read_timeout if isinstance(read_timeout, int | float) else PATIENCE
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECTING, sock_read=limit)
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ProxyError) as error:
            raise NotSent(_said(error)) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Lost(_said(error)) from error


def _body(asked: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if asked is None:
        return None
    if not asked.contains_files:
        return asked.json_parameters
    form = aiohttp.FormData(asked.json_parameters)
    for name, (file_name, content, media_type) in (asked.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return form


def _said(error: Exception) -> str:
    """Name an error; its own words may hold the address, and the address holds the token."""
    return type(error).__name__
