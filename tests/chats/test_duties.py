"""This file is who owes a report: over random lives of units, each living unit has one row in each period."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from handlers import clock
from models import contact, report, unit
from models.database import open_engine
from models.period import STILL_NEWS, Period
from models.report import ENDED, Report
from models.rules.states import FILED, OWED, ReportState
from models.unit import Succession, Unit, UnitKind
from tests.chat import ZONE

LEAD = 501
DAY = timedelta(days=1)
# Before the reporting year's first round begins.
START = date(2026, 12, 8)
HEIRS = {"end": 0, "merge": 1, "divide": 2}


@dataclass(frozen=True)
class Deed:
    """What is done before a tick: `which` picks units, `days` is counted from that tick's day."""

    sort: str
    which: tuple[int, int, int]
    days: int


DEEDS = st.builds(
    Deed,
    sort=st.sampled_from(("add", "refound", *HEIRS, "revive", "file", "return", "excuse")),
    which=st.tuples(st.integers(0, 59), st.integers(0, 59), st.integers(0, 59)),
    days=st.integers(-5, 40),
)
# How many days after the last tick the next one comes, and what was done meanwhile.
LIVES = st.lists(st.tuples(st.integers(1, 25), st.lists(DEEDS, max_size=3)), min_size=10, max_size=25)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_engine(database)
    yield engine
    engine.dispose()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(life=LIVES)
def test_every_living_unit_has_one_row_in_each_running_period_and_no_ended_unit_owes(
    engine: Engine, life: list[tuple[int, list[Deed]]]
) -> None:
    with Session(engine) as session:
        now = datetime.combine(START, time(9), ZONE)
        list(clock.tick(session, now, ZONE))
        for days, done in life:
            now += timedelta(days=days)
            for number, deed in enumerate(done):
                with suppress(unit.Refused):
                    _do(session, deed, now, f"N-{now:%y%m%d}-{number}")
            owed = _owed(session)
            had = _rows(session)
            list(clock.tick(session, now, ZONE))
            _holds(session, now.date(), owed, had)
        session.rollback()


def _do(session: Session, deed: Deed, now: datetime, code: str) -> None:
    lead = contact.by_chat(session, LEAD)
    assert lead is not None
    by, day = lead.id or 0, now.date() + deed.days * DAY
    everybody = [one.code for one in unit.in_order(session)]
    one = everybody[deed.which[0] % len(everybody)]
    newest = [everybody[-1 - n % 6] for n in deed.which[1:]]
    rows = session.exec(select(Report).order_by("id")).all()
    row = rows[deed.which[0] * 60 % len(rows)]
    match deed.sort:
        case "add" | "refound":
            first = day if deed.sort == "add" else day + DAY
            new = Unit(code=code, position=0, name=code, short=code, kind=UnitKind.COMMUNE, first=first)
            unit.add(session, new, by=by, now=now)
            if deed.sort == "refound":
                unit.end(session, one, day, [code], by=by, now=now)
        case "file":
            report.settle(session, row, ReportState.SUBMITTED, by=by, now=now)
        case "return" if row.state in FILED:
            report.give_back(session, row, "thiếu số liệu", by=by, now=now)
        case "excuse" if row.state in OWED:
            report.excuse(session, row, "bão", by=by, now=now)
        case "revive":
            unit.revive(session, one, by=by, now=now)
        case "end" | "merge" | "divide":
            heirs = sorted(set(newest[: HEIRS[deed.sort]]))
            unit.end(session, one, day, heirs, by=by, now=now)


def _holds(session: Session, today: date, owed: set[tuple[int, str]], had: Counter[tuple[int, str]]) -> None:
    """Hold the rows against the lives of units, worked out without the code that made the rows."""
    units = {one.code: one for one in session.exec(select(Unit))}
    alive = {code for code, one in units.items() if one.first <= today and not _ended(one, today)}
    rows = _rows(session)
    assert set(rows.values()) <= {1}
    for of in session.exec(select(Period).where(Period.first <= today)):
        number = of.id or 0
        have = {code for period_id, code in rows if period_id == number}
        heirs = {
            heir
            for period_id, code in owed
            if period_id == number and _ended(units[code], today)
            for heir in _heirs(session, code, today)
        }
        if today <= max(of.due, of.last):
            assert alive <= have
        elif today <= max(of.due, of.last) + STILL_NEWS:
            assert have - {code for period_id, code in had if period_id == number} <= heirs
        if today <= max(of.due, of.last) + STILL_NEWS:
            assert heirs <= have
            assert not {code for period_id, code in _owed(session) if period_id == number} - alive
            assert not _let_off_as_ended(session, number) & alive


def _rows(session: Session) -> Counter[tuple[int, str]]:
    return Counter((row.period_id, row.unit) for row in session.exec(select(Report)))


def _owed(session: Session) -> set[tuple[int, str]]:
    return {(row.period_id, row.unit) for row in session.exec(select(Report)) if row.state in OWED}


def _let_off_as_ended(session: Session, period_id: int) -> set[str]:
    query = select(Report.unit).where(Report.period_id == period_id, Report.note == ENDED)
    return set(session.exec(query))


def _ended(one: Unit, today: date) -> bool:
    return one.last is not None and one.last < today


def _heirs(session: Session, code: str, today: date) -> set[str]:
    """Follow the work to the units that live today."""
    row = session.get(Unit, code)
    if row is None or not _ended(row, today):
        return {code} if row is not None and row.first <= today else set()
    onward = session.exec(select(Succession.successor).where(Succession.predecessor == code))
    return {heir for one in onward for heir in _heirs(session, one, today)}
