"""This file is the periods in which units report: from, to, and due."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models import plan as plans
from models.columns import BIG
from models.plan import Plan, Round
from models.rules.spans import Span, day_in, due_of
from models.rules.working_days import WorkingDays

# For so long after a due day the office still asks who is missing.
STILL_NEWS = timedelta(days=30)


class Period(SQLModel, table=True):
    """One round in one year."""

    __table_args__ = (UniqueConstraint("plan", "round", "year"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    plan: str = Field(foreign_key="plan.code")
    round: str
    year: int
    title: str
    first: date
    last: date
    nominal_due: date
    due: date
    # The hour at which the due day ends for the report, by the office's clock; none is the day's own end.
    due_time: time | None = None

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


def get(session: Session, period_id: int) -> Period | None:
    return session.get(Period, period_id)


def begun(session: Session, day: date) -> Sequence[Period]:
    """Give the periods that have begun, the nearest due day first."""
    query = select(Period).where(Period.first <= day)
    return session.exec(query.order_by(col(Period.due), col(Period.id))).all()


def worked_on(session: Session, day: date) -> list[Period]:
    """Give the periods that the office works on: those due of late, and the next; else the last one."""
    periods = begun(session, day)
    late = [period for period in periods if day - STILL_NEWS <= period.due < day]
    ahead = [period for period in periods if period.due >= day]
    return [*late, *ahead[:1]] or list(periods[-1:])


def open_new(session: Session, plan: Plan, day: date, days: WorkingDays) -> list[Period]:
    """Write down the periods that have begun and are not there yet.

    Nobody owes what was over before it could be reported: span and due day must not both be past.
    """
    known = {(period.round, period.year) for period in session.exec(select(Period))}
    fresh = [
        period
        for rule in plans.rounds(session, plan)
        for period in _periods(rule, day.year, days)
        if (period.round, period.year) not in known
        and period.first <= day
        and period.last <= plan.last
        and max(period.due, period.last) >= day
    ]
    session.add_all(fresh)
    session.flush()
    return fresh


def _periods(rule: Round, year: int, days: WorkingDays) -> Iterator[Period]:
    for of in (year - 1, year, year + 1):
        due = due_of(rule.due, of, rule.roll, days)
        yield Period(
            plan=rule.plan,
            round=rule.code,
            year=of,
            title=rule.title.format(year=of),
            first=day_in(rule.first, of),
            last=day_in(rule.last, of),
            nominal_due=due.nominal,
            due=due.day,
            due_time=due.at,
        )
