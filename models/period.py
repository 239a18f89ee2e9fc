"""This file is the periods in which units report: from, to, and due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select

from models import event
from models import plan as plans
from models.columns import BIG
from models.plan import Plan, Round
from models.rules.spans import Due, Span, day_in, due_of
from models.rules.working_days import WorkingDays

# For so long after a due day the office still asks who is missing.
STILL_NEWS = timedelta(days=30)
# The round of reports on request: its periods come from the lead office, not from a rule.
ON_REQUEST = "DX"
CANCELLED = "period.cancelled"


class Period(SQLModel, table=True):
    """One round in one year; or a request of the lead office: it has a number and asks its own question."""

    __table_args__ = (UniqueConstraint("plan", "round", "year", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    plan: str = Field(foreign_key="plan.code")
    round: str
    year: int
    number: int = 0
    title: str
    question: str = ""
    asked_at: datetime | None = None
    first: date
    last: date
    nominal_due: date
    due: date
    # The hour at which the due day ends for the report, by the office's clock; none is the day's own end.
    due_time: time | None = None

    @property
    def is_on_request(self) -> bool:
        return self.round == ON_REQUEST

    def is_over(self, at: datetime, *, due: date) -> bool:
        """Tell whether a due day, this period's own or a later one that was given, is over at an hour.

        The hour is in the office's zone. A later day that was given ends at midnight.
        """
        hour = self.hour_on(due)
        return at.date() > due if hour is None else (at.date(), at.time()) > (due, hour)

    def hour_on(self, due: date) -> time | None:
        """Give the hour at which a due day ends: its own day has one perhaps, a later one never."""
        return self.due_time if due == self.due else None

    @property
    def code(self) -> str:
        """Name it, written down or still to come."""
        return f"{self.round}-{self.year}" + (f"-{self.number}" if self.number else "")

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


@dataclass(frozen=True)
class Move:
    """A due day that the rounds and the days worked put elsewhere than where it stands."""

    period: Period
    before: date
    before_at: time | None
    anew: Due

    @property
    def after(self) -> date:
        return self.anew.day


def get(session: Session, period_id: int) -> Period | None:
    return session.get(Period, period_id)


def ending(session: Session, days: Span) -> Period | None:
    """Give the longest period that ends on these days, requests apart."""
    query = select(Period).where(Period.last >= days.first, Period.last <= days.last)
    found = session.exec(query.where(Period.round != ON_REQUEST)).all()
    return max(found, key=lambda one: one.last - one.first, default=None)


def begun(session: Session, day: date) -> Sequence[Period]:
    """Give the periods that have begun, the nearest due day first."""
    query = select(Period).where(Period.first <= day)
    return session.exec(query.order_by(col(Period.due), col(Period.id))).all()


def worked_on(session: Session, day: date) -> list[Period]:
    """Give the periods that the office works on: those due of late, and the next; else the last one.

    Every request that runs is worked on beside them.
    """
    gone = cancelled(session)
    periods = [period for period in begun(session, day) if period.id not in gone]
    late = [period for period in periods if day - STILL_NEWS <= period.due < day]
    ahead = [period for period in periods if period.due >= day]
    following = [period for period in ahead if not period.is_on_request][:1]
    shown = [*late, *(period for period in ahead if period.is_on_request or period in following)]
    return shown or periods[-1:]


def open_new(session: Session, plan: Plan, day: date, days: WorkingDays) -> list[Period]:
    """Write down the periods that have begun and are not there yet.

    Nobody owes what was over before it could be reported: span and due day must not both be past.
    """
    fresh = [
        period
        for period in ahead(session, plan, Span(date(day.year - 2, 1, 1), day), days)
        if max(period.due, period.last) >= day
    ]
    session.add_all(fresh)
    session.flush()
    return fresh


def ahead(session: Session, plan: Plan, begins: Span, days: WorkingDays) -> list[Period]:
    """Give the periods that begin on these days by the rounds' rules, and are not written down yet."""
    known = {(period.round, period.year) for period in session.exec(select(Period))}
    years = range(begins.first.year - 1, begins.last.year + 2)
    return [
        period
        for rule in plans.rounds(session, plan)
        for year in years
        if (rule.code, year) not in known
        and (period := _period(rule, year, days)).first in begins
        and period.last <= plan.last
    ]


def moves(session: Session, plan: Plan, day: date, days: WorkingDays) -> list[Move]:
    """Give the due days from this day on that the rounds and these days worked put elsewhere; move none.

    Some would move into the past. A request keeps the due day that it was made with.
    """
    rules = {rule.code: rule for rule in plans.rounds(session, plan)}
    open_ones = select(Period).where(Period.due >= day).order_by(col(Period.due), col(Period.id))
    reckoned = [
        Move(period, period.due, period.due_time, due_of(rule.due, period.year, rule.roll, days))
        for period in session.exec(open_ones)
        if (rule := rules.get(period.round))
    ]
    return [move for move in reckoned if (move.after, move.anew.at) != (move.before, move.before_at)]


def reckon_anew(
    session: Session, plan: Plan, days: WorkingDays, *, by: int | None, now: datetime, why: str = ""
) -> list[Move]:
    """Bring due days that are not past in line with the rounds and the days off; give what moved.

    No due day moves into the past: what was asked for by a day to come can't have been due already.
    """
    made = [move for move in moves(session, plan, now.date(), days) if move.after >= now.date()]
    for move in made:
        about, anew = f"period:{move.period.id}", move.anew
        before, after = _due_words(move.before, move.before_at), _due_words(anew.day, anew.at)
        event.record(session, "period.moved", about, at=now, by=by, before=before, after=after, why=why)
        move.period.nominal_due, move.period.due, move.period.due_time = anew.nominal, anew.day, anew.at
    session.flush()
    return made


def request(  # noqa: PLR0913 - what is asked, of whom, until when: that is a request
    session: Session,
    plan: Plan,
    *,
    title: str,
    question: str,
    due: date,
    at: time,
    units: Sequence[str],
    by: int,
    now: datetime,
) -> Period:
    """Write down a request of the lead office, under the next number of its year; it has no reports yet."""
    plans.lock(session)
    of_year = (Period.plan == plan.code, Period.round == ON_REQUEST, Period.year == now.year)
    last = session.exec(select(func.max(Period.number)).where(*of_year)).one()
    row = Period(
        plan=plan.code,
        round=ON_REQUEST,
        year=now.year,
        number=(last or 0) + 1,
        title=title,
        question=question,
        asked_at=now,
        first=now.date(),
        last=due,
        nominal_due=due,
        due=due,
        due_time=at,
    )
    session.add(row)
    session.flush()
    after = {"title": title, "question": question, **_due_words(due, at), "units": list(units)}
    event.record(session, "period.requested", f"period:{row.id}", at=now, by=by, after=after)
    return row


def cancel(session: Session, row: Period, why: str, *, by: int, now: datetime) -> None:
    """Note that a request is asked no more; the units are not let off by it."""
    event.record(session, CANCELLED, f"period:{row.id}", at=now, by=by, why=why)


def cancelled(session: Session) -> set[int]:
    """Give the requests that are asked no more."""
    return {int(about.removeprefix("period:")) for about in event.subjects(session, "period", CANCELLED)}


def requests(session: Session, since: date) -> Sequence[Period]:
    """Give the lead office's requests that are due from this day on, the nearest first."""
    query = select(Period).where(Period.round == ON_REQUEST, Period.due >= since)
    return session.exec(query.order_by(col(Period.due), col(Period.due_time), col(Period.id))).all()


def _due_words(due: date, at: time | None) -> dict[str, str | None]:
    return {"due": due.isoformat(), "due_time": f"{at:%H:%M}" if at else None}


def _period(rule: Round, year: int, days: WorkingDays) -> Period:
    due = due_of(rule.due, year, rule.roll, days)
    return Period(
        plan=rule.plan,
        round=rule.code,
        year=year,
        title=rule.title.format(year=year),
        first=day_in(rule.first, year),
        last=day_in(rule.last, year),
        nominal_due=due.nominal,
        due=due.day,
        due_time=due.at,
    )
