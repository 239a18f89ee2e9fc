"""This file is who carries on an ended unit's work: merged, divided or renamed, in any number of steps."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Life:
    """A unit from its first day to its last, both included; no last day while it goes on."""

    code: str
    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and not self.ended(day)

    def ended(self, day: date) -> bool:
        return self.last is not None and self.last < day


class Circle(ValueError):
    """A unit would carry on its own work."""


@dataclass(frozen=True)
class Family:
    """All units in the plan's order, and who took over from whom: many from many."""

    lives: Sequence[Life]
    successors: Mapping[str, Collection[str]]

    def __post_init__(self) -> None:
        for life in self.lives:
            if life.code in _reached(self.successors, life.code):
                raise Circle(life.code)

    def heirs(self, code: str, day: date) -> tuple[str, ...]:
        """Give the units alive on the day that carry on this one's work: itself, as long as it lives."""
        return self._in_order({end for end in self._ends(code, day) if end is not None})

    def heir(self, code: str, day: date) -> str | None:
        """Give the one unit that carries on all the work; none where it was divided or given up in part."""
        ends = set(self._ends(code, day))
        return ends.pop() if len(ends) == 1 else None

    def moved(self, day: date) -> dict[str, str]:
        """Give the ended units that are counted at another one on this day, each with that one."""
        found = {life.code: self.heir(life.code, day) for life in self.lives if life.ended(day)}
        return {code: heir for code, heir in found.items() if heir is not None}

    def lineage(self, code: str) -> tuple[str, ...]:
        """Give all that the unit came from and all that came of it, itself among them."""
        later = _reached(self.successors, code)
        earlier = {life.code for life in self.lives if code in _reached(self.successors, life.code)}
        return self._in_order({code} | later | earlier)

    def _ends(self, code: str, day: date) -> Iterator[str | None]:
        """Follow the work to whoever has it on the day; None where nobody has."""
        life = self._known[code]
        if life.ended(day):
            onward = self.successors.get(code, ())
            for successor in onward:
                yield from self._ends(successor, day)
            if onward:
                return
        yield code if life.holds(day) else None

    @cached_property
    def _known(self) -> dict[str, Life]:
        return {life.code: life for life in self.lives}

    def _in_order(self, codes: Collection[str]) -> tuple[str, ...]:
        return tuple(life.code for life in self.lives if life.code in codes)


def _reached(successors: Mapping[str, Collection[str]], code: str) -> set[str]:
    """Give all that follow a unit, over any number of steps."""
    found: set[str] = set()
    ahead = list(successors.get(code, ()))
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += successors.get(one, ())
    return found
