"""This file is the line to whoever called, which can be hung up without an answer."""

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_TRANSPORT = "playground.transport"


class Line(Starlette):
    """An application that knows its connections; uvicorn's `send` is the way to them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[_TRANSPORT] = getattr(getattr(send, "__self__", None), "transport", None)
        await super().__call__(scope, receive, send)


class HungUp(Response):
    """No answer: the connection is closed instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - that is the point
        if scope.get(_TRANSPORT) is None:
            raise RuntimeError("only a line of uvicorn's can be hung up")
        scope[_TRANSPORT].abort()
        while (await receive())["type"] != "http.disconnect":
            pass
