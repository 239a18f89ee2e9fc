"""This file is answering a reminder: promise a day, hand the report over, open one of several."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers import duty, form
from handlers.conversation import answering as asked
from handlers.form import Form
from handlers.reading.unclear import N_
from handlers.replies import answering as said
from handlers.replies import notices as words
from handlers.replies import reporting, welcome
from handlers.replies.reply import Reply
from handlers.request import Replies, Request
from models import contact, deadline, period, plan, report
from models.contact import Contact, Role
from models.period import Period
from models.report import Report
from models.rules.working_days import DAY, WorkingDays

# A promise may lie so many working days behind the due day, or behind today where that is over.
LATEST = 10
# What a button carries: the step, which report, and to whom it goes or which page is turned to.
BUTTON = re.compile(r"(?P<verb>[a-z]+):(?P<report>\d{1,18})(?::(?P<detail>\d{1,18}))?")

Values = Mapping[str, Any]


def press(request: Request) -> Replies:
    """Follow a button under a reminder, if the report is the own unit's."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or not request.contact.reports:
        return [welcome.stale()]
    found = _owed(request, int(parts["report"]))
    if found is None:
        return [_not_owed(request, int(parts["report"]))]
    return _follow(request, *found, parts["verb"], parts["detail"] or "")


def _follow(request: Request, row: Report, of: Period, verb: str, detail: str) -> Replies:
    match verb:
        case "open":
            return [_reminder(request, row, of)]
        case "promise":
            days = [day.isoformat() for day in _days_open(request, row, of)]
            return form.begin(request, PROMISE, {"report": row.id, "about": of.title, "days": days})
        case "other":
            shown = _others(request, row, of, int(detail or 0))
            return [shown.over(request.said.message_id) if detail else shown]
        case "hand" | "back":
            to = next((one for one in _unit(request) if str(one.id) == detail), None)
            return [_hand(request, row, of, to, is_back=verb == "back") if to else welcome.stale()]
    return [welcome.stale()]


def _reminder(request: Request, row: Report, of: Period) -> Reply:
    head = duty.head(request.session, row, of)
    left = _days(request).between(request.now.date(), head.due)
    block = words.of_report(head, words.due(head, days_left=left, today=request.now.date()))
    return Reply(text=block.text, buttons=block.buttons)


def _days_open(request: Request, row: Report, of: Period) -> list[date]:
    """Give the working days on which the report may be promised today."""
    days, today = _days(request), request.now.date()
    last = days.add(max(row.due_on(of), today), LATEST)
    ahead = (today + DAY * n for n in range((last - today).days + 1))
    return [day for day in ahead if days.is_working(day)]


def _check(request: Request, answers: Values, facts: Values) -> None:
    """Refuse a day that will not do today, whenever the question was asked."""
    found = _owed(request, facts["report"])
    if found is not None and answers.get("day"):
        allowed = _days_open(request, *found)
        asked.refuse(date.fromisoformat(answers["day"]), allowed, today=request.now.date())


def _promise(request: Request, answers: Values, facts: Values) -> Replies:
    found = _owed(request, facts["report"])
    if found is None:
        return [_not_owed(request, facts["report"])]
    row, of = found
    day = date.fromisoformat(answers["day"])
    deadline.promise(request.session, row, day, by=request.who, now=request.now)
    return [said.promised(duty.head(request.session, row, of), day, is_today=day == request.now.date())]


def _others(request: Request, row: Report, of: Period, page: int) -> Reply:
    """Offer whoever else reports for the unit; where nobody does, only the lead office can help."""
    others = [(one.id or 0, one.name) for one in _unit(request) if one.id != request.who]
    head = duty.head(request.session, row, of)
    if others:
        return said.others(head, others, page)
    report.disown(request.session, row, by=request.who, now=request.now)
    return said.nobody_else(head)


def _hand(request: Request, row: Report, of: Period, to: Contact, *, is_back: bool) -> Reply:
    head = duty.head(request.session, row, of)
    if row.contact_id == to.id:
        return said.handed_already(head, to.name)
    report.hand_over(request.session, row, to.id or 0, by=request.who, now=request.now)
    return said.taken_back(head) if is_back else said.handed(head, to.name, request.who)


def _owed(request: Request, report_id: int) -> tuple[Report, Period] | None:
    """Find a report that the contact's own unit owes still."""
    row = duty.own_report(request, report_id)
    of = period.get(request.session, row.period_id) if row and row.is_owed else None
    return (row, of) if row and of else None


def _not_owed(request: Request, report_id: int) -> Reply:
    """Say of the own unit's report that it is in; another's is out of reach."""
    row = duty.own_report(request, report_id)
    of = period.get(request.session, row.period_id) if row else None
    return reporting.already_settled(duty.head(request.session, row, of)) if row and of else welcome.stale()


def _unit(request: Request) -> list[Contact]:
    return list(contact.of_unit(request.session, request.contact.unit or ""))


def _days(request: Request) -> WorkingDays:
    return WorkingDays(plan.overrides(request.session))


PROMISE = Form(
    conversation=asked.PROMISE,
    title=N_("Promise a day"),
    roles=frozenset({Role.CONTACT, Role.LEAD}),
    check=_check,
    finish=_promise,
    confirm=False,
)
FORMS = (PROMISE,)
