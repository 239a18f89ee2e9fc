"""This file is what the bot serves over HTTP: Telegram's updates, its health, its measures, the API."""

import hmac
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from bot.api import routes as api
from bot.app import App
from models import inbox, outbox
from models.database import is_trouble, turn

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_UPDATE = 1024 * 1024  # bytes; Telegram's are a few thousand
# Telegram tries again after any answer but 200.
TRY_AGAIN = 503


class Server(uvicorn.Server):
    """A server that leaves the signals to whoever started the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(application: ASGIApp) -> Server:
    # Without a `log_config` its lines go through our log: its own would print what must not be printed.
    settings = uvicorn.Config(application, log_config=None, log_level="warning", timeout_graceful_shutdown=1)
    return Server(settings)


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else, so that a taken one is said in one line. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # whoever knocks before the server opens waits in line
    except OSError:
        listening.close()
        raise
    return listening


def application(app: App, *, path: str = "", secret: str = "") -> Starlette:
    """Build the server; `path` is where Telegram brings updates, if it does."""
    health = Health(app)
    routes: list[BaseRoute] = [
        api.mount(app),
        Route("/healthz", health.ready),
        Route("/healthz/live", health.live),
        Route("/metrics", health.metrics),
    ]
    if path:
        routes.append(Route(path, Webhook(app, secret).take, methods=["POST"]))
    return Starlette(routes=routes)


class Webhook:
    """The door that Telegram knocks at. 200 says that the update is safe, and nothing else does."""

    def __init__(self, app: App, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def take(self, request: Request) -> Response:
        told = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(told, self._secret):
            return Response(status_code=403)
        raw = _update(await _body(request))
        if raw is None:
            return Response(status_code=400)
        try:
            self._app.intake.take(raw)
        except Exception as error:
            if not is_trouble(error):
                log.exception("an update could not be kept; Telegram will bring it again")
            return Response(status_code=TRY_AGAIN)
        return Response()


class Health:
    """What a supervisor and a monitor ask. No person's data is in the answers."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def live(self, _: Request) -> Response:
        """Answer while the loop runs."""
        return JSONResponse({"live": True})

    async def ready(self, _: Request) -> Response:
        """Say whether people are served: Telegram answered, the database does, no other process leads."""
        database = _answers(self._app.engine)
        working = self._app.is_working
        found = {"live": True, "ready": working and database, "working": working, "database": database}
        return JSONResponse(found, status_code=200 if found["ready"] else TRY_AGAIN)

    async def metrics(self, _: Request) -> Response:
        try:
            with turn(self._app.engine) as session:
                states, pending = outbox.count_by_state(session), inbox.count_by_state(session)
        except Exception as error:
            if not is_trouble(error):
                raise
            states, pending = {}, {}
        return Response(self._app.metrics.text(states, pending), media_type="text/plain; version=0.0.4")


def _answers(engine: Engine) -> bool:
    try:
        with turn(engine) as session:
            outbox.waits(session)
    except Exception as error:
        if not is_trouble(error):
            raise
        return False
    return True


async def _body(request: Request) -> bytes:
    """Read no more than an update can be long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_UPDATE:
            return b""
    return body


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
