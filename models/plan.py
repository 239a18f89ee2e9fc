"""This file is the plan as the bot knows it: task groups, indicators, targets, rounds."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, select

from models.columns import BIG, DOCUMENT, one_of
from models.rules.counting import Basis, Comparator, Counts
from models.rules.spans import Roll


class NoPlan(Exception):
    """No plan is loaded yet."""

    def __init__(self) -> None:
        super().__init__("no plan is loaded: load one with `python -m bot plan load plans/3483`")


class Plan(SQLModel, table=True):
    """One plan; the targets hang on it."""

    code: str = Field(primary_key=True, max_length=24)
    number: str
    title: str
    first: date
    last: date
    lead_unit: str
    count_cooperatives: bool
    count_households: bool
    goals: list[str] = Field(sa_type=DOCUMENT)
    loaded_on: date
    # Whether the kept totals hold all that counts; until they do, each question counts anew.
    tallied: bool = False


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
    due: dict[str, int] = Field(sa_type=DOCUMENT)
    roll: Roll = Field(sa_type=one_of(Roll, "roll"))
    estimate: bool
    law: str


class DayOff(SQLModel, table=True):
    """A day on which the office's decision differs from the calendar."""

    __tablename__ = "day_off"

    day: date = Field(primary_key=True)
    working: bool
    why: str


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
    """Give the days on which the office decided: worked, or not."""
    return {row.day: row.working for row in session.exec(select(DayOff))}
