"""This file is a round's rule: named spans, worded due days, and what no round may be."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import planfile
from models.rules.rounds import Rule, faults
from models.rules.spans import SPANS, Due, Phrase, Roll, Span, SpanName, day_in, due_of
from models.rules.working_days import WorkingDays

PLAN = planfile.read(Path(__file__).parents[2] / "plans" / "3483")
DAYS = WorkingDays({row.day: row.working for row in PLAN.days_off})
YEARS = range(2021, 2031)
Days = Mapping[str, Any]


def named(name: SpanName, year: int) -> Span:
    first, last = ({"month": month, "day": day, "year": of} for month, day, of in SPANS[name])
    return Span(day_in(first, year), day_in(last, year))


def in_month(month: int, day: int, **more: Any) -> dict[str, Any]:
    return {"month": month, "day": day} | more


# Spans


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        # Nghị định 09/2019/NĐ-CP, Điều 12
        ("quarter-1", date(2025, 12, 15), date(2026, 3, 14)),
        ("quarter-2", date(2026, 3, 15), date(2026, 6, 14)),
        ("quarter-3", date(2026, 6, 15), date(2026, 9, 14)),
        ("quarter-4", date(2026, 9, 15), date(2026, 12, 14)),
        ("half-1", date(2025, 12, 15), date(2026, 6, 14)),
        ("half-2", date(2026, 6, 15), date(2026, 12, 14)),
        ("nine-months", date(2025, 12, 15), date(2026, 9, 14)),
        ("year", date(2025, 12, 15), date(2026, 12, 14)),
        ("calendar-quarter-1", date(2026, 1, 1), date(2026, 3, 31)),
        ("calendar-quarter-2", date(2026, 4, 1), date(2026, 6, 30)),
        ("calendar-quarter-3", date(2026, 7, 1), date(2026, 9, 30)),
        ("calendar-quarter-4", date(2026, 10, 1), date(2026, 12, 31)),
        ("calendar-half-1", date(2026, 1, 1), date(2026, 6, 30)),
        ("calendar-half-2", date(2026, 7, 1), date(2026, 12, 31)),
        ("calendar-nine-months", date(2026, 1, 1), date(2026, 9, 30)),
        ("calendar-year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_named_span_has_the_decree_s_days_or_the_calendar_s(name: str, first: date, last: date) -> None:
    assert named(SpanName(name), 2026) == Span(first, last)


def test_every_name_has_its_span() -> None:
    assert set(SPANS) == set(SpanName)


@pytest.mark.parametrize("kind", ["", "calendar-"])
def test_quarters_follow_each_other_without_a_gap_through_all_years(kind: str) -> None:
    spans = [named(SpanName(f"{kind}quarter-{n}"), year) for year in YEARS for n in range(1, 5)]
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(spans))


# Due days


@pytest.mark.parametrize(
    ("phrase", "roll", "nominal", "day"),
    [
        # "trước ngày 30/11" of 2026: the last good day is Sunday 29/11, and Monday 30/11 is too late.
        (Phrase.BEFORE, Roll.FORWARD, date(2026, 11, 29), date(2026, 11, 27)),
        (Phrase.BEFORE, Roll.BACKWARD, date(2026, 11, 29), date(2026, 11, 27)),
        (Phrase.BEFORE, Roll.NONE, date(2026, 11, 29), date(2026, 11, 29)),
        # "chậm nhất ngày 30/11": Monday 30/11 itself.
        (Phrase.BY, Roll.FORWARD, date(2026, 11, 30), date(2026, 11, 30)),
        (Phrase.BY, Roll.BACKWARD, date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_the_words_of_30_11_2026(phrase: Phrase, roll: Roll, nominal: date, day: date) -> None:
    due = due_of(in_month(11, 30, phrase=phrase.value), 2026, roll, DAYS)
    assert due == Due(nominal=nominal, day=day, at=None, phrase=phrase)


@pytest.mark.parametrize(
    ("year", "phrase", "day"),
    [
        (2024, "by", date(2024, 12, 2)),  # 30/11 is a Saturday
        (2024, "before", date(2024, 11, 29)),  # a Friday
        (2025, "by", date(2025, 12, 1)),  # 30/11 is a Sunday
        (2025, "before", date(2025, 11, 28)),  # 29/11 is a Saturday
    ],
)
def test_the_words_of_30_11_in_other_years(year: int, phrase: str, day: date) -> None:
    assert due_of(in_month(11, 30, phrase=phrase), year, Roll.FORWARD, DAYS).day == day


def test_a_rule_without_words_includes_its_day_and_lasts_until_midnight() -> None:
    due = due_of(in_month(3, 20), 2026, Roll.FORWARD, DAYS)
    assert due == Due(date(2026, 3, 20), date(2026, 3, 20), None, Phrase.BY)


def test_an_hour_goes_where_its_day_goes() -> None:
    due = due_of(in_month(11, 15, hour="17:00"), 2026, Roll.FORWARD, DAYS)
    assert (due.nominal, due.day, due.at) == (date(2026, 11, 15), date(2026, 11, 16), time(17))


def test_before_the_first_of_a_month_is_the_last_of_the_month_before() -> None:
    assert due_of(in_month(3, 1, phrase="before"), 2028, Roll.NONE, DAYS).nominal == date(2028, 2, 29)
    assert due_of(in_month(1, 1, phrase="before"), 2026, Roll.NONE, DAYS).nominal == date(2025, 12, 31)


@given(st.dates(date(2021, 2, 1), date(2030, 12, 31)), st.sampled_from(Roll), st.sampled_from(Phrase))
def test_before_stays_before_and_what_rolls_is_worked(named_day: date, roll: Roll, phrase: Phrase) -> None:
    rule = in_month(named_day.month, named_day.day, phrase=phrase.value)
    due = due_of(rule, named_day.year, roll, DAYS)
    assert due.nominal == named_day - timedelta(days=phrase is Phrase.BEFORE)
    assert roll is Roll.NONE or DAYS.is_working(due.day)
    if phrase is Phrase.BEFORE:
        assert due.day < named_day
    if roll is Roll.NONE:
        assert due.day == due.nominal
    elif roll is Roll.FORWARD and phrase is Phrase.BY:
        assert due.day >= named_day


@pytest.mark.parametrize("one", PLAN.rounds, ids=lambda one: one.code)
def test_every_due_day_of_the_plan_is_worked(one: planfile.Round) -> None:
    for year in YEARS:
        due = due_of(one.rule.due, year, Roll.FORWARD, DAYS)
        assert one.roll is Roll.FORWARD
        assert DAYS.is_working(due.day), (year, due)
        assert due.nominal <= due.day
        assert not any(
            DAYS.is_working(due.nominal + timedelta(days=n)) for n in range((due.day - due.nominal).days)
        )


@pytest.mark.parametrize("one", PLAN.rounds, ids=lambda one: one.code)
def test_every_round_of_the_plan_holds_in_every_year(one: planfile.Round) -> None:
    assert list(faults(one.rule, YEARS, DAYS)) == []


# What no round may be


def told(
    first: Days,
    last: Days,
    due: Days,
    *,
    roll: Roll = Roll.FORWARD,
    estimate: bool = False,
    days: WorkingDays = DAYS,
) -> list[tuple[str, str]]:
    return list(faults(Rule(first, last, due, roll, estimate), YEARS, days))


def test_a_good_round_has_no_faults() -> None:
    assert told(in_month(12, 15, year=-1), in_month(3, 14), in_month(3, 20)) == []


def test_a_span_that_ends_before_it_begins_is_told_alone() -> None:
    assert told(in_month(12, 15), in_month(3, 14), in_month(3, 20)) == [
        ("last", "the span ends before it begins")
    ]


def test_a_due_day_before_the_span_is_told_with_or_without_an_estimate() -> None:
    for estimate in (False, True):
        assert told(in_month(4, 1), in_month(6, 30), in_month(3, 20), estimate=estimate) == [
            ("due", "is before the span begins")
        ]


def test_before_the_span_s_first_day_is_before_it_begins() -> None:
    assert told(in_month(4, 1), in_month(6, 30), in_month(4, 1, phrase="before"), estimate=True) == [
        ("due", "is before the span begins")
    ]


def test_a_due_day_that_rolls_out_of_the_span_names_the_first_year() -> None:
    # 01/5 is off in each year; of 2021 the day before it is off, too.
    assert told(in_month(5, 1), in_month(6, 30), in_month(5, 1), roll=Roll.BACKWARD, estimate=True) == [
        ("due", "rolls to 2021-04-29 in 2021, before the span begins")
    ]


def test_a_due_day_before_the_cut_off_needs_an_estimate() -> None:
    year = in_month(1, 1), in_month(12, 31), in_month(11, 15)
    assert told(*year) == [("due", "is before the span ends: the round then needs estimate = true")]
    assert told(*year, estimate=True) == []


@pytest.mark.parametrize(
    ("due", "year", "day"),
    [
        (in_month(3, 14), 2021, "2021-03-15"),  # Sunday, rolled to Monday: none lies between
        (in_month(3, 15), 2021, "2021-03-15"),  # Monday, the morning after
        (in_month(3, 16, phrase="before"), 2021, "2021-03-15"),
        # Good for four years; in 2025 the 14th is a Friday, and Sunday the 16th rolls to Monday.
        (in_month(3, 16), 2025, "2025-03-17"),
    ],
)
def test_a_working_day_lies_between_cut_off_and_due_day_in_every_year(due: Days, year: int, day: str) -> None:
    assert told(in_month(12, 15, year=-1), in_month(3, 14), due) == [
        (
            "due",
            f"leaves no working day in {year} between the cut-off, {year}-03-14, and the due day, {day}",
        )
    ]


def test_a_day_off_that_the_office_decided_can_take_the_working_day_away() -> None:
    # In 2023 14/3 is a Tuesday; with Wednesday off, Thursday follows the cut-off at once.
    span = in_month(12, 15, year=-1), in_month(3, 14)
    without = list(faults(Rule(*span, in_month(3, 16), Roll.FORWARD, estimate=False), [2023], DAYS))
    off = WorkingDays({date(2023, 3, 15): False})
    assert without == []
    ((key, reason),) = faults(Rule(*span, in_month(3, 16), Roll.FORWARD, estimate=False), [2023], off)
    assert key == "due"
    assert reason.startswith("leaves no working day in 2023")


def test_a_span_longer_than_a_year_overlaps_the_next() -> None:
    assert told(in_month(1, 1, year=-1), in_month(6, 30), in_month(7, 20)) == [
        ("last", "the span of 2021 overlaps that of 2022, which begins on 2021-01-01")
    ]


def test_a_span_of_a_year_and_a_day_overlaps_by_that_day() -> None:
    assert told(in_month(12, 14, year=-1), in_month(12, 14), in_month(12, 20)) == [
        ("last", "the span of 2021 overlaps that of 2022, which begins on 2021-12-14")
    ]


def test_a_period_is_reported_before_the_next_one_is_over() -> None:
    assert told(in_month(1, 1), in_month(3, 31), in_month(4, 20, year=1)) == [
        ("due", "of 2021 is 2022-04-20, but the period of 2022 is over by then, on 2022-03-31")
    ]
    assert told(in_month(1, 1), in_month(12, 31), in_month(2, 15, year=1)) == []  # a statistics year


def test_the_other_kinds_are_told_beside_each_other() -> None:
    assert [key for key, _ in told(in_month(12, 14, year=-1), in_month(12, 14), in_month(12, 15))] == [
        "due",
        "last",
    ]
