"""This file is the activities: what was done, by whom, on which days, and what it counts for."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import BIG, one_of
from models.enterprise import Enterprise, Form
from models.plan import Plan
from models.rules.counting import Counts, Fact, Kind, Stage, stages
from models.rules.spans import Span


class Activity(SQLModel, table=True):
    """One thing that was done. Its days are the fact; year and period follow by rule."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    plan: str = Field(foreign_key="plan.code")
    unit: str = Field(foreign_key="unit.code", index=True)
    group: int = Field(sa_column_kwargs={"name": "task_group"})
    kind: Kind = Field(sa_type=one_of(Kind, "kind"))
    title: str
    first: date
    last: date = Field(index=True)
    estimate: bool = False
    place: str | None = None
    attendances: int | None = None
    leaders: int | None = None
    in_depth: bool | None = None
    outputs: int | None = None
    award_year: int | None = None
    cost: int | None = Field(default=None, sa_type=BIG)
    recorded_at: datetime
    recorded_by: int = Field(sa_type=BIG, foreign_key="contact.id")
    draft_id: int | None = Field(default=None, sa_type=BIG, foreign_key="draft.id", unique=True)


class Participation(SQLModel, table=True):
    """An enterprise's part in an activity, under the name that was typed."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    enterprise_id: int = Field(sa_type=BIG, foreign_key="enterprise.id", index=True)
    name: str
    branch_code: str | None = None
    solution: str | None = None
    result: str | None = None
    stage: Stage | None = Field(default=None, sa_type=one_of(Stage, "stage"))


class Expert(SQLModel, table=True):
    """A person who may be certified more than once and counts once."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    name: str
    folded: str = Field(index=True)


class Certificate(SQLModel, table=True):
    """The paper that makes an expert count. One number, one certificate."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    expert_id: int = Field(sa_type=BIG, foreign_key="expert.id")
    number: str = Field(unique=True)
    issuer: str | None = None


class Funding(SQLModel, table=True):
    """A part of an activity's cost and where it came from, in whole đồng."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    source: str
    amount: int = Field(sa_type=BIG)


class Evidence(SQLModel, table=True):
    """A photo or document that Telegram keeps for us; `unique_id` tells doubles apart."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    kind: str
    file_id: str
    unique_id: str
    name: str
    size: int = Field(sa_type=BIG)
    caption: str = ""


def of_unit(session: Session, unit: str, span: Span) -> Sequence[Activity]:
    """Give a unit's activities that ended in the span, the earliest first."""
    query = select(Activity).where(
        Activity.unit == unit, Activity.last >= span.first, Activity.last <= span.last
    )
    return session.exec(query.order_by(col(Activity.last), col(Activity.id))).all()


def counts_by_group(session: Session, plan: Plan, span: Span) -> dict[int, int]:
    """Count the activities of each task group that ended in the span, estimates apart."""
    query = select(Activity.group, func.count()).where(
        Activity.plan == plan.code,
        Activity.last >= span.first,
        Activity.last <= span.last,
        col(Activity.estimate).is_(False),
    )
    return dict(session.exec(query.group_by(col(Activity.group))).all())


def certificate(session: Session, number: str) -> tuple[Certificate, Expert] | None:
    query = select(Certificate, Expert).where(
        Certificate.expert_id == Expert.id, Certificate.number == number
    )
    return session.exec(query).first()


def experts_named(session: Session, folded: str) -> Sequence[tuple[Expert, Certificate]]:
    """Give the experts of a name, each with the first of its certificates."""
    query = select(Expert, Certificate).where(Certificate.expert_id == Expert.id, Expert.folded == folded)
    found: dict[int | None, tuple[Expert, Certificate]] = {}
    for expert, paper in session.exec(query.order_by(col(Expert.id), col(Certificate.id))):
        found.setdefault(expert.id, (expert, paper))
    return list(found.values())


def facts(session: Session, plan: Plan, *, unit: str | None = None) -> list[Fact]:
    """Give everything that counts for some indicator, of one unit or of all."""
    query = select(Activity).where(Activity.plan == plan.code)
    if unit is not None:
        query = query.where(Activity.unit == unit)
    activities = {row.id: row for row in session.exec(query) if row.id is not None}
    return [*_leaders(activities), *_enterprises(session, plan, activities), *_experts(session, activities)]


def _leaders(activities: dict[int, Activity]) -> Iterator[Fact]:
    for row in activities.values():
        # General publicity counts as attendances of the course, never for the indicator.
        if row.kind is Kind.TRAINING and row.in_depth and row.leaders:
            yield _fact(row, Counts.LEADERS, f"activity:{row.id}", row.leaders)


def _enterprises(session: Session, plan: Plan, activities: dict[int, Activity]) -> Iterator[Fact]:
    counted = {Form.COMPANY}
    counted |= {Form.COOPERATIVE} if plan.count_cooperatives else set()
    counted |= {Form.HOUSEHOLD} if plan.count_households else set()
    query = select(Participation, Enterprise).where(Participation.enterprise_id == Enterprise.id)
    for part, enterprise in session.exec(query):
        row = activities.get(part.activity_id)
        if row is None or enterprise.form not in counted:
            continue
        for counts in _counts(row.kind, part.stage):
            yield _fact(row, counts, f"enterprise:{enterprise.id}")


def _counts(kind: Kind, stage: Stage | None) -> tuple[Counts, ...]:
    """Give what an enterprise's part counts as. Attending a course, or an award, is no support."""
    if kind is Kind.SUPPORT:
        return (Counts.SUPPORTED,)
    if kind is Kind.MODEL:
        return (Counts.MODELS,)
    return stages(stage) if kind is Kind.AWARD and stage else ()


def _experts(session: Session, activities: dict[int, Activity]) -> Iterator[Fact]:
    for paper in session.exec(select(Certificate)):
        row = activities.get(paper.activity_id)
        if row is not None:
            yield _fact(row, Counts.CERTIFIED, f"expert:{paper.expert_id}")


def _fact(row: Activity, counts: Counts, who: str, amount: int = 1) -> Fact:
    return Fact(
        counts=counts,
        who=who,
        on=row.last,
        amount=amount,
        estimate=row.estimate,
        activity=row.id or 0,
        unit=row.unit,
        group=row.group,
    )
