"""This file is the office's calendar in real databases: its own days, and the due days that periods get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import period, plan, planfile, planstore
from models.database import open_engine, turn
from models.event import Event
from models.plan import DayOff, DayRefused, DaySource
from models.planfile import DayOff as Decided
from models.planfile import DueRule, PlanFile
from models.rules.spans import Phrase
from models.rules.working_days import WorkingDays
from tests.conftest import JOINED, PLAN

CULTURE_DAY, SATURDAY = date(2026, 11, 24), date(2026, 10, 10)
READ = planfile.read(PLAN)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_engine(database)
    yield opened
    opened.dispose()


def works(session: Session, day: date) -> bool:
    return WorkingDays(plan.overrides(session)).is_working(day)


def said(session: Session, file: PlanFile = READ) -> list[str]:
    return [str(change) for change in planstore.store(session, file, now=JOINED)]


def events(session: Session) -> list[Event]:
    return [row for row in session.exec(select(Event).order_by("id")) if row.what.startswith("day.")]


def test_the_office_decides_against_the_calendar_and_takes_it_back(engine: Engine) -> None:
    with turn(engine) as session:
        assert not works(session, SATURDAY)
        row = plan.decide_day(session, SATURDAY, True, " Văn bản số 1 ", by=None, now=JOINED)
        assert (row.day, row.working, row.why, row.source) == (
            SATURDAY,
            True,
            "Văn bản số 1",
            DaySource.OFFICE,
        )
    with turn(engine) as session:
        assert works(session, SATURDAY)
        plan.undecide_day(session, SATURDAY, "nhầm", by=None, now=JOINED)
    with turn(engine) as session:
        assert not works(session, SATURDAY)
        decided, undone = events(session)
        assert (decided.what, decided.subject, decided.before, decided.why) == (
            "day.decided",
            "day_off:2026-10-10",
            None,
            "Văn bản số 1",
        )
        assert decided.after == undone.before == {"working": True, "why": "Văn bản số 1"}
        assert (undone.what, undone.after, undone.why) == ("day.undecided", None, "nhầm")


def test_the_office_s_word_outlives_the_plan_s_and_the_plan_s_comes_back_after_it(engine: Engine) -> None:
    with turn(engine) as session:
        plan.decide_day(session, CULTURE_DAY, True, "Văn bản số 2", by=None, now=JOINED)
        kept = ["kept day_off 2026-11-24: worked as the office decided, though the file says off"]
        assert said(session) == kept
        assert said(session) == kept
        assert works(session, CULTURE_DAY)
        assert [(row.day.day, row.source) for row in plan.decided_days(session, 2026)] == [
            (2, DaySource.PLAN),
            (10, DaySource.PLAN),
            (24, DaySource.OFFICE),
        ]
        plan.undecide_day(session, CULTURE_DAY, by=None, now=JOINED)
        assert not works(session, CULTURE_DAY)
        assert said(session) == []


def test_what_was_kept_is_told_and_leaves_no_event(engine: Engine) -> None:
    with turn(engine) as session:
        plan.decide_day(session, CULTURE_DAY, True, "Văn bản số 2", by=None, now=JOINED)
        before = len(session.exec(select(Event)).all())
        said(session)
        assert len(session.exec(select(Event)).all()) == before


def test_loading_neither_deletes_nor_changes_the_office_s_days(engine: Engine) -> None:
    agreed = Decided(day=SATURDAY, working=True, why="của tệp")
    with turn(engine) as session:
        plan.decide_day(session, SATURDAY, True, "của Sở", by=None, now=JOINED)
        assert said(session) == []  # not in the file at all
        both = replace(READ, days_off=(*READ.days_off, agreed))
        assert said(session, both) == ["added day_off 2026-10-10"]  # of one mind: nothing to tell
        assert sorted(said(session, replace(READ, days_off=()))) == [
            f"removed day_off {day}" for day in ("2026-01-02", "2026-01-10", "2026-10-10", "2026-11-24")
        ]
        (row,) = session.exec(select(DayOff)).all()
        assert (row.day, row.source, row.why) == (SATURDAY, DaySource.OFFICE, "của Sở")


def test_a_second_decision_takes_the_place_of_the_first(engine: Engine) -> None:
    with turn(engine) as session:
        plan.decide_day(session, SATURDAY, True, "Văn bản số 1", by=None, now=JOINED)
        plan.decide_day(session, SATURDAY, True, "Văn bản số 1 (sửa)", by=None, now=JOINED)
        plan.decide_day(session, SATURDAY, False, "Văn bản số 3", by=None, now=JOINED)
        assert not works(session, SATURDAY)
        assert [row.why for row in session.exec(select(DayOff)) if row.day == SATURDAY] == ["Văn bản số 3"]
        assert events(session)[-1].before == {"working": True, "why": "Văn bản số 1 (sửa)"}


@pytest.mark.parametrize(
    ("day", "working", "why", "words"),
    [
        (SATURDAY, False, "x", "2026-10-10 is off already: nothing changes"),
        (date(2026, 10, 12), True, "x", "2026-10-12 is worked already: nothing changes"),
        (CULTURE_DAY, False, "x", "2026-11-24 is off already: nothing changes"),
        (date(2026, 1, 10), True, "x", "2026-01-10 is worked already: nothing changes"),
        (SATURDAY, True, "  ", "2026-10-10: say why, such as the number and date of the decision"),
        (date(2020, 12, 31), False, "x", "2020-12-31 lies outside 2021 to 2031"),
        (date(2032, 1, 1), True, "x", "2032-01-01 lies outside 2021 to 2031"),
    ],
)
def test_what_changes_nothing_or_lies_too_far_is_refused(
    engine: Engine, day: date, working: bool, why: str, words: str
) -> None:
    with turn(engine) as session:
        with pytest.raises(DayRefused) as refused:
            plan.decide_day(session, day, working, why, by=None, now=JOINED)
        assert str(refused.value) == words
        assert events(session) == []


def test_the_first_and_the_last_day_that_can_be_decided(engine: Engine) -> None:
    with turn(engine) as session:
        plan.decide_day(session, date(2021, 1, 4), False, "x", by=None, now=JOINED)
        plan.decide_day(session, date(2031, 12, 31), False, "x", by=None, now=JOINED)


def test_a_day_that_the_office_did_not_decide_can_not_be_cleared(engine: Engine) -> None:
    with turn(engine) as session:
        for day in (SATURDAY, CULTURE_DAY):  # the second is the plan's
            with pytest.raises(DayRefused, match=f"^{day}: the office has decided nothing about this day$"):
                plan.undecide_day(session, day, by=None, now=JOINED)


def test_a_period_is_due_as_its_round_words_it(engine: Engine) -> None:
    worded = DueRule(month=11, day=30, phrase=Phrase.BEFORE, hour="17:00")
    rounds = tuple(replace(one, due=worded) if one.code == "NAM" else one for one in READ.rounds)
    with turn(engine) as session:
        (told,) = said(session, replace(READ, rounds=rounds))
        assert told.endswith("{'month': 11, 'day': 30, 'year': 0, 'phrase': 'before', 'hour': '17:00'}")
        assert said(session, replace(READ, rounds=rounds)) == []
        opened = period.open_new(
            session, plan.current(session), date(2026, 2, 2), WorkingDays(plan.overrides(session))
        )
        due = {row.round: (row.nominal_due, row.due, row.due_time) for row in opened}
    assert due["NAM"] == (date(2026, 11, 29), date(2026, 11, 27), time(17))
    assert due["Q1"] == (date(2026, 3, 20), date(2026, 3, 20), None)
    with turn(engine) as session:
        assert {row.due_time for row in session.exec(select(period.Period)) if row.round == "NAM"} == {
            time(17)
        }
