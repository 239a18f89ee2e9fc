"""This file is the desk of the chat page: its questions, answered in JSON, and the stream of what happens."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground import view
from bot.playground.limits import MEGABYTE, Json
from bot.playground.standin import Change, StandIn, Strange, Upload, Watch

LARGEST_FILE = 20 * MEGABYTE
LONGEST_WORDS = MEGABYTE
LONGEST_LEAP = timedelta(days=5 * 366)
HEARTBEAT = 15  # seconds; a proxy drops a stream that is silent
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})

Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


class Controls(Protocol):
    """What the page may turn besides the chats: the rehearsal clock."""

    @property
    def announce(self) -> str:
        """One line for the top of the page."""

    def now(self) -> datetime:
        """The rehearsal's hour, aware, in the office's zone."""

    async def move_to(self, when: datetime) -> None:
        """Go forward; the bot does what falls due on the way."""


class Sorry(Exception):
    """What the page asked can't be done; the sentence says why, in Vietnamese."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Desk:
    """The page's own questions, answered in JSON."""

    def __init__(self, standin: StandIn, controls: Controls) -> None:
        self.standin = standin
        self.controls = controls

    def routes(self) -> list[Route]:
        person = "/playground/people/{person:int}"
        told: dict[str, Answer] = {
            "say": self.say,
            "press": self.press,
            "edit": self.edit,
            "file": self.send_file,
            "sticker": self.sticker,
            "voice": self.voice,
            "block": self.block,
            "unblock": self.unblock,
        }
        return [
            Route("/playground/state", self.state),
            Route("/playground/stream", self.stream),
            Route("/playground/clock", self.move_clock, methods=["POST"]),
            Route("/playground/files/{file_id}", self.file),
            Route(person, self.chat),
            *(Route(f"{person}/{name}", answer, methods=["POST"]) for name, answer in told.items()),
        ]

    async def state(self, _: Request) -> Response:
        standin, now = self.standin, self.controls.now()
        people = [view.person(standin, person, now.tzinfo) for person in standin.people.values()]
        return JSONResponse(
            {
                "announce": self.controls.announce,
                "clock": view.clock(now),
                "bot": standin.bot | {"description": standin.menu.get_words("description", "vi")},
                "people": people,
            }
        )

    async def chat(self, request: Request) -> Response:
        person = self.standin.people.get(request.path_params["person"])
        if person is None:
            raise Strange
        zone = self.controls.now().tzinfo
        messages = [view.message(shown, zone) for shown in self.standin.chat(person.id)]
        return JSONResponse({"messages": messages, "commands": view.commands(self.standin, person)})

    async def say(self, request: Request) -> Response:
        asked = await _words(request)
        return _done(self.standin.say(_person(request), str(asked.get("text", ""))))

    async def press(self, request: Request) -> Response:
        asked = await _words(request)
        number, data = _number(asked, "message"), str(asked.get("data", ""))
        return _done(self.standin.press(_person(request), number, data))

    async def edit(self, request: Request) -> Response:
        asked = await _words(request)
        number, text = _number(asked, "message"), str(asked.get("text", ""))
        return _done(self.standin.edit(_person(request), number, text))

    async def send_file(self, request: Request) -> Response:
        """The body is the file itself; its name, kind and caption stand in the address."""
        asked, media_type = request.query_params, request.headers.get("content-type", "")
        content = await _body(request, LARGEST_FILE, "Tệp lớn hơn 20 MB. Mời gửi tệp nhỏ hơn.")
        if not content:
            raise Sorry(400, "Tệp này trống, không có gì để gửi.")
        upload = Upload(
            asked.get("name") or "tep", content, media_type.partition(";")[0] or "application/octet-stream"
        )
        kind = "photo" if asked.get("kind") == "photo" else "document"
        return _done(
            self.standin.send_file(_person(request), upload, kind=kind, caption=asked.get("caption"))
        )

    async def sticker(self, request: Request) -> Response:
        return _done(self.standin.sticker(_person(request)))

    async def voice(self, request: Request) -> Response:
        return _done(self.standin.voice(_person(request)))

    async def block(self, request: Request) -> Response:
        return _done(self.standin.block(_person(request)))

    async def unblock(self, request: Request) -> Response:
        return _done(self.standin.unblock(_person(request)))

    async def file(self, request: Request) -> Response:
        kept = self.standin.files.find(request.path_params["file_id"])
        if kept is None:
            raise Sorry(404, "Không tìm thấy tệp này.")
        return _served(kept.upload)

    async def move_clock(self, request: Request) -> Response:
        now = self.controls.now()
        when = _leap(await _words(request), now)
        if when <= now:
            raise Sorry(409, f"Đồng hồ diễn tập chỉ đi tới, không lùi. Bây giờ là {now:%H:%M %d/%m/%Y}.")
        if when - now > LONGEST_LEAP:
            raise Sorry(409, "Mỗi lần chỉ đi tới nhiều nhất 5 năm.")
        await self.controls.move_to(when)
        seen = view.clock(self.controls.now())
        self.standin.tell(Change(None, "clock", facts={"clock": seen}))
        return JSONResponse({"clock": seen})

    async def stream(self, _: Request) -> Response:
        watch = self.standin.watch()
        return StreamingResponse(
            self._events(watch), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )

    async def _events(self, watch: Watch) -> AsyncIterator[str]:
        """Changes as server-sent events; the first tells the page that it may now load what went before."""
        zone = self.controls.now().tzinfo
        try:
            yield 'retry: 1500\ndata: {"kind": "hello"}\n\n'
            async for change in _with_heartbeat(watch):
                yield _event(view.change(change, zone)) if change else ": still here\n\n"
        finally:
            watch.close()


async def _with_heartbeat(watch: Watch) -> AsyncIterator[Change | None]:
    """The changes, and None whenever nothing has happened for a while."""
    coming = asyncio.ensure_future(anext(watch))
    try:
        while True:
            done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT)
            if not done:
                yield None
                continue
            yield coming.result()
            coming = asyncio.ensure_future(anext(watch))
    except StopAsyncIteration:
        return
    finally:
        coming.cancel()


def _event(seen: Json) -> str:
    return f"data: {json.dumps(seen, ensure_ascii=False)}\n\n"


def _person(request: Request) -> int:
    number: int = request.path_params["person"]
    return number


def _done(update_id: int) -> Response:
    return JSONResponse({"update": update_id})


async def _body(request: Request, most: int, too_much: str) -> bytes:
    """Read a body, and stop as soon as it is too long."""
    if int(request.headers.get("content-length") or 0) > most:
        raise Sorry(413, too_much)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise Sorry(413, too_much)
    return bytes(body)


async def _words(request: Request) -> Json:
    """A JSON object that says it is JSON: a foreign page's form can't say so."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Sorry(415, "Yêu cầu này phải là JSON.")
    try:
        value = json.loads(await _body(request, LONGEST_WORDS, "Tin nhắn dài quá.") or b"{}")
    except ValueError:
        raise Sorry(400, "Không đọc được yêu cầu này.") from None
    if not isinstance(value, dict):
        raise Sorry(400, "Không đọc được yêu cầu này.")
    return value


def _number(asked: Json, name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int):
        raise Sorry(400, "Không đọc được yêu cầu này.")
    return value


def _leap(asked: Json, now: datetime) -> datetime:
    """Where the clock should go: a known step, or a day and hour in the office's zone."""
    if asked.get("step") == "hour":
        return now + timedelta(hours=1)
    if asked.get("step") == "morning":
        return (now + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    if asked.get("step") == "week":
        return now + timedelta(weeks=1)
    try:
        return datetime.fromisoformat(str(asked.get("when"))).replace(tzinfo=now.tzinfo)
    except ValueError:
        raise Sorry(400, "Mời chọn đủ ngày và giờ.") from None


def _served(upload: Upload) -> Response:
    """A picture is shown; anything else is only saved, so that no sent page can act as ours."""
    if upload.media_type in PICTURES:
        return Response(upload.content, media_type=upload.media_type)
    return Response(
        upload.content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox"},
    )
