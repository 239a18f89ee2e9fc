"""This file is more time for one report: whose, until when, and why. The period's own due day stays."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import form, units
from handlers.conversation import deadlines as asked
from handlers.form import Form
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.replies import deadlines as said
from handlers.replies import welcome
from handlers.replies.deadlines import Extended
from handlers.request import Replies, Request
from models import deadline, period, plan, report, unit
from models.contact import Role
from models.period import Period
from models.report import Report
from models.rules.working_days import WorkingDays

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(r"(?P<verb>new|for)(?::(?P<number>\d{1,18}))?")
SETTLED = N_("{unit} · {title}: this report is not owed any more, so its due day can’t be moved.")
NOT_LATER = N_("{day} is not later than the due day that holds, {due}. Please enter a later day.")
PAST = N_("{day} is over already. Please enter a day to come.")
OUTSIDE = N_("{day} lies outside the plan’s years: {last} is the last day on which anything can be due.")

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """Begin an extension with the question whose report it is."""
    owing = _owing(request.session, request.now.date())
    if not owing:
        return [said.nobody_owes()]
    known = {"units": units.known(request.session), "owing": owing, "days": decided(request.session)}
    return form.begin(request, EXTEND, known)


def press(request: Request) -> Replies:
    """Follow a button; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    return show(request) if parts["verb"] == "new" else _begin_for(request, int(parts["number"] or 0))


def refuse_outside(session: Session, day: date) -> None:
    """Refuse a due day after the year in which the plan's last reports are due. Raises Unclear."""
    last = date(plan.current(session).last.year + 1, 12, 31)
    if day > last:
        raise Unclear(OUTSIDE, day=day, last=last)


def days_worked(session: Session) -> WorkingDays:
    return WorkingDays(plan.overrides(session))


def decided(session: Session) -> dict[str, bool]:
    """Give the days decided about as a form's facts hold them."""
    return {day.isoformat(): working for day, working in plan.overrides(session).items()}


def _begin_for(request: Request, report_id: int) -> Replies:
    row = report.get(request.session, report_id)
    of = period.get(request.session, row.period_id) if row else None
    if row is None or of is None:
        return [welcome.stale()]
    try:
        _refuse_settled(request.session, row, of)
    except Unclear as unclear:
        return [said.not_owed(unclear)]
    name = unit.names(request.session)[row.unit]
    about = said.named(name, of.title, row.due_on(of), row.hour_due(of))
    known = {"report": row.id, "about": about, "days": decided(request.session)}
    return form.begin(request, EXTEND, known)


def _owing(session: Session, today: date) -> dict[str, list[dict[str, Any]]]:
    """Give what each living unit owes, the nearest due day first."""
    alive = {row.code for row in unit.alive_on(session, today)}
    owed = [(row, of) for row, of in report.owed(session, today) if row.unit in alive]
    found: dict[str, list[dict[str, Any]]] = {}
    for row, of in sorted(owed, key=lambda one: one[0].due_on(one[1])):
        label = said.labelled(of.title, row.due_on(of), row.hour_due(of))
        found.setdefault(row.unit, []).append({"id": row.id, "label": label})
    return found


def _check(request: Request, answers: Values, facts: Values) -> None:
    chosen = _chosen(request.session, answers, facts)
    if chosen is None:
        return
    _refuse_settled(request.session, *chosen)
    if "due" in answers:
        _refuse_day(request, *chosen, asked.typed_day(answers))


def _refuse_settled(session: Session, row: Report, of: Period) -> None:
    home = unit.get(session, row.unit)
    if not row.is_owed:
        raise Unclear(SETTLED, unit=brief(home.short if home else row.unit), title=brief(of.title, most=100))


def _refuse_day(request: Request, row: Report, of: Period, day: date) -> None:
    if day <= row.due_on(of):
        raise Unclear(NOT_LATER, day=day, due=row.due_on(of))
    if day < request.now.date():
        raise Unclear(PAST, day=day)
    refuse_outside(request.session, day)


def _tell(request: Request, answers: Values, facts: Values) -> list[str]:
    chosen = _chosen(request.session, answers, facts)
    if chosen is None:
        return []
    to = asked.due_day(answers, facts)
    is_off = not days_worked(request.session).is_working(to)
    return said.will_extend(_extended(request.session, *chosen), to, is_off=is_off)


def _extend(request: Request, answers: Values, facts: Values) -> Replies:
    chosen = _chosen(request.session, answers, facts)
    if chosen is None:
        return [welcome.stale()]
    before, to = _extended(request.session, *chosen), asked.due_day(answers, facts)
    deadline.extend(request.session, chosen[0], to, answers["why"], by=request.who, now=request.now)
    return [said.extended(before, to, answers["why"])]


def _chosen(session: Session, answers: Values, facts: Values) -> tuple[Report, Period] | None:
    """Give the report that is meant: named from the beginning, chosen, or the only one of its unit."""
    of_unit = facts.get("owing", {}).get(answers.get("unit"), ())
    number = facts.get("report") or answers.get("report") or (of_unit[0]["id"] if len(of_unit) == 1 else 0)
    row = report.get(session, int(number))
    of = period.get(session, row.period_id) if row else None
    return (row, of) if row and of else None


def _extended(session: Session, row: Report, of: Period) -> Extended:
    home = unit.get(session, row.unit)
    return Extended(
        unit=home.short if home else row.unit,
        title=of.title,
        due=of.due,
        due_time=of.due_time,
        holds=row.due_on(of),
        before=[(one.due, one.why) for one in deadline.extensions(session, row.id or 0)],
    )


EXTEND = Form(
    conversation=asked.EXTEND,
    title=N_("More time for a report"),
    roles=LEADS,
    check=_check,
    tells=_tell,
    finish=_extend,
    save=N_("Extend"),
)
FORMS = (EXTEND,)
