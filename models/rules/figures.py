"""This file is where figures come from: everything counted anew, or totals that were kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from models.rules.counting import STANDING, Counts, Fact, Part, figure
from models.rules.spans import Span


class Figures(Protocol):
    """All that counts as it stands on a day."""

    @property
    def on(self) -> date:
        """Give the day: what comes after it is at most expected."""

    def done(self, counts: Counts, span: Span) -> int:
        """Count what was done in the span by the day."""

    def expected(self, counts: Counts, span: Span) -> int:
        """Count what was done and what is estimated after the day; an estimate gone by is neither."""

    def recorded(self, span: Span) -> bool:
        """Tell whether anything at all was entered for the span by the day."""


@dataclass(frozen=True)
class Recounted:
    """Figures from every fact there is: what all others must agree with."""

    facts: Sequence[Fact]
    on: date

    def done(self, counts: Counts, span: Span) -> int:
        return figure(self._done[counts], counts, span, on=self.on)

    def expected(self, counts: Counts, span: Span) -> int:
        return figure(self._expected[counts], counts, span, on=self.on, estimates=True)

    def recorded(self, span: Span) -> bool:
        return any(day in span for day in self._days)

    def by(
        self, part: Part, counts: Counts, span: Span, *, moved: Mapping[str, str] | None = None
    ) -> dict[str, int]:
        """Split a figure into the shares of units or of groups; those that moved count at their heirs."""
        homes = moved or {}
        shares = defaultdict(list)
        for fact in self._done[counts]:
            shares[homes.get(fact.of(part), fact.of(part))].append(fact)
        found = {name: figure(facts, counts, span, on=self.on) for name, facts in shares.items()}
        return {name: value for name, value in found.items() if value}

    @cached_property
    def _done(self) -> Mapping[Counts, list[Fact]]:
        return _sorted(fact for fact in self.facts if fact.on <= self.on)

    @cached_property
    def _expected(self) -> Mapping[Counts, list[Fact]]:
        return _sorted(fact for fact in self.facts if fact.estimate is (fact.on > self.on))

    @cached_property
    def _days(self) -> set[date]:
        return {fact.on for fact in self.facts if fact.on <= self.on}


@dataclass(frozen=True)
class Cell:
    """How many of those who count in a year counted last in an earlier year; 0 is none.

    An enterprise supported in 2022, 2024 and 2026 is 1 in the cells (2022, 0), (2024, 2022) and
    (2026, 2024). Over whole years each is seen once: by the first of its years within them, the one whose
    previous year lies before. 2023 to 2026 is the sum of the cells with 2023 <= year <= 2026 and
    previous < 2023: of the three, (2024, 2022) alone. Where amounts add up, previous is always 0.
    """

    counts: Counts
    year: int
    previous: int
    total: int


def cells_of(years: Iterable[int]) -> Counter[tuple[int, int]]:
    """Give the cells, as year and previous, that the years of one enterprise or person make."""
    ordered = sorted(set(years))
    return Counter(zip(ordered, [0, *ordered], strict=False))


@dataclass(frozen=True)
class Kept:
    """Figures from cells. Right for spans of whole years, and on days with nothing done after them.

    `ahead` has the cells that the estimates after the day would add to those of what was done. As they
    are all later than what was done, they change no other cell. `entered` has the years for which nothing
    was done, but for which there were estimates that went by: they too are on record. Cells know nothing of
    what lapsed: `lapsing` has all facts of those few who have a fact that was withdrawn, estimates too.
    """

    cells: Sequence[Cell]
    ahead: Sequence[Cell]
    entered: frozenset[int]
    on: date
    lapsing: Sequence[Fact] = ()

    def done(self, counts: Counts, span: Span) -> int:
        return _within(self.cells, counts, span) - self._lapsed(counts, span, estimates=False)

    def expected(self, counts: Counts, span: Span) -> int:
        both = _within(self.cells, counts, span) + _within(self.ahead, counts, span)
        return both - self._lapsed(counts, span, estimates=True)

    def lapsed_by(self, part: Part, counts: Counts, span: Span, moved: Mapping[str, str]) -> Counter[str]:
        """Count, in each unit's or group's share, those who hold nothing any more."""
        now = self._holding.by(part, counts, span, moved=moved)
        return Counter(self._given.by(part, counts, span, moved=moved)) - Counter(now)

    def _lapsed(self, counts: Counts, span: Span, *, estimates: bool) -> int:
        """Count those whom the cells have in the span, and who hold nothing any more."""
        if not self.lapsing or counts not in STANDING:
            return 0
        if estimates:
            return self._given.expected(counts, span) - self._holding.expected(counts, span)
        return self._given.done(counts, span) - self._holding.done(counts, span)

    @cached_property
    def _holding(self) -> "Recounted":
        return Recounted(self.lapsing, self.on)

    @cached_property
    def _given(self) -> "Recounted":
        """Count as if nothing had ever lapsed."""
        return Recounted([replace(fact, until=None) for fact in self.lapsing], self.on)

    def recorded(self, span: Span) -> bool:
        years = {cell.year for cell in self.cells if cell.total} | self.entered
        return any(span.first.year <= year <= span.last.year for year in years)


def _within(cells: Iterable[Cell], counts: Counts, span: Span) -> int:
    first, last = span.first.year, span.last.year
    return sum(
        cell.total
        for cell in cells
        if cell.counts is counts and first <= cell.year <= last and cell.previous < first
    )


def _sorted(facts: Iterable[Fact]) -> Mapping[Counts, list[Fact]]:
    found: dict[Counts, list[Fact]] = {counts: [] for counts in Counts}
    for fact in facts:
        found[fact.counts].append(fact)
    return found
