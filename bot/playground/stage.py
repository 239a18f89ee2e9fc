"""This file is the playground's stage: the bot and a stand-in for Telegram in one process, over HTTP."""

import asyncio
import logging
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import web
from bot.api import routes as api
from bot.api.contract import ROOT
from bot.app import App
from bot.live import SHIPPED_PLAN
from bot.playground import office
from bot.playground.server import application
from bot.playground.standin import StandIn
from bot.rehearsal import Clock
from bot.settings import Settings
from bot.telegram import Door
from models import key, migrate, planfile
from models.database import open_engine, turn

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
# The stand-in's own; Telegram would refuse it.
TOKEN = "123456789:AAplayground-token-of-the-stand-in-only"  # noqa: S105
ANNOUNCE = "Sân chơi: mọi người và số liệu ở đây đều là giả định."


@dataclass(frozen=True)
class Controls:
    """What the page may do beside chatting: look at the clock and set it forward."""

    clock: Clock
    app: App
    announce: str = ANNOUNCE

    def now(self) -> datetime:
        return self.clock.now()

    async def move_to(self, when: datetime) -> None:
        """Set the clock forward and do at once what became due. Raises ValueError for an hour gone by."""
        self.clock.move_to(when)
        self.app.tick()


async def run(said: Settings, start: datetime | None) -> None:
    """Play until the process is told to end. Each start begins with a fresh made-up office."""
    listening = _listen(said.port)
    clock = Clock(said.zone, start or office.OPENS.replace(tzinfo=said.zone))
    engine = open_engine(f"sqlite:///{_fresh(said.data_dir / 'playground.db')}")
    migrate.upgrade(engine)
    with turn(engine) as session:
        office.furnish(session, planfile.read(SHIPPED_PLAN), clock.now())
        _row, secret = key.make(session, ANNOUNCE, None, by="the playground", now=clock.now())
    standin = StandIn(token=TOKEN, now=clock.now)
    for person in office.people():
        standin.add_person(person)
    door = Door.open(TOKEN, f"http://{HOST}:{said.port}")
    app = App(engine, door, clock)
    server = web.server(application(standin, Controls(clock, app), api.mount(app)))
    try:
        await _play(server, standin, listening, app, _greeting(said.port, secret))
    finally:
        await door.close()
        engine.dispose()


async def _play(
    server: web.Server, standin: StandIn, listening: socket.socket, app: App, greeting: str
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    working = asyncio.create_task(_work(app, greeting))
    try:
        done, _pending = await asyncio.wait((serving, working), return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
    finally:
        # First the bot hangs up, then the stand-in ends what it holds open, then the server.
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        standin.close()
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


async def _work(app: App, greeting: str) -> None:
    await app.greet()
    print(greeting, flush=True)
    await app.run()


def _greeting(port: int, secret: str) -> str:
    address = f"http://{HOST}:{port}"
    return (
        f"Playground: {address}  (no token: nothing leaves this machine; Ctrl+C ends it)\n"
        f"For machines: curl -H 'Authorization: Bearer {secret}' {address}{ROOT}/indicators"
    )


def _listen(port: int) -> socket.socket:
    try:
        return web.listen(HOST, port)
    except OSError as taken:
        raise SystemExit(
            f"PORT {port} is taken or closed: set another PORT in .env ({taken.strerror})"
        ) from taken


def _fresh(file: Path) -> Path:
    for left in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    return file
