"""This file is an office of any size to measure on: ten years of activities, seeded, so runs are alike."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, inspect
from sqlmodel import Session, SQLModel

from handlers.reading.enterprise_names import core
from handlers.reading.text import fold
from models import migrate, period, plan, planfile, planstore, report, tally, unit
from models.activity import Activity, Certificate, Expert, Participation
from models.contact import Contact, Role
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind, Stage
from models.rules.working_days import WorkingDays
from models.unit import Unit, UnitKind

PLAN = Path(__file__).parents[1] / "plans" / "3483"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2030, 11, 4, 9, 0, tzinfo=ZONE)
FIRST = date(2021, 1, 1)
UNITS, ENTERPRISES, EXPERTS = 60, 3_000, 500
# Of a hundred activities so many are of each kind, in a group that may hold it.
KINDS = {
    (Kind.SUPPORT, 3): 35,
    (Kind.TRAINING, 4): 25,
    (Kind.OUTREACH, 2): 20,
    (Kind.OTHER, 1): 12,
    (Kind.AWARD, 3): 3,
    (Kind.MODEL, 3): 2,
    (Kind.CERTIFICATION, 4): 3,
}
FORMS = {Form.COMPANY: 80, Form.COOPERATIVE: 15, Form.HOUSEHOLD: 5}
STAGES = {Stage.ENTERED: 80, Stage.WON: 15, Stage.GOLD: 5}
# One in a thousand is still ahead; one in a hundred was expected, and never confirmed.
AHEAD, GONE_BY = 0.001, 0.01
AT_ONCE = 10_000
T = TypeVar("T")


def build(engine: Engine, size: int) -> None:
    """Fill an empty database with so many activities, and build the totals."""
    chance = Random(size)
    migrate.upgrade(engine)
    with turn(engine) as session:
        planstore.store(session, planfile.read(PLAN), now=NOW)
        _people(session)
        _periods(session)
        _fill(session, Enterprise, _enterprises(chance))
        _fill(session, Expert, ({"id": n, "name": f"CG {n}", "folded": f"cg {n}"} for n in _to(EXPERTS)))
        codes = sorted(unit.names(session))
        for start in range(1, size + 1, AT_ONCE):
            rows = [activity(chance, n, codes) for n in range(start, min(start + AT_ONCE, size + 1))]
            _fill(session, Activity, rows)
            _fill(session, Participation, [part for row in rows for part in parts(chance, row)])
            _fill(session, Certificate, [paper for row in rows for paper in papers(chance, row)])
        tally.rebuild(session, plan.current(session))


def activity(chance: Random, number: int, codes: list[str]) -> dict[str, Any]:
    """Make one activity: today or on a day gone by, unless it is an estimate."""
    ahead = chance.random() < AHEAD
    today = NOW.date()
    days = chance.randrange((today - FIRST).days + 1)
    day = today + timedelta(days=1 + chance.randrange(50)) if ahead else FIRST + timedelta(days=days)
    kind, group = one_of(chance, KINDS)
    training = kind is Kind.TRAINING
    return {
        "id": number,
        "plan": "3483",
        "unit": chance.choice(codes),
        "group": group,
        "kind": kind,
        "title": f"Hoạt động {number}",
        "first": day,
        "last": day,
        "estimate": ahead or chance.random() < GONE_BY,
        "leaders": chance.randrange(1, 30) if training else None,
        "attendances": 40 if training else None,
        "in_depth": chance.random() < 0.3 if training else None,
        "recorded_at": NOW,
        "recorded_by": 1,
    }


def parts(chance: Random, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Let enterprises take part, in what they can take part in."""
    many = {Kind.SUPPORT: chance.randrange(1, 4), Kind.MODEL: 1, Kind.AWARD: 2}.get(row["kind"], 0)
    return [
        {
            "activity_id": row["id"],
            "enterprise_id": number,
            "name": f"Doanh nghiệp {number}",
            "stage": one_of(chance, STAGES) if row["kind"] is Kind.AWARD else None,
        }
        for number in chance.sample(range(1, ENTERPRISES + 1), many)
    ]


def papers(chance: Random, row: dict[str, Any]) -> list[dict[str, Any]]:
    many = chance.randrange(1, 4) if row["kind"] is Kind.CERTIFICATION else 0
    return [
        {"activity_id": row["id"], "expert_id": number, "number": f"NSCL-{row['id']}-{number}"}
        for number in chance.sample(_to(EXPERTS), many)
    ]


def one_of(chance: Random, weights: dict[T, int]) -> T:
    return chance.choices(list(weights), list(weights.values()))[0]


def _people(session: Session) -> None:
    """Bring the units to sixty, each with a contact."""
    known = len(unit.names(session))
    for n in range(known, UNITS):
        name = f"Xã {n}"
        row = Unit(code=f"XA{n}", position=n, name=name, short=name, kind=UnitKind.COMMUNE, first=FIRST)
        session.add(row)
    session.flush()
    for n, code in enumerate(unit.names(session), 1):
        session.add(Contact(id=n, chat_id=n, name=f"Người {n}", role=Role.CONTACT, unit=code, joined_at=NOW))
    session.flush()


def _periods(session: Session) -> None:
    days = WorkingDays(plan.overrides(session))
    for opened in period.open_new(session, plan.current(session), NOW.date(), days):
        report.open_duties(session, opened, NOW)


def _enterprises(chance: Random) -> Iterator[dict[str, Any]]:
    for n in _to(ENTERPRISES):
        name = f"Doanh nghiệp {n}"
        folded = fold(name)
        yield {"id": n, "name": name, "folded": folded, "core": core(name), "form": one_of(chance, FORMS)}


def _to(last: int) -> range:
    return range(1, last + 1)


def _fill(session: Session, table: type[SQLModel], rows: Any) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        session.connection().execute(inspect(table).local_table.insert(), [_columns(one) for one in some])


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {"task_group" if name == "group" else name: value for name, value in values.items()}
