"""This file is how long /tiendo takes, from a thousand activities to a million: python -m bench.progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine, text
from sqlmodel import select

from bench import office
from handlers.progress import overview_reply
from models import merging, plan, tally
from models.activity import Activity, Participation
from models.database import open_engine, turn
from models.enterprise import Enterprise
from models.rules.counting import Kind
from models.unit import Unit
from tests.postgres import cluster

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WARM_UPS, RUNS = 3, 30
MERGERS = 5
HEAD = (
    "activities",
    "database",
    "median ms",
    "p95 ms",
    "write ms",
    "merge ms",
    "built s",
    "recount s",
    "agrees",
)


def main(*sizes: int) -> None:
    print(" | ".join(f"{name:>10}" for name in HEAD), flush=True)
    with TemporaryDirectory() as folder, cluster() as postgres:
        for size in sizes or SIZES:
            with _opened(f"sqlite:///{Path(folder) / f'{size}.db'}") as engine:
                measure(engine, size)
            (Path(folder) / f"{size}.db").unlink()
            if postgres:
                with _opened(postgres.make(f"office_{size}")) as engine:
                    measure(engine, size)
                postgres.drop(f"office_{size}")


def measure(engine: Engine, size: int) -> None:
    """Print one line: the whole answer in a turn of its own, each time after one more write."""
    built = _timed(lambda: office.build(engine, size))
    _settle(engine)
    answers, writes = [], []
    for n in range(WARM_UPS + RUNS):
        writes.append(_timed(partial(write, engine, size, n)))
        answers.append(_timed(lambda: answer(engine)))
    answers, writes = answers[WARM_UPS:], writes[WARM_UPS:]
    mergers = [_timed(partial(merge_and_part, engine, 2 * n + 1)) / 2 for n in range(MERGERS)]
    differing: list[str] = []
    recount = _timed(lambda: differing.extend(differences(engine)))
    shown = (
        f"{size:,}",
        engine.dialect.name,
        f"{median(answers) * 1000:.1f}",
        f"{quantiles(answers, n=20)[-1] * 1000:.1f}",
        f"{median(writes) * 1000:.1f}",
        f"{median(mergers) * 1000:.1f}",
        f"{built:.1f}",
        f"{recount:.1f}",
        "NO" if differing else "yes",
    )
    print(" | ".join(f"{one:>10}" for one in shown), flush=True)


def answer(engine: Engine) -> None:
    """Answer /tiendo as the lead office gets it."""
    with turn(engine) as session:
        overview_reply(session, office.NOW, office.ZONE)


def write(engine: Engine, size: int, number: int) -> None:
    """Record one more activity: two enterprises supported today."""
    chance = Random(f"{size} {number}")
    with turn(engine) as session:
        plan.lock(session)
        day = office.NOW.date()
        row = Activity(
            id=size + 1 + number,
            plan="3483",
            unit=chance.choice(session.exec(select(Unit.code).order_by("code")).all()),
            group=3,
            kind=Kind.SUPPORT,
            title="Hoạt động",
            first=day,
            last=day,
            recorded_at=office.NOW,
            recorded_by=1,
        )
        session.add(row)
        session.flush()
        for one in chance.sample(range(1, office.ENTERPRISES + 1), 2):
            session.add(Participation(activity_id=row.id or 0, enterprise_id=one, name=str(one)))
        tally.add(session, row)


def merge_and_part(engine: Engine, number: int) -> None:
    """Merge two enterprises, which were supported as often as any, and part them again."""
    with turn(engine) as session:
        one, other = (session.get_one(Enterprise, key) for key in (number, number + 1))
        merging.merge(session, one, other, by=1, now=office.NOW)
        merging.split(session, other, by=1, now=office.NOW)


def differences(engine: Engine) -> list[str]:
    with turn(engine) as session:
        return tally.differences(session, plan.current(session))


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _settle(engine: Engine) -> None:
    """Let PostgreSQL know what it holds, as it does by itself within a minute."""
    if engine.dialect.name == "postgresql":
        with turn(engine) as session:
            session.connection().execute(text("ANALYZE"))


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


if __name__ == "__main__":
    main(*(int(size) for size in sys.argv[1:]))
