"""This file is what moves around a due day without moving it: extensions given, and promises made."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Field, Session, SQLModel, col, func, select

from models import report
from models.columns import BIG
from models.report import Report
from models.rules.reminding import Promised
from models.rules.states import OWED


class Extension(SQLModel, table=True):
    """A later due day for one report, given with a reason. The period's own due day stays where it is."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    report_id: int = Field(sa_type=BIG, foreign_key="report.id", index=True)
    due: date
    why: str
    given_at: datetime
    given_by: int = Field(sa_type=BIG, foreign_key="contact.id")


class Promise(SQLModel, table=True):
    """A day on which a contact said that the report would come. It moves no deadline."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    report_id: int = Field(sa_type=BIG, foreign_key="report.id", index=True)
    day: date
    made_at: datetime
    made_by: int = Field(sa_type=BIG, foreign_key="contact.id")


def extend(session: Session, row: Report, due: date, why: str, *, by: int, now: datetime) -> None:
    """Give a report more time."""
    session.add(Extension(report_id=row.id or 0, due=due, why=why, given_at=now, given_by=by))
    report.change(session, row, "extended", by=by, now=now, why=why, extended_to=due)


def promise(session: Session, row: Report, day: date, *, by: int, now: datetime) -> None:
    """Note on which day the report is promised."""
    session.add(Promise(report_id=row.id or 0, day=day, made_at=now, made_by=by))
    report.change(session, row, "promised", by=by, now=now, promised_for=day)


def extensions(session: Session, report_id: int) -> Sequence[Extension]:
    """Give the extensions of a report, the first given first."""
    return session.exec(select(Extension).where(Extension.report_id == report_id).order_by("id")).all()


def last_given(session: Session, report_ids: Sequence[int]) -> dict[int, datetime]:
    """Give when each of these reports was last extended."""
    query = select(Extension.report_id, func.max(Extension.given_at)).group_by(col(Extension.report_id))
    return dict(session.exec(query.where(col(Extension.report_id).in_(report_ids))).all())


def last_made(session: Session, report_ids: Sequence[int]) -> dict[int, Promised]:
    """Give the last promise made for each of these reports."""
    query = select(Promise).where(col(Promise.report_id).in_(report_ids)).order_by("id")
    return {
        row.report_id: Promised(day=row.day, by=row.made_by, at=row.made_at) for row in session.exec(query)
    }


def count_extended_to(session: Session, day: date) -> int:
    """Count the reports that are owed by a day that was given them."""
    query = select(func.count()).select_from(Report)
    return session.exec(query.where(Report.extended_to == day, col(Report.state).in_(OWED))).one()


def broken(session: Session, report_ids: Sequence[int], today: date, zone: ZoneInfo) -> Counter[int]:
    """Count the promises of each report that were not kept: the day went by, and nothing had come."""
    query = select(Promise, Report).where(Promise.report_id == Report.id)
    found: Counter[int] = Counter()
    for one, row in session.exec(query.where(col(Promise.report_id).in_(report_ids))):
        settled = row.settled_at.astimezone(zone).date() if row.settled_at else None
        if one.day < (settled or today):
            found[one.report_id] += 1
    return found
