"""This file is what other systems are given: figures, activities, filings, and what the codes stand for."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import handing, progress
from handlers.reading.unclear import N_
from handlers.replies.supply import OtherUnit, WrongParameter
from models import listing, plan, unit
from models.listing import Only
from models.period import Period
from models.plan import Indicator, Plan
from models.rules.listing import Done, Filed, Fund, Part
from models.rules.progress import Progress
from models.rules.spans import Span

Line = TypeVar("Line", Part, Fund)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
A_PAGE, LARGEST_PAGE = 100, 500

NO_DAY = N_("{parameter} takes a day that there is, year first, for example {example}; “{sent}” was sent.")
AHEAD = N_("{parameter} goes as far as today, {today}; “{sent}” was sent.")
BEFORE_PLAN = N_("{parameter} begins with the plan, on {first}; “{sent}” was sent.")
NO_YEAR = N_("{parameter} takes a year of the plan, {first} to {last}; “{sent}” was sent.")
TWICE_SAID = N_("The days are told by year, or by from and to, not by both.")
BACKWARDS = N_("The last day, {last}, lies before the first one, {first}.")
NO_UNIT = N_(
    "{parameter} takes the code of a unit, for example {example}; “{sent}” is none. /units lists them."
)
NO_NUMBER = N_("{parameter} takes a whole number from {first} to {last}; “{sent}” was sent.")

# What an indicator always says, though it may have none of it.
UNSAID: Mapping[str, Any] = {"other_reading": None, "years": [], "years_met": None, "distinct": None}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a system asks: `of_unit` is the only unit that its key opens, `said` the parameters."""

    session: Session
    now: datetime
    zone: ZoneInfo
    of_unit: str | None
    said: Mapping[str, str]

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer. `lines` names the list in it that is its table; `after` is where the next page begins."""

    data: dict[str, Any]
    lines: str
    after: int | None = None


def indicators(asked: Asked) -> Given:
    """Give each indicator against its target on a day, as /tiendo does, and one unit's share if asked for."""
    session, the_plan = asked.session, plan.current(asked.session)
    on = _as_of(asked, the_plan)
    of = _unit(asked) or asked.of_unit
    counted = progress.count(session, on, today=asked.today)
    # What was reported upward is shown to those who see everything.
    told = progress.view_with_reported(session, counted).reported if asked.of_unit is None else None
    of_it = progress.count(session, on, of_unit=of, today=asked.today).now if of else ()
    share = {one.goal.indicator: {"value": one.value, "estimate": one.estimate} for one in of_it}
    data = progress.as_json(counted)
    lines = cast("list[dict[str, Any]]", data["indicators"])
    data["number"], data["unit"] = the_plan.number, of
    data["indicators"] = [
        {
            **_indicator(counted.indicators[one.goal.indicator], one, line),
            **({} if told is None else {"reported": told.get(one.goal.indicator)}),
            "share": share.get(one.goal.indicator),
        }
        for one, line in zip(counted.now, lines, strict=True)
    ]
    return Given(data=data, lines="indicators")


def activities(asked: Asked) -> Given:
    """Give a page of activities; the first one has what they all add up to."""
    session, the_plan = asked.session, plan.current(asked.session)
    span, units = _span(asked, the_plan), _units(asked)
    after, most = _number(asked, "after", 0, 0), _number(asked, "limit", A_PAGE, 1, LARGEST_PAGE)
    found = listing.page(session, the_plan, span, only=Only(units=units), after=after, most=most + 1)
    rows, numbers = found[:most], [one.number for one in found[:most]]
    firms = _by_activity(listing.parts(session, the_plan, span, only=Only(numbers=numbers)))
    funds = _by_activity(listing.funds(session, the_plan, span, only=Only(numbers=numbers)))
    data = {
        "plan": the_plan.code,
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "unit": asked.said.get("unit", asked.of_unit),
        "activities": [_activity(one, firms.get(one.number, ()), funds.get(one.number, ())) for one in rows],
        "total": None if after else asdict(listing.total(session, the_plan, span, only=Only(units=units))),
    }
    return Given(data=data, lines="activities", after=numbers[-1] if len(found) > most else None)


def filings(asked: Asked) -> Given:
    """Give how each unit stands in each period of a year."""
    session, the_plan = asked.session, plan.current(asked.session)
    year = _year(asked, the_plan) or min(max(asked.today.year, the_plan.first.year), the_plan.last.year)
    units = _units(asked)
    periods = listing.periods(session, the_plan, year)
    found = handing.all_filed(session, periods, asked.now, asked.zone)
    mine = {code: cells for code, cells in found.items() if units is None or code in units}
    # Whoever sees one unit's part sees the periods in which that has a duty.
    shown = [one for one in periods if units is None or any(one.id in cells for cells in mine.values())]
    order = [row.code for row in unit.in_order(session) if row.code in mine]
    data = {
        "plan": the_plan.code,
        "year": year,
        "as_of": asked.today.isoformat(),
        "periods": [_period(one) for one in shown],
        "filings": [
            _filing(of, code, cell)
            for of in shown
            for code in order
            if (cell := mine[code].get(of.id or 0)) is not None
        ],
    }
    return Given(data=data, lines="filings")


def units(asked: Asked) -> Given:
    """Give every unit there ever was: its names are no secret."""
    heirs = unit.successions(asked.session)
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "short": one.short,
            "kind": one.kind.value,
            "first": one.first.isoformat(),
            "last": one.last.isoformat() if one.last else None,
            "statistics_code": one.statistics_code,
            "successors": heirs.get(one.code, []),
        }
        for one in unit.in_order(asked.session)
    ]
    return Given(data={"units": rows}, lines="units")


def groups(asked: Asked) -> Given:
    """Give the plan's groups of tasks."""
    the_plan = plan.current(asked.session)
    rows = [
        {"number": one.number, "name": one.name, "short": one.short}
        for one in plan.groups(asked.session, the_plan)
    ]
    return Given(data={"plan": the_plan.code, "groups": rows}, lines="groups")


def _indicator(row: Indicator, one: Progress, line: Mapping[str, Any]) -> dict[str, Any]:
    more = {
        "short": row.short,
        "basis": row.basis.value,
        "inside": row.inside,
        "entrants": one.entrants,
    }
    return {**line, **more, **{name: line.get(name, value) for name, value in UNSAID.items()}}


def _activity(one: Done, firms: Iterable[Part], funds: Iterable[Fund]) -> dict[str, Any]:
    told = {
        **asdict(one),
        "kind": one.kind.value,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "place": one.place or None,
    }
    told["enterprises"] = [_enterprise(part) for part in firms]
    told["funds"] = [{"source": fund.source, "amount": fund.amount} for fund in funds]
    return told


def _enterprise(part: Part) -> dict[str, Any]:
    return {
        "number": part.enterprise,
        "name": part.name,
        "told": part.told or None,
        "tax_code": part.tax_code or None,
        "form": part.form.value,
        "solution": part.solution or None,
        "result": part.result or None,
        "stage": part.stage.value if part.stage else None,
        "withdrawn_on": part.withdrawn_on.isoformat() if part.withdrawn_on else None,
    }


def _by_activity(rows: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for row in rows:
        found.setdefault(row.activity, []).append(row)
    return found


def _period(one: Period) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "on_request": one.is_on_request,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "due": one.due.isoformat(),
        "due_time": f"{one.due_time:%H:%M}" if one.due_time else None,
    }


def _filing(of: Period, code: str, cell: Filed) -> dict[str, Any]:
    return {"period": of.code, "unit": code, "state": cell.filing.value, "late": cell.is_late}


def _as_of(asked: Asked, the_plan: Plan) -> date:
    """Give the day on which is counted: one that is over or today, since the plan began."""
    on = _day(asked, "as_of")
    if on is None:
        return asked.today
    if on > asked.today:
        raise _wrong(asked, "as_of", AHEAD, today=asked.today.isoformat())
    if on < the_plan.first:
        raise _wrong(asked, "as_of", BEFORE_PLAN, first=the_plan.first.isoformat())
    return on


def _span(asked: Asked, the_plan: Plan) -> Span:
    """Give the days that are asked about: a year, from a day to a day, or the whole plan."""
    year, first, last = _year(asked, the_plan), _day(asked, "from"), _day(asked, "to")
    if year is not None and (first or last):
        raise WrongParameter("year", TWICE_SAID)
    if year is not None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    span = (first or the_plan.first, last or the_plan.last)
    if span[1] < span[0]:
        raise WrongParameter("to", BACKWARDS, first=span[0].isoformat(), last=span[1].isoformat())
    return Span(*span)


def _day(asked: Asked, name: str) -> date | None:
    sent = asked.said.get(name)
    if sent is None:
        return None
    try:
        return date.fromisoformat(sent) if DAY.fullmatch(sent) else _no_day(asked, name)
    except ValueError:
        return _no_day(asked, name)


def _no_day(asked: Asked, name: str) -> date:
    raise _wrong(asked, name, NO_DAY, example=asked.today.isoformat()) from None


def _year(asked: Asked, the_plan: Plan) -> int | None:
    sent = asked.said.get("year")
    if sent is None:
        return None
    first, last = the_plan.first.year, the_plan.last.year
    if not NUMBER.fullmatch(sent) or not first <= int(sent) <= last:
        raise _wrong(asked, "year", NO_YEAR, first=first, last=last)
    return int(sent)


def _number(asked: Asked, name: str, usual: int, least: int, most: int = 10**18 - 1) -> int:
    sent = asked.said.get(name)
    if sent is None:
        return usual
    if not NUMBER.fullmatch(sent) or not least <= int(sent) <= most:
        raise _wrong(asked, name, NO_NUMBER, first=least, last=most)
    return int(sent)


def _unit(asked: Asked) -> str | None:
    """Give the unit that is asked about. Raises OtherUnit where the key does not open it."""
    sent = asked.said.get("unit")
    if sent is None:
        return None
    if sent not in unit.names(asked.session):
        raise _wrong(asked, "unit", NO_UNIT, example=asked.of_unit or plan.current(asked.session).lead_unit)
    opened = _opened(asked)
    if opened is not None and sent not in opened:
        raise OtherUnit(asked.of_unit or "", sent)
    return sent


def _units(asked: Asked) -> frozenset[str] | None:
    """Give whose part is asked for: the unit that is named, or all that the key opens; None is everybody."""
    one = _unit(asked)
    return frozenset({one}) if one else _opened(asked)


def _opened(asked: Asked) -> frozenset[str] | None:
    """Give the unit that a key opens with those whose work that carries on, as the chat shows them."""
    if asked.of_unit is None:
        return None
    return unit.carried_on(asked.session, asked.of_unit, asked.today)


def _wrong(asked: Asked, name: str, reason: str, **values: object) -> WrongParameter:
    return WrongParameter(name, reason, sent=asked.said[name], **values)


GIVEN: Mapping[str, Callable[[Asked], Given]] = {
    "indicators": indicators,
    "activities": activities,
    "filings": filings,
    "units": units,
    "groups": groups,
}
