"""This file is what each unit owes in each period: one row from the day the duty exists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import UniqueConstraint, or_
from sqlmodel import Field, Session, SQLModel, col, func, select

from models import event
from models import unit as units
from models.activity import LIVE, Activity
from models.columns import BIG, one_of
from models.period import ON_REQUEST, Period
from models.rules.states import FILED, OWED, ReportState
from models.unit import Unit

# Why a unit was let off where it ended: its successors have the duty, or nobody.
ENDED = "ended"
# What a report has while nobody asks to open it again.
NO_PLEA: Mapping[str, Any] = {"plea": "", "pleaded_at": None, "pleaded_by": None}


class Report(SQLModel, table=True):
    """One unit's report for one period.

    `filed_at` is when it came first: one that was returned and filed again is no later for it;
    `extended_to` is a later due day that this unit was given, `promised_for` the day it named itself;
    `contact_id` who of the unit was handed it, `disowned_at` when whoever has it said that it is not theirs;
    `nudged_at` when the lead office last had the unit reminded;
    `note` why it was returned, or excused; of one that is submitted, what was answered in words. `plea` is
    why its unit asks to open it again after it was accepted. `difficulties` and `proposals` are what the unit
    says of them in its own words; `document` and `document_on` its signed report's number and date.
    """

    __table_args__ = (UniqueConstraint("period_id", "unit"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    unit: str = Field(foreign_key="unit.code", index=True)
    period_id: int = Field(sa_type=BIG, foreign_key="period.id")
    state: ReportState = Field(
        default=ReportState.DUE,
        sa_type=one_of(ReportState, "report_state"),
    )
    filed_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    accepted_at: datetime | None = None
    accepted_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    returned_at: datetime | None = None
    handed_at: datetime | None = None
    disowned_at: datetime | None = None
    nudged_at: datetime | None = None
    extended_to: date | None = None
    promised_for: date | None = None
    contact_id: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    note: str = ""
    plea: str = ""
    pleaded_at: datetime | None = None
    pleaded_by: int | None = Field(default=None, sa_type=BIG, foreign_key="contact.id")
    difficulties: str | None = None
    proposals: str | None = None
    document: str | None = None
    document_on: date | None = None

    @property
    def waits_since(self) -> datetime | None:
        """Give when the lead office was asked last: to accept it, or to open it again."""
        return self.pleaded_at or self.settled_at

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def answer_in_words(self) -> str:
        """Give what was answered in words: the note of a report that is in. Of others it says why."""
        return self.note if self.state is ReportState.SUBMITTED else ""

    @property
    def why_returned(self) -> str:
        """Give the reason for which it was returned and is owed again."""
        return self.note if self.state is ReportState.RETURNED else ""

    def due_on(self, period: Period) -> date:
        """Give the due day that holds for this unit."""
        return max(self.extended_to, period.due) if self.extended_to else period.due

    def hour_due(self, period: Period) -> time | None:
        """Give the hour at which that day ends, if not with the day."""
        return period.hour_on(self.due_on(period))

    def is_late(self, period: Period, zone: ZoneInfo) -> bool:
        """Tell whether it came, for the first time, after the day that held for it."""
        if self.filed_at is None:
            return False
        return period.is_over(self.filed_at.astimezone(zone), due=self.due_on(period))


def open_duties(session: Session, period: Period, now: datetime) -> None:
    """Give every living unit its row for this period; one that ended owes no more, its successors do.

    One that goes on after all owes again. A request to chosen units has its rows from the beginning, and
    passes on to successors alone.
    """
    day = now.date()
    rows = {row.unit: row for row in session.exec(select(Report).where(Report.period_id == period.id))}
    wanted: set[str] = set()
    extended: dict[str, date] = {}
    if not period.is_on_request and day <= max(period.due, period.last):
        wanted = {unit.code for unit in units.alive_on(session, max(day, period.first))}
    ended = units.ended_before(session, day)
    for code in rows.keys() - ended:
        if rows[code].state is ReportState.EXCUSED and rows[code].note == ENDED:
            call_in(session, rows[code], by=None, now=now)
    for code in ended & rows.keys():
        if rows[code].is_owed:
            heirs = set(units.family(session).heirs(code, day))
            change(session, rows[code], "excused", by=None, now=now, state=ReportState.EXCUSED, note=ENDED)
            wanted |= heirs
            for heir in heirs:
                extended[heir] = max(extended.get(heir, date.min), rows[code].due_on(period))
    fresh = [
        Report(unit=code, period_id=_id(period), extended_to=_later(period, extended.get(code)))
        for code in sorted(wanted - rows.keys())
    ]
    _open(session, fresh, by=None, now=now)


def ask_of(session: Session, period: Period, units: Sequence[str], *, by: int, now: datetime) -> None:
    """Let these units, and no others, owe a report for a period."""
    _open(session, [Report(unit=code, period_id=_id(period)) for code in units], by=by, now=now)


def _open(session: Session, rows: Sequence[Report], *, by: int | None, now: datetime) -> None:
    """Write rows down, each with its line in the book. That a duty begins is no news for a summary."""
    session.add_all(rows)
    session.flush()
    for row in rows:
        after = {"unit": row.unit, "period": row.period_id}
        event.record(session, "duty.began", f"report:{row.id}", at=now, by=by, after=after)
    session.flush()


def get(session: Session, report_id: int) -> Report | None:
    return session.get(Report, report_id)


def hold(session: Session, report_id: int) -> Report | None:
    """Find a report, and keep others from changing it meanwhile."""
    query = select(Report).where(Report.id == report_id).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def of(session: Session, unit: str, period: Period) -> Report | None:
    query = select(Report).where(Report.unit == unit, Report.period_id == period.id)
    return session.exec(query).first()


def in_period(session: Session, period: Period) -> Sequence[tuple[Report, Unit]]:
    """Give every unit's report of a period, in the plan's order of units; those excused are left out."""
    query = select(Report, Unit).where(Report.unit == Unit.code, Report.period_id == period.id)
    query = query.where(Report.state != ReportState.EXCUSED)
    return session.exec(query.order_by(col(Unit.position), col(Unit.code))).all()


def holders(session: Session, period_ids: Sequence[int]) -> dict[int, set[str]]:
    """Give the units that have their row in each of these periods, those let off too."""
    found: dict[int, set[str]] = {}
    query = select(Report.period_id, Report.unit).where(col(Report.period_id).in_(period_ids))
    for period_id, unit in session.exec(query):
        found.setdefault(period_id, set()).add(unit)
    return found


def excused(session: Session, period: Period) -> Sequence[tuple[Report, Unit]]:
    """Give the units that the lead office let off, in the plan's order; those that ended are left out."""
    query = select(Report, Unit).where(Report.unit == Unit.code, Report.period_id == period.id)
    query = query.where(Report.state == ReportState.EXCUSED, Report.note != ENDED)
    return session.exec(query.order_by(col(Unit.position), col(Unit.code))).all()


def silent(session: Session, period: Period) -> Sequence[tuple[Report, Unit]]:
    """Give the units that still owe their report."""
    return [(row, unit) for row, unit in in_period(session, period) if row.is_owed]


def owed(session: Session, day: date) -> Sequence[tuple[Report, Period]]:
    """Give all that is owed in the periods that have begun."""
    query = select(Report, Period).where(Report.period_id == Period.id, col(Report.state).in_(OWED))
    return session.exec(query.where(Period.first <= day).order_by(col(Report.id))).all()


def owed_by(session: Session, unit: str, day: date) -> Sequence[tuple[Report, Period]]:
    """Give what a unit still owes in the periods that have begun, the nearest due day first."""
    query = select(Report, Period).where(Report.period_id == Period.id, Report.unit == unit)
    query = query.where(col(Report.state).in_(OWED), Period.first <= day)
    due = func.coalesce(col(Report.extended_to), col(Period.due))
    return session.exec(query.order_by(due, col(Period.id))).all()


def of_unit(session: Session, unit: str, day: date) -> Sequence[tuple[Report, Period]]:
    """Give a unit's reports of the periods that have begun, the latest first; those let off are left out."""
    query = select(Report, Period).where(Report.period_id == Period.id, Report.unit == unit)
    query = query.where(Report.state != ReportState.EXCUSED, Period.first <= day)
    return session.exec(query.order_by(col(Period.due).desc(), col(Period.id).desc())).all()


def running_of(session: Session, unit: str, day: date) -> Sequence[tuple[Report, Period]]:
    """Give what a unit has reported in periods that still run: more may be added to them."""
    query = select(Report, Period).where(Report.period_id == Period.id, Report.unit == unit)
    query = query.where(col(Report.state).in_(FILED), Period.first <= day)
    query = query.where(or_(col(Period.last) >= day, col(Period.due) >= day))
    return session.exec(query.order_by(col(Period.due), col(Period.id))).all()


def waiting_for_review(session: Session) -> Sequence[tuple[Report, Period, Unit]]:
    """Give what was filed and not accepted, and what is to be opened again, the longest waiting first."""
    query = select(Report, Period, Unit).where(Report.period_id == Period.id, Report.unit == Unit.code)
    is_waiting = or_(col(Report.accepted_at).is_(None), col(Report.pleaded_at).is_not(None))
    since = func.coalesce(col(Report.pleaded_at), col(Report.settled_at))
    query = query.where(col(Report.state).in_(FILED), is_waiting)
    return session.exec(query.order_by(since, col(Report.id))).all()


def accepted(session: Session) -> Sequence[tuple[Report, Period, Unit]]:
    """Give what was accepted, the last first."""
    query = select(Report, Period, Unit).where(Report.period_id == Period.id, Report.unit == Unit.code)
    query = query.where(col(Report.state).in_(FILED), col(Report.accepted_at).is_not(None))
    return session.exec(query.order_by(col(Report.accepted_at).desc(), col(Report.id).desc())).all()


def grown(session: Session) -> Counter[int]:
    """Count the activities that came into each accepted report after it was accepted."""
    query = select(Report.id, func.count()).where(Report.period_id == Period.id, Report.unit == Activity.unit)
    query = query.where(Activity.last >= Period.first, Activity.last <= Period.last, LIVE)
    query = query.where(col(Activity.recorded_at) > col(Report.accepted_at), col(Report.state).in_(FILED))
    return Counter({number or 0: count for number, count in session.exec(query.group_by(col(Report.id)))})


def accepted_with(session: Session, row: Activity) -> Report | None:
    """Give the accepted report of a unit whose period holds an activity; none where it may be changed."""
    query = select(Report).where(Report.period_id == Period.id, Report.unit == row.unit)
    query = query.where(col(Report.accepted_at).is_not(None), col(Report.state).in_(FILED))
    query = query.where(Period.first <= row.last, Period.last >= row.last)
    return session.exec(query.order_by(col(Report.id))).first()


def plead(session: Session, report: Report, why: str, *, by: int, now: datetime) -> None:
    """Ask the lead office to open an accepted report again."""
    change(session, report, "pleaded", by=by, now=now, plea=why, pleaded_at=now, pleaded_by=by)


def decline(session: Session, report: Report, *, by: int, now: datetime) -> None:
    """Leave an accepted report as it is, though its unit asked to open it."""
    change(session, report, "declined", by=by, now=now, **NO_PLEA)


def settle(session: Session, report: Report, state: ReportState, *, by: int, now: datetime) -> None:
    """Close the duty: submitted, or nothing to report. What was accepted before waits for review anew."""
    change(
        session,
        report,
        "settled",
        by=by,
        now=now,
        state=state,
        filed_at=report.filed_at or now,
        settled_at=now,
        settled_by=by,
        accepted_at=None,
        accepted_by=None,
        note="",
        **NO_PLEA,
    )


def answer(session: Session, report: Report, words: str, *, by: int, now: datetime) -> None:
    """Close the duty by an answer in words, or write a better one over it."""
    settle(session, report, ReportState.SUBMITTED, by=by, now=now)
    change(session, report, "answered", by=by, now=now, note=words)


def accept(session: Session, report: Report, *, by: int, now: datetime) -> None:
    """Take a report as it was filed: corrections need the lead office from now on."""
    change(session, report, "accepted", by=by, now=now, accepted_at=now, accepted_by=by)


def grow(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Let reports that said "nothing" have activities once there is one: they came, and stay so."""
    if row.estimate or row.voided_at is not None:
        return
    query = select(Report).where(Report.period_id == Period.id, Report.unit == row.unit)
    query = query.where(Report.state == ReportState.NIL, Period.round != ON_REQUEST)
    for one in session.exec(query.where(Period.first <= row.last, Period.last >= row.last)).all():
        change(session, one, "grown", by=by, now=now, state=ReportState.SUBMITTED)


def take_back_acceptance(session: Session, report: Report, *, by: int, now: datetime) -> None:
    """Let a report wait for review again: it was accepted by mistake."""
    change(session, report, "acceptance undone", by=by, now=now, accepted_at=None, accepted_by=None)


def give_back(session: Session, report: Report, why: str, *, by: int, now: datetime) -> None:
    """Return a report to its unit, accepted or not: it is owed again, and gets another number when signed."""
    change(
        session,
        report,
        "returned",
        by=by,
        now=now,
        why=why,
        state=ReportState.RETURNED,
        note=why,
        returned_at=now,
        accepted_at=None,
        accepted_by=None,
        promised_for=None,
        document=None,
        document_on=None,
        **NO_PLEA,
    )


def excuse(session: Session, report: Report, why: str, *, by: int, now: datetime) -> None:
    """Let a unit off: it has no report to make for this period."""
    change(session, report, "excused", by=by, now=now, why=why, state=ReportState.EXCUSED, note=why)


def call_in(session: Session, report: Report, *, by: int | None, now: datetime) -> None:
    """Let a unit that was let off owe its report after all."""
    change(session, report, "called in", by=by, now=now, state=ReportState.DUE, note="")


def hand_over(session: Session, report: Report, to: int, *, by: int, now: datetime) -> None:
    """Let another contact of the unit be asked first."""
    change(session, report, "handed over", by=by, now=now, contact_id=to, handed_at=now, disowned_at=None)


def disown(session: Session, report: Report, *, by: int, now: datetime) -> None:
    """Note that it is not for whoever has it, and that nobody else of the unit can be reached."""
    change(session, report, "disowned", by=by, now=now, disowned_at=now)


def nudge(session: Session, report: Report, *, by: int, now: datetime) -> None:
    """Let the unit be reminded out of turn."""
    change(session, report, "nudged", by=by, now=now, nudged_at=now)


def change(
    session: Session,
    report: Report,
    what: str,
    *,
    by: int | None,
    now: datetime,
    why: str = "",
    **values: Any,
) -> None:
    """Change a report, and write down what was before."""
    event.change(session, report, f"report.{what}", values, why, by=by, now=now)


def _later(period: Period, due: date | None) -> date | None:
    """Give a due day if it is later than the period's own."""
    return due if due is not None and due > period.due else None


def _id(period: Period) -> int:
    if period.id is None:
        raise ValueError("a period gets its reports only once it is stored")
    return period.id
