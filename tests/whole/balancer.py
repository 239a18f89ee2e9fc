"""This file is a load balancer for tests: it hands each request to one of several bots that is there."""

import random
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.whole.server import Serving

LONGEST_ANSWER = 60.0
# These belong to one connection, or to the body as it was on the way.
OWN = frozenset(
    {"connection", "content-encoding", "content-length", "host", "keep-alive", "transfer-encoding"}
)


class Balancer(Serving):
    """Picks at random, then another where nobody listens; who dies with a request in hand gives a 502."""

    def __init__(self, backends: Sequence[str]) -> None:
        self.handed = dict.fromkeys(backends, 0)  # how many answers came from each
        super().__init__(
            Starlette(
                routes=[Route("/{path:path}", self._pass_on, methods=["POST"])], lifespan=self._with_client
            )
        )

    @asynccontextmanager
    async def _with_client(self, _: Starlette) -> AsyncIterator[None]:
        # No connection is kept: a new one tells whether somebody listens.
        limits = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(timeout=LONGEST_ANSWER, limits=limits, trust_env=False) as self._client:
            yield

    async def _pass_on(self, request: Request) -> Response:
        body, headers = await request.body(), _passing(request.headers.items())
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        for backend in random.sample(list(self.handed), len(self.handed)):
            try:
                answer = await self._client.post(backend + target, content=body, headers=headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.TransportError:
                return Response("the bot went away", 502)
            self.handed[backend] += 1
            return Response(answer.content, answer.status_code, _passing(answer.headers.items()))
        return Response("nobody listens", 503)


def _passing(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in OWN}
