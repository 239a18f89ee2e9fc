"""This file is how each indicator counts, with figures worked out by hand from the plan's own words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from models.rules import progress as rules
from models.rules.counting import Basis, Comparator, Counts, Fact, Stage, figure, stages
from models.rules.figures import Recounted
from models.rules.progress import Goal, Progress, Standing, elapsed, percent
from models.rules.spans import Span

PLAN = Span(date(2021, 1, 1), date(2030, 12, 31))
FIRST = Span(date(2021, 1, 1), date(2025, 12, 31))
SECOND = Span(date(2026, 1, 1), date(2030, 12, 31))


def fact(counts: Counts, who: str, on: date, amount: int = 1, *, estimate: bool = False) -> Fact:
    return Fact(counts=counts, who=who, on=on, amount=amount, estimate=estimate)


def goal(
    code: str,
    counts: Counts,
    value: int,
    *,
    basis: Basis = Basis.RUNNING,
    comparator: Comparator = Comparator.AT_LEAST,
    span: Span = FIRST,
    phase: Span = FIRST,
    reading: str = "",
) -> Goal:
    return Goal(
        indicator=code,
        counts=counts,
        basis=basis,
        comparator=comparator,
        value=value,
        span=span,
        phase=phase,
        reading=reading,
    )


def assess(one: Goal, goals: Sequence[Goal], facts: Sequence[Fact], on: date) -> Progress:
    return rules.assess(one, goals, Recounted(facts, on))


def overview(goals: Sequence[Goal], facts: Sequence[Fact], on: date) -> tuple[Progress, ...]:
    return rules.overview(goals, Recounted(facts, on))


TEN_A_YEAR = goal("DN", Counts.SUPPORTED, 10, basis=Basis.YEARLY)
TWENTY_A_YEAR = goal("DN", Counts.SUPPORTED, 20, basis=Basis.YEARLY, span=SECOND, phase=SECOND)


def supported(year: int, count: int) -> list[Fact]:
    return [fact(Counts.SUPPORTED, f"enterprise:{n}", date(year, 6, 1)) for n in range(count)]


def test_above_250_is_not_met_at_250_though_it_shows_100_percent() -> None:
    target = goal("LD", Counts.LEADERS, 250, comparator=Comparator.ABOVE)
    courses = [fact(Counts.LEADERS, f"activity:{n}", date(2022, 3, 1), 125) for n in range(2)]
    at_250 = assess(target, [target], courses, date(2025, 12, 31))
    assert (at_250.value, at_250.percent, at_250.met) == (250, Decimal("100.0"), False)
    # One more attendance passes it: "trên 250".
    one_more = [*courses, fact(Counts.LEADERS, "activity:9", date(2023, 1, 5), 1)]
    assert assess(target, [target], one_more, date(2025, 12, 31)).met


def test_at_least_10_is_met_at_10() -> None:
    target = goal("CG", Counts.CERTIFIED, 10, basis=Basis.STOCK)
    nine = [fact(Counts.CERTIFIED, f"expert:{n}", date(2023, 1, 1)) for n in range(9)]
    assert not assess(target, [target], nine, date(2025, 12, 31)).met
    ten = [*nine, fact(Counts.CERTIFIED, "expert:9", date(2023, 1, 1))]
    assert assess(target, [target], ten, date(2025, 12, 31)).met


def test_a_person_certified_twice_is_one_expert() -> None:
    twice = [fact(Counts.CERTIFIED, "expert:1", date(year, 5, 5)) for year in (2022, 2024)]
    assert figure(twice, Counts.CERTIFIED, FIRST) == 1


def test_an_enterprise_supported_twice_in_a_year_is_one_and_next_year_one_again() -> None:
    facts = [
        fact(Counts.SUPPORTED, "enterprise:1", date(2022, 2, 1)),
        fact(Counts.SUPPORTED, "enterprise:1", date(2022, 11, 1)),
        fact(Counts.SUPPORTED, "enterprise:1", date(2023, 2, 1)),
    ]
    progress = assess(TEN_A_YEAR, [TEN_A_YEAR], facts, date(2023, 12, 31))
    assert [(year.year, year.value) for year in progress.years] == [(2021, 0), (2022, 1), (2023, 1)]
    # Over the whole phase it is one enterprise: neither 2 nor 3.
    assert progress.distinct == 1


def test_the_yearly_target_is_judged_year_by_year() -> None:
    # 18 + 12 + 8 + 10 + 15 = 63, which is not compared with 50: 2023 missed its ten.
    made = dict(zip(range(2021, 2026), (18, 12, 8, 10, 15), strict=True))
    facts = [one for year, count in made.items() for one in supported(year, count)]
    progress = assess(TEN_A_YEAR, [TEN_A_YEAR], facts, date(2025, 12, 31))
    assert [year.value for year in progress.years] == [18, 12, 8, 10, 15]
    assert [year.met for year in progress.years] == [True, True, False, True, True]
    assert progress.years_met == 4
    assert progress.distinct == 18


def test_the_current_year_is_open_and_never_missed() -> None:
    progress = assess(TWENTY_A_YEAR, [TEN_A_YEAR, TWENTY_A_YEAR], supported(2026, 3), date(2026, 11, 22))
    this_year = progress.years[-1]
    assert (this_year.year, this_year.open, this_year.met) == (2026, True, False)
    assert progress.standing is not Standing.MISSED
    # On the year's last day it is still open; on the next it is not.
    assert assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], [], date(2026, 12, 31)).years[-1].open
    assert not assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], [], date(2027, 1, 1)).years[0].open


def test_years_of_both_phases_stand_beside_each_other_with_their_own_targets() -> None:
    progress = assess(TWENTY_A_YEAR, [TEN_A_YEAR, TWENTY_A_YEAR], supported(2025, 12), date(2026, 3, 1))
    assert [(year.year, year.target) for year in progress.years[-2:]] == [(2025, 10), (2026, 20)]


def test_an_estimate_stands_beside_the_figure_and_never_in_it() -> None:
    facts = [*supported(2026, 9), fact(Counts.SUPPORTED, "enterprise:99", date(2026, 12, 20), estimate=True)]
    progress = assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], facts, date(2026, 12, 19))
    assert (progress.value, progress.estimate) == (9, 10)
    # Its day went by and nobody said that it was done: it is expected no more.
    gone_by = assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], facts, date(2026, 12, 20))
    assert (gone_by.value, gone_by.estimate) == (9, 9)


def test_what_was_done_after_the_day_asked_about_is_no_estimate() -> None:
    progress = assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], supported(2026, 9), date(2026, 5, 31))
    assert (progress.value, progress.estimate, progress.years[0].recorded) == (0, 0, False)


def test_before_and_after_the_plan_its_first_and_its_last_targets_are_shown() -> None:
    later = overview([TEN_A_YEAR, TWENTY_A_YEAR], supported(2030, 19), date(2031, 1, 6))
    assert [(one.goal.value, one.value, one.standing) for one in later] == [(20, 19, Standing.MISSED)]
    earlier = overview([TEN_A_YEAR, TWENTY_A_YEAR], [], date(2020, 12, 1))
    assert [one.goal.value for one in earlier] == [10]


def test_gold_is_a_win_and_a_win_is_an_entry() -> None:
    assert stages(Stage.ENTERED) == (Counts.ENTRANTS,)
    assert stages(Stage.WON) == (Counts.ENTRANTS, Counts.WINNERS)
    assert stages(Stage.GOLD) == (Counts.ENTRANTS, Counts.WINNERS, Counts.GOLD)


def test_entrants_stand_beside_the_winners_and_are_not_counted() -> None:
    results = {"a": Stage.ENTERED, "b": Stage.WON, "c": Stage.GOLD}
    facts = [
        fact(counts, who, date(2024, 12, 1)) for who, stage in results.items() for counts in stages(stage)
    ]
    target = goal("GT", Counts.WINNERS, 5)
    progress = assess(target, [target], facts, date(2025, 12, 31))
    assert (progress.value, progress.entrants) == (2, 3)
    assert figure(facts, Counts.GOLD, FIRST) == 1


def test_an_enterprise_that_wins_in_two_editions_is_one_winner() -> None:
    twice = [fact(Counts.WINNERS, "enterprise:1", date(year, 12, 1)) for year in (2021, 2024)]
    assert figure(twice, Counts.WINNERS, FIRST) == 1


def test_both_readings_of_the_2030_block_are_given() -> None:
    a = goal("CG", Counts.CERTIFIED, 20, span=PLAN, phase=SECOND, reading="A")
    b = goal("CG", Counts.CERTIFIED, 20, span=SECOND, phase=SECOND, reading="B")
    facts = [fact(Counts.CERTIFIED, f"expert:{n}", date(2024, 1, 1)) for n in range(7)]
    facts += [fact(Counts.CERTIFIED, f"expert:{n}", date(2026, 5, 1)) for n in (6, 7, 8)]
    (progress,) = overview([a, b], facts, date(2026, 11, 22))
    # Expert 6 was certified in both phases: 9 persons from 2021 on, 3 of them (again) from 2026 on.
    assert progress.value == 9
    assert progress.other_reading is not None
    assert progress.other_reading.value == 3


def test_a_model_of_the_first_phase_carries_over() -> None:
    target = goal("MH", Counts.MODELS, 10, basis=Basis.STOCK, span=PLAN, phase=SECOND)
    facts = [fact(Counts.MODELS, f"enterprise:{n}", date(2021 + n, 6, 1)) for n in range(6)]
    assert assess(target, [target], facts, date(2026, 11, 22)).value == 6


@pytest.mark.parametrize(
    ("day", "counted"),
    [(date(2025, 12, 31), 1), (date(2026, 1, 1), 0), (date(2021, 1, 1), 1), (date(2020, 12, 31), 0)],
)
def test_the_edges_of_a_phase_belong_to_it(day: date, counted: int) -> None:
    assert figure([fact(Counts.WINNERS, "enterprise:1", day)], Counts.WINNERS, FIRST) == counted


def test_what_comes_after_the_day_asked_about_is_not_counted() -> None:
    facts = [fact(Counts.MODELS, "a", date(2024, 5, 1)), fact(Counts.MODELS, "b", date(2024, 7, 1))]
    target = goal("MH", Counts.MODELS, 5, basis=Basis.STOCK)
    assert assess(target, [target], facts, date(2024, 6, 1)).value == 1


@pytest.mark.parametrize(
    ("value", "target", "share"),
    [(1, 8, "12.5"), (12, 10, "120.0"), (1, 3, "33.3"), (2, 3, "66.7"), (0, 20, "0.0"), (1, 2000, "0.1")],
)
def test_a_percentage_has_one_decimal_and_no_cap(value: int, target: int, share: str) -> None:
    assert percent(value, target) == Decimal(share)


def test_pace_follows_the_elapsed_days_of_the_span() -> None:
    year = Span(date(2026, 1, 1), date(2026, 12, 31))
    # 2 July is the 183rd of 365 days; the first day counts when it is over.
    assert elapsed(year, date(2026, 7, 2)) == Decimal(183) / 365
    assert elapsed(year, date(2025, 6, 1)) == 0
    assert elapsed(year, date(2027, 6, 1)) == 1


@pytest.mark.parametrize(
    ("made", "standing"),
    [
        (20, Standing.MET),
        # By 30/9/2026 273 of 365 days are over: 14.96 of 20, so 14 are asked for; three quarters are 10.5.
        (14, Standing.ON_PACE),
        (13, Standing.BEHIND),
        (11, Standing.BEHIND),
        (10, Standing.FAR_BEHIND),
        (0, Standing.FAR_BEHIND),
    ],
)
def test_standing_follows_pace(made: int, standing: Standing) -> None:
    progress = assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], supported(2026, made), date(2026, 9, 30))
    assert progress.standing is standing


def test_nobody_is_behind_in_the_first_days_of_a_year() -> None:
    # 4 of 365 days ask for 0.2 of an enterprise.
    progress = assess(TWENTY_A_YEAR, [TWENTY_A_YEAR], [], date(2027, 1, 4))
    assert progress.standing is Standing.ON_PACE


def test_a_target_whose_span_is_over_is_met_or_missed() -> None:
    target = goal("GT", Counts.WINNERS, 5)
    four = [fact(Counts.WINNERS, f"enterprise:{n}", date(2023, 1, 1)) for n in range(4)]
    assert assess(target, [target], four, date(2025, 12, 31)).standing is not Standing.MISSED
    assert assess(target, [target], four, date(2026, 1, 1)).standing is Standing.MISSED


def test_a_phase_of_which_nothing_was_entered_is_known_as_such() -> None:
    target = goal("GT", Counts.WINNERS, 5)
    assert not assess(target, [target], [], date(2026, 1, 1)).recorded
    # Any record of those years shows that they were entered: then no winner is a miss.
    assert assess(target, [target], supported(2023, 1), date(2026, 1, 1)).recorded
