"""This file is why a figure is what it is: what each thing that was told counts for, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.counting import KINDS, STANDING, Counts, Form, Kind, Stage, stages
from models.rules.spans import Span


class Reason(StrEnum):
    """Why something does not count, the reason that weighs most first."""

    VOIDED = "voided"
    TOLD_TWICE = "told_twice"
    GENERAL = "general"
    NO_LEADERS = "no_leaders"
    UNNAMED = "unnamed"
    NOT_WON = "not_won"
    NOT_GOLD = "not_gold"
    FORM = "form"
    ESTIMATE = "estimate"
    LATER = "later"
    WITHDRAWN = "withdrawn"
    SAME = "same"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing that was told: an enterprise's part, a certificate, or a course as a whole.

    `who` names the enterprise or person that counts once (empty where nobody is named), `name` says it;
    `amount` is what a course's leaders, or enterprises without a name, come to. `last` is the day to
    which it belongs; `until` the day from which it holds no more.
    """

    activity: int
    unit: str
    title: str
    kind: Kind
    last: date
    who: str
    name: str = ""
    amount: int = 1
    form: Form | None = None
    stage: Stage | None = None
    in_depth: bool = False
    estimate: bool = False
    voided: bool = False
    told_twice: bool = False
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Which legal forms count as enterprises: the lead office decides it."""

    forms: frozenset[Form]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing with its effect: the amount that it adds, or the reason why it adds nothing.

    `by` is the claim that was counted instead, where one thing is told again.
    """

    claim: Claim
    reason: Reason | None = None
    by: Claim | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What a figure rests on, and what was left out. The figure is the length of what it rests on."""

    counts: Counts
    span: Span
    on: date
    counted: tuple[Line, ...]
    left_out: tuple[Line, ...]

    @property
    def figure(self) -> int:
        return sum(line.claim.amount for line in self.counted)


def explain(claims: Iterable[Claim], counts: Counts, span: Span, on: date, rules: Rules) -> Explanation:
    """Judge all that could count within a span, as it stands on a day; of the same the first counts."""
    counted: dict[object, Line] = {}
    left_out: list[Line] = []
    for claim in sorted(claims, key=lambda one: (one.last, one.activity, one.who)):
        if claim.kind not in KINDS[counts] or claim.last not in span:
            continue
        reason = judge(claim, counts, min(on, span.last), rules)
        known = counted.get(claim.who) if counts is not Counts.LEADERS else None
        if reason is not None:
            left_out.append(Line(claim=claim, reason=reason))
        elif known is not None:
            left_out.append(Line(claim=claim, reason=Reason.SAME, by=known.claim))
        else:
            counted[claim.who or claim.activity] = Line(claim=claim)
    return Explanation(
        counts=counts, span=span, on=on, counted=tuple(counted.values()), left_out=tuple(left_out)
    )


def judge(claim: Claim, counts: Counts, on: date, rules: Rules) -> Reason | None:
    """Tell why a claim does not count by itself; none if it counts, unless another counts in its place."""
    hurdles = (
        (Reason.VOIDED, claim.voided),
        (Reason.TOLD_TWICE, claim.told_twice),
        (Reason.GENERAL, counts is Counts.LEADERS and not claim.in_depth),
        (Reason.NO_LEADERS, counts is Counts.LEADERS and claim.amount == 0),
        (Reason.UNNAMED, counts is not Counts.LEADERS and not claim.who),
        (Reason.NOT_WON, counts is Counts.WINNERS and not _reached(claim, counts)),
        (Reason.NOT_GOLD, counts is Counts.GOLD and not _reached(claim, counts)),
        (Reason.FORM, claim.form is not None and claim.form not in rules.forms),
        (Reason.ESTIMATE, claim.estimate),
        (Reason.LATER, claim.last > on),
        (Reason.WITHDRAWN, counts in STANDING and claim.until is not None and claim.until <= on),
    )
    return next((reason for reason, stands in hurdles if stands), None)


def _reached(claim: Claim, counts: Counts) -> bool:
    return claim.stage is not None and counts in stages(claim.stage)
