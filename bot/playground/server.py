"""This file is the playground's HTTP server: Telegram's side for the bot, the chat page for people."""

from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from bot.playground import wire
from bot.playground.desk import Controls, Desk, Sorry
from bot.playground.gate import Gate, sentence
from bot.playground.line import Line
from bot.playground.standin import StandIn, Strange

__all__ = ["Controls", "application"]

PAGE = Path(__file__).parent / "page"


def application(standin: StandIn, controls: Controls, *more: BaseRoute) -> Line:
    """Build the server, with what else it serves; whoever runs it calls `standin.close()` before it stops."""
    desk = Desk(standin, controls)
    return Line(
        routes=[*wire.routes(standin), *desk.routes(), *_page_routes(), *more],
        middleware=[Middleware(Gate)],
        exception_handlers={Sorry: _say_sorry, Strange: _say_strange},
    )


async def _say_sorry(_: Request, error: Exception) -> Response:
    if not isinstance(error, Sorry):
        raise error
    return sentence(error.code, error.sentence)


async def _say_strange(_: Request, __: Exception) -> Response:
    return sentence(404, "Không tìm thấy người hoặc tin nhắn này trong sân chơi.")


def _page_routes() -> list[Route]:
    return [
        _page("/", "index.html"),
        _page("/page.css", "page.css"),
        _page("/page.js", "page.js"),
        _page("/icon.svg", "icon.svg"),
    ]


def _page(path: str, name: str) -> Route:
    async def serve(_: Request) -> Response:
        return FileResponse(PAGE / name)

    return Route(path, serve)
