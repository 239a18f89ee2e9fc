"""This file is the stand-in as a server of its own, and the bot as a process of its own, over HTTP."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import uvicorn
from starlette.types import ASGIApp

from bot.playground.server import application
from bot.playground.standin import Patience, Person, SendLimits, Shown, StandIn
from tests.chat import TOKEN, ZONE

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
IN_A_HURRY = Patience(rest=0.02)
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def until(look: Callable[[], T | None], what: str, *, patience: float = PATIENCE) -> T:
    """Look again and again until there is something."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {patience:.0f} s: {what}")


@dataclass
class NoControls:
    """A page without a clock to set."""

    announce: str = ""

    def now(self) -> datetime:
        return datetime.now(ZONE)

    async def move_to(self, when: datetime) -> None:
        raise ValueError(f"this clock can't be set to {when}")


class Serving:
    """An application on a port of this machine, in a thread of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        port = int(self.url.rsplit(":", 1)[-1])
        config = uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        until(lambda: self._server.started, f"something serves at {self.url}")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()

    def within(self, doing: Callable[[], T]) -> T:
        """Do something in the thread that serves, and give what came of it."""
        if self._loop is None:
            return doing()

        async def there() -> T:
            return doing()

        return asyncio.run_coroutine_threadsafe(there(), self._loop).result(PATIENCE)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        try:
            await self._server.serve()
        finally:
            self._loop = None


class Server(Serving):
    """A stand-in on a port of this machine; people chat through the page's own questions."""

    def __init__(self, *, limits: SendLimits | None = None, patience: Patience = IN_A_HURRY) -> None:
        self.standin = StandIn(token=TOKEN, limits=limits, patience=patience)
        super().__init__(application(self.standin, NoControls()))

    def __exit__(self, *_: object) -> None:
        self.within(self.standin.close)
        super().__exit__()

    def add(self, person_id: int, name: str) -> None:
        self.within(lambda: self.standin.add_person(Person(id=person_id, name=name)))

    def send(self, person_id: int, text: str) -> int:
        """Queue a text and wait for nothing; gives the update's id."""
        return self.within(lambda: self.standin.say(person_id, text))

    def put_raw(self, body: dict[str, Any]) -> int:
        return self.within(lambda: self.standin.put_raw(body))

    def taken_in(self, chat_id: int) -> list[tuple[float, Shown]]:
        """Give what the bot has sent to a chat, each with the time it was accepted."""
        return self.within(lambda: self.standin.taken_in(chat_id))

    def do(self, person_id: int, what: str, **body: Any) -> Any:
        return self.ask(f"/playground/people/{person_id}/{what}", body)

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = Request(f"{self.url}{path}", data, {"content-type": "application/json"})  # noqa: S310 - loopback
        with urlopen(asked, timeout=10) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def heard(self, person_id: int) -> list[dict[str, Any]]:
        """Give what the bot has said to a person."""
        messages = self.ask(f"/playground/people/{person_id}")["messages"]
        return [one for one in messages if one["by_bot"]]

    def say(self, person_id: int, text: str) -> str:
        """Say something and wait for the bot's next message."""
        before = len(self.heard(person_id))
        self.do(person_id, "say", text=text)
        return self._next(person_id, before)

    def send_file(self, person_id: int, name: str, kind: str, content: bytes) -> str:
        """Send a photo or a document and wait for the bot's next message."""
        before = len(self.heard(person_id))
        path = f"/playground/people/{person_id}/file?{urlencode({'name': name, 'kind': kind})}"
        sent = Request(f"{self.url}{path}", content, {"content-type": "application/octet-stream"})  # noqa: S310 - loopback
        with urlopen(sent, timeout=10):  # noqa: S310 - loopback
            pass
        return self._next(person_id, before)

    def press(self, person_id: int, label: str) -> str:
        """Press the newest button of this label and wait for the bot's next message."""
        said = self.heard(person_id)
        message, data = next(
            (one["id"], button["data"])
            for one in reversed(said)
            for row in one["rows"]
            for button in row
            if button["label"] == label
        )
        self.do(person_id, "press", message=message, data=data)
        return self._next(person_id, len(said))

    def _next(self, person_id: int, before: int) -> str:
        def look() -> str | None:
            heard = self.heard(person_id)
            return str(heard[-1]["text"] or heard[-1]["file"]) if len(heard) > before else None

        return until(look, f"an answer to {person_id}")


class Process:
    """The bot as it is started on a server."""

    def __init__(self, url: str, data: Path, **env: str) -> None:
        self._env = {
            **os.environ,
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "DATA_DIR": str(data),
            "PYTHONUNBUFFERED": "1",
            "PORT": str(free_port()),
            **env,
        }
        self._log = data / "log.txt"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self, *args: str) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", *args],
            cwd=ROOT,
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._noting = threading.Thread(target=self._note, args=[self._running], daemon=True)
        self._noting.start()

    @property
    def pid(self) -> int:
        return self._running.pid if self._running else 0

    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process and give its exit code."""
        if self._running is not None:
            self._running.send_signal(how)
        return self.wait()

    def wait(self) -> int:
        if self._running is None:
            return 0
        code = self._running.wait(PATIENCE)
        self._noting.join()
        self._running = None
        return code

    def _note(self, running: subprocess.Popen[bytes]) -> None:
        """Write down what it prints: a process whose files are limited could not write it all itself."""
        assert running.stdout is not None
        with self._log.open("ab") as log, running.stdout as printed:
            while some := os.read(printed.fileno(), 65536):
                log.write(some)
                log.flush()

    def terminal(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the terminal on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *args],
            cwd=ROOT,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
