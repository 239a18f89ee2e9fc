"""This file is requests of the lead office: asked of chosen units, answered in words, followed, cancelled."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers import deadlines, duty, form, units
from handlers.conversation import deadlines as asked
from handlers.form import Form
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.replies import deadlines as said
from handlers.replies import welcome
from handlers.replies.deadlines import Answer, Asked
from handlers.replies.reply import Reply
from handlers.replies.words import deadline
from handlers.request import Replies, Request
from models import activity, contact, period, plan, report, unit
from models.contact import Role
from models.period import STILL_NEWS, Period
from models.report import Report
from models.rules import steps
from models.rules.states import ReportState

LEADS = frozenset({Role.LEAD})
REPORTS = frozenset({Role.CONTACT, Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+)(?::(?P<number>\d{1,18}))?(?::(?P<page>\d{1,4}))?")
PAST = N_("The due hour, {hour}, is over already. Please enter one to come.")
ENDED = N_("{name} is not a unit any more. Please take it out.")
ALL_ANSWERED = N_("Every unit has answered by now; there is nothing to cancel.")
CANCELLED = N_("This request is cancelled.")
NOT_YOURS_NOW = N_("{title}: your unit does not owe this answer any more.")
ACCEPTED = N_("{title}: the lead office has accepted your answer. To correct it, please ask the lead office.")
TOO_LATE = N_("{title}: the due day is over. To correct the answer, please ask the lead office.")
BY_ACTIVITIES = N_("{title}: this was submitted with activities. More can be recorded in /baocao.")

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """List the requests that run, and those that were due of late."""
    return [_list(request, 0)]


def press(request: Request) -> Replies:
    """Follow a button: an answer is the unit's, everything else the lead office's."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None:
        return [welcome.stale()]
    number = int(parts["number"] or 0)
    if parts["verb"] == "text":
        return _begin_answer(request, number)
    follow = VERBS.get(parts["verb"])
    if follow is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    return follow(request, number, int(parts["page"] or 0))


def _turn_to(request: Request, number: int, _page: int) -> Replies:
    return [_list(request, number).over(request.said.message_id)]


def _open(request: Request, number: int, page: int) -> Replies:
    of = _request(request.session, number)
    return [_card(request, of, page).over(request.said.message_id)] if of else [welcome.stale()]


def _begin(request: Request, _number: int, _page: int) -> Replies:
    kinds = {row.code: row.kind.value for row in unit.in_order(request.session)}
    known = [{**row, "kind": kinds[row["code"]]} for row in units.known(request.session)]
    return form.begin(request, ASK, {"units": known, "days": deadlines.decided(request.session)})


def _begin_cancel(request: Request, number: int, _page: int) -> Replies:
    of = _request(request.session, number)
    if of is None:
        return [welcome.stale()]
    try:
        _check_cancel(request, {}, {"period": number})
    except Unclear as unclear:
        return [said.refused(unclear)]
    return form.begin(request, CANCEL, {"period": number, "about": of.title})


def _begin_answer(request: Request, number: int) -> Replies:
    """Ask for an answer in words; another unit's is out of reach."""
    row = duty.own_report(request, number) if request.contact.reports else None
    of = _request(request.session, row.period_id) if row else None
    if row is None or of is None:
        return [welcome.stale()]
    try:
        _check_answer(request, {}, {"report": number})
    except Unclear as unclear:
        return [said.refused(unclear)]
    replies = form.begin(request, ANSWER, {"report": number, "about": of.title})
    return [said.with_question(replies[0], of.question), *replies[1:]]


def _check_ask(request: Request, answers: Values, facts: Values) -> None:
    for code in answers.get("units", {}).get("chosen", ()):
        row = unit.get(request.session, code)
        if row is None or not unit.is_alive(row, request.now.date()):
            raise Unclear(ENDED, name=brief(row.short) if row else code)
    if "due" in answers:
        deadlines.refuse_outside(request.session, asked.typed_day(answers))
        day, at = asked.due_day(answers, facts), asked.due_hour(answers) or asked.CLOSING
        if datetime.combine(day, at, request.zone) <= request.now:
            raise Unclear(PAST, hour=deadline(day, at))


def _tell_ask(request: Request, answers: Values, facts: Values) -> list[str]:
    chosen, people = answers["units"]["chosen"], contact.by_unit(request.session)
    names = unit.names(request.session)
    is_off = not deadlines.days_worked(request.session).is_working(asked.due_day(answers, facts))
    alone = [names[code] for code in chosen if code not in people]
    return said.will_ask(len(chosen), alone, is_off=is_off)


def _ask(request: Request, answers: Values, facts: Values) -> Replies:
    session, chosen = request.session, answers["units"]["chosen"]
    of = period.request(
        session,
        plan.current(session),
        title=answers["title"],
        question=answers["question"],
        due=asked.due_day(answers, facts),
        at=asked.due_hour(answers) or asked.CLOSING,
        units=chosen,
        by=request.who,
        now=request.now,
    )
    report.ask_of(session, of, chosen, by=request.who, now=request.now)
    in_hours = steps.in_office_hours(request.now, deadlines.days_worked(session))
    return [said.sent(_asked(request, of), in_office_hours=in_hours)]


def _check_cancel(request: Request, _answers: Values, facts: Values) -> None:
    if facts["period"] in period.cancelled(request.session):
        raise Unclear(CANCELLED)
    of = _request(request.session, facts["period"])
    if of is None or not report.silent(request.session, of):
        raise Unclear(ALL_ANSWERED)


def _tell_cancel(request: Request, _answers: Values, facts: Values) -> list[str]:
    of = _request(request.session, facts["period"])
    return said.will_cancel(_asked(request, of)) if of else []


def _cancel(request: Request, answers: Values, facts: Values) -> Replies:
    """Let off all that still owe an answer; what was answered stays."""
    of = _request(request.session, facts["period"])
    if of is None:
        return [welcome.stale()]
    silent = report.silent(request.session, of)
    for row, _unit in silent:
        report.excuse(request.session, row, answers["why"], by=request.who, now=request.now)
    period.cancel(request.session, of, answers["why"], by=request.who, now=request.now)
    return [said.cancelled(of.title, len(silent))]


def _check_answer(request: Request, _answers: Values, facts: Values) -> None:
    """Refuse an answer that is not owed, and a better one for an answer that can't be changed any more."""
    row = duty.own_report(request, facts["report"])
    of = _request(request.session, row.period_id) if row else None
    title = brief(of.title, most=100) if of else ""
    if row is None or of is None or row.state is ReportState.EXCUSED:
        raise Unclear(NOT_YOURS_NOW, title=title)
    if row.is_owed:
        return
    if row.accepted_at is not None:
        raise Unclear(ACCEPTED, title=title)
    if not row.answer_in_words:
        raise Unclear(BY_ACTIVITIES, title=title)
    if of.is_over(request.now, due=row.due_on(of)):
        raise Unclear(TOO_LATE, title=title)


def _tell_answer(request: Request, _answers: Values, facts: Values) -> list[str]:
    row = duty.own_report(request, facts["report"])
    of = _request(request.session, row.period_id) if row else None
    if row is None or of is None:
        return []
    return said.answer_so_far(of.question, row.answer_in_words)


def _answer(request: Request, answers: Values, facts: Values) -> Replies:
    row = duty.own_report(request, facts["report"])
    of = _request(request.session, row.period_id) if row else None
    if row is None or of is None:
        return [welcome.stale()]
    report.answer(request.session, row, answers["answer"], by=request.who, now=request.now)
    is_late = row.is_late(of, request.zone)
    late = deadline(row.due_on(of), row.hour_due(of)) if is_late else ""
    return [said.answered(of.title, duty.unit_name(request), request.now, row.id or 0, late=late)]


def _request(session: Session, number: int) -> Period | None:
    of = period.get(session, number)
    return of if of is not None and of.is_on_request else None


def _list(request: Request, page: int) -> Reply:
    known = [_asked(request, of) for of in period.requests(request.session, request.now.date() - STILL_NEWS)]
    return said.requests([one for one in known if not one.is_cancelled or one.reported], page)


def _card(request: Request, of: Period, page: int) -> Reply:
    answers = [_answered(request, row, of, home.short) for row, home in report.in_period(request.session, of)]
    return said.request(_asked(request, of), answers, page)


def _asked(request: Request, of: Period) -> Asked:
    rows = report.in_period(request.session, of)
    return Asked(
        period_id=of.id or 0,
        title=of.title,
        question=of.question,
        due=of.due,
        due_time=of.due_time,
        reported=sum(not row.is_owed for row, _unit in rows),
        all=len(rows),
        is_over=of.is_over(request.now, due=of.due),
        is_cancelled=of.id in period.cancelled(request.session),
    )


def _answered(request: Request, row: Report, of: Period, name: str) -> Answer:
    return Answer(
        unit=name,
        state=row.state,
        words=row.answer_in_words,
        activities=0
        if row.is_owed or row.note
        else len(activity.of_unit(request.session, row.unit, of.span)),
        at=row.settled_at.astimezone(request.zone) if row.settled_at else None,
        is_late=not row.is_owed and row.is_late(of, request.zone),
        extended_to=row.extended_to,
    )


ASK = Form(
    conversation=asked.REQUEST,
    title=N_("A request for a report"),
    roles=LEADS,
    check=_check_ask,
    tells=_tell_ask,
    finish=_ask,
    save=N_("Send the request"),
)
CANCEL = Form(
    conversation=asked.CANCEL,
    title=N_("Cancel a request"),
    roles=LEADS,
    check=_check_cancel,
    tells=_tell_cancel,
    finish=_cancel,
    save=N_("Cancel it"),
)
ANSWER = Form(
    conversation=asked.ANSWER,
    title=N_("Answer in words"),
    roles=REPORTS,
    check=_check_answer,
    tells=_tell_answer,
    finish=_answer,
    save=N_("Send the answer"),
)
FORMS = (ASK, CANCEL, ANSWER)
VERBS: dict[str, Callable[[Request, int, int], Replies]] = {
    "new": _begin,
    "list": _turn_to,
    "open": _open,
    "page": _open,
    "cancel": _begin_cancel,
}
