"""This file is /chuanop: who has not reported, and what the lead office does about it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import form
from handlers.conversation import review as asked
from handlers.form import CHANGED, Form
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.replies import missing as said
from handlers.replies import welcome
from handlers.replies.missing import Card, Letter, Line, Missing, Reported, View, Which
from handlers.replies.reply import Reply
from handlers.replies.words import LOCALES, _, speaking
from handlers.request import Replies, Request
from models import activity, contact, deadline, period, plan, report, unit
from models.contact import Contact, Role
from models.period import Period
from models.report import ENDED, Report
from models.rules import steps
from models.rules.states import FILED, ReportState
from models.rules.working_days import WorkingDays
from models.unit import Unit

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+):(?P<number>\d{1,18})(?::(?P<which>[a-z]+):(?P<page>\d{1,10}))?")
SETTLED = N_("{unit} · {title}: nothing is owed any more.")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """What a button leads to: a report or a period, which list, which page; or the mark of what was shown."""

    number: int
    which: Which
    page: int


def show(request: Request) -> Replies:
    """List who has not reported in the period that presses most."""
    return [first_view(request)]


def first_view(request: Request) -> Reply:
    """Show the first period in which somebody is missing; where nobody is, the last."""
    shown = period.worked_on(request.session, request.now.date())
    if not shown:
        return said.no_period()
    pressing = next((of for of in shown if report.silent(request.session, of)), shown[-1])
    return said.listed(_view(request, pressing, Which.MISSING), 0)


def show_to(request: Request, of: Period | None) -> Replies:
    """List who has not reported, in a period or in those worked on: only the lead office may act on it."""
    if request.contact.role not in LEADS:
        shown = [of] if of else period.worked_on(request.session, request.now.date())
        return [said.to_read([reported(request.session, one, request.zone) for one in shown], 0)]
    return [said.listed(_view(request, of, Which.MISSING), 0) if of else first_view(request)]


def press(request: Request) -> Replies:
    """Follow a button; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    which = parts["which"] or Which.MISSING
    if which not in set(Which):
        return [welcome.stale()]
    return follow(request, Place(int(parts["number"]), Which(which), int(parts["page"] or 0)))


def reported(session: Session, of: Period, zone: ZoneInfo) -> Reported:
    """Tell how many units reported, are nil, are missing in a period."""
    rows = report.in_period(session, of)
    states = Counter(row.state for row, _unit in rows)
    return Reported(
        title=of.title,
        due=of.due,
        due_time=of.due_time,
        submitted=states[ReportState.SUBMITTED],
        nil=states[ReportState.NIL],
        late=sum(row.is_late(of, zone) for row, _unit in rows if row.state in FILED),
        returned=states[ReportState.RETURNED],
        missing=tuple(_missing(session, of)),
    )


def in_office_hours(request: Request) -> bool:
    return steps.in_office_hours(request.now, days(request.session))


def _list(request: Request, to: Place) -> Replies:
    of = period.get(request.session, to.number)
    if of is None:
        return [welcome.stale()]
    reply = said.listed(_view(request, of, to.which), to.page)
    return [reply.over(request.said.message_id)]


def _open(request: Request, to: Place) -> Replies:
    found = _found(request, to.number)
    if found is None:
        return [welcome.stale()]
    row, of, home = found
    reply = said.card(
        Card(
            line=_line(request, row, of, home),
            title=of.title,
            question=of.question,
            activities=len(activity.of_unit(request.session, row.unit, of.span)),
            back=f"c:list:{of.id}:{to.which}:{to.page}",
        )
    )
    return [reply.over(request.said.message_id)]


def _nudge(request: Request, to: Place) -> Replies:
    """Let a unit be reminded, once a working day, if anybody there can be reached."""
    row = report.hold(request.session, to.number)
    found = _found(request, to.number) if row else None
    if row is None or found is None:
        return [welcome.stale()]
    _row, of, home = found
    line = _line(request, row, of, home)
    if not line.is_owed:
        return [said.settled(line, of.title)]
    if not line.people:
        return [said.out_of_reach(line)]
    if line.is_fresh and line.nudged is not None:
        return [said.nudged_already(line, line.nudged)]
    report.nudge(request.session, row, by=request.who, now=request.now)
    return [said.nudged(line, in_office_hours=in_office_hours(request))]


def _ask_all(request: Request, to: Place) -> Replies:
    of = period.get(request.session, to.number)
    return [said.ask_nudge(_view(request, of, to.which))] if of else [welcome.stale()]


def _nudge_all(request: Request, to: Place) -> Replies:
    """Let those be reminded who were shown; if they are others by now, show them first."""
    of = period.get(request.session, to.number)
    if of is None:
        return [welcome.stale()]
    plan.lock(request.session)
    view = _view(request, of, to.which)
    chosen = view.to_nudge
    if not chosen:
        return [Reply(toast=_("This was done already."))]
    if view.mark != to.page:
        return [said.ask_nudge(view, problem=_(CHANGED))]
    for one in chosen:
        row = report.hold(request.session, one.report_id)
        if row is not None and row.is_owed:
            report.nudge(request.session, row, by=request.who, now=request.now)
    return [said.all_nudged(view, len(chosen), in_office_hours=in_office_hours(request))]


def _text(request: Request, to: Place) -> Replies:
    """Give the text of a reminder to one unit."""
    found = _found(request, to.number)
    if found is None:
        return [welcome.stale()]
    row, of, home = found
    line = _line(request, row, of, home)
    return _letters(request, of, [line]) if line.is_owed else [said.settled(line, of.title)]


def _letter(request: Request, to: Place) -> Replies:
    """Give the text of a reminder to all who are listed."""
    of = period.get(request.session, to.number)
    lines = [one for one in _view(request, of, to.which).listed if one.is_owed] if of else []
    return _letters(request, of, lines) if of and lines else [welcome.stale()]


def _letters(request: Request, of: Period, lines: Sequence[Line]) -> Replies:
    """Write to those alike in one letter, in Vietnamese; the lead office need not write to itself."""
    the_plan = plan.current(request.session)
    lead = unit.get(request.session, the_plan.lead_unit)
    office = lead.name if lead else ""
    others = [one for one in lines if one.unit != office] or lines
    with speaking(LOCALES[0]):
        return [
            reply
            for _alike, group in groupby(sorted(others, key=_kind), key=_kind)
            for reply in said.letters(_letter_to(list(group), of, office, the_plan.number))
        ]


def _letter_to(group: Sequence[Line], of: Period, office: str, number: str) -> Letter:
    return Letter(
        units=[one.unit for one in group],
        office=office,
        plan=number,
        title=of.title,
        question=of.question,
        first=of.first,
        last=of.last,
        due=group[0].due,
        due_time=group[0].due_time,
        state=group[0].state,
        is_overdue=group[0].is_overdue,
    )


def _kind(one: Line) -> tuple[bool, bool, date]:
    """Tell letters apart: to whom a report was returned, who is overdue, who has which due day."""
    return one.state is ReportState.RETURNED, one.is_overdue, one.due


def _begin_excuse(request: Request, to: Place) -> Replies:
    found = _found(request, to.number)
    if found is None:
        return [welcome.stale()]
    row, of, home = found
    if not row.is_owed:
        return [said.settled(_line(request, row, of, home), of.title)]
    return form.begin(request, EXCUSE, {"report": row.id, "about": f"{home.short} · {of.title}"})


def _excuse(request: Request, answers: Values, facts: Values) -> Replies:
    row = report.hold(request.session, facts["report"])
    found = _found(request, facts["report"])
    if row is None or found is None:
        return [welcome.stale()]
    _check_excuse(request, answers, facts)
    _row, of, home = found
    report.excuse(request.session, row, answers["why"], by=request.who, now=request.now)
    return [said.excused(home.name, of.title, row.id or 0, f"c:list:{of.id}:{Which.MISSING}:0")]


def _check_excuse(request: Request, _answers: Values, facts: Values) -> None:
    found = _found(request, facts["report"])
    if found is not None and not found[0].is_owed:
        _row, of, home = found
        raise Unclear(SETTLED, unit=brief(home.short), title=brief(of.title, most=100))


def _call_in(request: Request, to: Place) -> Replies:
    """Take back that a unit was let off; what nobody can owe stays as it is."""
    row = report.hold(request.session, to.number)
    found = _found(request, to.number) if row else None
    if row is None or found is None:
        return [welcome.stale()]
    _row, of, home = found
    if row.state is not ReportState.EXCUSED:
        return [Reply(toast=_("This was done already."))]
    is_there = unit.is_alive(home, request.now.date())
    if row.note == ENDED or not is_there or of.id in period.cancelled(request.session):
        return [welcome.stale()]
    report.call_in(request.session, row, by=request.who, now=request.now)
    return [said.called_in(home.name, of.title, f"c:list:{of.id}:{Which.MISSING}:0")]


def _view(request: Request, of: Period, which: Which) -> View:
    shown = period.worked_on(request.session, request.now.date())
    others = [one for one in shown if one.id != of.id]
    return View(
        period_id=of.id or 0,
        of=reported(request.session, of, request.zone),
        lines=list(_lines(request, of)),
        which=which,
        others=[(one.id or 0, one.title, len(report.silent(request.session, one))) for one in others],
    )


def _lines(request: Request, of: Period) -> Iterator[Line]:
    """Give every unit of a period, those that were let off behind the others."""
    rows = [*report.in_period(request.session, of), *report.excused(request.session, of)]
    desk = _desk(request, [row for row, _unit in rows])
    for row, home in rows:
        yield desk.line(row, of, home)


def _line(request: Request, row: Report, of: Period, home: Unit) -> Line:
    return _desk(request, [row]).line(row, of, home)


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """What the lines of a list rest on, each asked for once."""

    now: datetime
    zone: ZoneInfo
    days: WorkingDays
    people: Mapping[str, Sequence[Contact]]
    broken: Mapping[int, int]

    def line(self, row: Report, of: Period, home: Unit) -> Line:
        theirs = self.people.get(row.unit, ())
        nudged = row.nudged_at.astimezone(self.zone) if row.nudged_at else None
        return Line(
            report_id=row.id or 0,
            unit=home.name,
            short=home.short,
            state=row.state,
            due=row.due_on(of),
            due_time=row.hour_due(of),
            extended=row.extended_to,
            is_overdue=row.is_owed and of.is_over(self.now, due=row.due_on(of)),
            promised=row.promised_for,
            broken=self.broken.get(row.id or 0, 0),
            people=tuple(one.name for one in theirs if one.unreachable_since is None),
            unreachable=tuple(one.name for one in theirs if one.unreachable_since is not None),
            nudged=nudged,
            is_fresh=nudged is not None and self._morning(nudged) >= self._morning(self.now),
            is_disowned=row.disowned_at is not None,
            note=row.note if row.state in (ReportState.RETURNED, ReportState.EXCUSED) else "",
        )

    def _morning(self, at: datetime) -> date:
        """Give the working day on which something of this hour is heard."""
        return steps.next_office_hour(at, self.days, self.zone).date()


def _desk(request: Request, rows: Sequence[Report]) -> _Desk:
    numbers = [row.id or 0 for row in rows]
    return _Desk(
        now=request.now,
        zone=request.zone,
        days=days(request.session),
        people=contact.by_unit(request.session),
        broken=deadline.broken(request.session, numbers, request.now.date(), request.zone),
    )


def _found(request: Request, report_id: int) -> tuple[Report, Period, Unit] | None:
    row = report.get(request.session, report_id)
    of = period.get(request.session, row.period_id) if row else None
    home = unit.get(request.session, row.unit) if row else None
    return (row, of, home) if row and of and home else None


def _missing(session: Session, of: Period) -> Iterator[Missing]:
    people = contact.by_unit(session)
    for _row, owing in report.silent(session, of):
        theirs = people.get(owing.code, ())
        yield Missing(
            unit=owing.name,
            people=tuple(one.name for one in theirs if one.unreachable_since is None),
            unreachable=tuple(one.name for one in theirs if one.unreachable_since is not None),
        )


def days(session: Session) -> WorkingDays:
    """Give the days worked, the office's own changes among them."""
    return WorkingDays(plan.overrides(session))


EXCUSE = Form(
    conversation=asked.EXCUSE,
    title=N_("A unit is let off"),
    roles=LEADS,
    check=_check_excuse,
    tells=lambda _request, _answers, _facts: said.will_excuse(),
    finish=_excuse,
    save=N_("Let off"),
)
FORMS = (EXCUSE,)
VERBS: dict[str, Callable[[Request, Place], Replies]] = {
    "list": _list,
    "unit": _open,
    "nudge": _nudge,
    "all": _ask_all,
    "yes": _nudge_all,
    "text": _text,
    "letter": _letter,
    "excuse": _begin_excuse,
    "call": _call_in,
}
