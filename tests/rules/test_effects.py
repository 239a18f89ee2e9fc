"""This file is why each thing counts or not, by examples; and that a figure is what its explanation says."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.counting import KINDS, STANDING, Counts, Fact, Form, Kind, Stage, figure, stages
from models.rules.effects import Claim, Reason, Rules, explain
from models.rules.spans import Span

RULES = Rules(forms=frozenset({Form.COMPANY, Form.COOPERATIVE}))
YEAR = Span(date(2024, 1, 1), date(2024, 12, 31))
PLAN = Span(date(2021, 1, 1), date(2030, 12, 31))
TODAY = date(2026, 11, 2)
FIRST = date(2024, 3, 1)


def support(activity: int = 1, day: date = FIRST, who: str = "enterprise:1", **told: Any) -> Claim:
    values = {"kind": Kind.SUPPORT, "form": Form.COMPANY, **told}
    return Claim(activity=activity, unit="SCT", title=f"Việc {activity}", last=day, who=who, **values)


def course(**told: Any) -> Claim:
    values = {"amount": 30, "in_depth": True, **told}
    return support(who="", kind=Kind.TRAINING, form=None, **values)


def entry(stage: Stage, activity: int = 1) -> Claim:
    return support(activity, kind=Kind.AWARD, stage=stage)


@pytest.mark.parametrize(
    ("claim", "counts", "reason"),
    [
        (support(), Counts.SUPPORTED, None),
        (support(kind=Kind.MODEL), Counts.SUPPORTED, None),
        (support(voided=True), Counts.SUPPORTED, Reason.VOIDED),
        (support(form=Form.COOPERATIVE), Counts.SUPPORTED, None),
        (support(form=Form.HOUSEHOLD), Counts.SUPPORTED, Reason.FORM),
        (support(estimate=True), Counts.SUPPORTED, Reason.ESTIMATE),
        (support(who="", amount=4), Counts.SUPPORTED, Reason.UNNAMED),
        (support(kind=Kind.MODEL, until=date(2024, 6, 1)), Counts.SUPPORTED, None),
        (support(kind=Kind.MODEL, until=date(2024, 6, 1)), Counts.MODELS, Reason.WITHDRAWN),
        (support(kind=Kind.MODEL, until=date(2025, 1, 1)), Counts.MODELS, None),  # it held to the year's end
        (course(), Counts.LEADERS, None),
        (course(in_depth=False), Counts.LEADERS, Reason.GENERAL),
        (course(amount=0), Counts.LEADERS, Reason.NO_LEADERS),
        (entry(Stage.ENTERED), Counts.WINNERS, Reason.NOT_WON),
        (entry(Stage.WON), Counts.WINNERS, None),
        (entry(Stage.WON), Counts.GOLD, Reason.NOT_GOLD),
        (entry(Stage.GOLD), Counts.GOLD, None),
        (entry(Stage.GOLD), Counts.WINNERS, None),
        (entry(Stage.ENTERED), Counts.ENTRANTS, None),
        (support(kind=Kind.CERTIFICATION, who="expert:1", form=None), Counts.CERTIFIED, None),
    ],
)
def test_each_thing_counts_or_has_the_reason_that_weighs_most(
    claim: Claim, counts: Counts, reason: Reason | None
) -> None:
    found = explain([claim], counts, YEAR, TODAY, RULES)
    assert [line.reason for line in (*found.counted, *found.left_out)] == [reason]
    assert found.figure == (0 if reason else claim.amount)


def test_of_the_same_enterprise_the_first_day_counts_and_the_others_name_it() -> None:
    later, first, other = support(2, FIRST + timedelta(days=9)), support(3), support(1, who="enterprise:2")
    found = explain([later, first, other], Counts.SUPPORTED, YEAR, TODAY, RULES)
    assert [line.claim.activity for line in found.counted] == [1, 3]
    (again,) = found.left_out
    assert (again.claim.activity, again.reason, again.by) == (2, Reason.SAME, first)


def test_one_that_does_not_count_itself_hides_no_other() -> None:
    found = explain([support(1, voided=True), support(2)], Counts.SUPPORTED, YEAR, TODAY, RULES)
    assert [line.claim.activity for line in found.counted] == [2]


def test_a_yearly_figure_takes_each_year_by_itself() -> None:
    claims = [support(1), support(2, date(2025, 5, 1)), support(3, date(2025, 6, 1))]
    by_year = [
        explain(claims, Counts.SUPPORTED, Span(date(y, 1, 1), date(y, 12, 31)), TODAY, RULES).figure
        for y in (2023, 2024, 2025)
    ]
    assert by_year == [0, 1, 1]


DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2027, 12, 31))


@st.composite
def claims_of(draw: st.DrawFn, counts: Counts) -> list[Claim]:
    many = draw(st.lists(st.integers(1, 30), min_size=0, max_size=25, unique=True))
    made = []
    for number in many:
        kind = draw(st.sampled_from(sorted(KINDS[counts])))
        adds_up = counts is Counts.LEADERS
        last = draw(DAYS)
        made.append(
            support(
                number,
                last,
                who="" if adds_up else f"x:{draw(st.integers(1, 5))}",
                kind=kind,
                form=draw(st.sampled_from(Form)) if kind is not Kind.CERTIFICATION and not adds_up else None,
                stage=draw(st.sampled_from(Stage)) if kind is Kind.AWARD else None,
                amount=draw(st.integers(0, 50)) if adds_up else 1,
                in_depth=draw(st.booleans()),
                estimate=draw(st.booleans()) and draw(st.booleans()),
                voided=draw(st.booleans()) and draw(st.booleans()),
                until=draw(st.none() | DAYS),
            )
        )
    return made


def facts(claims: list[Claim], counts: Counts) -> list[Fact]:
    """Give what counts, by the plan's words once more."""
    return [
        Fact(
            counts=counts,
            who=one.who or str(one.activity),
            on=one.last,
            amount=one.amount,
            estimate=one.estimate,
            until=one.until if counts in STANDING else None,
        )
        for one in claims
        if not one.voided
        and (one.form is None or one.form is not Form.HOUSEHOLD)
        and (counts is not Counts.LEADERS or one.in_depth)
        and (one.stage is None or counts in stages(one.stage))
    ]


@given(data=st.data(), counts=st.sampled_from(Counts), on=DAYS, span=st.sampled_from((YEAR, PLAN)))
def test_every_figure_is_the_length_of_its_own_explanation(
    data: st.DataObject, counts: Counts, on: date, span: Span
) -> None:
    claims = data.draw(claims_of(counts))
    found = explain(claims, counts, span, on, RULES)
    done = [one for one in facts(claims, counts) if one.on <= on]
    assert found.figure == figure(done, counts, span, on=on)
    assert len(found.counted) + len(found.left_out) == sum(one.last in span for one in claims)
