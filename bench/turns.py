"""This file is how much a turn costs: the report conversation beside a bare echo bot, over HTTP."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from bench.measure import cpu_seconds, resident_megabytes, running
from bot.playground.standin import Change, StandIn
from models.database import open_engine
from tests.conftest import furnish
from tests.whole.crowd import Crowd
from tests.whole.server import Server, until

PEOPLE, WARM, MEASURED = 20, 200, 3000


@dataclass(frozen=True)
class Turns:
    """What so many turns took."""

    name: str
    a_second: float
    cpu: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.name:34} {self.a_second:9.0f} {self.cpu:18.2f} {self.megabytes:13.0f}"


class Loop:
    """People who send their next message as soon as the last was answered."""

    def __init__(self, standin: StandIn, crowd: Crowd) -> None:
        self.answered = 0
        self._standin = standin
        # The whole report of each script: begun, filled in, saved, and again.
        self._scripts = {person: cycle(crowd.script(person)[:9]) for person in crowd.people}

    async def go(self) -> None:
        watch = self._standin.watch()
        for person, script in self._scripts.items():
            self._standin.say(person, next(script))
        async for change in watch:
            self._answer(change)

    def _answer(self, change: Change) -> None:
        if change.kind == "message" and change.shown and change.shown.by_bot and change.person_id:
            self.answered += 1
            self._standin.say(change.person_id, next(self._scripts[change.person_id]))


def measure(name: str, command: list[str], server: Server, crowd: Crowd, folder: Path) -> Turns:
    with running(command, server.url, folder) as process:
        loop = Loop(server.standin, crowd)
        server.within(lambda: asyncio.get_running_loop().create_task(loop.go()))
        until(lambda: loop.answered >= WARM, "the first answers", patience=60)
        answered, cpu, began = loop.answered, cpu_seconds(process.pid), time.monotonic()
        until(lambda: loop.answered >= answered + MEASURED, "the measured answers", patience=300)
        turns, took = loop.answered - answered, time.monotonic() - began
        spent = cpu_seconds(process.pid) - cpu
        return Turns(name, turns / took, spent / turns * 1000, resident_megabytes(process.pid))


@contextmanager
def served(crowd: Crowd) -> Iterator[tuple[Server, Path]]:
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        for person in crowd.people:
            server.add(person, f"Người {person}")
        yield server, Path(folder)


def main() -> None:
    crowd = Crowd(PEOPLE)
    print(f"{PEOPLE} people, each sends as soon as the last was answered; {MEASURED} turns")
    print(f"{'':34} {'turns/s':>9} {'CPU s/1,000 turns':>18} {'resident MB':>13}")
    with served(crowd) as (server, folder):
        peer = measure(
            "bare python-telegram-bot echo", [sys.executable, "-m", "bench.echo"], server, crowd, folder
        )
    print(peer, flush=True)
    with served(crowd) as (server, folder):
        url = f"sqlite:///{folder / 'bot.db'}"
        engine = open_engine(url)
        furnish(engine)
        engine.dispose()
        crowd.join(url)
        ours = measure(
            "this bot, SQLite, every word kept",
            [sys.executable, "-m", "bench.unhurried"],
            server,
            crowd,
            folder,
        )
    print(ours, flush=True)
    print(f"CPU a turn, ours to the peer's: {ours.cpu / peer.cpu:.2f}")


if __name__ == "__main__":
    main()
