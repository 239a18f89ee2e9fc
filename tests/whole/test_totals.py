"""This file is the kept totals in real databases: after any writing they say what counting anew says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from handlers import progress
from models import activity, plan, planfile, planstore, tally
from models.activity import Activity, Certificate, Expert, Participation
from models.database import open_engine, turn
from models.enterprise import Enterprise
from models.rules.counting import Counts, Form, Kind, Part, Stage
from models.rules.figures import Recounted
from models.rules.spans import Span
from tests.conftest import JOINED, PLAN

TODAY = date(2026, 11, 2)
UNITS = ("SCT", "SNNMT", "SKHCN")
# One moves, two move to one that works itself, two move to one that has no work of its own, each moves apart.
MOVED: tuple[dict[str, str], ...] = (
    {"SCT": "SKHCN"},
    {"SCT": "SKHCN", "SNNMT": "SKHCN"},
    {"SCT": "STC", "SNNMT": "STC"},
    {"SCT": "STC", "SNNMT": "SXD"},
)
SPANS = [
    Span(date(first, 1, 1), date(last, 12, 31)) for first in range(2021, 2027) for last in range(first, 2028)
]


@pytest.fixture
def url(database: str) -> str:
    """Give a furnished database with a few enterprises and experts."""
    engine = open_engine(database)
    with turn(engine) as session:
        for n, form in enumerate([Form.COMPANY] * 4 + [Form.COOPERATIVE, Form.HOUSEHOLD], 1):
            session.add(Enterprise(id=n, name=f"DN {n}", folded=f"dn {n}", form=form))
        for n in (1, 2, 3):
            session.add(Expert(id=n, name=f"CG {n}", folded=f"cg {n}"))
    engine.dispose()
    return database


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


def record(session: Session, chance: Random) -> Activity:
    """Write down an activity of any kind, and take it into the totals."""
    kind = chance.choice(list(Kind))
    estimate = chance.random() < 0.25
    latest = TODAY + timedelta(days=300 if estimate else 0)
    day = date(2021, 1, 1) + timedelta(days=chance.randrange((latest - date(2021, 1, 1)).days + 1))
    row = Activity(
        plan="3483",
        unit=chance.choice(UNITS),
        group=chance.choice((3, 4)),
        kind=kind,
        title=kind,
        first=day,
        last=day,
        estimate=estimate,
        leaders=chance.randrange(30) if kind is Kind.TRAINING else None,
        in_depth=chance.random() < 0.7 if kind is Kind.TRAINING else None,
        recorded_at=JOINED,
        recorded_by=1,
    )
    session.add(row)
    session.flush()
    take_part(session, row, chance)
    tally.add(session, row)
    return row


def take_part(session: Session, row: Activity, chance: Random) -> None:
    of = row.id or 0
    if row.kind in (Kind.SUPPORT, Kind.MODEL, Kind.AWARD):
        for one in chance.sample(range(1, 7), chance.randrange(1, 4)):
            stage = chance.choice(list(Stage)) if row.kind is Kind.AWARD else None
            session.add(Participation(activity_id=of, enterprise_id=one, name=str(one), stage=stage))
    if row.kind is Kind.CERTIFICATION:
        expert = chance.randrange(1, 4)
        session.add(Certificate(activity_id=of, expert_id=expert, number=f"{of}-{chance.random()}"))


def strip(session: Session, row: Activity) -> None:
    for table in (Participation, Certificate):
        session.exec(delete(table).where(col(table.activity_id) == row.id))


def correct(session: Session, row: Activity, chance: Random) -> None:
    """Change an activity's day, unit, estimate and parts, as a correction does."""
    tally.remove(session, row)
    strip(session, row)
    row.unit = chance.choice(UNITS)
    row.last = row.first = date(chance.randrange(2021, 2027), chance.randrange(1, 11), 1)
    row.estimate = chance.random() < 0.25
    take_part(session, row, chance)
    tally.add(session, row)


def void(session: Session, row: Activity) -> None:
    tally.remove(session, row)
    strip(session, row)
    session.delete(row)
    session.flush()


def agree(session: Session) -> None:
    """Compare the totals with a recount, and every figure with what the facts themselves say."""
    the_plan = plan.current(session)
    assert tally.differences(session, the_plan) == []
    facts = activity.facts(session, the_plan)
    anew = Recounted(facts, TODAY)
    for span in SPANS:
        for counts in Counts:
            for part in Part:
                assert tally.by_part(session, the_plan, part, counts, span) == anew.by(part, counts, span)
        for part in Part:
            held = activity.counts_by(session, the_plan, part, span)
            assert tally.by_part(session, the_plan, part, tally.ACTIVITIES, span) == held
    for moved in MOVED:
        for span in SPANS:
            by_heir_agrees(session, anew, span, moved)
    for unit in (None, *UNITS):
        kept = tally.figures(session, the_plan, TODAY, unit=unit)
        anew = Recounted([fact for fact in facts if unit in (None, fact.unit)], TODAY)
        for span in SPANS:
            assert kept.recorded(span) == anew.recorded(span)
            for counts in Counts:
                assert kept.done(counts, span) == anew.done(counts, span)
                assert kept.expected(counts, span) == anew.expected(counts, span)


def by_heir_agrees(session: Session, anew: Recounted, span: Span, moved: dict[str, str]) -> None:
    """Compare shares under other units' names with those of the facts; the sums stay what they were."""
    the_plan = plan.current(session)
    alike = [(counts.value, span) for counts in Counts]
    found = tally.by_heir(session, the_plan, [*alike, (tally.ACTIVITIES, span)], moved)
    for counts in Counts:
        assert found[counts, span] == anew.by(Part.UNIT, counts, span, moved=moved)
    for adding in tally.ADDING_UP:
        alone = tally.by_part(session, the_plan, Part.UNIT, adding, span)
        assert sum(found[adding, span].values()) == sum(alone.values())


@pytest.mark.parametrize("seed", range(3))
def test_after_any_adding_correcting_and_voiding_the_totals_agree(engine: Engine, seed: int) -> None:
    chance = Random(seed)
    with turn(engine) as session:
        rows: list[Activity] = []
        for step in range(90):
            doing = chance.random()
            if doing < 0.5 or not rows:
                rows.append(record(session, chance))
            elif doing < 0.8:
                correct(session, chance.choice(rows), chance)
            else:
                void(session, rows.pop(chance.randrange(len(rows))))
            if step % 30 == 29:
                agree(session)
        while rows:
            void(session, rows.pop())
        agree(session)


def test_building_anew_gives_what_was_kept(engine: Engine) -> None:
    chance = Random(7)
    with turn(engine) as session:
        for _ in range(40):
            record(session, chance)
        kept = contents(session)
        tally.rebuild(session, plan.current(session))
        assert contents(session) == kept


def contents(session: Session) -> list[object]:
    """Give what the totals hold; a row that came to nothing says nothing."""
    return [
        sorted(tuple(row) for row in session.connection().execute(table.select()) if row[-1])
        for table in (tally.COUNTED, tally.TOTAL)
    ]


def test_two_who_write_at_once_lose_nothing(url: str) -> None:
    def write(seed: int) -> None:
        engine, chance = open_engine(url), Random(seed)
        for _ in range(15):
            with turn(engine) as session:
                record(session, chance)
        engine.dispose()

    with ThreadPoolExecutor(2) as both:
        list(both.map(write, (1, 2)))
    engine = open_engine(url)
    with turn(engine) as session:
        assert len(session.exec(select(Activity.id)).all()) == 30
        agree(session)
    engine.dispose()


def test_totals_that_went_wrong_are_told_line_by_line(engine: Engine) -> None:
    with turn(engine) as session:
        while not session.exec(select(Activity.id).where(col(Activity.estimate).is_(False))).first():
            record(session, Random(5))
        the_plan = plan.current(session)
        spoil = tally.TOTAL.update().where(
            tally.TOTAL.c.counts == tally.ACTIVITIES, tally.TOTAL.c.scope == ""
        )
        session.connection().execute(spoil.values(total=9))
        (line,) = tally.differences(session, the_plan)
        assert line.startswith("total: plan 3483, counts activities, scope , year ")
        assert line.endswith(", previous 0: kept 9, counted 1")
        tally.rebuild(session, the_plan)
        agree(session)


def test_another_rule_of_the_plan_counts_everything_anew(engine: Engine) -> None:
    read = planfile.read(PLAN)
    with turn(engine) as session:
        chance = Random(11)
        for _ in range(40):
            record(session, chance)
        the_plan = plan.current(session)
        the_plan.count_cooperatives = False
        session.flush()
        assert tally.differences(session, the_plan)
        # The files say that cooperatives count: loading them brings rule and totals back.
        changes = planstore.store(session, read, now=JOINED)
        assert [str(change) for change in changes] == ["changed plan 3483: count_cooperatives: False → True"]
        agree(session)
        assert planstore.store(session, read, now=JOINED) == []


def test_totals_not_built_yet_are_neither_used_nor_written(engine: Engine) -> None:
    with turn(engine) as session:
        plan.current(session).tallied = False
        session.flush()
        record(session, Random(3))
        counted = progress.count(session, TODAY)
        assert isinstance(counted.figures, Recounted)
        assert contents(session) == [[], []]
        # An unchanged plan builds them, and is still unchanged.
        assert planstore.store(session, planfile.read(PLAN), now=JOINED) == []
        assert plan.current(session).tallied
        agree(session)
