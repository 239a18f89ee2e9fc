"""This file is how activities become figures: what counts for which indicator, and how often."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.spans import Span


class Kind(StrEnum):
    """What sort of thing was done."""

    SUPPORT = "support"
    MODEL = "model"
    AWARD = "award"
    TRAINING = "training"
    CERTIFICATION = "certification"
    OUTREACH = "outreach"
    OTHER = "other"


class Stage(StrEnum):
    """How far an enterprise came in the national quality award; winners entered, gold winners won."""

    ENTERED = "entered"
    WON = "won"
    GOLD = "gold"


class Form(StrEnum):
    """The legal form, as far as counting asks for it."""

    COMPANY = "company"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"


class Counts(StrEnum):
    """What an indicator counts. Only attendances add up; all else counts each one once."""

    CERTIFIED = "certified"
    LEADERS = "leaders"
    SUPPORTED = "supported"
    MODELS = "models"
    WINNERS = "winners"
    GOLD = "gold"
    ENTRANTS = "entrants"


# Which kinds of activity may count. Whoever builds a pilot model applies a solution by it, and is supported.
KINDS: Mapping[Counts, frozenset[Kind]] = {
    Counts.CERTIFIED: frozenset({Kind.CERTIFICATION}),
    Counts.LEADERS: frozenset({Kind.TRAINING}),
    Counts.SUPPORTED: frozenset({Kind.SUPPORT, Kind.MODEL}),
    Counts.MODELS: frozenset({Kind.MODEL}),
    Counts.WINNERS: frozenset({Kind.AWARD}),
    Counts.GOLD: frozenset({Kind.AWARD}),
    Counts.ENTRANTS: frozenset({Kind.AWARD}),
}
# What counts only as long as it holds: a certificate lapses, a model is withdrawn; support was given.
STANDING = frozenset({Counts.CERTIFIED, Counts.MODELS})


class Basis(StrEnum):
    """Over which days an indicator is counted."""

    STOCK = "stock"
    RUNNING = "running"
    YEARLY = "yearly"


class Part(StrEnum):
    """By what a figure may be split into shares."""

    UNIT = "unit"
    GROUP = "group"


class Comparator(StrEnum):
    """Whether the number itself is enough: "ít nhất 10" is met at 10, "trên 250" only above it."""

    AT_LEAST = ">="
    ABOVE = ">"

    def met(self, figure: int, target: int) -> bool:
        return figure > target if self is Comparator.ABOVE else figure >= target


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that counts for one indicator.

    `who` names the enterprise or person that may count only once; `amount` is 1 for those, and the
    number of attendances where attendances add up. `on` is the activity's last day: a support begun in
    one year and accepted in the next belongs to the year of its end. `until` is the day from which it
    holds no more, where it was withdrawn.
    """

    counts: Counts
    who: str
    on: date
    amount: int = 1
    estimate: bool = False
    activity: int = 0
    unit: str = ""
    group: int = 0
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day; only what counts as long as it holds can lapse."""
        return self.counts not in STANDING or self.until is None or self.until > on

    def of(self, part: Part) -> str:
        """Give the unit or the group whose share this is."""
        return self.unit if part is Part.UNIT else str(self.group)


def figure(
    facts: Iterable[Fact], counts: Counts, span: Span, *, on: date = date.max, estimates: bool = False
) -> int:
    """Count one indicator over a span: attendances add up, enterprises and persons count once.

    What lapsed by the day, or by the end of the span if that comes first, is left out. Estimates stay out
    unless they are asked for.
    """
    day = min(on, span.last)
    within = [
        fact
        for fact in facts
        if fact.counts is counts and fact.on in span and fact.holds(day) and (estimates or not fact.estimate)
    ]
    if counts is Counts.LEADERS:
        return sum(fact.amount for fact in within)
    return len({fact.who for fact in within})


def stages(stage: Stage) -> tuple[Counts, ...]:
    """Give what a result in the award counts as: gold is a win, and a win is an entry."""
    reached = (Counts.ENTRANTS, Counts.WINNERS, Counts.GOLD)
    return reached[: list(Stage).index(stage) + 1]
