"""This file is what each unit owes in each period: one row from the day the duty exists."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import UniqueConstraint, or_
from sqlmodel import Field, Session, SQLModel, col, select

from models import event
from models import unit as units
from models.columns import BIG, one_of
from models.period import Period
from models.unit import Unit


class ReportState(StrEnum):
    """How far a report has come. Late is no state: it follows from the hour it was submitted."""

    DUE = "due"
    SUBMITTED = "submitted"
    NIL = "nil"


class Report(SQLModel, table=True):
    """One unit's report for one period."""

    __table_args__ = (UniqueConstraint("period_id", "unit"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    unit: str = Field(foreign_key="unit.code", index=True)
    period_id: int = Field(sa_type=BIG, foreign_key="period.id")
    state: ReportState = Field(
        default=ReportState.DUE,
        sa_type=one_of(ReportState, "report_state"),
    )
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")

    def is_late(self, due: date, zone: ZoneInfo) -> bool:
        return self.settled_at is not None and self.settled_at.astimezone(zone).date() > due


def open_duties(session: Session, period: Period, day: date) -> None:
    """Give every living unit its row for this period."""
    known = set(session.exec(select(Report.unit).where(Report.period_id == period.id)))
    alive = units.alive_on(session, max(day, period.first))
    session.add_all(Report(unit=unit.code, period_id=_id(period)) for unit in alive if unit.code not in known)
    session.flush()


def get(session: Session, report_id: int) -> Report | None:
    return session.get(Report, report_id)


def of(session: Session, unit: str, period: Period) -> Report | None:
    query = select(Report).where(Report.unit == unit, Report.period_id == period.id)
    return session.exec(query).first()


def in_period(session: Session, period: Period) -> Sequence[tuple[Report, Unit]]:
    """Give every unit's report of a period, in the plan's order of units."""
    query = select(Report, Unit).where(Report.unit == Unit.code, Report.period_id == period.id)
    return session.exec(query.order_by(col(Unit.position))).all()


def silent(session: Session, period: Period) -> Sequence[tuple[Report, Unit]]:
    """Give the units that still owe their report."""
    return [(row, unit) for row, unit in in_period(session, period) if row.state is ReportState.DUE]


def owed_by(session: Session, unit: str, day: date) -> Sequence[tuple[Report, Period]]:
    """Give what a unit still owes in the periods that have begun, the nearest due day first."""
    query = select(Report, Period).where(Report.period_id == Period.id, Report.unit == unit)
    query = query.where(Report.state == ReportState.DUE, Period.first <= day)
    return session.exec(query.order_by(col(Period.due), col(Period.id))).all()


def running_of(session: Session, unit: str, day: date) -> Sequence[tuple[Report, Period]]:
    """Give what a unit has reported in periods that still run: more may be added to them."""
    query = select(Report, Period).where(Report.period_id == Period.id, Report.unit == unit)
    query = query.where(Report.state != ReportState.DUE, Period.first <= day)
    query = query.where(or_(col(Period.last) >= day, col(Period.due) >= day))
    return session.exec(query.order_by(col(Period.due), col(Period.id))).all()


def settle(session: Session, report: Report, state: ReportState, *, by: int, now: datetime) -> None:
    """Close the duty: submitted, or nothing to report. The change is an event."""
    event.record(
        session,
        "report.settled",
        f"report:{report.id}",
        at=now,
        by=by,
        before={"state": report.state},
        after={"state": state},
    )
    report.state, report.settled_at, report.settled_by = state, now, by


def _id(period: Period) -> int:
    if period.id is None:
        raise ValueError("a period gets its reports only once it is stored")
    return period.id
