"""This file is how questions in words are answered: the figure with its scope, and ways to change that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.conversation.activity import SOURCES
from handlers.reading.questions import Query, UnclearQuestion
from handlers.reading.unclear import N_
from handlers.reading.wishes import Intent
from handlers.replies import progress as of_progress
from handlers.replies.paging import fitted, shortened
from handlers.replies.progress import View
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.reporting import STATES
from handlers.replies.words import _, bold, day, deadline, dong, hour, ngettext, number, safe, span, why
from models.rules.spans import Span
from models.rules.states import OWED, ReportState

WISHES = {
    Intent.PROGRESS: N_("Progress towards the targets"),
    Intent.COUNT: N_("A figure"),
    Intent.LIST_ENTERPRISES: N_("A list of enterprises"),
    Intent.LIST_EXPERTS: N_("A list of experts"),
    Intent.LIST_ACTIVITIES: N_("Activities"),
    Intent.MISSING: N_("Who has reported, and who has not"),
    Intent.UNIT: N_("What a unit did"),
    Intent.ENTERPRISE: N_("An enterprise"),
    Intent.DEADLINE: N_("Due days"),
    Intent.COMPARE: N_("A comparison"),
    Intent.COST: N_("Costs"),
    Intent.SOURCE: N_("Where a figure comes from"),
    Intent.REPORT: N_("A report to hand on"),
    Intent.HELP: N_("Help"),
}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Over what an answer holds: the question's days, as of a day, whose work, and for which indicator."""

    query: Query
    span: Span
    on: date
    unit: str = ""
    carried_on: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One indicator's figure; `estimate` has what is expected beside it."""

    name: str
    measure: str
    value: int
    estimate: int
    scope: Scope


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What activities cost, in đồng: in all and by source; of some no cost is told."""

    activities: int
    untold: int
    cost: int
    sources: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Filed:
    """How a unit's report for a period stands; without a state it owes none."""

    title: str
    state: ReportState | None
    at: datetime | None
    due: date


def which(unclear: UnclearQuestion, ways: Sequence[tuple[str, str]]) -> Reply:
    return Reply(text=why(unclear), buttons=rows(*(Button(shortened(label), data) for label, data in ways)))


def described(query: Query, units: dict[str, str]) -> str:
    """Word a question as it was understood."""
    parts = [_(WISHES[query.intent]), units.get(query.unit or "", ""), days_of(query)]
    return " · ".join(part for part in parts if part)


def progress(view: View, *, may_open: bool) -> Reply:
    """Show some of the targets as they stood on a day."""
    reply = of_progress.overview(view, ())
    return reply if may_open else Reply(text=reply.text)


def counted(answers: Sequence[Answer], ways: Sequence[tuple[str, str]]) -> Reply:
    """Give one figure, or one for each indicator, over the days that are told."""
    if len({one.scope.span for one in answers}) == 1:
        lines = [*(_figure(one) for one in answers), *_told(answers[0].scope)]
    else:
        lines = [line for one in answers for line in (_figure(one), *_told(one.scope))]
    return Reply(text="\n".join(lines), buttons=_others(ways))


def listed(of: Answer, names: Sequence[str], *, is_own: bool) -> Reply:
    """Name whoever is in a figure."""
    lines = [_figure(of), *_told(of.scope), *(f"{n}. {safe(name)}" for n, name in enumerate(names, 1))]
    if is_own:
        lines.append(_("Names are shown of your own unit’s reports only."))
    return Reply(text="\n".join(fitted(lines)))


def names_are_kept() -> Reply:
    return Reply(text=_("The experts’ names are kept by the lead office."))


def activities(lines: Sequence[tuple[str, date, date]], scope: Scope) -> Reply:
    head = ngettext("{count} activity", "{count} activities", len(lines)).format(count=number(len(lines)))
    told = [f"• {span(first, last)}: {safe(shortened(title, 120))}" for title, first, last in lines]
    return Reply(text="\n".join(fitted([bold(head), *_told(scope), *told])))


def cost(of: Spending, scope: Scope, ways: Sequence[tuple[str, str]]) -> Reply:
    """Give what was spent, by source; what was told without a source stands apart."""
    if of.untold == of.activities:
        words = _("None of {count} activities tells what it cost.") if of.activities else _("No activities.")
        nothing = bold(words.format(count=number(of.activities)))
        return Reply(text="\n".join((nothing, *_told(scope))), buttons=_others(ways))
    lines = [bold(_("Spent: {amount}").format(amount=dong(of.cost))), *_told(scope)]
    lines += [f"• {_(SOURCES[name])}: {dong(of.sources[name])}" for name in SOURCES if name in of.sources]
    rest = of.cost - sum(of.sources.values())
    if rest and of.sources:
        lines.append("• " + _("Source not told: {amount}").format(amount=dong(rest)))
    words = _("Of {count} activities, {untold} tell no cost.")
    lines.append(words.format(count=number(of.activities), untold=number(of.untold)))
    return Reply(text="\n".join(lines), buttons=_others(ways))


def compared(found: Sequence[tuple[str, str, Sequence[tuple[str, int]]]], scope: Scope) -> Reply:
    """Put years or units side by side, for each indicator."""
    lines = []
    for name, measure, side_by_side in found:
        lines.append(f"<b>{safe(name)}</b> ({safe(measure)})")
        lines += [f"• {safe(label)}: {number(value)}" for label, value in side_by_side] or [
            _("No figure yet.")
        ]
    return Reply(text="\n".join(fitted([*lines, *_told(scope)])))


def entrants() -> str:
    return _("Enterprises that entered the National Quality Award")


def reports_of(unit: str, filed: Sequence[Filed]) -> Reply:
    """Tell how a unit's reports stand."""
    lines = [bold(safe(unit)), *(f"• {safe(one.title)}: {_standing(one)}" for one in filed)]
    return Reply(text="\n".join(lines))


def no_such_period() -> Reply:
    return Reply(text=_("There is no such reporting period. This is the one that is worked on now:"))


def due(lines: Sequence[tuple[str, date, time | None]], unit: str = "") -> Reply:
    """Tell what is due, and when: of one unit, or of all."""
    head = bold(" · ".join(part for part in (_("Due days"), safe(unit)) if part))
    told = [f"• {safe(title)}: {bold(deadline(on, at))}" for title, on, at in lines]
    return Reply(text="\n".join((head, *(told or [_("No report is due now.")]))))


def sources(*, may_open: bool) -> Reply:
    """Say where figures come from, and where each is taken apart."""
    text = _(
        "Every figure is counted from the activities that the units reported; nothing is typed in by hand."
    )
    if not may_open:
        return Reply(text=text)
    way = Button("🔎 " + _("Why this figure"), "w:choose")
    hint = _("Here you see which activities are in a figure:")
    return Reply(text=f"{text}\n{hint}", buttons=rows(way))


def papers(*, leads: bool) -> Reply:
    """Say what can be handed on."""
    if not leads:
        return Reply(text=_("Reports to hand on are made by the lead office."))
    ways = rows(Button("📌 " + _("Reported upward"), "p:list"), Button("📊 " + _("Overview"), "t:home:0"))
    return Reply(text=_("The figures to hand on are settled here:"), buttons=ways)


def not_yours(unit: str) -> Reply:
    words = _(
        "What {unit} reported is open to that unit and to the lead office. You may ask about your own unit."
    )
    return Reply(text=words.format(unit=safe(unit)))


def elsewhere(*, leads: bool) -> Reply:
    """Say that this can't be answered, and offer three questions that can."""
    return Reply(
        text=_("I can’t answer that. You could ask for one of these:"), buttons=suggestions(leads=leads)
    )


def suggestions(*, leads: bool) -> Rows:
    last = (
        (_("Who has not reported"), "a:missing_reports") if leads else (_("Our reports"), "a:missing_reports")
    )
    ways = ((_("Progress towards the targets"), "a:progress"), (_("Due days"), "a:deadline"), last)
    return rows(*(Button(label, data) for label, data in ways))


def _figure(of: Answer) -> str:
    text = f"<b>{safe(of.name)}: {number(of.value)}</b> {safe(of.measure)}"
    more = _("with estimates: {count}").format(count=number(of.estimate))
    return f"{text} ({more})" if of.estimate > of.value else text


def _told(scope: Scope) -> list[str]:
    """Restate over what an answer holds."""
    query = scope.query
    days, exact = days_of(query) or _untold(scope), span(scope.span.first, scope.span.last)
    words = _("{days} ({exact}), as of {on}") if days else _("{exact}, as of {on}")
    when = words.format(days=days, exact=exact, on=day(scope.on))
    about = [scope.of, scope.unit, (query.solution or "").upper(), _place(query)]
    if query.group:
        about.append(_("task group {number}").format(number=query.group))
    lines = [" · ".join(part for part in (when, *map(safe, filter(None, about))) if part)]
    if scope.carried_on:
        lines.append(
            _("together with what {units} did before").format(units=safe(", ".join(scope.carried_on)))
        )
    return lines


def _untold(scope: Scope) -> str:
    """Word the days that were taken without being asked for: a year, or the plan so far."""
    over = scope.span
    if over.is_whole_years and over.first.year == over.last.year:
        return _("Year {year}").format(year=over.first.year)
    return _("So far") if over.last == scope.on else ""


def _place(query: Query) -> str:
    return query.place.title() if query.place else ""


def days_of(query: Query) -> str:
    """Word the days that were asked about."""
    year = query.year or 0
    if query.quarter:
        return _("Quarter {number} of {year}, by the calendar").format(number=query.quarter, year=year)
    if query.half:
        words = _("First half of {year}") if query.half == 1 else _("Second half of {year}")
        return words.format(year=year)
    if query.month:
        return _("Month {month}/{year}").format(month=query.month, year=year)
    if query.phase:
        return _("Phase {years}").format(years=query.phase)
    return _("Year {year}").format(year=year) if year else ""


def _others(ways: Sequence[tuple[str, str]]) -> Rows:
    return rows(*(Button(label, data) for label, data in ways), each=3)


def _standing(of: Filed) -> str:
    if of.state is None:
        return _("owes no report")
    if of.state in OWED:
        words = _("not yet submitted, due {day}")
        return words.format(day=day(of.due))
    words = _(STATES[of.state])
    return f"{words}, {hour(of.at)}" if of.at else words
