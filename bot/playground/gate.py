"""This file is the gate of the page's server: other sites stay outside, and every answer is guarded."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GUARDED = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Gate:
    """Nobody's web page but ours may speak with the playground; every answer carries the guards."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _is_foreign(Request(scope)):
            await sentence(403, "Yêu cầu đến từ một trang khác nên không được nhận.")(scope, receive, send)
        else:
            await self.app(scope, receive, _guarded(send))


def _is_foreign(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] != request.headers.get("host")
    away = request.headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
    return away and request.headers.get("sec-fetch-mode") != "navigate"


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            have = {name.lower() for name, _ in message["headers"]}
            more = ((name.lower().encode(), value.encode()) for name, value in GUARDED.items())
            message["headers"] = [*message["headers"], *(pair for pair in more if pair[0] not in have)]
        await send(message)

    return guarded


def sentence(code: int, words: str) -> JSONResponse:
    return JSONResponse({"error": words}, status_code=code)
