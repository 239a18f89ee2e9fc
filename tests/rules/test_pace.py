"""This file is pace and forecast, each figure worked out by hand."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from models.rules.counting import Basis, Comparator, Counts, Fact
from models.rules.figures import Recounted
from models.rules.pace import NoForecast, Pace, pace
from models.rules.progress import Goal, assess
from models.rules.spans import Span

PLAN = Span(date(2021, 1, 1), date(2030, 12, 31))


def courses(*told: tuple[date, int]) -> list[Fact]:
    return [
        Fact(counts=Counts.LEADERS, who=str(n), on=day, amount=amount) for n, (day, amount) in enumerate(told)
    ]


def supported(day: date, count: int) -> list[Fact]:
    return [Fact(counts=Counts.SUPPORTED, who=f"enterprise:{n}", on=day) for n in range(count)]


def leaders(facts: Sequence[Fact], on: date, value: int = 500) -> Pace:
    goal = Goal(
        indicator="LD",
        counts=Counts.LEADERS,
        basis=Basis.RUNNING,
        comparator=Comparator.ABOVE,
        value=value,
        span=PLAN,
        phase=PLAN,
    )
    figures = Recounted(facts, on)
    return pace(assess(goal, (goal,), figures), figures)


def enterprises(facts: Sequence[Fact], on: date) -> Pace:
    goal = Goal(
        indicator="DN",
        counts=Counts.SUPPORTED,
        basis=Basis.YEARLY,
        comparator=Comparator.AT_LEAST,
        value=20,
        span=PLAN,
        phase=PLAN,
    )
    figures = Recounted(facts, on)
    return pace(assess(goal, (goal,), figures), figures)


def test_a_yearly_target_is_judged_by_this_year_so_far() -> None:
    """02/07/2026 is day 183 of 365: 10 of 20 expected. 8 are there: 12 in 182 days are 2,1 a month.

    8 in 183 days are 7,96 in 182: 15 at the end.
    """
    found = enterprises(supported(date(2026, 3, 1), 8), date(2026, 7, 2))
    assert (found.expected, found.missing, found.per, found.needed) == (10, 12, "month", Decimal("2.1"))
    assert (found.forecast, found.reaches, found.basis) == (
        15,
        False,
        Span(date(2026, 1, 1), date(2026, 7, 2)),
    )


def test_a_target_over_years_is_judged_by_two_years_and_this_one() -> None:
    """180 to 2023, 120 in 2024 to 2026, "trên 500": 201 are missing, in 1461 days 50,3 a year, rounded up.

    120 in 1096 days are 159,96 in 1461: 459 at the end. 2191 of 3652 days are over: 299,97 of 500 expected.
    """
    told = courses((date(2022, 5, 1), 180), (date(2024, 5, 1), 50), (date(2026, 5, 1), 70))
    found = leaders(told, date(2026, 12, 31))
    assert (found.missing, found.per, found.needed) == (201, "year", Decimal("50.3"))
    assert (found.forecast, found.counted, found.reaches) == (459, 120, False)
    assert found.basis == Span(date(2024, 1, 1), date(2026, 12, 31))
    assert found.expected == 299


def test_a_strict_target_lacks_one_more() -> None:
    found = leaders(courses((date(2024, 5, 1), 500)), date(2026, 6, 30))
    assert (found.missing, found.reason, found.reaches) == (1, None, True)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (leaders(courses((date(2024, 5, 1), 501)), date(2026, 6, 30)), NoForecast.MET),
        (leaders(courses((date(2024, 5, 1), 400)), date(2030, 12, 31)), NoForecast.OVER),
        (leaders(courses((date(2024, 5, 1), 400)), date(2031, 1, 31)), NoForecast.OVER),
        (leaders((), date(2026, 6, 30)), NoForecast.TOO_LITTLE),
        (leaders(courses((date(2022, 5, 1), 400)), date(2026, 6, 30)), NoForecast.TOO_LITTLE),
        (enterprises(supported(date(2026, 1, 1), 3), date(2026, 1, 1)), NoForecast.TOO_LITTLE),
        (enterprises(supported(date(2026, 1, 1), 9), date(2026, 3, 30)), NoForecast.TOO_LITTLE),  # day 89
        (enterprises(supported(date(2026, 1, 1), 9), date(2026, 3, 31)), None),  # day 90
        (enterprises(supported(date(2026, 1, 1), 2), date(2026, 9, 30)), NoForecast.TOO_LITTLE),
        (enterprises(supported(date(2024, 2, 29), 9), date(2024, 12, 31)), NoForecast.OVER),
        (enterprises(supported(date(2026, 2, 1), 20), date(2026, 3, 31)), NoForecast.MET),
    ],
)
def test_nothing_is_foretold_from_too_little_or_of_what_is_settled(
    found: Pace, reason: NoForecast | None
) -> None:
    assert found.reason is reason
    assert (found.forecast is None) is (reason is not None)


def test_on_the_last_day_nothing_is_needed_any_more() -> None:
    found = enterprises(supported(date(2026, 3, 1), 8), date(2026, 12, 31))
    assert (found.missing, found.needed, found.reason) == (12, None, NoForecast.OVER)


def test_the_day_before_the_last_asks_for_all_at_once() -> None:
    """12 within a day: 365,3 a month."""
    found = enterprises(supported(date(2026, 3, 1), 8), date(2026, 12, 30))
    assert (found.needed, found.forecast) == (Decimal("365.3"), 8)
