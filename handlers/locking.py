"""This file is what keeps an accepted report as it is: only the lead office takes an activity out of it."""

from dataclasses import dataclass
from datetime import date

from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.request import Request
from models import period, report
from models.activity import Activity
from models.contact import Role
from models.report import Report

LOCKED = N_("{title} was accepted on {day}: only the lead office can open it again.")


@dataclass(frozen=True)
class Lock:
    """An accepted report that holds an activity: of which period, and since when."""

    report: Report
    title: str
    day: date

    @property
    def unclear(self) -> Unclear:
        """Say why the activity can't be changed."""
        return Unclear(LOCKED, title=brief(self.title), day=self.day)


def lock_of(request: Request, row: Activity) -> Lock | None:
    """Give what holds an activity against this person; the lead office is held by nothing."""
    if request.contact.role is Role.LEAD:
        return None
    held = report.accepted_with(request.session, row)
    if held is None:
        return None
    of = period.get(request.session, held.period_id)
    at = held.accepted_at or request.now
    return Lock(held, of.title if of else "", at.astimezone(request.zone).date())
