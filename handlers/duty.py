"""This file is what a unit owes: its reports, how each stands, and the periods that can be reported for."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from handlers.conversation.activity import chosen_period
from handlers.conversation.flow import State
from handlers.replies import reporting
from handlers.replies.reporting import Head, Line
from handlers.request import Request
from models import activity, period, plan, report, unit
from models.period import Period
from models.report import Report

# A person who is far behind still finds the next report first.
PERIODS_OFFERED = 4
SOON = timedelta(days=45)

Owed = tuple[Report, Period]


def facts(request: Request, wanted: Report | None) -> dict[str, Any]:
    """Settle what the conversation rests on: the plan, its groups, the periods that are owed."""
    the_plan = plan.current(request.session)
    owed = report.owed_by(request.session, request.contact.unit or "", request.now.date())
    ahead, behind = parted(owed, request.now.date())
    order = [*ahead[:1], *reversed(behind), *ahead[1:]]
    order = order or list(report.running_of(request.session, request.contact.unit or "", request.now.date()))
    order.sort(key=lambda one: (wanted is None or one[0].id != wanted.id, not one[0].why_returned))
    return {
        "today": request.now.date().isoformat(),
        "plan": {
            "code": the_plan.code,
            "first": the_plan.first.isoformat(),
            "last": the_plan.last.isoformat(),
        },
        "periods": [
            _as_fact(*one) for n, one in enumerate(order) if n < PERIODS_OFFERED or one[1].is_on_request
        ],
        "usual": {
            kind: {name: asdict(one) for name, one in told.items()}
            for kind, told in activity.usual(request.session, request.contact.unit or "").items()
        },
        "groups": [
            {"number": group.number, "short": group.short, "kinds": group.kinds}
            for group in plan.groups(request.session, the_plan)
        ],
    }


def facts_of(request: Request, row: Report, of: Period) -> dict[str, Any]:
    """Settle the same for one report alone."""
    return {**facts(request, row), "unit": row.unit, "periods": [_as_fact(row, of)]}


def entered(request: Request) -> list[Owed]:
    """Give the reports that activities are entered for now: what is owed, and what still runs."""
    code, today = request.contact.unit or "", request.now.date()
    return [*report.owed_by(request.session, code, today), *report.running_of(request.session, code, today)]


def parted(owed: Sequence[Owed], today: date) -> tuple[list[Owed], list[Owed]]:
    """Part what a unit owes by the days that hold for it: what is ahead and near, and what is behind."""
    order = sorted(owed, key=lambda one: one[0].due_on(one[1]))
    ahead = [one for one in order if one[0].due_on(one[1]) >= today]
    return near(ahead, today), [one for one in order if one[0].due_on(one[1]) < today]


def near(ahead: Sequence[Owed], today: date) -> list[Owed]:
    """Keep the next report and those due soon: a year's last one is no news in its first week.

    What the lead office asked for, or has returned, is news at once.
    """
    return [
        (row, of)
        for n, (row, of) in enumerate(ahead)
        if n == 0 or of.is_on_request or row.why_returned or row.due_on(of) <= today + SOON
    ]


def head_for(request: Request, state: State) -> Head | None:
    chosen = chosen_period(state.answers, state.facts)
    of = period.get(request.session, chosen["id"]) if chosen else None
    row = report.of(request.session, request.contact.unit or "", of) if of else None
    return head(request.session, row, of) if row and of else None


def head(session: Session, row: Report, of: Period) -> Head:
    found = unit.get(session, row.unit)
    return Head(
        report_id=row.id or 0,
        unit=found.name if found else row.unit,
        title=of.title,
        first=of.first,
        last=of.last,
        due=row.due_on(of),
        due_time=row.hour_due(of),
        question=of.question,
        activities=len(activity.of_unit(session, row.unit, of.span)),
        state=row.state,
        why_returned=row.why_returned,
    )


def returned(request: Request) -> list[Head]:
    """Give what was returned to the contact's unit and is owed again."""
    owed = report.owed_by(request.session, request.contact.unit or "", request.now.date())
    return [head(request.session, row, of) for row, of in owed if row.why_returned]


def lines(request: Request, of: Period) -> list[Line]:
    rows = activity.of_unit(request.session, request.contact.unit or "", of.span)
    return [Line(title=row.title, first=row.first, last=row.last, estimate=row.estimate) for row in rows]


def own_report(request: Request, report_id: int) -> Report | None:
    """Find a report, if it is the contact's own unit's."""
    row = report.get(request.session, report_id) if report_id else None
    return row if row and row.unit == request.contact.unit else None


def unit_name(request: Request) -> str:
    found = unit.get(request.session, request.contact.unit or "")
    return found.name if found else ""


def _as_fact(row: Report, of: Period) -> dict[str, Any]:
    return {
        "id": of.id,
        "label": f"{of.title} ({reporting.due(row.due_on(of), row.hour_due(of))})",
        "first": of.first.isoformat(),
        "last": of.last.isoformat(),
    }
