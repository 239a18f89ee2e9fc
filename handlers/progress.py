"""This file is /tiendo: how far the plan is from its targets, seen as a whole and from each side."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import duty
from handlers.replies import picture, welcome
from handlers.replies import progress as words
from handlers.replies.progress import Missing, Reported, View
from handlers.replies.reply import Reply
from handlers.replies.words import plain
from handlers.request import Replies, Request
from models import activity, contact, period, plan, report, tally, unit
from models.period import Period
from models.plan import Indicator, Plan, Target
from models.report import ReportState
from models.rules.counting import Basis, Part
from models.rules.figures import Figures, Recounted
from models.rules.progress import Goal, Progress, assess, overview
from models.rules.spans import Span


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The plan's indicators, its goals and the figures, on a day."""

    plan: Plan
    on: date
    indicators: dict[str, Indicator]
    goals: tuple[Goal, ...]
    figures: Figures

    @property
    def now(self) -> tuple[Progress, ...]:
        found = {progress.goal.indicator: progress for progress in overview(self.goals, self.figures)}
        return tuple(found[code] for code in self.indicators if code in found)


def show(request: Request) -> Replies:
    """Answer /tiendo: everything for those who see everything, the own unit's part for a contact."""
    if not request.contact.sees_everything:
        return [_own(request)]
    return [_overview(request)]


def press(request: Request) -> Replies:
    """Follow a button of /tiendo; what is shown depends on who presses, not on the button."""
    if not request.contact.sees_everything:
        return [welcome.stale()]
    view, _colon, detail = request.argument.partition(":")
    if view == "picture":
        return _pictures(request)
    reply = _view(request, view, detail)
    return [reply.over(request.said.message_id)]


def count(session: Session, on: date, *, of_unit: str | None = None) -> Counted:
    """Count on a day. Raises NoPlan."""
    the_plan = plan.current(session)
    indicators = {row.code: row for row in plan.indicators(session, the_plan)}
    goals = tuple(_goal(row, indicators[row.indicator]) for row in plan.targets(session, the_plan))
    figures = _figures(session, the_plan, goals, on, of_unit)
    return Counted(plan=the_plan, on=on, indicators=indicators, goals=goals, figures=figures)


def _figures(session: Session, the_plan: Plan, goals: Iterable[Goal], on: date, of: str | None) -> Figures:
    """Take the totals that are kept, or count everything anew where they do not tell: on a day gone by."""
    whole_years = all(span.is_whole_years for goal in goals for span in (goal.span, _whole(the_plan)))
    if whole_years and tally.is_exact(session, the_plan, on):
        return tally.figures(session, the_plan, on, unit=of)
    return Recounted(activity.facts(session, the_plan, unit=of), on)


def _whole(the_plan: Plan) -> Span:
    return Span(the_plan.first, the_plan.last)


def reported(session: Session, of: Period, zone: ZoneInfo) -> Reported:
    """Tell how many units reported, are nil, are missing in a period."""
    rows = report.in_period(session, of)
    states = Counter(row.state for row, _unit in rows)
    return Reported(
        title=of.title,
        due=of.due,
        submitted=states[ReportState.SUBMITTED],
        nil=states[ReportState.NIL],
        late=sum(row.is_late(of.due, zone) for row, _unit in rows),
        missing=tuple(_missing(session, of)),
    )


def overview_reply(
    session: Session, now: datetime, zone: ZoneInfo, *, head: str = "", of: Period | None = None
) -> Reply:
    """Show everything, as /tiendo and the summaries do, and the period asked about or those worked on."""
    counted = count(session, now.date())
    shown = [of] if of else period.worked_on(session, now.date())
    return words.overview(_view_of(counted), [reported(session, one, zone) for one in shown], head=head)


def _overview(request: Request) -> Reply:
    return overview_reply(request.session, request.now, request.zone)


def _view(request: Request, view: str, detail: str) -> Reply:
    session, today = request.session, request.now.date()
    page = int(detail) if detail.isdecimal() else 0
    match view:
        case "units":
            return words.by_unit(_by_unit(session, today), today, page)
        case "groups":
            return words.by_group(_by_group(session, today), today)
        case "years":
            return words.by_year(_phases(session, today), today, page)
        case "missing":
            shown = period.worked_on(session, today)
            return words.missing([reported(session, one, request.zone) for one in shown], page)
    return _overview(request)


def _own(request: Request) -> Reply:
    """Show a contact what its own unit has brought in, and what it owes."""
    today, code = request.now.date(), request.contact.unit or ""
    counted = count(request.session, today, of_unit=code)
    of = unit.get(request.session, code)
    owed = report.owed_by(request.session, code, today)
    late = [one for one in owed if one[1].due < today]
    owed = [*late, *duty.near([one for one in owed if one[1].due >= today], today)]
    figures = [(counted.indicators[one.goal.indicator], one.value, one.estimate) for one in counted.now]
    this_year = Span(date(today.year, 1, 1), date(today.year, 12, 31))
    return words.own(
        of.name if of else "",
        today,
        [(row.short, row.measure, value, estimate) for row, value, estimate in figures],
        _held(request.session, counted, Part.UNIT, this_year).get(code, 0),
        [(row.id or 0, of_period.title, of_period.due) for row, of_period in owed],
    )


def _pictures(request: Request) -> Replies:
    """Draw the figures, and the years on a sheet of their own: Telegram shrinks what is tall."""
    counted = count(request.session, request.now.date())
    office = unit.get(request.session, counted.plan.lead_unit)
    cards = words.cards(_view_of(counted), office.name if office else "")
    return [Reply(photo=picture.png(card), text=words.caption(counted.on)) for card in cards]


def _view_of(counted: Counted) -> View:
    return View(
        number=counted.plan.number,
        on=counted.on,
        lines=tuple((_named(counted.indicators[one.goal.indicator]), one) for one in counted.now),
    )


def _named(row: Indicator) -> words.Named:
    return words.Named(code=row.code, name=row.name, short=row.short, measure=row.measure, inside=row.inside)


def _by_unit(session: Session, today: date) -> list[tuple[str, list[tuple[str, int]]]]:
    """Give each unit's share of the current targets; an ended unit's work stays in its own name."""
    counted = count(session, today)
    names = unit.names(session)
    shares = _shares(session, counted, Part.UNIT)
    listed = [(names[code], shares[code]) for code in names if code in shares]
    silent = [row.short for row in unit.alive_on(session, today) if row.code not in shares]
    return [*listed, *((name, []) for name in silent)]


def _by_group(session: Session, today: date) -> list[tuple[str, int, list[tuple[str, int]]]]:
    counted = count(session, today)
    shares = _shares(session, counted, Part.GROUP)
    held = _held(session, counted, Part.GROUP, Span(counted.plan.first, today))
    return [
        (f"{row.number}. {row.short}", held.get(str(row.number), 0), shares.get(str(row.number), []))
        for row in plan.groups(session, counted.plan)
    ]


def _shares(session: Session, counted: Counted, part: Part) -> dict[str, list[tuple[str, int]]]:
    """Split the current figures. Shares of what counts once need not add up: two units may share one."""
    found: dict[str, list[tuple[str, int]]] = {}
    for one in counted.now:
        if isinstance(counted.figures, Recounted):
            parts = counted.figures.by(part, one.goal.counts, one.span)
        else:
            parts = tally.by_part(session, counted.plan, part, one.goal.counts, one.span)
        for name, value in parts.items():
            found.setdefault(name, []).append((one.goal.indicator, value))
    return found


def _held(session: Session, counted: Counted, part: Part, span: Span) -> dict[str, int]:
    """Tell how many activities each unit or group has in the span, estimates apart."""
    if isinstance(counted.figures, Recounted):
        return activity.counts_by(session, counted.plan, part, span)
    return tally.by_part(session, counted.plan, part, tally.ACTIVITIES, span)


def _phases(session: Session, today: date) -> list[tuple[words.Named, list[Progress]]]:
    """Give every target of each indicator, the phases that are over and the one that runs."""
    counted = count(session, today)
    return [
        (
            _named(row),
            [
                assess(goal, counted.goals, counted.figures)
                for goal in counted.goals
                if goal.indicator == code and goal.phase.first <= today and goal.reading in ("", "A")
            ],
        )
        for code, row in counted.indicators.items()
    ]


def _missing(session: Session, of: Period) -> Iterable[Missing]:
    people = contact.by_unit(session)
    for _row, owing in report.silent(session, of):
        theirs = people.get(owing.code, ())
        yield Missing(
            unit=owing.name,
            people=tuple(one.name for one in theirs if one.unreachable_since is None),
            unreachable=tuple(one.name for one in theirs if one.unreachable_since is not None),
        )


def _goal(row: Target, indicator: Indicator) -> Goal:
    return Goal(
        indicator=row.indicator,
        counts=indicator.counts,
        basis=Basis(indicator.basis),
        comparator=row.comparator,
        value=row.value,
        span=Span(row.count_from, row.count_to),
        phase=Span(row.phase_from, row.phase_to),
        reading=row.reading,
    )


def as_text(counted: Counted) -> str:
    """Give the figures as the terminal prints them."""
    return plain(words.overview(_view_of(counted), ()).text)


def as_json(counted: Counted) -> dict[str, object]:
    """Give the figures as data: what `progress --format json` prints."""
    return {
        "plan": counted.plan.code,
        "as_of": counted.on.isoformat(),
        "indicators": [_as_json(counted.indicators[one.goal.indicator], one) for one in counted.now],
    }


def _as_json(row: Indicator, one: Progress) -> dict[str, object]:
    data: dict[str, object] = {
        "code": row.code,
        "name": row.name,
        "measure": row.measure,
        "value": one.value,
        "estimate": one.estimate,
        "target": one.goal.value,
        "comparator": one.goal.comparator.value,
        "met": one.met,
        "percent": float(one.percent),
        "standing": one.standing.value,
        "span": {"from": one.span.first.isoformat(), "to": one.span.last.isoformat()},
    }
    if one.other_reading is not None:
        other = one.other_reading
        data["other_reading"] = {
            "value": other.value,
            "met": other.met,
            "percent": float(other.percent),
            "span": {"from": other.span.first.isoformat(), "to": other.span.last.isoformat()},
        }
    if one.years:
        data["years"] = [
            {
                "year": year.year,
                "value": year.value,
                "target": year.target,
                "met": year.met,
                "open": year.open,
                "estimate": year.estimate,
            }
            for year in one.years
        ]
        data["years_met"] = one.years_met
        data["distinct"] = one.distinct
    return data
