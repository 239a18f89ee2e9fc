"""This file is the player of written chats: it plays them through the real bot and writes down what is said.

`Lan: words` says; `Lan: [Label]` presses; `Lan: [Label] (cũ)` presses the message before the newest with that
label; `Lan: [Label] ×2` presses twice; `Lan: ✎ words` edits the last message; `Lan: 📷 name` and
`Lan: 📎 name (3 MB)` send a photo and a document, `| words` behind is the caption; what is in a document
stands in `files`; `Lan: ↩ words` and `Lan: ↩ 📷 name` reply to the bot's newest message; `Lan: (sticker)`,
`(voice)`, `(blocks)`, `(unblocks)`.
`Hòa @Group: words` says it in a group, which is there as soon as it is named; in a group also
`(takes the bot in)`, `(puts the bot out)`, `(makes it a supergroup)` and `(anonymous) words`.
`Bot → @Group:` speaks into a group.
`Bot:` answers the speaker; `Bot → Name:` speaks to another; `Bot ✎:` writes over an earlier message;
`Bot ⌁ words` is the short line over a button. `── 02/11/2026 08:00 ──` moves the clock; `── restart ──`
restarts the bot. A line `…` in what the bot says stands for any lines.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import unified_diff
from textwrap import dedent
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.app import App
from bot.flood import Flood
from bot.playground.standin import Person, Shown, ShownFile, StandIn, Upload
from bot.rehearsal import Clock
from bot.telegram import Door
from handlers.replies.words import plain
from models.database import open_engine
from models.outbox import Pace
from tests.wire import Wire

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TOKEN = "123456789:AAtest-token-of-the-stand-in-000000"
INDENT = " " * 5
FIRST_GROUP = -4001
CLOCK = re.compile(r"── (\d\d/\d\d/\d{4} \d\d:\d\d) ──")
PRESS = re.compile(r"\[(.+)\]( \(cũ\)| ×2)?")
DOCUMENT = re.compile(r"📎 (\S+)(?: \((\d+) MB\))?(?: \| (.+))?")


# The clock stands still here: nothing would ever be far enough behind.
UNHURRIED = Pace(most=10_000, chat=timedelta(), group=timedelta())


class NoSuchButtonError(AssertionError):
    """A chat presses what nobody was shown."""


class TestClock(Clock):
    """A clock that stands still until a chat moves it, restarts included."""

    __test__ = False

    def __init__(self, start: datetime) -> None:
        super().__init__(ZONE)
        self.hour = start
        self.is_rehearsal = False

    def now(self) -> datetime:
        return self.hour


@dataclass
class Player:
    """Plays chats against one database, which outlives restarts of the bot."""

    url: str
    clock: TestClock
    people: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    engine: Engine = field(init=False)
    standin: StandIn = field(init=False)
    app: App = field(init=False)
    _seen: dict[int, dict[int, tuple[str, bool, str]]] = field(default_factory=dict)
    _toasts: int = 0

    def __post_init__(self) -> None:
        self.standin = StandIn(token=TOKEN, now=self.clock.now)
        self.engine = open_engine(self.url)
        self._start()

    def add(self, name: str, person_id: int, full_name: str, language: str = "vi") -> None:
        self.people[name] = person_id
        self.standin.add_person(Person(id=person_id, name=full_name, language=language))

    async def goes(self, chat: str) -> None:
        """Play a chat and compare what was said with what is written, once."""
        written = _turns(dedent(chat))
        spoken = []
        for turn in written:
            try:
                said = await self._play(turn[0])
            except NoSuchButtonError:
                spoken.append([turn[0], "(there is no such button)"])
                break
            spoken.append(turn if _agrees(turn[1:], said) else [turn[0], *said])
        differences = unified_diff(_lines(written), _lines(spoken), "written", "spoken", lineterm="", n=3)
        said_otherwise = "\n".join(differences)
        assert not said_otherwise, said_otherwise

    async def said(self, action: str) -> str:
        """Play one line and give what the bot said to it."""
        return "\n".join(await self._play(action))

    async def hear(self, *actions: str) -> None:
        """Play what led up to the chat, and write none of it down."""
        for action in actions:
            await self._play(action)

    async def restart(self) -> None:
        """Let the process die and begin anew on what the database holds."""
        self.app.presence.leave()
        self.engine.dispose()
        self.engine = open_engine(self.url)
        self._start()
        await self._settle()

    def close(self) -> None:
        self.app.presence.leave()
        self.engine.dispose()

    def _start(self) -> None:
        wire = Wire(self.standin)
        door = Door(TOKEN, "http://standin", sending=wire, polling=wire)
        self.app = App(self.engine, door, self.clock, pace=UNHURRIED, flood=Flood(burst=10_000))

    async def _play(self, action: str) -> list[str]:
        speaker = ""
        moved = CLOCK.fullmatch(action)
        if moved:
            self.clock.hour = datetime.strptime(moved[1], "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)
            self.app.tick()
        elif action == "── restart ──":
            await self.restart()
        elif action:
            speaker, _colon, doing = action.partition(": ")
            name, _at, group = speaker.partition(" @")
            if group:
                self._do_in_group(self.people[name], group, doing)
            else:
                self._do(self.people[name], doing)
        await self._settle()
        return self._news(speaker)

    def _do(self, who: int, doing: str) -> None:
        reply_to = self._newest(who) if doing.startswith("↩ ") else None
        doing = doing.removeprefix("↩ ")
        pressed = PRESS.fullmatch(doing)
        document = DOCUMENT.fullmatch(doing)
        if pressed:
            self._press(who, pressed[1], pressed[2] or "")
        elif doing.startswith("✎ "):
            own = [shown for shown in self.standin.chat(who) if not shown.by_bot]
            self.standin.edit(who, own[-1].message_id, doing[2:])
        elif doing.startswith("📷 "):
            name, _bar, caption = doing[2:].partition(" | ")
            photo = Upload(name=name, content=doing.encode(), media_type="image/jpeg")
            self.standin.send_file(who, photo, kind="photo", caption=caption, reply_to=reply_to)
        elif document:
            upload = self._upload(document[1], int(document[2] or 0))
            self.standin.send_file(who, upload, kind="document", caption=document[3])
        elif doing in {"(sticker)", "(voice)"}:
            getattr(self.standin, doing.strip("()"))(who)
        elif doing == "(blocks)":
            self.standin.block(who)
        elif doing == "(unblocks)":
            self.standin.unblock(who)
        else:
            self.standin.say(who, doing, reply_to=reply_to)

    def _upload(self, name: str, megabytes: int) -> Upload:
        """Give a document: what was put into `files` under its name, else filled with the name itself."""
        filled = name.encode() * max(1, megabytes * 2**20 // len(name.encode()))
        return Upload(name=name, content=self.files.get(name, filled), media_type="application/octet-stream")

    def sent_to(self, name: str) -> bytes:
        """Give what is in the document that the bot sent somebody last."""
        shown = [one for one in self.standin.chat(self.people[name]) if one.by_bot and one.file]
        kept = self.standin.files.find(shown[-1].file.file_id) if shown and shown[-1].file else None
        if kept is None:
            raise AssertionError(f"{name} was sent no file")
        return kept.upload.content

    def _newest(self, who: int) -> int:
        """Give the bot's newest message in a chat."""
        return [shown.message_id for shown in self.standin.chat(who) if shown.by_bot][-1]

    def _do_in_group(self, who: int, title: str, doing: str) -> None:
        if title not in self.groups:
            self.groups[title] = FIRST_GROUP - len(self.groups)
            self.standin.add_group(self.groups[title], title)
        group = self.groups[title]
        if doing == "(takes the bot in)":
            self.standin.take_in(group, who)
        elif doing == "(puts the bot out)":
            self.standin.put_out(group, who)
        elif doing == "(makes it a supergroup)":
            self.groups[title] = self.standin.upgrade(group, who)
        elif doing.startswith("(anonymous) "):
            self.standin.say_in(group, None, doing.removeprefix("(anonymous) "))
        else:
            self.standin.say_in(group, who, doing)

    def _press(self, who: int, label: str, how: str) -> None:
        holding = [
            (shown.message_id, data)
            for shown in self.standin.chat(who)
            for row in shown.buttons
            for words, data in row
            if words == label
        ]
        if not holding:
            raise NoSuchButtonError(f"no button [{label}] in this chat")
        message, data = holding[-2 if "cũ" in how else -1]
        for _ in range(2 if "×2" in how else 1):
            self.standin.press(who, message, data)

    async def _settle(self) -> None:
        """Let the bot take, answer and send until nothing waits."""
        while await self.app.poll(wait=0):
            await self.app.settle()
        await self.app.settle()

    def _news(self, speaker: str) -> list[str]:
        lines = [f"Bot ⌁ {toast.text}" for toast in self.standin.toasts[self._toasts :] if toast.text]
        self._toasts = len(self.standin.toasts)
        names = sorted(self.people, key=lambda name: name != speaker)
        for name in names:
            lines += self._news_for(self.people[name], "" if name == speaker else f" → {name}")
        for title, number in self.groups.items():
            lines += self._news_for(number, f" → @{title}")
        return lines

    def _news_for(self, chat_id: int, to: str) -> list[str]:
        seen = self._seen.setdefault(chat_id, {})
        lines = []
        for shown in self.standin.chat(chat_id):
            if not shown.by_bot:
                continue
            now = (shown.text, bool(shown.file), str(shown.buttons))
            before = seen.get(shown.message_id)
            if before != now:
                seen[shown.message_id] = now
                lines += _written(f"Bot{' ✎' if before else ''}{to}: ", shown)
        return lines


def _written(head: str, shown: Shown) -> list[str]:
    text = plain(shown.text)
    lines = [f"({_carried(shown.file)}) {text}" if shown.file else text]
    lines = [line.strip() for line in "\n".join(lines).splitlines() if line.strip()]
    lines += [" ".join(f"[{label}]" for label, _data in row) for row in shown.buttons]
    return [head + lines[0], *(INDENT + line for line in lines[1:])]


def _carried(file: ShownFile) -> str:
    return "ảnh" if file.kind == "photo" else f"tệp {file.name}"


def _turns(chat: str) -> list[list[str]]:
    """Cut a chat into turns: what somebody does, and what the bot says to it."""
    turns: list[list[str]] = []
    for line in chat.splitlines():
        if not line.strip():
            continue
        if line.startswith((" ", "Bot")):
            turns[-1].append(line.rstrip())
        else:
            turns.append([line.strip()])
    return turns


def _agrees(written: list[str], said: list[str]) -> bool:
    """Tell whether what was said is what is written, a line of `…` standing for any lines."""
    pattern = "\n".join("(?:.*\n)*?.*" if line.strip() == "…" else re.escape(line) for line in written)
    return re.fullmatch(pattern, "\n".join(said)) is not None


def _lines(turns: list[list[str]]) -> list[str]:
    return [line for turn in turns for line in turn]
