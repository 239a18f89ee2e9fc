"""This file is the days that the office works or is off: decided about, taken back, and what that moves."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import form
from handlers.conversation import deadlines as asked
from handlers.conversation.flow import YES
from handlers.form import Form
from handlers.reading.unclear import N_, Unclear
from handlers.replies import daysoff as said
from handlers.replies import welcome
from handlers.replies.daysoff import Decided, Moved, Unmoved
from handlers.replies.reply import Reply
from handlers.request import Replies, Request
from models import deadline, layout, period, plan
from models.contact import Role
from models.period import Move, Period
from models.plan import DayOff, DayRefused, DaySource
from models.rules.reminding import Calendar
from models.rules.working_days import WorkingDays

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(r"(?P<verb>day|list|undo):(?P<argument>\d{0,8})")
WHY = {
    plan.TOO_FAR: N_("{day} lies too far off: days from {first} to {last} can be decided about."),
    plan.NO_REASON: N_("Please say on what the decision rests."),
    plan.NO_CHANGE: N_("{day} is so already: nothing would change."),
    plan.NOT_DECIDED: N_("The office has decided nothing about {day}, or has taken it back."),
}

Values = Mapping[str, Any]


def press(request: Request) -> Replies:
    """Follow a button; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    return VERBS[parts["verb"]](request, parts["argument"])


def reckon(
    session: Session, days: WorkingDays, *, by: int | None, now: datetime, why: str = ""
) -> tuple[list[Move], list[Move]]:
    """Move the due days that these days worked move; give them, and those that stay as they would be past."""
    the_plan = plan.loaded(session)
    if the_plan is None:
        return [], []
    made = period.reckon_anew(session, the_plan, days, by=by, now=now, why=why)
    return made, period.moves(session, the_plan, now.date(), days)


def replanned(session: Session, now: datetime, zone: ZoneInfo, days: WorkingDays) -> int:
    """Count the messages that these days worked would take off their mornings; nothing is moved by it."""
    the_plan = plan.loaded(session)
    if the_plan is None:
        return 0
    before = _mornings(session, now, Calendar(WorkingDays(plan.overrides(session)), zone))
    with session.begin_nested() as trial:
        period.reckon_anew(session, the_plan, days, by=None, now=now)
        after = _mornings(session, now, Calendar(days, zone))
        trial.rollback()
    return len(before - after)


def _mornings(session: Session, now: datetime, calendar: Calendar) -> set[tuple[int, datetime]]:
    """Give who hears something on which morning to come."""
    planned = layout.layout(session, now, calendar, through=now.date())
    return {(one.addressee, one.at) for one in planned if one.at > now}


def _begin(request: Request, _argument: str) -> Replies:
    return form.begin(request, DECIDE, {})


def _show(request: Request, page: str) -> Replies:
    return [_list(request, int(page or 0)).over(request.said.message_id)]


def _begin_undo(request: Request, argument: str) -> Replies:
    day = _day_named(argument)
    if day is None:
        return [welcome.stale()]
    try:
        plan.may_undecide(request.session, day)
    except DayRefused:
        return [said.nothing_decided(day)]
    return form.begin(request, UNDECIDE, {"day": day.isoformat(), "about": said.named(day)})


def _check_decide(request: Request, answers: Values, _facts: Values) -> None:
    if "due" not in answers:
        return
    day = asked.typed_day(answers)
    working = answers["working"] == YES if "working" in answers else None
    try:
        plan.may_decide(request.session, day, working, answers.get("why"))
    except DayRefused as refused:
        raise _unclear(refused, day) from None


def _tell_decide(request: Request, answers: Values, _facts: Values) -> list[str]:
    return _will_move(request, asked.typed_day(answers), answers["working"] == YES)


def _decide(request: Request, answers: Values, _facts: Values) -> Replies:
    day, working = asked.typed_day(answers), answers["working"] == YES
    try:
        plan.decide_day(request.session, day, working, answers["why"], by=request.who, now=request.now)
    except DayRefused as refused:
        raise _unclear(refused, day) from None
    return _reckoned(request, day, answers["why"])


def _check_undo(request: Request, _answers: Values, facts: Values) -> None:
    day = date.fromisoformat(facts["day"])
    try:
        plan.may_undecide(request.session, day)
    except DayRefused as refused:
        raise _unclear(refused, day) from None


def _tell_undo(request: Request, _answers: Values, facts: Values) -> list[str]:
    day = date.fromisoformat(facts["day"])
    works = WorkingDays(plan.overrides_with(request.session, day, None)).is_working(day)
    return [said.will_be(day, is_working=works), *_will_move(request, day, None)]


def _undo(request: Request, answers: Values, facts: Values) -> Replies:
    day, why = date.fromisoformat(facts["day"]), answers.get("why") or ""
    try:
        plan.undecide_day(request.session, day, why, by=request.who, now=request.now)
    except DayRefused as refused:
        raise _unclear(refused, day) from None
    return _reckoned(request, day, why)


def _reckoned(request: Request, day: date, why: str) -> Replies:
    """Move the due days in the same turn, and say what has moved."""
    days = WorkingDays(plan.overrides(request.session))
    made, _stay = reckon(request.session, days, by=request.who, now=request.now, why=why)
    moved = [_moved(one, request.now.date()) for one in made]
    return [said.decided(day, moved, is_working=days.is_working(day))]


def _will_move(request: Request, day: date, working: bool | None) -> list[str]:  # noqa: FBT001
    """Say what would move, were it decided so; with None, were the decision taken back."""
    session, today = request.session, request.now.date()
    days = WorkingDays(plan.overrides_with(session, day, working))
    moves = period.moves(session, plan.current(session), today, days)
    is_off = not days.is_working(day)
    unmoved = [of for of in _running(session, today) if of.due == day] if is_off else []
    extensions = deadline.count_extended_to(session, day) if is_off else 0
    return said.will_move(
        [_moved(one, today) for one in moves],
        [Unmoved(title=of.title, due=of.due, due_time=of.due_time) for of in unmoved],
        extensions=extensions,
        messages=replanned(session, request.now, request.zone, days),
    )


def _running(session: Session, today: date) -> list[Period]:
    gone = period.cancelled(session)
    return [of for of in period.requests(session, today) if of.id not in gone]


def _moved(move: Move, today: date) -> Moved:
    return Moved(
        title=move.period.title,
        before=move.before,
        before_time=move.before_at,
        after=move.after,
        after_time=move.anew.at,
        is_past=move.after < today,
    )


def _list(request: Request, page: int) -> Reply:
    year = request.now.year
    rows = [row for of in (year, year + 1) for row in plan.decided_days(request.session, of)]
    return said.listed([_decided(row) for row in rows], page, first=year, last=year + 1)


def _decided(row: DayOff) -> Decided:
    is_office = row.source is DaySource.OFFICE
    return Decided(day=row.day, is_working=row.working, why=row.why, is_office=is_office)


def _day_named(argument: str) -> date | None:
    try:
        return date.fromisoformat(argument) if len(argument) == 8 else None
    except ValueError:
        return None


def _unclear(refused: DayRefused, day: date) -> Unclear:
    first, last = date(plan.DECIDED_YEARS[0], 1, 1), date(plan.DECIDED_YEARS[-1], 12, 31)
    return Unclear(WHY[refused.why], day=day, first=first, last=last)


DECIDE = Form(
    conversation=asked.DECIDE,
    title=N_("A day worked or off"),
    roles=LEADS,
    check=_check_decide,
    tells=_tell_decide,
    finish=_decide,
)
UNDECIDE = Form(
    conversation=asked.UNDECIDE,
    title=N_("Take a decision back"),
    roles=LEADS,
    check=_check_undo,
    tells=_tell_undo,
    finish=_undo,
    save=N_("Take it back"),
)
FORMS = (DECIDE, UNDECIDE)
VERBS: dict[str, Callable[[Request, str], Replies]] = {"day": _begin, "list": _show, "undo": _begin_undo}
