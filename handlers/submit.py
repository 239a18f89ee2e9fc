"""This file is closing a report: submitted with what is in it, or nil on purpose."""

import re

from handlers import duty, signing
from handlers.replies import reporting, welcome
from handlers.replies.reply import Reply
from handlers.replies.reporting import Head
from handlers.replies.words import _
from handlers.request import Replies, Request
from models import draft, period, report
from models.period import Period
from models.report import Report
from models.rules.states import ReportState

# What a button carries: the step, and which report.
BUTTON = re.compile(r"(?P<verb>[a-z]+):(?P<number>\d{1,18})")


def press(request: Request) -> Replies:
    """Follow a button: first the question, then the deed; another unit's report is out of reach."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or not request.contact.reports:
        return [welcome.stale()]
    if parts["verb"] == "no":
        return [Reply(text=_("All right. Nothing was submitted."))]
    row = duty.own_report(request, int(parts["number"]))
    return [_close(request, row, parts["verb"])] if row else [welcome.stale()]


def _close(request: Request, row: Report, verb: str) -> Reply:
    """Submit or declare nil: first the question, then the deed, and never twice."""
    of_period = period.get(request.session, row.period_id)
    if of_period is None:
        return welcome.stale()
    of = duty.head(request.session, row, of_period)
    if verb in ("submit", "yes") and not of.may_be_submitted:
        is_in = of.state is ReportState.SUBMITTED
        return reporting.already_settled(of) if is_in else reporting.not_empty(of)
    if verb in ("nil", "none") and not of.may_be_nil:
        return reporting.already_settled(of) if not of.is_owed else reporting.not_nil(of)
    match verb:
        case "submit":
            return reporting.ask_submit(of, duty.lines(request, of_period), signing.told(row))
        case "nil":
            return reporting.ask_nil(of)
        case "yes" | "none":
            return _settle(request, row, of_period, of, nil=verb == "none")
    return welcome.stale()


def _settle(request: Request, row: Report, of_period: Period, of: Head, *, nil: bool) -> Reply:
    state = ReportState.NIL if nil else ReportState.SUBMITTED
    report.settle(request.session, row, state, by=request.who, now=request.now)
    draft.discard_blank(request.session, request.who, now=request.now)
    late = row.is_late(of_period, request.zone)
    return reporting.submitted(of, request.now, nil=nil, late=late)
