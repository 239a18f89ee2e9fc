"""This file is how close to Telegram's limits a reminder goes out to ten thousand contacts."""

import sys
import tempfile
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from bench.measure import cpu_seconds, running
from bot.playground.standin import Person, SendLimits
from models import unit
from models.contact import Contact, Role
from models.database import open_engine, turn
from tests.chat import ZONE
from tests.conftest import JOINED, furnish
from tests.whole.server import Server, until

CONTACTS, FIRST = 10_000, 100_000
ALLOWED = 30  # messages a second
MORNING = datetime(2026, 11, 2, 7, 59, 50, tzinfo=ZONE)


def fill(url: str, contacts: int) -> None:
    engine = open_engine(url)
    furnish(engine)
    with turn(engine) as session:
        units = unit.alive_on(session, MORNING.date())
        for number in range(contacts):
            of, chat_id = units[number % len(units)].code, FIRST + number
            name = f"Người {number}"
            session.add(Contact(chat_id=chat_id, name=name, role=Role.CONTACT, unit=of, joined_at=JOINED))
    engine.dispose()


def people_come(server: Server, count: int) -> None:
    for number in range(count):
        server.standin.add_person(Person(id=FIRST + number, name=f"Người {number}"))


def main(contacts: int = CONTACTS) -> None:
    with tempfile.TemporaryDirectory() as folder, Server(limits=SendLimits()) as server:
        fill(f"sqlite:///{Path(folder) / 'bot.db'}", contacts)
        server.within(lambda: people_come(server, contacts))
        command = [sys.executable, "-m", "bot", "run", "--now", MORNING.isoformat()]
        with running(command, server.url, Path(folder)) as process:
            until(lambda: len(server.standin.sends) > 0, "the first reminder", patience=300)
            cpu = cpu_seconds(process.pid)
            until(lambda: len(server.standin.sends) >= contacts, "the last reminder", patience=contacts / 10)
            cpu = cpu_seconds(process.pid) - cpu
        times = [sent.at for sent in server.standin.sends]
    took = times[-1] - times[0]
    share = (len(times) - 1) / took / ALLOWED
    print(f"{contacts} reminders in {took:.0f} s: {share:.1%} of what Telegram allows")
    print(f"refused with 429: {server.standin.refused_sends}; CPU {cpu / contacts * 1000:.2f} s per 1,000")
    print(f"longest pause between two: {max(later - sooner for sooner, later in pairwise(times)):.2f} s")


if __name__ == "__main__":
    main(*(int(count) for count in sys.argv[1:]))
