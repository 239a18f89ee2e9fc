"""This file is the plan's TOML files read as values: all of it in order, or every problem at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Annotated

from models.planfile_checks import (
    ABOVE_ZERO,
    AtMost,
    BadPlan,
    Between,
    Page,
    Problem,
    Row,
    Shaped,
    refuse_backward,
    refuse_doubles,
    refuse_unknown,
)
from models.rules.counting import Basis, Comparator, Counts, Kind
from models.rules.rounds import Rule, faults
from models.rules.spans import SPANS, Phrase, Roll, SpanName, day_in
from models.rules.working_days import WorkingDays
from models.unit import UnitKind

__all__ = ["BadPlan", "PlanFile", "Problem", "read"]

# Codes travel in buttons and on the command line.
Code = Annotated[str, Shaped("[A-Z0-9]+(-[A-Z0-9]+)*", "capitals, digits and dashes"), AtMost(24)]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Who counts as an enterprise, beside the enterprises themselves."""

    count_cooperatives: bool
    count_households: bool


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The plan itself. `lead_unit` is the code of the unit that collects and reports upward.

    `issued` is the day of the plan as a document, where it is known: the office's own documents name it.
    """

    code: Code
    number: str
    title: str
    first: date
    last: date
    lead_unit: str
    issued: date | None = None
    rules: Rules


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What stands at the head of a document from a day on: its place, and the superior agency's name."""

    first: date
    place: str
    superior: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of tasks, and the kinds of activity it may hold."""

    number: Annotated[int, ABOVE_ZERO]
    name: str
    short: Annotated[str, AtMost(40)]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, kw_only=True)
class TextGoal:
    """A goal without a number."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """What is counted. `inside` names the indicator that this one is a part of."""

    code: Code
    name: str
    short: Annotated[str, AtMost(45)]
    measure: str
    basis: Basis
    counts: Counts
    inside: str | None = None


@dataclass(frozen=True, kw_only=True)
class Target:
    """The number to reach: counted from and to, in force within its phase, and the words it rests on.

    `reading` is "A" or "B" where the plan's words allow two, and empty where they allow one.
    """

    indicator: str
    comparator: Comparator
    value: Annotated[int, ABOVE_ZERO]
    count_from: date
    count_to: date
    phase_from: date
    phase_to: date
    reading: Annotated[str, Shaped("[AB]", "A or B")] = ""
    quote: str


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An office that reports, from its first day to its last, and who took over its work the day after."""

    code: Code
    name: str
    short: Annotated[str, AtMost(24)]
    kind: UnitKind
    first: date
    last: date | None = None
    successors: tuple[str, ...] = ()
    statistics_code: Annotated[str, Shaped(r"\d{5}", "five digits")] | None = None

    @property
    def also(self) -> tuple[str, ...]:
        """No file says what else people call it: the office learns that."""
        return ()

    def is_alive(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class DayRule:
    """A day of every reporting year; `year` -1 is the year before it."""

    month: Annotated[int, Between(1, 12)]
    day: Annotated[int, Between(1, 31)]
    year: Annotated[int, Between(-1, 1)] = 0

    def in_year(self, year: int) -> date:
        return day_in(asdict(self), year)


@dataclass(frozen=True, kw_only=True)
class DueRule(DayRule):
    """The day that a deadline names, whether that day is still good, and the hour at which it ends."""

    phrase: Phrase = Phrase.BY
    hour: Annotated[str, Shaped(r"([01]\d|2[0-3]):[0-5]\d", "an hour like 17:00")] | None = None


@dataclass(frozen=True, kw_only=True)
class Round:
    """A report of every year: its span, its due day as it is worded, and what becomes of a due day off.

    With `estimate` it is due before its span is over, and the rest is estimated.
    """

    code: Code
    name: str
    title: str
    first: DayRule
    last: DayRule
    due: DueRule
    roll: Roll
    law: str
    estimate: bool = False

    @property
    def rule(self) -> Rule:
        return Rule(asdict(self.first), asdict(self.last), asdict(self.due), self.roll, self.estimate)


@dataclass(frozen=True, kw_only=True)
class WrittenRound:
    """A round as the file has it: a span has a name, or a first and a last day."""

    code: Code
    name: str
    title: str
    span: SpanName | None = None
    first: DayRule | None = None
    last: DayRule | None = None
    due: DueRule
    roll: Roll
    law: str
    estimate: bool = False

    def settled(self) -> Round:
        """Put the span's days for its name. Raises KeyError where neither is written whole."""
        first, last = self.first, self.last
        if self.span is not None:
            first, last = (DayRule(month=month, day=day, year=year) for month, day, year in SPANS[self.span])
        if first is None or last is None:
            raise KeyError(self.code)
        return Round(
            code=self.code,
            name=self.name,
            title=self.title,
            first=first,
            last=last,
            due=self.due,
            roll=self.roll,
            law=self.law,
            estimate=self.estimate,
        )


@dataclass(frozen=True, kw_only=True)
class DayOff:
    """A day that the office decided about, against the calendar or to be sure."""

    day: date
    working: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """All of a plan's folder, each part in the order in which it is written."""

    plan: Plan
    letterheads: tuple[Letterhead, ...]
    groups: tuple[Group, ...]
    goals: tuple[TextGoal, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    units: tuple[Unit, ...]
    rounds: tuple[Round, ...]
    days_off: tuple[DayOff, ...]


FILES = ("plan.toml", "targets.toml", "units.toml", "rounds.toml", "days.toml")
# Any year between two leap years: a rule has to hold in each year.
EVERY_YEAR = 2022


def read(folder: Path) -> PlanFile:
    """Read a plan's folder. Raises BadPlan with every problem of every file."""
    plan_page, target_page, unit_page, round_page, day_page = pages = [Page(folder, name) for name in FILES]
    units = _units(unit_page)
    letterheads = plan_page.rows("letterheads", Letterhead, needed=False)
    refuse_doubles(letterheads, "first")
    groups = _groups(plan_page)
    goals = plan_page.rows("goals", TextGoal, needed=False)
    plan = _plan(plan_page, unit_page.said("units", "code"))
    indicators, targets = _targets(target_page)
    days = _days(day_page)
    decided = {row.value.day: row.value.working for row in days}
    rounds = _rounds(round_page, _years(plan), WorkingDays(decided))
    problems = [problem for page in pages for problem in page.problems]
    if problems or plan is None:
        raise BadPlan(problems)
    return PlanFile(
        plan=plan,
        letterheads=tuple(row.value for row in letterheads),
        groups=tuple(row.value for row in groups),
        goals=tuple(row.value for row in goals),
        indicators=tuple(row.value for row in indicators),
        targets=tuple(row.value for row in targets),
        units=tuple(row.value for row in units),
        rounds=tuple(row.value for row in rounds),
        days_off=tuple(row.value for row in days),
    )


def _plan(page: Page, units: frozenset[str]) -> Plan | None:
    page.only((*Plan.__annotations__, "letterheads", "groups", "goals"))
    plan = page.head(Plan)
    if plan is not None:
        row = [Row(page, (), plan)]
        refuse_backward(row, "first", "last")
        refuse_unknown(row, "lead_unit", units)
    return plan


def _groups(page: Page) -> list[Row[Group]]:
    rows = page.rows("groups", Group)
    for row in rows:
        expected, got = int(row.place[-1]) + 1, row.value.number
        if got != expected:
            row.refuse("number", f"must be {expected}, groups count from 1 without a gap; got {got}")
    return rows


def _targets(page: Page) -> tuple[list[Row[Indicator]], list[Row[Target]]]:
    page.only(("indicators", "targets"))
    indicators, targets = page.rows("indicators", Indicator), page.rows("targets", Target)
    codes = page.said("indicators", "code")
    refuse_doubles(indicators, "code")
    refuse_unknown(indicators, "inside", codes)
    for row in indicators:
        if row.value.inside == row.value.code:
            row.refuse("inside", "an indicator can't be inside itself")
    refuse_unknown(targets, "indicator", codes)
    refuse_doubles(targets, "indicator", "phase_from", "reading")
    refuse_backward(targets, "count_from", "count_to")
    refuse_backward(targets, "phase_from", "phase_to")
    _check_readings(targets)
    _check_phases(targets)
    return indicators, targets


def _check_readings(targets: Sequence[Row[Target]]) -> None:
    """Two readings stand side by side or not at all: A is the one in use, so B needs it."""
    ordered = sorted(targets, key=lambda row: (row.value.indicator, row.value.phase_from))
    for _, same in groupby(ordered, key=lambda row: (row.value.indicator, row.value.phase_from)):
        rows = list(same)
        readings = {row.value.reading for row in rows}
        if readings == {"B"} or ("" in readings and len(readings) > 1):
            rows[-1].refuse("reading", "a target has one reading and names none, or has A, or A and B")


def _check_phases(targets: Sequence[Row[Target]]) -> None:
    """On no day are two targets of an indicator in force, save for its two readings."""
    ordered = sorted(targets, key=lambda row: (row.value.indicator, row.value.phase_from))
    for before, row in pairwise(ordered):
        earlier, later = before.value, row.value
        if earlier.indicator == later.indicator and earlier.phase_from < later.phase_from <= earlier.phase_to:
            line = before.page.line((*before.place, "phase_to"))
            row.refuse(
                "phase_from", f"the target before it is in force until {earlier.phase_to}, line {line}"
            )


def _units(page: Page) -> list[Row[Unit]]:
    page.only(("units",))
    rows = page.rows("units", Unit)
    refuse_doubles(rows, "code")
    refuse_doubles([row for row in rows if row.value.statistics_code], "statistics_code")
    refuse_unknown(rows, "successors", page.said("units", "code"))
    refuse_backward(rows, "first", "last")
    known = {row.value.code: row.value for row in rows}
    for row in rows:
        for reason in _wrong_successions(row.value, known):
            row.refuse("successors", reason)
    return rows


def _wrong_successions(unit: Unit, known: dict[str, Unit]) -> Iterator[str]:
    """Work goes on without a break: a successor is there on the day after the last."""
    if unit.successors and unit.last is None:
        yield "a unit with successors needs its last day"
        return
    for successor in (known[code] for code in unit.successors if code in known):
        if unit.last is None or successor.is_alive(after := unit.last + timedelta(days=1)):
            continue
        if successor.first > after:
            yield f"{successor.code} begins on {successor.first}, but {unit.code}'s work goes on from {after}"
        else:
            yield f"{successor.code} ended on {successor.last}, but {unit.code}'s work goes on from {after}"


def _years(plan: Plan | None) -> range:
    """Give the years that the rounds are for; with a plan that can't be read, those of this decade's."""
    return range(plan.first.year, plan.last.year + 1) if plan else range(2021, 2031)


def _rounds(page: Page, years: range, days: WorkingDays) -> list[Row[Round]]:
    page.only(("rounds",))
    written = page.rows("rounds", WrittenRound)
    refuse_doubles(written, "code")
    for row in written:
        if re.sub(r"[^{}]|\{year\}", "", row.value.title) or "{year}" not in row.value.title:
            row.refuse("title", "must hold {year}, and no other bracket")
    whole = [Row(page, row.place, row.value.settled()) for row in written if _has_one_span(row)]
    for one in whole:
        in_every_year = [_is_in_every_year(one, key) for key in ("first", "last", "due")]
        for key, reason in faults(one.value.rule, years, days) if all(in_every_year) else ():
            one.refuse(key, reason)
    return whole


def _has_one_span(row: Row[WrittenRound]) -> bool:
    written = {"first": row.value.first, "last": row.value.last}
    wrong = [key for key, rule in written.items() if (rule is None) is (row.value.span is None)]
    reason = (
        "the span says it already: leave out one" if row.value.span else "is missing, and no span is named"
    )
    for key in wrong:
        row.refuse(key, reason)
    return not wrong


def _is_in_every_year(row: Row[Round], key: str) -> bool:
    rule: DayRule = getattr(row.value, key)
    try:
        rule.in_year(EVERY_YEAR)
    except ValueError:
        row.refuse(key, f"there is no {rule.day}/{rule.month} in every year")
        return False
    return True


def _days(page: Page) -> list[Row[DayOff]]:
    page.only(("days",))
    rows = page.rows("days", DayOff, needed=False)
    refuse_doubles(rows, "day")
    return rows
