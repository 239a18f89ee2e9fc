"""This file is how far each indicator is from its target, and whether that is far enough by today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from models.rules.counting import Basis, Comparator, Counts
from models.rules.figures import Figures
from models.rules.spans import Span

# Below three quarters of what the elapsed time asks for, behind becomes far behind.
FAR_BEHIND = Decimal("0.75")


class Standing(StrEnum):
    """How a figure stands against its target on a day."""

    MET = "met"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A target as counting needs it."""

    indicator: str
    counts: Counts
    basis: Basis
    comparator: Comparator
    value: int
    span: Span
    phase: Span
    reading: str = ""


@dataclass(frozen=True, kw_only=True)
class YearFigure:
    """One year of a yearly target. An open year is never missed; one without any record is not judged."""

    year: int
    value: int
    estimate: int
    target: int
    met: bool
    open: bool
    recorded: bool


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One indicator on a day. `percent` has one decimal and no cap; `expected` is the elapsed share."""

    goal: Goal
    span: Span
    value: int
    estimate: int
    percent: Decimal
    met: bool
    standing: Standing
    expected: Decimal
    recorded: bool = True
    years: tuple[YearFigure, ...] = ()
    distinct: int = 0
    entrants: int = 0
    other_reading: "Progress | None" = None

    @property
    def years_met(self) -> int:
        return sum(year.met for year in self.years)


def overview(goals: Sequence[Goal], figures: Figures, running: date | None = None) -> tuple[Progress, ...]:
    """Assess each indicator by the target that is in force on the day, the other reading beside it.

    A year is judged once it is over: `running` is the first day that is not, the figures' own unless told.
    """
    day = _within(goals, figures.on)
    return tuple(
        assess(goal, goals, figures, running)
        for goal in goals
        if day in goal.phase and goal.reading in ("", "A")
    )


def _within(goals: Sequence[Goal], on: date) -> date:
    """Give the day whose targets are shown: before the plan its first, after it its last."""
    if not goals:
        return on
    first, last = min(goal.phase.first for goal in goals), max(goal.phase.last for goal in goals)
    return min(max(on, first), last)


def assess(goal: Goal, goals: Sequence[Goal], figures: Figures, running: date | None = None) -> Progress:
    on, running = figures.on, running or figures.on
    span = _span_on(goal, on)
    value = figures.done(goal.counts, span)
    expected = elapsed(span, on)
    met = goal.comparator.met(value, goal.value)
    other = next((rival for rival in goals if goal.reading and _is_other_reading(goal, rival)), None)
    return Progress(
        goal=goal,
        span=span,
        value=value,
        estimate=figures.expected(goal.counts, span),
        percent=percent(value, goal.value),
        met=met,
        standing=standing(value, goal.value, expected, met=met, over=running > span.last),
        expected=expected,
        recorded=figures.recorded(span),
        years=_years(goal, goals, figures, running),
        distinct=figures.done(goal.counts, Span(_first_day(goals, goal), on)),
        entrants=figures.done(Counts.ENTRANTS, span) if goal.counts is Counts.WINNERS else 0,
        other_reading=assess(other, (), figures, running) if other else None,
    )


def percent(value: int, target: int) -> Decimal:
    """Give the share in percent, one decimal, rounded half up: 12 of 10 is 120.0."""
    return (Decimal(100) * value / target).quantize(Decimal("0.1"), ROUND_HALF_UP)


def elapsed(span: Span, on: date) -> Decimal:
    """Give the share of the span's days that are over by the end of this day: 0 to 1."""
    days = (span.last - span.first).days + 1
    gone = (on - span.first).days + 1
    return Decimal(min(max(gone, 0), days)) / days


def standing(value: int, target: int, expected: Decimal, *, met: bool, over: bool) -> Standing:
    if met:
        return Standing.MET
    if over:
        return Standing.MISSED
    pace = int(expected * target)  # nobody is behind by a part of an enterprise
    if value >= pace:
        return Standing.ON_PACE
    return Standing.BEHIND if value >= pace * FAR_BEHIND else Standing.FAR_BEHIND


def _span_on(goal: Goal, on: date) -> Span:
    """Give the days that the figure is counted over: a yearly target's are those of the current year."""
    if goal.basis is not Basis.YEARLY:
        return goal.span
    year = min(max(on.year, goal.span.first.year), goal.span.last.year)
    return Span(date(year, 1, 1), date(year, 12, 31))


def _years(goal: Goal, goals: Sequence[Goal], figures: Figures, running: date) -> tuple[YearFigure, ...]:
    """Judge a yearly target year by year: 63 enterprises in five years do not make up for a missed one."""
    if goal.basis is not Basis.YEARLY:
        return ()
    spans = [(rival, year) for rival in goals if rival.counts is goal.counts for year in _years_of(rival)]
    return tuple(_year(rival, year, figures, running) for rival, year in spans if year <= figures.on.year)


def _year(goal: Goal, year: int, figures: Figures, running: date) -> YearFigure:
    span = Span(date(year, 1, 1), date(year, 12, 31))
    value = figures.done(goal.counts, span)
    return YearFigure(
        year=year,
        value=value,
        estimate=figures.expected(goal.counts, span),
        target=goal.value,
        met=goal.comparator.met(value, goal.value),
        open=running <= span.last,
        recorded=figures.recorded(span),
    )


def _years_of(goal: Goal) -> range:
    return range(goal.span.first.year, goal.span.last.year + 1)


def _is_other_reading(goal: Goal, rival: Goal) -> bool:
    same = rival.indicator == goal.indicator and rival.phase == goal.phase
    return same and rival.reading not in ("", goal.reading)


def _first_day(goals: Sequence[Goal], goal: Goal) -> date:
    """Give the first day on which any target counts this indicator: the whole plan's."""
    return min((rival.span.first for rival in goals if rival.counts is goal.counts), default=goal.span.first)
