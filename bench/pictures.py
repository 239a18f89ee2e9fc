"""This file is how long a picture takes, from the question to the PNG: python -m bench.pictures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

from sqlalchemy import Engine
from sqlmodel import Session

from bench import office
from handlers import drawing, handing, progress
from handlers.replies.words import speaking
from handlers.request import Incoming, Replies, Request, Sort
from models.contact import Contact, Role
from models.database import open_engine, turn

SIZE = 10_000
WARM_UPS, RUNS = 3, 15
HEAD = ("picture", "KB", "median ms", "fastest ms", "processor ms")
Maker = Callable[[Request], Replies]
PICTURES: tuple[tuple[str, Maker, str], ...] = (
    ("progress, years (2)", progress.pictures, ""),
    ("one indicator, a year", drawing.draw_growth, "DN"),
    ("one indicator, ten years", drawing.draw_growth, "LD"),
    ("one unit", drawing.draw_unit, "SCT"),
    ("units by periods (3)", handing.draw_filings, str(office.NOW.year)),
)


def main() -> None:
    print(f"{HEAD[0]:>26} | " + " | ".join(f"{name:>12}" for name in HEAD[1:]), flush=True)
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'office.db'}")
        office.build(engine, SIZE)
        for name, make, argument in PICTURES:
            measure(engine, name, make, argument)
        engine.dispose()


def measure(engine: Engine, name: str, make: Maker, argument: str) -> None:
    """Print one line: the median of pictures of other days, so that none is known from before."""
    walls, works, size = [], [], 0
    with turn(engine) as session, speaking("vi"):
        for day in range(WARM_UPS + RUNS):
            request = _asked(session, argument, day)
            begun, worked = perf_counter(), thread_time()
            drawn = make(request)
            walls.append((perf_counter() - begun) * 1000)
            works.append((thread_time() - worked) * 1000)
            size = max(len(one.photo or b"") for one in drawn)
    walls, works = walls[WARM_UPS:], works[WARM_UPS:]
    shown = (f"{size / 1024:.0f}", f"{median(walls):.0f}", f"{min(walls):.0f}", f"{median(works):.0f}")
    print(f"{name:>26} | " + " | ".join(f"{one:>12}" for one in shown), flush=True)


def _asked(session: Session, argument: str, day: int) -> Request:
    """Ask as somebody of the lead office does, some days after the last activity."""
    person = Contact(id=0, chat_id=1, name="Hòa", role=Role.LEAD, unit="SKHCN", joined_at=office.NOW)
    said = Incoming(update_id=0, sort=Sort.OTHER, chat_id=1, name=person.name)
    request = Request(session=session, now=office.NOW, said=said, contact=person, argument=argument)
    return replace(request, now=office.NOW + timedelta(days=day))


if __name__ == "__main__":
    main()
