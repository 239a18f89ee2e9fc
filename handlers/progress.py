"""This file is /tiendo: how far the plan is from its targets, seen as a whole and from each side."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import duty, errands, missing
from handlers.replies import missing as said_of_missing
from handlers.replies import picture, welcome
from handlers.replies import progress as words
from handlers.replies.picture import Card
from handlers.replies.progress import UnitLine, Units, UnitsView, View
from handlers.replies.reply import Reply
from handlers.replies.words import plain
from handlers.request import Replies, Request
from models import activity, period, plan, report, snapshot, tally, unit
from models.contact import Contact, Role
from models.period import Period
from models.plan import Indicator, Plan, Target
from models.rules.counting import Basis, Part
from models.rules.figures import Kept, Recounted
from models.rules.pace import Pace, pace
from models.rules.progress import Goal, Progress, assess, overview
from models.rules.spans import Span
from models.rules.succession import Family
from models.unit import Unit


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The plan's indicators, its goals and the figures, on a day; `running` is the first that is not over."""

    plan: Plan
    on: date
    running: date
    indicators: dict[str, Indicator]
    goals: tuple[Goal, ...]
    figures: Kept | Recounted

    @property
    def now(self) -> tuple[Progress, ...]:
        assessed = overview(self.goals, self.figures, self.running)
        found = {progress.goal.indicator: progress for progress in assessed}
        return tuple(found[code] for code in self.indicators if code in found)


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one unit brought in, with the ended units that are counted at it."""

    unit: Unit
    figures: tuple[tuple[str, int], ...]
    activities: int
    takes_in: tuple[Unit, ...] = ()
    divided_among: tuple[Unit, ...] = ()

    def is_alive(self, day: date) -> bool:
        return self.unit.first <= day and (self.unit.last is None or self.unit.last >= day)


def show(request: Request) -> Replies:
    """Answer /tiendo: everything for those who see everything, the own unit's part for a contact."""
    if not request.contact.sees_everything:
        return [own_reply(request.session, request.now.date(), request.contact.unit or "")]
    return [_overview(request)]


def press(request: Request) -> Replies:
    """Follow a button of /tiendo; what is shown depends on who presses, not on the button."""
    view, _colon, detail = request.argument.partition(":")
    if view == "unit":
        is_known = may_see(request.contact, detail) and unit.get(request.session, detail) is not None
        return errands.draw(request, "unit", detail) if is_known else [welcome.stale()]
    if not request.contact.sees_everything:
        return [welcome.stale()]
    if view == "picture":
        return errands.draw(request, "picture")
    if view == "line":
        return _draw_growth(request, detail)
    reply = _view(request, view, detail)
    return [reply.over(request.said.message_id)]


def may_see(person: Contact, code: str) -> bool:
    """Tell whether a person may have a unit's picture: a contact has its own."""
    return person.sees_everything or code == person.unit


def _draw_growth(request: Request, code: str) -> Replies:
    """Draw how an indicator of the plan grew; of any other code the button is none of ours."""
    known = plan.indicators(request.session, plan.current(request.session))
    if code not in {row.code for row in known}:
        return [welcome.stale()]
    return errands.draw(request, "growth", code)


def count(session: Session, on: date, *, of_unit: str | None = None, today: date | None = None) -> Counted:
    """Count on a day, today's if not told otherwise. Raises NoPlan."""
    the_plan = plan.current(session)
    indicators = {row.code: row for row in plan.indicators(session, the_plan)}
    settled = the_plan.reading
    goals = tuple(
        replace(goal, reading="") if settled else goal
        for row in plan.targets(session, the_plan)
        if (goal := _goal(row, indicators[row.indicator])).reading in ("", settled) or not settled
    )
    figures = _figures(session, the_plan, goals, on, of_unit)
    return Counted(
        plan=the_plan,
        on=on,
        running=on + timedelta(days=1) if today and on < today else on,
        indicators=indicators,
        goals=goals,
        figures=figures,
    )


def _figures(
    session: Session, the_plan: Plan, goals: Iterable[Goal], on: date, of: str | None
) -> Kept | Recounted:
    """Take the totals that are kept, or count everything anew where they do not tell: on a day gone by."""
    whole_years = all(span.is_whole_years for goal in goals for span in (goal.span, _whole(the_plan)))
    if whole_years and tally.is_exact(session, the_plan, on):
        return tally.figures(session, the_plan, on, unit=of)
    return Recounted(activity.facts(session, the_plan, unit=of), on)


def _whole(the_plan: Plan) -> Span:
    return Span(the_plan.first, the_plan.last)


def overview_reply(
    session: Session, now: datetime, zone: ZoneInfo, *, head: str = "", of: Sequence[Period] = ()
) -> Reply:
    """Show everything, as /tiendo and the summaries do, and the periods asked about or those worked on."""
    counted = count(session, now.date())
    shown = of or period.worked_on(session, now.date())
    view = view_with_reported(session, counted)
    return words.overview(view, [missing.reported(session, one, zone) for one in shown], head=head)


def view_with_reported(session: Session, counted: Counted) -> View:
    """Give each indicator against its target, and what was reported upward where it is another figure now."""
    return replace(view_of(counted), reported=_reported_otherwise(session, counted))


def _reported_otherwise(session: Session, counted: Counted) -> dict[str, int]:
    """Give the figures last reported upward that are others now, of those counted over the same days."""
    row = snapshot.last(session, counted.plan, by=counted.on)
    told = {one["code"]: one for one in row.content["indicators"]} if row else {}
    return {
        code: told[code]["figure"]
        for one in counted.now
        if (code := one.goal.indicator) in told
        and told[code]["first"] == one.span.first.isoformat()
        and told[code]["last"] == one.span.last.isoformat()
        and told[code]["figure"] != one.value
    }


def _overview(request: Request) -> Reply:
    return overview_reply(request.session, request.now, request.zone)


def _view(request: Request, view: str, detail: str) -> Reply:
    session, today = request.session, request.now.date()
    which, _colon, number = detail.rpartition(":")
    page = int(number) if number.isdecimal() else 0
    match view:
        case "units":
            units = Units.NOW if which == Units.NOW else Units.THEN
            return words.by_unit(units_view(session, count(session, today), units, today=today), page)
        case "groups":
            return words.by_group(_by_group(session, today), today)
        case "pace":
            counted = count(session, today)
            return words.by_pace(
                [(named(counted.indicators[one.progress.goal.indicator]), one) for one in paces(counted)],
                today,
            )
        case "years":
            return words.by_year(_phases(session, today), today, page)
        case "pick":
            return words.which_unit(units_to_draw(session, today), page)
        case "missing" if request.contact.role is Role.LEAD:
            return missing.first_view(request)
        case "missing":
            shown = period.worked_on(session, today)
            return said_of_missing.to_read(
                [missing.reported(session, one, request.zone) for one in shown], page
            )
    return _overview(request)


def units_to_draw(session: Session, today: date) -> list[tuple[str, str]]:
    """Give every unit, those that ended behind the others."""
    known = sorted(unit.in_order(session), key=lambda row: not unit.is_alive(row, today))
    return [(row.code, row.short) for row in known]


def own_reply(session: Session, today: date, code: str) -> Reply:
    """Show a contact what its own unit has brought in, and what it owes."""
    counted = count(session, today, of_unit=code)
    of = unit.get(session, code)
    ahead, late = duty.parted(report.owed_by(session, code, today), today)
    figures = [(counted.indicators[one.goal.indicator], one.value, one.estimate) for one in counted.now]
    this_year = Span(date(today.year, 1, 1), date(today.year, 12, 31))
    return words.own(
        of.name if of else "",
        today,
        [(row.short, row.measure, value, estimate) for row, value, estimate in figures],
        _held(session, counted, Part.UNIT, this_year).get(code, 0),
        [(row.id or 0, one.title, row.due_on(one), row.hour_due(one)) for row, one in (*late, *ahead)],
        code=of.code if of else "",
    )


def pictures(request: Request) -> Replies:
    """Draw the figures, and the years on a sheet of their own: Telegram shrinks what is tall."""
    on = request.now.date()
    return [_drawn(card, on) for card in _cards(request.session, on)]


def picture_of_figures(session: Session, on: date) -> Reply:
    """Draw the figures alone."""
    return _drawn(_cards(session, on)[0], on)


def _cards(session: Session, on: date) -> list[Card]:
    counted = count(session, on)
    office = unit.get(session, counted.plan.lead_unit)
    return words.cards(view_of(counted), office.name if office else "")


def _drawn(card: Card, on: date) -> Reply:
    return Reply(photo=picture.png(card), text=words.caption(on))


def view_of(counted: Counted) -> View:
    """Give each indicator against its target."""
    return View(
        number=counted.plan.number,
        on=counted.on,
        lines=tuple((named(counted.indicators[one.goal.indicator]), one) for one in counted.now),
    )


def named(row: Indicator) -> words.Named:
    return words.Named(code=row.code, name=row.name, short=row.short, measure=row.measure, inside=row.inside)


def by_unit(session: Session, counted: Counted, units: Units, *, today: date) -> tuple[Share, ...]:
    """Give every unit's share of the current figures, those with figures first.

    By the units of today, an ended one with one heir is counted at the heir; one that was divided keeps a
    line of its own. An ended unit that did nothing is left out.
    """
    day = today if units is Units.NOW else counted.on
    known, family = unit.in_order(session), unit.family(session)
    moved = family.moved(day) if units is Units.NOW else {}
    found = _with_work(session, counted, known, moved)
    if units is Units.NOW:
        found = [replace(one, divided_among=_apart(one, known, family, day)) for one in found]
    shown = [one for one in found if one.is_alive(day) or one.figures or one.activities]
    return tuple(sorted(shown, key=lambda one: not one.figures))


def _with_work(
    session: Session, counted: Counted, known: Sequence[Unit], moved: Mapping[str, str]
) -> list[Share]:
    """Count each unit's part of the figures and its activities, together with those that moved to it."""
    shares = _shares(session, counted, Part.UNIT, moved)
    held = _held(session, counted, Part.UNIT, Span(counted.plan.first, counted.on))
    found = []
    for row in known:
        others = [one for one in known if moved.get(one.code) == row.code and one.code in held]
        own = [] if row.code in moved else [row, *others]
        found.append(
            Share(
                unit=row,
                figures=tuple(shares.get(row.code, ())),
                activities=sum(held.get(one.code, 0) for one in own),
                takes_in=tuple(others),
            )
        )
    return found


def _apart(one: Share, known: Sequence[Unit], family: Family, day: date) -> tuple[Unit, ...]:
    """Give those among whom a unit's work was divided."""
    if one.is_alive(day) or family.heir(one.unit.code, day):
        return ()
    heirs = family.heirs(one.unit.code, day)
    return tuple(row for row in known if row.code in heirs)


def units_view(session: Session, counted: Counted, units: Units, *, today: date) -> UnitsView:
    """Give what is said of every unit; of an ended one only where it has a figure."""
    day = today if units is Units.NOW else counted.on
    found = by_unit(session, counted, units, today=today)
    told = [one for one in found if one.figures or one.is_alive(day)]
    return UnitsView(on=counted.on, units=units, lines=tuple(_unit_line(one, units, day) for one in told))


def _unit_line(one: Share, units: Units, day: date) -> UnitLine:
    return UnitLine(
        name=one.unit.short,
        figures=one.figures,
        takes_in=tuple(row.short for row in one.takes_in),
        ended=one.unit.last if units is Units.NOW and not one.is_alive(day) else None,
        divided_among=tuple(row.short for row in one.divided_among),
    )


def _by_group(session: Session, today: date) -> list[tuple[str, int, list[tuple[str, int]]]]:
    counted = count(session, today)
    shares = _shares(session, counted, Part.GROUP)
    held = _held(session, counted, Part.GROUP, Span(counted.plan.first, today))
    return [
        (f"{row.number}. {row.short}", held.get(str(row.number), 0), shares.get(str(row.number), []))
        for row in plan.groups(session, counted.plan)
    ]


def _shares(
    session: Session, counted: Counted, part: Part, moved: Mapping[str, str] | None = None
) -> dict[str, list[tuple[str, int]]]:
    """Split the current figures. Shares of what counts once need not add up: two units may share one."""
    found: dict[str, list[tuple[str, int]]] = {}
    for indicator, parts in _split(session, counted, part, moved or {}):
        for name, value in parts.items():
            found.setdefault(name, []).append((indicator, value))
    return found


def _split(
    session: Session, counted: Counted, part: Part, moved: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, int]]]:
    """Split each indicator's current figure, those that moved counted at their heirs."""
    asked = [(one.goal.indicator, one.goal.counts, one.span) for one in counted.now]
    figures = counted.figures
    if not isinstance(figures, Kept):
        for indicator, counts, span in asked:
            yield indicator, figures.by(part, counts, span, moved=moved)
        return
    spans = [(counts, span) for _indicator, counts, span in asked]
    united = tally.by_heir(session, counted.plan, spans, moved) if moved else {}
    for indicator, counts, span in asked:
        shares = united.get((counts, span)) if moved else None
        if shares is None:
            shares = tally.by_part(session, counted.plan, part, counts, span)
        yield indicator, dict(Counter(shares) - figures.lapsed_by(part, counts, span, moved))


def _held(session: Session, counted: Counted, part: Part, span: Span) -> dict[str, int]:
    """Tell how many activities each unit or group has in the span, estimates apart."""
    if isinstance(counted.figures, Recounted):
        return activity.counts_by(session, counted.plan, part, span)
    return tally.by_part(session, counted.plan, part, tally.ACTIVITIES, span)


def paces(counted: Counted) -> list[Pace]:
    """Give where each indicator goes."""
    return [pace(one, counted.figures) for one in counted.now]


def _phases(session: Session, today: date) -> list[tuple[words.Named, list[Progress]]]:
    """Give every target of each indicator, the phases that are over and the one that runs."""
    counted = count(session, today)
    return [
        (
            named(row),
            [
                assess(goal, counted.goals, counted.figures)
                for goal in counted.goals
                if goal.indicator == code and goal.phase.first <= today and goal.reading in ("", "A")
            ],
        )
        for code, row in counted.indicators.items()
    ]


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
    return plain(words.overview(view_of(counted), ()).text)


def as_json(counted: Counted) -> dict[str, object]:
    """Give the figures as data: what `progress --format json` prints."""
    return {
        "plan": counted.plan.code,
        "as_of": counted.on.isoformat(),
        "indicators": [
            _as_json(counted.indicators[one.progress.goal.indicator], one) for one in paces(counted)
        ],
    }


def units_as_text(view: UnitsView) -> str:
    """Give every unit's share as the terminal prints it."""
    return plain(words.by_unit_text(view))


def units_as_json(counted: Counted, units: Units, shares: Iterable[Share]) -> dict[str, object]:
    """Give every unit's share as data: what `progress --by unit --format json` prints."""
    return {
        "plan": counted.plan.code,
        "as_of": counted.on.isoformat(),
        "by": "unit",
        "units": units.value,
        "whole": {one.goal.indicator: one.value for one in counted.now},
        "shares": [_share_as_json(one) for one in shares],
    }


def _share_as_json(one: Share) -> dict[str, object]:
    return {
        "code": one.unit.code,
        "name": one.unit.name,
        "first": one.unit.first.isoformat(),
        "last": one.unit.last.isoformat() if one.unit.last else None,
        "figures": dict(one.figures),
        "activities": one.activities,
        "takes_in": [row.code for row in one.takes_in],
        "divided_among": [row.code for row in one.divided_among],
    }


def _as_json(row: Indicator, going: Pace) -> dict[str, object]:
    one = going.progress
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
        "expected": going.expected,
        "missing": going.missing,
        "needed": float(going.needed) if going.needed is not None else None,
        "per": going.per,
        "forecast": going.forecast,
        "no_forecast": going.reason.value if going.reason else None,
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
                "recorded": year.recorded,
                "estimate": year.estimate,
            }
            for year in one.years
        ]
        data["years_met"] = one.years_met
        data["distinct"] = one.distinct
    return data
