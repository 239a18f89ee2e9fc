"""This file is the plan as the bot knows it: task groups, indicators, targets, rounds."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models import event
from models.columns import BIG, DOCUMENT, one_of
from models.rules.counting import Basis, Comparator, Counts
from models.rules.spans import Roll
from models.rules.working_days import WorkingDays


class NoPlan(Exception):
    """No plan is loaded yet."""

    def __init__(self) -> None:
        super().__init__("no plan is loaded: load one with `python -m bot plan load plans/3483`")


# The plan's years and the one after them, in which its last reports are due.
DECIDED_YEARS = range(2021, 2032)


class DayRefused(Exception):
    """A decision about a day that can't be taken. `why` is one of the keys below."""

    def __init__(self, words: str, why: str) -> None:
        super().__init__(words)
        self.why = why


TOO_FAR = "too far"
NO_REASON = "no reason"
NO_CHANGE = "no change"
NOT_DECIDED = "not decided"


class Plan(SQLModel, table=True):
    """One plan; the targets hang on it."""

    code: str = Field(primary_key=True, max_length=24)
    number: str
    title: str
    first: date
    last: date
    lead_unit: str
    # The day of the plan as a document, where it is known.
    issued: date | None = None
    count_cooperatives: bool
    count_households: bool
    goals: list[str] = Field(sa_type=DOCUMENT)
    loaded_on: date
    # Whether the kept totals hold all that counts; until they do, each question counts anew.
    tallied: bool = False
    # From which day a document's head names which place and which superior: {first, place, superior}.
    letterheads: list[dict[str, str]] | None = Field(default=None, sa_type=DOCUMENT)
    # "A" or "B" once the lead office has settled how the block to 2030 is read; until then both are shown.
    reading: str = ""


class TaskGroup(SQLModel, table=True):
    """One of the plan's groups of tasks, and the kinds of activity it may hold."""

    __tablename__ = "task_group"

    plan: str = Field(primary_key=True, foreign_key="plan.code")
    number: int = Field(primary_key=True)
    name: str
    short: str
    kinds: list[str] = Field(sa_type=DOCUMENT)


class Indicator(SQLModel, table=True):
    """What is counted."""

    plan: str = Field(primary_key=True, foreign_key="plan.code")
    code: str = Field(primary_key=True, max_length=24)
    position: int
    name: str
    short: str
    measure: str
    basis: Basis = Field(sa_type=one_of(Basis, "basis"))
    counts: Counts = Field(sa_type=one_of(Counts, "counts"))
    inside: str | None = None


class Target(SQLModel, table=True):
    """The number to reach, from when to when it is counted, and the words it rests on."""

    __table_args__ = (UniqueConstraint("plan", "indicator", "phase_from", "reading"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    plan: str = Field(foreign_key="plan.code")
    indicator: str
    comparator: Comparator = Field(sa_type=one_of(Comparator, "comparator"))
    value: int
    count_from: date
    count_to: date
    phase_from: date
    phase_to: date
    # "A" or "B" where the plan's words can be read in two ways; empty where they can't.
    reading: str = ""
    quote: str


class Round(SQLModel, table=True):
    """A kind of report that comes every year: its span, its due day, its roll over days off."""

    plan: str = Field(primary_key=True, foreign_key="plan.code")
    code: str = Field(primary_key=True, max_length=24)
    name: str
    title: str
    first: dict[str, int] = Field(sa_type=DOCUMENT)
    last: dict[str, int] = Field(sa_type=DOCUMENT)
    # The named day, with its phrase and its hour: {month, day, year, phrase, hour}.
    due: dict[str, Any] = Field(sa_type=DOCUMENT)
    roll: Roll = Field(sa_type=one_of(Roll, "roll"))
    estimate: bool
    law: str


class DaySource(StrEnum):
    """Who decided about a day: the plan's files, or the office while the bot runs."""

    PLAN = "plan"
    OFFICE = "office"


class DayOff(SQLModel, table=True):
    """A day that was decided about, against the calendar or to be sure.

    Where both the plan's files and the office did, the office's word stands.
    """

    __tablename__ = "day_off"

    day: date = Field(primary_key=True)
    source: DaySource = Field(default=DaySource.PLAN, primary_key=True, sa_type=one_of(DaySource, "source"))
    working: bool
    why: str


def settle(session: Session, the_plan: Plan, reading: str, why: str, *, now: datetime) -> bool:
    """Decide how the block to 2030 is read; empty opens the question again. False if it was so already."""
    if the_plan.reading == reading:
        return False
    before, after = {"reading": the_plan.reading}, {"reading": reading}
    event.record(
        session, "plan.settled", f"plan:{the_plan.code}", at=now, before=before, after=after, why=why
    )
    the_plan.reading = reading
    session.flush()
    return True


def loaded(session: Session) -> Plan | None:
    return session.exec(select(Plan)).first()


def current(session: Session) -> Plan:
    """Give the plan. Raises NoPlan."""
    found = loaded(session)
    if found is None:
        raise NoPlan
    return found


def lock(session: Session) -> Plan | None:
    """Let one writer in at a time, until its transaction ends: totals are read, then written.

    SQLite has no such lock and needs none: there every transaction begins as a writer's.
    """
    query = select(Plan).with_for_update(key_share=True)
    return session.exec(query, execution_options={"populate_existing": True}).first()


def groups(session: Session, plan: Plan) -> Sequence[TaskGroup]:
    return session.exec(select(TaskGroup).where(TaskGroup.plan == plan.code).order_by("number")).all()


def indicators(session: Session, plan: Plan) -> Sequence[Indicator]:
    return session.exec(select(Indicator).where(Indicator.plan == plan.code).order_by("position")).all()


def targets(session: Session, plan: Plan) -> Sequence[Target]:
    query = select(Target).where(Target.plan == plan.code)
    return session.exec(query.order_by("indicator", "phase_from", "reading")).all()


def rounds(session: Session, plan: Plan) -> Sequence[Round]:
    return session.exec(select(Round).where(Round.plan == plan.code).order_by("code")).all()


def overrides(session: Session) -> dict[date, bool]:
    """Give the days that were decided about: worked, or not."""
    return {row.day: row.working for row in _in_force(session.exec(select(DayOff)))}


def overrides_with(session: Session, day: date, working: bool | None) -> dict[date, bool]:  # noqa: FBT001
    """Give the days decided about as they were if the office decided so of one, or took it back (None)."""
    rows = [row for row in session.exec(select(DayOff)) if (row.day, row.source) != (day, DaySource.OFFICE)]
    found = {row.day: row.working for row in _in_force(rows)}
    return found if working is None else found | {day: working}


def decided_days(session: Session, year: int) -> list[DayOff]:
    """Give the decisions in force in a year, one for a day, in order."""
    in_year = col(DayOff.day).between(date(year, 1, 1), date(year, 12, 31))
    return sorted(_in_force(session.exec(select(DayOff).where(in_year))), key=lambda row: row.day)


def _in_force(rows: Iterable[DayOff]) -> list[DayOff]:
    """Let the office's word stand where the plan has one, too."""
    ordered = sorted(rows, key=lambda row: row.source is DaySource.OFFICE)
    return list({row.day: row for row in ordered}.values())


def may_decide(session: Session, day: date, working: bool | None, why: str | None) -> None:  # noqa: FBT001
    """Check a decision about a day, as far as it has come: None is not known yet. Raises DayRefused."""
    _refuse_far(day)
    if why == "":
        raise DayRefused(f"{day}: say why, such as the number and date of the decision", NO_REASON)
    if working is None or WorkingDays(overrides(session)).is_working(day) is not working:
        return
    row = session.get(DayOff, (day, DaySource.OFFICE))
    if row is None or row.why == why:
        raise DayRefused(f"{day} is {'worked' if working else 'off'} already: nothing changes", NO_CHANGE)


def may_undecide(session: Session, day: date) -> DayOff:
    """Give the office's decision about a day, if there is one to take back. Raises DayRefused."""
    _refuse_far(day)
    row = session.get(DayOff, (day, DaySource.OFFICE))
    if row is None:
        raise DayRefused(f"{day}: the office has decided nothing about this day", NOT_DECIDED)
    return row


def decide_day(
    session: Session,
    day: date,
    working: bool,  # noqa: FBT001 - the decision itself
    why: str,
    *,
    by: int | None,
    now: datetime,
) -> DayOff:
    """Let the office decide that a day is worked, or is off. Raises DayRefused.

    With `undecide_day` the one place where working days change while the bot runs.
    """
    reason = why.strip()
    may_decide(session, day, working, reason)
    row = session.get(DayOff, (day, DaySource.OFFICE))
    before = _told(row) if row else None
    row = row or DayOff(day=day, source=DaySource.OFFICE, working=working, why=reason)
    row.working, row.why = working, reason
    session.add(row)
    session.flush()
    about = f"day_off:{day}"
    event.record(session, "day.decided", about, at=now, by=by, before=before, after=_told(row), why=reason)
    return row


def undecide_day(session: Session, day: date, why: str = "", *, by: int | None, now: datetime) -> None:
    """Take the office's decision back: the plan's word counts again, or the calendar's. Raises DayRefused."""
    row = may_undecide(session, day)
    about, reason = f"day_off:{day}", why.strip()
    event.record(session, "day.undecided", about, at=now, by=by, before=_told(row), why=reason)
    session.delete(row)
    session.flush()


def _refuse_far(day: date) -> None:
    if day.year not in DECIDED_YEARS:
        raise DayRefused(f"{day} lies outside {DECIDED_YEARS[0]} to {DECIDED_YEARS[-1]}", TOO_FAR)


def _told(row: DayOff) -> dict[str, Any]:
    return {"working": row.working, "why": row.why}
