"""This file is how what was reported differs from what counts now: line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.rules.effects import Claim, Explanation

# By what a line is known: the enterprise or person that counts once, else the activity.
Key = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One line that a figure rests on, as it was frozen or as it is."""

    activity: int
    unit: str
    title: str
    who: str
    name: str
    day: date
    amount: int

    @property
    def key(self) -> Key:
        return (self.who, 0) if self.who else ("", self.activity)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How a figure differs: what came in since, what went out, what changed its amount."""

    reported: int
    now: int
    came: tuple[Counted, ...]
    went: tuple[Counted, ...]
    changed: tuple[tuple[Counted, Counted], ...]

    @property
    def is_none(self) -> bool:
        return not (self.came or self.went or self.changed)


def counted(found: Explanation) -> list[Counted]:
    """Give the lines that a figure rests on."""
    return [_counted(line.claim) for line in found.counted]


def as_data(one: Counted) -> dict[str, Any]:
    """Give a line as JSON can hold it."""
    return {
        "activity": one.activity,
        "unit": one.unit,
        "title": one.title,
        "who": one.who,
        "name": one.name,
        "day": one.day.isoformat(),
        "amount": one.amount,
    }


def from_data(told: Mapping[str, Any]) -> Counted:
    return Counted(**{**told, "day": date.fromisoformat(told["day"])})


def differ(before: Iterable[Counted], now: Iterable[Counted]) -> Difference:
    """Compare what was reported with what counts now. Whoever counts once is the same by any activity."""
    old, new = {one.key: one for one in before}, {one.key: one for one in now}
    return Difference(
        reported=sum(one.amount for one in old.values()),
        now=sum(one.amount for one in new.values()),
        came=tuple(new[key] for key in new if key not in old),
        went=tuple(old[key] for key in old if key not in new),
        changed=tuple(
            (old[key], new[key]) for key in old if key in new and old[key].amount != new[key].amount
        ),
    )


def _counted(claim: Claim) -> Counted:
    return Counted(
        activity=claim.activity,
        unit=claim.unit,
        title=claim.title,
        who=claim.who,
        name=claim.name,
        day=claim.last,
        amount=claim.amount,
    )
