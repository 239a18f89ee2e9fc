"""This file is a crowd that fills in reports all at once, and what must have come of it afterwards."""

import asyncio
import random
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from sqlmodel import func, select

from handlers.replies.words import plain
from models import outbox, unit
from models.activity import Activity
from models.contact import Contact, Role
from models.database import open_engine, turn
from models.draft import Draft, DraftState
from models.inbox import Pending, Seen
from tests.chat import ZONE, Player, TestClock
from tests.whole.server import Server

OPENS = datetime(2026, 11, 2, 7, 30, tzinfo=ZONE)
JOINED = datetime(2026, 1, 5, 9, 0, tzinfo=ZONE)
FIRST_PERSON = 801


@dataclass(frozen=True)
class Outcome:
    """What came of it all; the figures that a run prints."""

    updates: int
    kills: int
    answers: int
    repeated: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.updates} updates, {self.kills} kills: every update applied once and in order, "
            f"{self.answers} answers, {self.repeated} of them repeated, {self.seconds:.0f} s"
        )


class Crowd:
    """So many people, each of a unit of their own, who write a report and a half without waiting."""

    def __init__(self, people: int) -> None:
        self.people = range(FIRST_PERSON, FIRST_PERSON + people)

    def join(self, url: str) -> None:
        """Put the people into a furnished database."""
        engine = open_engine(url)
        with turn(engine) as session:
            units = unit.alive_on(session, OPENS.date())
            for person, of in zip(self.people, reversed(units), strict=False):
                name = f"Người {person}"
                row = Contact(chat_id=person, name=name, role=Role.CONTACT, unit=of.code, joined_at=JOINED)
                session.add(row)
        engine.dispose()

    def script(self, person: int) -> list[str]:
        """Give what a person writes: fifteen messages, each an answer to one question only."""
        whole, half = (f"Tham mưu văn bản số {n} của người {person}" for n in (1, 2))
        return [
            *("/baocao", "1. Cơ chế, chính sách", whole, "15/10/2026", "bỏ qua"),
            *(f"{person} nghìn", "bỏ qua", "bỏ qua", "lưu"),
            *("/baocao", "1. Cơ chế, chính sách", half, "16/10/2026", "bỏ qua", f"{person}.500"),
        ]

    def expected(self, url: str) -> dict[int, list[str]]:
        """Give what the bot says to each of them when nothing goes wrong."""
        return asyncio.run(self._expected(url))

    async def _expected(self, url: str) -> dict[int, list[str]]:
        player = Player(url, TestClock(OPENS))
        for person in self.people:
            player.add(str(person), person, f"Người {person}")
        player.app.tick()
        for person in self.people:
            await player.hear(*(f"{person}: {words}" for words in self.script(person)))
        said = {
            person: [plain(one.text) for one in player.standin.chat(person) if one.by_bot]
            for person in self.people
        }
        player.close()
        assert all(first != second for heard in said.values() for first, second in pairwise(heard))
        return said

    def write(self, server: Server, seconds: float, chance: random.Random) -> threading.Thread:
        """Let everybody write over so many seconds, in any order among them, each in their own order."""
        scripts = {person: self.script(person) for person in self.people}
        turns = [person for person, script in scripts.items() for _ in script]
        chance.shuffle(turns)

        def write_all() -> None:
            for person in turns:
                server.send(person, scripts[person].pop(0))
                time.sleep(seconds / len(turns))

        writing = threading.Thread(target=write_all)
        writing.start()
        return writing

    def settled(self, server: Server, url: str) -> bool:
        """Tell whether everything was taken and everything said."""
        if server.standin.waiting_updates():
            return False
        engine = open_engine(url)
        with turn(engine) as session:
            is_waiting = outbox.waits(session) or bool(session.exec(select(Pending)).first())
        engine.dispose()
        return not is_waiting

    def check(self, server: Server, url: str, expected: dict[int, list[str]]) -> tuple[int, int]:
        """Hold everything against what must be there; give how many answers came, how many repeated."""
        self._check_rows(url)
        answers = repeated = 0
        for person in self.people:
            said = [plain(shown.text) for _at, shown in server.taken_in(person)]
            in_order = [text for text, _again in groupby(said)]
            assert in_order == expected[person], f"{person} heard {said} instead of {expected[person]}"
            answers += len(in_order)
            repeated += len(said) - len(in_order)
        return answers, repeated

    def _check_rows(self, url: str) -> None:
        engine = open_engine(url)
        with turn(engine) as session:
            kept = session.exec(select(Activity).order_by("id")).all()
            drafts = session.exec(select(Draft).where(Draft.state == DraftState.OPEN)).all()
            seen = session.exec(select(func.count()).select_from(Seen)).one()
            contacts = {row.id: row.chat_id for row in session.exec(select(Contact))}
        engine.dispose()
        assert seen == sum(len(self.script(person)) for person in self.people)
        assert sorted((row.title, row.cost or 0) for row in kept) == sorted(
            (self.script(person)[2], person * 1000) for person in self.people
        )
        half = {contacts[row.contact_id]: (row.answers["title"], row.answers["cost"]) for row in drafts}
        assert half == {person: (self.script(person)[11], person * 1_000 + 500) for person in self.people}


def hour(began: float) -> str:
    """Give the rehearsal's hour for a process that starts now: its clock goes on over every restart."""
    return (OPENS + timedelta(seconds=time.monotonic() - began)).isoformat()
