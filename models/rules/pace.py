"""This file is what is needed from now on to reach a target, and where things are likely to end."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from models.rules.counting import Basis, Comparator
from models.rules.figures import Figures
from models.rules.progress import Progress
from models.rules.spans import Span

# Less than this is too little to say where things are going.
LEAST_DAYS, LEAST_COUNTED = 90, 3
# A target over several years is judged by the years just gone: so many, and the one that runs.
YEARS_BEFORE = 2
DAYS = {"month": Decimal("30.4375"), "year": Decimal("365.25")}
DAY = timedelta(days=1)


class NoForecast(StrEnum):
    """Why nothing is said about the end."""

    MET = "met"
    OVER = "over"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Where one indicator goes. `per` is "month" for a yearly target, else "year".

    `expected` is what the elapsed share of the span asks for today; `missing` what the target still lacks;
    `needed` how many that is a month or a year from now on, one decimal, rounded up. `forecast` is the likely
    figure at the end of the span if things go on as on the days of `basis`, on which `counted` came new.
    """

    progress: Progress
    expected: int
    missing: int
    per: str
    needed: Decimal | None
    forecast: int | None
    reason: NoForecast | None
    basis: Span | None = None
    counted: int = 0

    @property
    def reaches(self) -> bool | None:
        """Tell whether the forecast meets the target; none without one."""
        goal = self.progress.goal
        return None if self.forecast is None else goal.comparator.met(self.forecast, goal.value)


def pace(progress: Progress, figures: Figures) -> Pace:
    """Reckon an indicator's pace on the day of its figures."""
    goal, span, on = progress.goal, progress.span, figures.on
    aim = goal.value + 1 if goal.comparator is Comparator.ABOVE else goal.value
    missing = max(aim - progress.value, 0)
    per = "month" if goal.basis is Basis.YEARLY else "year"
    left = max((span.last - on).days, 0)
    needed = _rate(missing, left, per) if missing and left else None
    basis = _basis(progress, on)
    counted = _newly(progress, figures, basis)
    reason = _no_forecast(progress, on, basis, counted)
    return Pace(
        progress=progress,
        expected=int(progress.expected * goal.value),
        missing=missing,
        per=per,
        needed=needed,
        forecast=None if reason else progress.value + counted * left // _length(basis),
        reason=reason,
        basis=None if reason else basis,
        counted=counted,
    )


def _rate(missing: int, left: int, per: str) -> Decimal:
    return (missing * DAYS[per] / left).quantize(Decimal("0.1"), ROUND_CEILING)


def _basis(progress: Progress, on: date) -> Span:
    """Give the days by which the rest is judged: this year so far, or two years gone and this one."""
    if progress.goal.basis is Basis.YEARLY:
        return Span(progress.span.first, on)
    return Span(max(progress.span.first, date(on.year - YEARS_BEFORE, 1, 1)), on)


def _newly(progress: Progress, figures: Figures, basis: Span) -> int:
    """Count what came new on those days: what counted before them is no news."""
    if basis.first <= progress.span.first:
        return progress.value
    before = figures.done(progress.goal.counts, Span(progress.span.first, basis.first - DAY))
    return max(progress.value - before, 0)


def _no_forecast(progress: Progress, on: date, basis: Span, counted: int) -> NoForecast | None:
    if progress.met:
        return NoForecast.MET
    if on >= progress.span.last:
        return NoForecast.OVER
    if _length(basis) < LEAST_DAYS or counted < LEAST_COUNTED:
        return NoForecast.TOO_LITTLE
    return None


def _length(span: Span) -> int:
    return (span.last - span.first).days + 1
