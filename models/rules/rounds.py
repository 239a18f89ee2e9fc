"""This file is what can be wrong with a round's rule, seen over the years that it is for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from models.rules.spans import Due, Roll, Span, day_in, due_of
from models.rules.working_days import WorkingDays

# The rule's key that is wrong, and why.
Fault = tuple[str, str]


@dataclass(frozen=True)
class Rule:
    """A round as far as time goes: its days as `day_in` and `due_of` take them."""

    first: Mapping[str, Any]
    last: Mapping[str, Any]
    due: Mapping[str, Any]
    roll: Roll
    estimate: bool


@dataclass(frozen=True)
class Settled:
    """A rule in one year."""

    year: int
    span: Span
    due: Due


def faults(rule: Rule, years: Iterable[int], days: WorkingDays) -> Iterator[Fault]:
    """Tell what is wrong, each kind once, with the first year in which it shows.

    Each of the rule's days must exist in every year.
    """
    settled = [_settle(rule, year, days) for year in years]
    if any(one.span.first > one.span.last for one in settled):
        yield "last", "the span ends before it begins"
        return
    checks = (_too_early(settled, estimate=rule.estimate), _hurried(settled, days), _crossing(settled))
    for check in checks:
        if fault := next(check, None):
            yield fault


def _settle(rule: Rule, year: int, days: WorkingDays) -> Settled:
    span = Span(day_in(rule.first, year), day_in(rule.last, year))
    return Settled(year, span, due_of(rule.due, year, rule.roll, days))


def _too_early(settled: Iterable[Settled], *, estimate: bool) -> Iterator[Fault]:
    for one in settled:
        if one.due.nominal < one.span.first:
            yield "due", "is before the span begins"
        elif one.due.day < one.span.first:
            yield "due", f"rolls to {one.due.day} in {one.year}, before the span begins"
        elif one.due.nominal < one.span.last and not estimate:
            yield "due", "is before the span ends: the round then needs estimate = true"


def _hurried(settled: Iterable[Settled], days: WorkingDays) -> Iterator[Fault]:
    """Nghị định 09/2019/NĐ-CP, Điều 8: a working day at least between the cut-off and the due day.

    What is due before its span is over is cut off when it is written, not when the span ends.
    """
    for one in settled:
        cut_off, due = one.span.last, one.due
        if due.nominal >= cut_off and not days.between(cut_off, due.day - timedelta(days=1)):
            told = f"the cut-off, {cut_off}, and the due day, {due.day}"
            yield "due", f"leaves no working day in {one.year} between {told}"


def _crossing(settled: Iterable[Settled]) -> Iterator[Fault]:
    """A year's period is over before the next one begins, and is reported before the next one is over."""
    for one, following in pairwise(settled):
        after = following.span
        if after.first <= one.span.last:
            told = f"that of {following.year}, which begins on {after.first}"
            yield "last", f"the span of {one.year} overlaps {told}"
        if one.due.day >= after.last:
            told = f"the period of {following.year} is over by then, on {after.last}"
            yield "due", f"of {one.year} is {one.due.day}, but {told}"
