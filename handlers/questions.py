"""This file is questions in words: what is asked is counted and answered with its scope, or asked back."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import enterprises, missing, progress
from handlers import help as helping
from handlers.reading.periods import period as days_of
from handlers.reading.questions import Query, UnclearQuestion, phase_of, question
from handlers.reading.text import fold
from handlers.reading.unclear import Unclear
from handlers.reading.wishes import Intent
from handlers.replies import questions as said
from handlers.replies import welcome
from handlers.replies.questions import Answer, Filed, Scope, Spending
from handlers.replies.reply import Reply
from handlers.replies.words import why
from handlers.request import Replies, Request
from models import activity, period, plan, report, search, unit
from models.activity import Activity
from models.contact import Role
from models.period import Period
from models.plan import Indicator, Plan
from models.rules.counting import KINDS, Basis, Counts, Fact, Part, figure
from models.rules.figures import Figures, Recounted
from models.rules.spans import Span

BUTTON = re.compile(r"(?P<intent>[a-z_]+)(?P<slots>(?:\.[a-zA-Z][^.:]{1,40})*)")
# How the slots stand on a button.
LETTERS = {
    "year": "y", "quarter": "q", "half": "h", "month": "m", "phase": "p", "indicator": "i", "unit": "u",
    "group": "g", "solution": "s", "place": "l", "tax_code": "t", "enterprise": "e", "stage": "w", "by": "b",
    "years": "n",
}  # fmt: skip
MOST_BYTES, MOST_DIGITS = 64, 6
NUMBERS = {
    "year": range(2000, 2100), "quarter": range(1, 5), "half": range(1, 3), "month": range(1, 13),
    "group": range(1, 7),
}  # fmt: skip
# Whoever is counted has a name; of experts it is for the lead office alone.
NAMED = frozenset({"DN", "MH", "GT", "GTV"})


def answer(request: Request) -> Replies | None:
    """Answer a question in words; None where the words ask nothing that is known here."""
    known = unit.called(request.session)
    try:
        query = question(request.said.text, today=request.now.date(), units=known)
    except UnclearQuestion as unclear:
        names = unit.names(request.session)
        return [said.which(unclear, _buttons(unclear.choices, lambda one: said.described(one, names)))]
    if query.intent is Intent.OTHER:
        return None
    return _answered(request, query)


def press(request: Request) -> Replies:
    """Answer the question that a button carries: its rights are those of whoever presses."""
    query = _query(request.argument)
    return _answered(request, query) if query else [welcome.stale()]


def _answered(request: Request, query: Query) -> Replies:
    if query.unit and not request.contact.sees_everything and not _is_own(request, query.unit):
        return [said.not_yours(unit.names(request.session).get(query.unit, query.unit))]
    if query.place and not query.unit and not request.contact.sees_everything:
        # At a place there are other units' activities, which would be theirs to show.
        query = replace(query, unit=request.contact.unit)
    follow = ANSWERS.get(query.intent)
    if follow is None:
        return [said.elsewhere(leads=request.contact.role is Role.LEAD)]
    try:
        return follow(request, query)
    except Unclear as unclear:
        return [Reply(text=why(unclear))]


def _is_own(request: Request, code: str) -> bool:
    """Tell whether a unit is the contact's own, or one whose work that carries on."""
    return code in unit.carried_on(request.session, request.contact.unit or "", request.now.date())


def _progress(request: Request, query: Query) -> Replies:
    """Show the targets as they stood at the end of what is asked about, or as they stand today."""
    if not query.slots:
        return progress.show(request)
    if query.solution or query.place or query.stage:
        return _count(request, query)
    if query.unit or query.group:
        return _of_unit(request, query)
    today, the_plan = request.now.date(), plan.current(request.session)
    counted = progress.count(request.session, min(_span(query, the_plan, today).last, today), today=today)
    view = progress.view_of(counted)
    lines = tuple(line for line in view.lines if query.indicator in (None, line[0].code))
    return [said.progress(replace(view, lines=lines), may_open=request.contact.sees_everything)]


def _count(request: Request, query: Query) -> Replies:
    """Count one indicator, or each of them, over what is asked about."""
    the_plan = plan.current(request.session)
    rows = plan.indicators(request.session, the_plan)
    chosen = [row for row in rows if query.indicator in (None, row.code)]
    answers = [_figure(request, query, the_plan, row) for row in chosen]
    return [said.counted(answers, _ways(request, query))]


def _figure(request: Request, query: Query, the_plan: Plan, row: Indicator) -> Answer:
    span = _span(query, the_plan, request.now.date(), yearly=Basis(row.basis) is Basis.YEARLY)
    figures = _figures(request, query, the_plan, span)
    counts = _counts(query, row)
    return Answer(
        name=said.entrants() if counts is Counts.ENTRANTS else row.short,
        measure=row.measure,
        value=figures.done(counts, span),
        estimate=figures.expected(counts, span),
        scope=_scope(request, query, span),
    )


def _counts(query: Query, row: Indicator) -> Counts:
    """Give what is counted: of the award its entrants, where those are meant."""
    return Counts.ENTRANTS if query.stage == "entered" and row.counts is Counts.WINNERS else row.counts


def _figures(request: Request, query: Query, the_plan: Plan, span: Span) -> Figures:
    """Take the totals that are kept where they tell; count anew what is narrowed down or parts a year."""
    units = _units(request, query)
    if span.is_whole_years and len(units) <= 1 and not (query.solution or query.place or query.group):
        return progress.count(request.session, request.now.date(), of_unit=query.unit).figures
    return Recounted(_facts(request, query, the_plan), request.now.date())


def _list(request: Request, query: Query) -> Replies:
    """Name whoever is counted: all of them for those who see everything, else the own unit's."""
    the_plan = plan.current(request.session)
    code = query.indicator or "DN"
    row = next((one for one in plan.indicators(request.session, the_plan) if one.code == code), None)
    if row is None or code not in NAMED | {"CG"}:
        return [said.elsewhere(leads=request.contact.role is Role.LEAD)]
    if code == "CG" and request.contact.role is not Role.LEAD:
        return [*_count(request, replace(query, intent=Intent.COUNT)), said.names_are_kept()]
    query = query if request.contact.sees_everything else replace(query, unit=request.contact.unit)
    facts = _facts(request, query, the_plan)
    one = _figure(request, query, the_plan, row)
    today = request.now.date()
    who = {fact.who for fact in facts if _is_counted(fact, _counts(query, row), one.scope.span, today)}
    return [said.listed(one, search.names(request.session, who), is_own=not request.contact.sees_everything)]


def _is_counted(fact: Fact, counts: Counts, span: Span, today: date) -> bool:
    return bool(figure([fact], counts, span, on=today)) and fact.on <= today


def _of_unit(request: Request, query: Query) -> Replies:
    """Tell what a unit, or everybody, did over what is asked about."""
    query = query if request.contact.sees_everything else replace(query, unit=request.contact.unit)
    rows, scope = _done(request, query)
    return [said.activities([(row.title, row.first, row.last) for row in rows], scope)]


def _cost(request: Request, query: Query) -> Replies:
    """Add up what was spent over what is asked about."""
    rows, scope = _done(request, query)
    spending = Spending(
        activities=len(rows),
        untold=sum(row.cost is None for row in rows),
        cost=sum(row.cost or 0 for row in rows),
        sources=search.sources(request.session, plan.current(request.session), scope.span, rows),
    )
    return [said.cost(spending, scope, _ways(request, query))]


def _done(request: Request, query: Query) -> tuple[list[Activity], Scope]:
    """Give what was done, narrowed to all that is asked about, and over what that holds."""
    session, the_plan = request.session, plan.current(request.session)
    span = _span(query, the_plan, request.now.date(), yearly=True)
    rows = search.done(session, the_plan, span, units=_units(request, query), group=query.group)
    row = next((one for one in plan.indicators(session, the_plan) if one.code == query.indicator), None)
    if row is not None:
        rows = [one for one in rows if one.kind in KINDS[row.counts]]
    if query.solution:
        applied = {activity for activity, _who in search.applying(session, query.solution)}
        rows = [one for one in rows if one.id in applied]
    if query.place:
        there = _activities_at(request, query.place, the_plan)
        rows = [one for one in rows if one.id in there]
    return rows, _scope(request, query, span, of=row.short if row else "")


def _compare(request: Request, query: Query) -> Replies:
    """Put years side by side, or units: of the year that is named and the one before, else of all so far."""
    about_nothing = query.indicator is None and not query.years and not query.year
    if about_nothing or (query.by == "unit" and not _may_rank(request, query)):
        return [said.elsewhere(leads=request.contact.role is Role.LEAD)]
    session, today, the_plan = request.session, request.now.date(), plan.current(request.session)
    rows = [row for row in plan.indicators(session, the_plan) if query.indicator in (None, row.code)]
    figures = Recounted(_facts(request, query, the_plan), today)
    if query.by == "unit":
        return [_ranked(request, query, rows[0], figures)]
    years = query.years or ((query.year - 1, query.year) if query.year else _years_so_far(the_plan, today))
    found = [
        (row.short, row.measure, [(str(year), figures.done(row.counts, _year(year))) for year in years])
        for row in rows
    ]
    whole = Span(_year(years[0]).first, _year(years[-1]).last)
    return [said.compared(found, _scope(request, query, whole))]


def _may_rank(request: Request, query: Query) -> bool:
    """Units are put side by side for those who see everything, by one indicator."""
    return request.contact.sees_everything and query.indicator is not None


def _ranked(request: Request, query: Query, row: Indicator, figures: Recounted) -> Reply:
    """Put the units' shares of a figure side by side, the largest first, ended ones at their heirs."""
    names, the_plan = unit.names(request.session), plan.current(request.session)
    span = _span(query, the_plan, request.now.date(), yearly=Basis(row.basis) is Basis.YEARLY)
    moved = unit.family(request.session).moved(request.now.date())
    shares = figures.by(Part.UNIT, row.counts, span, moved=moved)
    order = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
    found = [(row.short, row.measure, [(names[code], value) for code, value in order])]
    return said.compared(found, _scope(request, query, span))


def _years_so_far(the_plan: Plan, today: date) -> tuple[int, ...]:
    return tuple(range(the_plan.first.year, min(today.year, the_plan.last.year) + 1))


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def _missing(request: Request, query: Query) -> Replies:
    """Tell who has not reported; of one unit, how its reports stand."""
    of = _period(request, query)
    if request.contact.role is Role.CONTACT or query.unit:
        code = query.unit or request.contact.unit or ""
        periods = [of] if of else period.worked_on(request.session, request.now.date())
        filed = [_filed(request, code, one) for one in periods]
        name = unit.names(request.session).get(code, code)
        return [said.reports_of(name, filed)]
    if _ends_in(query, request.now.date()) and of is None:
        return [said.no_such_period(), *missing.show_to(request, None)]
    return missing.show_to(request, of)


def _filed(request: Request, code: str, of: Period) -> Filed:
    row = report.of(request.session, code, of)
    due = row.due_on(of) if row else of.due
    return Filed(
        title=of.title,
        state=row.state if row else None,
        at=row.settled_at.astimezone(request.zone) if row and row.settled_at else None,
        due=due,
    )


def _deadline(request: Request, query: Query) -> Replies:
    """Tell what is due: of a unit what it owes, with the days it was given; else every period ahead."""
    session, today = request.session, request.now.date()
    code = query.unit or ("" if request.contact.sees_everything else request.contact.unit or "")
    if code:
        owed = report.owed_by(session, code, today)
        name = unit.names(session).get(code, code)
        return [said.due([(one.title, row.due_on(one), row.hour_due(one)) for row, one in owed], name)]
    the_plan = plan.current(session)
    begun = [one for one in period.begun(session, today) if one.due >= today]
    year = Span(today, date(today.year, 12, 31))
    known = [*begun, *period.ahead(session, the_plan, year, missing.days(session))]
    ends = _ends_in(query, today)
    months = range(ends.first.month, ends.last.month + 1) if ends else range(1, 13)
    asked = [one for one in known if one.last.month in months]
    shown = sorted(asked or known, key=lambda one: one.due)
    return [said.due([(one.title, one.due, one.due_time) for one in shown])]


def _enterprise(request: Request, query: Query) -> Replies:
    """Show an enterprise's card, to the lead office."""
    if request.contact.role is not Role.LEAD:
        return [said.elsewhere(leads=False)]
    return enterprises.show(replace(request, argument=query.tax_code or query.enterprise or ""))


def _help(request: Request, _query: Query) -> Replies:
    return helping.guide(request)


def _source(request: Request, _query: Query) -> Replies:
    return [said.sources(may_open=request.contact.sees_everything)]


def _report(request: Request, _query: Query) -> Replies:
    return [said.papers(leads=request.contact.role is Role.LEAD)]


ANSWERS: Mapping[Intent, Callable[[Request, Query], Replies]] = {
    Intent.PROGRESS: _progress,
    Intent.COUNT: _count,
    Intent.LIST_ENTERPRISES: _list,
    Intent.LIST_EXPERTS: _list,
    Intent.LIST_ACTIVITIES: _of_unit,
    Intent.UNIT: _of_unit,
    Intent.COST: _cost,
    Intent.COMPARE: _compare,
    Intent.MISSING: _missing,
    Intent.DEADLINE: _deadline,
    Intent.ENTERPRISE: _enterprise,
    Intent.HELP: _help,
    Intent.SOURCE: _source,
    Intent.REPORT: _report,
}


def _facts(request: Request, query: Query, the_plan: Plan) -> list[Fact]:
    """Give what counts, narrowed to the units, the solution and the place that are asked about."""
    units = _units(request, query)
    facts = activity.facts(request.session, the_plan)
    if units:
        facts = [fact for fact in facts if fact.unit in units]
    if query.group:
        facts = [fact for fact in facts if fact.group == query.group]
    if query.solution:
        applied = search.applying(request.session, query.solution)
        facts = [fact for fact in facts if (fact.activity, fact.who) in applied]
    if query.place:
        there = _activities_at(request, query.place, the_plan)
        facts = [fact for fact in facts if fact.activity in there]
    return facts


def _activities_at(request: Request, place: str, the_plan: Plan) -> set[int]:
    """Give the activities at a place: by the place that was told, or by the place's own office."""
    names = {code: fold(name) for code, name in unit.names(request.session).items()}

    def is_at(told: str, code: str) -> bool:
        return place in fold(told) or place in names.get(code, "")

    found = search.done(request.session, the_plan, Span(the_plan.first, the_plan.last), is_at=is_at)
    return {row.id or 0 for row in found}


def _units(request: Request, query: Query) -> frozenset[str]:
    """Give the unit that is asked about, with those whose work it carries on."""
    if not query.unit:
        return frozenset()
    return unit.carried_on(request.session, query.unit, request.now.date())


def _span(query: Query, the_plan: Plan, today: date, *, yearly: bool = False) -> Span:
    """Give the days that are asked about: without any, this year or the plan so far."""
    year = query.year or today.year
    if query.quarter:
        found = days_of(f"quý {query.quarter}/{year}", today=today)
    elif query.half:
        found = days_of(f"6 tháng {'đầu' if query.half == 1 else 'cuối'} năm {year}", today=today)
    elif query.month:
        found = days_of(f"tháng {query.month}/{year}", today=today)
    elif query.phase:
        found = days_of(query.phase, today=today)
    elif query.year or yearly:
        found = days_of(str(year), today=today)
    else:
        return Span(the_plan.first, min(today, the_plan.last))
    return Span(found.first, found.last)


def _scope(request: Request, query: Query, span: Span, *, of: str = "") -> Scope:
    names = unit.names(request.session)
    carried = sorted(names[code] for code in _units(request, query) - {query.unit} if code in names)
    return Scope(
        query=query,
        span=span,
        on=request.now.date(),
        unit=names.get(query.unit or "", ""),
        carried_on=tuple(carried),
        of=of,
    )


def _ways(request: Request, query: Query) -> list[tuple[str, str]]:
    """Give the same question about the years beside, and about the phase."""
    year = query.year or request.now.year
    beside = [replace(query, year=year - 1), replace(query, year=year + 1)]
    the_plan = plan.current(request.session)
    first, last = the_plan.first.year, the_plan.last.year
    ways = [one for one in beside if first <= (one.year or 0) <= min(last, request.now.year)]
    if query.phase is None:
        bare = replace(query, year=None, quarter=None, half=None, month=None)
        ways.append(replace(bare, phase=phase_of(year)))
    return _buttons(ways, said.days_of)


def _buttons(queries: Iterable[Query], label: Callable[[Query], str]) -> list[tuple[str, str]]:
    return [(label(one), data) for one in queries if (data := _data(one))]


def _ends_in(query: Query, today: date) -> Span | None:
    """Give the days in which the period ends that is asked about; None where none is named.

    A half ends in its second quarter, and a year in its last.
    """
    year = query.year or today.year
    if query.month:
        return Span(date(year, query.month, 1), date(year, query.month, monthrange(year, query.month)[1]))
    quarter = query.quarter or (2 * query.half if query.half else 4 if query.year else 0)
    last = 3 * quarter
    return Span(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])) if quarter else None


def _period(request: Request, query: Query) -> Period | None:
    """Find the period in which a month, a quarter, a half or a year is reported."""
    ends = _ends_in(query, request.now.date())
    return period.ending(request.session, ends) if ends else None


def _data(query: Query) -> str | None:
    """Put a question on a button; None where a button could not carry all of it."""
    told = {**query.slots, "years": ",".join(map(str, query.years))}
    slots = (f".{LETTERS[name]}{value}" for name, value in told.items() if value)
    data = f"a:{query.intent}{''.join(slots)}"
    return data if len(data.encode()) <= MOST_BYTES else None


def _query(data: str) -> Query | None:
    """Read a question off a button; None where nobody can have made it."""
    parts = BUTTON.fullmatch(data)
    if parts is None or parts["intent"] not in set(Intent):
        return None
    names = {letter: name for name, letter in LETTERS.items()}
    slots: dict[str, Any] = {}
    for slot in filter(None, parts["slots"].split(".")):
        name, value = names.get(slot[0], ""), slot[1:]
        numbers = [int(one) for one in value.split(",") if one.isdecimal() and len(one) < MOST_DIGITS]
        if not name:
            return None
        if name == "years":
            slots[name] = tuple(one for one in numbers if one in NUMBERS["year"])
        elif name not in NUMBERS:
            slots[name] = value
        elif len(numbers) == 1 and numbers[0] in NUMBERS[name]:
            slots[name] = numbers[0]
        else:
            return None
    return Query(intent=Intent(parts["intent"]), **slots)
