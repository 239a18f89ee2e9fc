"""This file is all that was told, line by line: one question for each sort, however many there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from models.activity import (
    COUNTING,
    FORM_THEN,
    LIVE,
    Activity,
    Certificate,
    Evidence,
    Expert,
    Funding,
    Participation,
)
from models.enterprise import Enterprise
from models.period import Period
from models.plan import Plan
from models.report import Report
from models.rules.counting import Form, Kind
from models.rules.listing import Done, Fund, Paper, Part, Total
from models.rules.spans import Span


@dataclass(frozen=True, kw_only=True)
class Only:
    """Which activities are listed: those of some units, those of some numbers, or both."""

    units: Collection[str] | None = None
    numbers: Collection[int] | None = None


EVERY = Only()


def done(session: Session, plan: Plan, span: Span, *, only: Only = EVERY) -> list[Done]:
    """Give the activities that ended in the span, estimates and those counted elsewhere too."""
    query = _with_files().where(*_asked(plan, span, only)).order_by(col(Activity.last), col(Activity.id))
    # Plain rows: fifty thousand objects of the ORM would cost three times the memory.
    return [_done(row) for row in session.connection().execute(query)]


def page(session: Session, plan: Plan, span: Span, *, only: Only, after: int, most: int) -> list[Done]:
    """Give some of them by their numbers: what is new comes last."""
    query = _with_files().where(*_asked(plan, span, only), col(Activity.id) > after)
    rows = session.connection().execute(query.order_by(col(Activity.id)).limit(most))
    return [_done(row) for row in rows]


def total(session: Session, plan: Plan, span: Span, *, only: Only) -> Total:
    """Add up what counts: estimates, and what is counted as another, are numbered beside it."""
    counts = and_(COUNTING, col(Activity.estimate).is_(False))
    sums = (Activity.attendances, Activity.leaders, Activity.outputs, Activity.cost)
    query: Any = columns(
        func.count().filter(counts),
        *(func.coalesce(func.sum(one).filter(counts), 0) for one in sums),
        func.count().filter(and_(COUNTING, col(Activity.estimate).is_(True))),
        func.count().filter(col(Activity.same_as).is_not(None)),
    ).where(*_asked(plan, span, only))
    row = session.connection().execute(query.select_from(Activity)).one()
    names = ("activities", "attendances", "leaders", "outputs", "cost", "estimates", "counted_elsewhere")
    return Total(**{name: int(value) for name, value in zip(names, row, strict=True)})


def parts(session: Session, plan: Plan, span: Span, *, only: Only = EVERY) -> list[Part]:
    """Give the enterprises that took part, activity by activity."""
    query: Any = (
        columns(
            col(Participation.activity_id),
            col(Enterprise.id),
            col(Enterprise.name),
            col(Participation.name).label("told"),
            func.coalesce(Participation.branch_code, Enterprise.tax_code, "").label("tax_code"),
            FORM_THEN.label("form"),
            func.coalesce(Participation.solution, "").label("solution"),
            func.coalesce(Participation.result, "").label("result"),
            col(Participation.stage),
            col(Participation.withdrawn_on),
        )
        .join(Activity, col(Participation.activity_id) == Activity.id)
        .join(Enterprise, col(Participation.enterprise_id) == Enterprise.id)
        .where(*_asked(plan, span, only))
        .order_by(col(Activity.last), col(Activity.id), col(Participation.id))
    )
    return [
        Part(
            activity=row.activity_id,
            enterprise=row.id,
            name=row.name,
            told=row.told if row.told != row.name else "",
            tax_code=row.tax_code,
            form=Form(row.form),
            solution=row.solution,
            result=row.result,
            stage=row.stage,
            withdrawn_on=row.withdrawn_on,
        )
        for row in session.connection().execute(query)
    ]


def papers(session: Session, plan: Plan, span: Span, *, only: Only = EVERY) -> list[Paper]:
    """Give the certificates of experts."""
    query = (
        columns(
            col(Certificate.activity_id),
            col(Expert.name),
            col(Certificate.number),
            func.coalesce(Certificate.issuer, "").label("issuer"),
            col(Certificate.withdrawn_on),
        )
        .join(Activity, col(Certificate.activity_id) == Activity.id)
        .join(Expert, col(Certificate.expert_id) == Expert.id)
        .where(*_asked(plan, span, only))
        .order_by(col(Activity.last), col(Activity.id), col(Certificate.id))
    )
    return [
        Paper(
            activity=row.activity_id,
            name=row.name,
            number=row.number,
            issuer=row.issuer,
            withdrawn_on=row.withdrawn_on,
        )
        for row in session.connection().execute(query)
    ]


def funds(session: Session, plan: Plan, span: Span, *, only: Only = EVERY) -> list[Fund]:
    """Give the parts of the costs."""
    query = (
        columns(col(Funding.activity_id), col(Funding.source), col(Funding.amount))
        .join(Activity, col(Funding.activity_id) == Activity.id)
        .where(*_asked(plan, span, only))
        .order_by(col(Activity.last), col(Activity.id), col(Funding.id))
    )
    rows = session.connection().execute(query)
    return [Fund(activity=row.activity_id, source=row.source, amount=row.amount) for row in rows]


def periods(session: Session, plan: Plan, year: int) -> Sequence[Period]:
    """Give the periods of a year, requests among them, the nearest due day first."""
    query = select(Period).where(Period.plan == plan.code, Period.year == year)
    return session.exec(query.order_by(col(Period.due), col(Period.id))).all()


def reports(session: Session, periods: Iterable[Period]) -> Sequence[Report]:
    """Give the reports of some periods."""
    return session.exec(select(Report).where(col(Report.period_id).in_([one.id for one in periods]))).all()


def _asked(plan: Plan, span: Span, only: Only) -> tuple[ColumnElement[bool], ...]:
    asked = [col(Activity.plan) == plan.code, col(Activity.last).between(span.first, span.last), LIVE]
    if only.units is not None:
        asked.append(col(Activity.unit).in_(sorted(only.units)))
    if only.numbers is not None:
        asked.append(col(Activity.id).in_(only.numbers))
    return tuple(asked)


def _with_files() -> Any:
    files = columns(func.count()).where(col(Evidence.activity_id) == Activity.id).scalar_subquery()
    return columns(Activity, files)


def _done(row: Any) -> Done:
    return Done(
        number=row.id,
        unit=row.unit,
        group=row.task_group,
        kind=Kind(row.kind),
        title=row.title,
        first=row.first,
        last=row.last,
        estimate=row.estimate,
        place=row.place or "",
        attendances=row.attendances,
        leaders=row.leaders,
        in_depth=row.in_depth,
        outputs=row.outputs,
        award_year=row.award_year,
        unnamed=row.unnamed,
        cost=row.cost,
        files=row[-1],
        counted_as=row.same_as,
    )
