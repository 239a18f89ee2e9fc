"""This file is the rules of time: spans, due days, working days, and when somebody is reminded."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from models import planfile
from models.rules import steps
from models.rules.spans import Roll, Span, day_in, due_day
from models.rules.working_days import WorkingDays

SHIPPED = Path(__file__).parents[2] / "plans" / "3483"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = {date(2026, 1, 2): False, date(2026, 1, 10): True, date(2026, 11, 24): False}
DAYS = WorkingDays(OFFICE)
LONG_AGO = datetime(2020, 1, 1, tzinfo=ZONE)


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 2), True),  # a Monday
        (date(2026, 11, 7), False),  # a Saturday
        (date(2026, 1, 1), False),  # Tết Dương lịch
        (date(2026, 1, 2), False),  # swapped with 10/01 by 12729/VPCP-KGVX
        (date(2026, 1, 10), True),  # the Saturday worked instead
        (date(2026, 2, 17), False),  # mùng 1 Tết Bính Ngọ
        (date(2026, 4, 27), False),  # Giỗ Tổ of Sunday 26/4, made up for
        (date(2026, 8, 22), True),  # a Saturday worked for 31/8
        (date(2026, 8, 31), False),
        (date(2026, 11, 24), False),  # Ngày Văn hóa, as the office decided
        (date(2030, 2, 2), False),  # Tết 2030 by the calendar of UTC+7, not a day later
    ],
)
def test_the_office_works_as_the_calendar_and_its_own_decisions_say(day: date, works: bool) -> None:
    assert DAYS.is_working(day) is works


@pytest.mark.parametrize(
    ("roll", "day"),
    [
        (Roll.FORWARD, date(2026, 11, 16)),
        (Roll.BACKWARD, date(2026, 11, 13)),
        (Roll.NONE, date(2026, 11, 15)),
    ],
)
def test_a_due_day_on_a_sunday_rolls_as_the_rule_says(roll: Roll, day: date) -> None:
    assert due_day(date(2026, 11, 15), roll, DAYS) == day


def test_a_due_day_that_is_worked_stays() -> None:
    assert due_day(date(2026, 3, 20), Roll.FORWARD, DAYS) == date(2026, 3, 20)


def test_the_first_quarter_begins_in_december_of_the_year_before() -> None:
    span = Span(day_in({"month": 12, "day": 15, "year": -1}, 2026), day_in({"month": 3, "day": 14}, 2026))
    assert span == Span(date(2025, 12, 15), date(2026, 3, 14))
    assert date(2025, 12, 15) in span
    assert date(2026, 3, 14) in span
    assert date(2025, 12, 14) not in span
    assert date(2026, 3, 15) not in span


def test_the_steps_of_the_yearly_report_of_2026() -> None:
    # Due on Monday 16/11. Going back: 13/11 is one working day, 11/11 three, 9/11 five, 2/11 ten.
    # Going on: 17/11, 19/11 and 23/11; the working week after 23/11 leaves out 24/11 and ends on 01/12.
    laid_out = steps.steps(date(2026, 11, 16), DAYS, ZONE)
    assert [(step.code, step.at) for step in laid_out] == [
        ("-10", at(2, 11, 8)),
        ("-5", at(9, 11, 8)),
        ("-3", at(11, 11, 8)),
        ("-1", at(13, 11, 8)),
        ("+0", at(16, 11, 8)),
        ("+1", at(17, 11, 8)),
        ("+3", at(19, 11, 8)),
        ("+5", at(23, 11, 8)),
    ]
    assert laid_out[-1].until == at(1, 12, 8)


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        (at(2, 11, 7, 59), False),
        (at(2, 11, 8), True),
        (at(2, 11, 16, 59), True),
        (at(2, 11, 17), False),
        (at(7, 11, 9), False),
        (at(24, 11, 9), False),
    ],
)
def test_pushes_go_out_in_office_hours_alone(now: datetime, open_: bool) -> None:
    assert steps.in_office_hours(now, DAYS) is open_


def test_a_week_is_summed_up_on_its_last_working_day() -> None:
    # Thursday 30/4 and Friday 1/5 are off; the week of Tết 2026 (16/2 to 20/2) has no working day.
    assert list(steps.weekly(Span(date(2026, 4, 20), date(2026, 5, 10)), DAYS)) == [
        date(2026, 4, 24),
        date(2026, 4, 29),
        date(2026, 5, 8),
    ]
    assert list(steps.weekly(Span(date(2026, 2, 16), date(2026, 2, 20)), DAYS)) == []


def test_a_month_begins_on_its_first_working_day() -> None:
    # 1/1/2026 is a holiday, and 2/1 was made one by decision; 1/2 and 1/3 are Sundays.
    assert list(steps.monthly(Span(date(2026, 1, 1), date(2026, 3, 31)), DAYS)) == [
        date(2026, 1, 5),
        date(2026, 2, 2),
        date(2026, 3, 2),
    ]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (at(2, 11, 9, 30), at(2, 11, 9, 30)),
        (at(2, 11, 7, 30), at(2, 11, 8)),
        (at(2, 11, 17), at(3, 11, 8)),
        (at(6, 11, 20), at(9, 11, 8)),
        (at(8, 11, 10), at(9, 11, 8)),
    ],
)
def test_what_is_urgent_waits_for_the_next_office_hour(said: datetime, heard: datetime) -> None:
    assert steps.next_office_hour(said, DAYS, ZONE) == heard


@given(st.dates(min_value=date(2021, 1, 1), max_value=date(2030, 11, 30)))
def test_every_step_falls_on_a_working_morning_in_order(due: date) -> None:
    due = due_day(due, Roll.FORWARD, DAYS)
    laid_out = steps.steps(due, DAYS, ZONE)
    assert all(DAYS.is_working(step.at.date()) and step.at.hour == 8 for step in laid_out)
    assert [step.at for step in laid_out] == sorted({step.at for step in laid_out})
    assert all(step.until == after.at for step, after in pairwise(laid_out))


@given(
    st.dates(min_value=date(2021, 1, 1), max_value=date(2030, 6, 30)),
    st.integers(min_value=1, max_value=30),
)
def test_going_forward_and_back_by_working_days_agree(day: date, count: int) -> None:
    start = due_day(day, Roll.FORWARD, DAYS)
    end = DAYS.add(start, count)
    assert DAYS.add(end, -count) == start
    assert DAYS.between(start, end) == count
    assert end - start >= timedelta(days=count)


def test_a_week_is_worked_from_monday_to_friday() -> None:
    monday = date(2026, 11, 16)
    week = [monday + timedelta(days=n) for n in range(7)]
    assert [DAYS.is_working(day) for day in week] == [True] * 5 + [False] * 2
    # From every day of the week, Sunday too, it is the same Friday that ends it.
    assert {DAYS.last_of_week(day) for day in week} == {date(2026, 11, 20)}
    assert DAYS.last_of_week(monday + timedelta(days=7)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("first", "last", "works_again"),
    [
        (date(2021, 2, 10), date(2021, 2, 16), date(2021, 2, 17)),
        (date(2023, 1, 20), date(2023, 1, 26), date(2023, 1, 27)),
        (date(2025, 1, 27), date(2025, 1, 31), date(2025, 2, 3)),
        (date(2026, 2, 16), date(2026, 2, 20), date(2026, 2, 23)),
        # The new moon is at 23:07 on 02/02/2030 in Hà Nội; by Beijing's clock it is the third already.
        (date(2030, 1, 31), date(2030, 2, 6), date(2030, 2, 7)),
    ],
)
def test_tet_follows_the_moon_by_the_clock_of_ha_noi(first: date, last: date, works_again: date) -> None:
    off = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(DAYS.is_working(day) for day in off)
    assert DAYS.is_working(works_again)
    assert DAYS.add(last, 1) == works_again


# Weekdays off, and Saturdays worked, as they were decided for each year.
TABLE = {
    2021: ("1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9", ""),
    2022: ("3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9", ""),
    2023: ("2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9", ""),
    2024: ("1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", "4/5"),
    2025: ("1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
    2026: ("1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11", "10/1 22/8"),
}


@pytest.mark.parametrize("year", TABLE)
def test_the_years_that_were_decided_are_as_they_were_decided(year: int) -> None:
    read = planfile.read(SHIPPED)
    days = WorkingDays({row.day: row.working for row in read.days_off})
    whole = [day for n in range(366) if (day := date(year, 1, 1) + timedelta(days=n)).year == year]
    off = [f"{day.day}/{day.month}" for day in whole if day.weekday() < 5 and not days.is_working(day)]
    worked = [f"{day.day}/{day.month}" for day in whole if day.weekday() > 4 and days.is_working(day)]
    assert (off, worked) == tuple(words.split() for words in TABLE[year])


def test_the_package_lacks_the_swap_of_january_2026_and_has_the_one_of_august() -> None:
    package = WorkingDays()
    assert package.is_working(date(2026, 1, 2))
    assert not package.is_working(date(2026, 1, 10))
    assert not package.is_working(date(2026, 8, 31))
    assert package.is_working(date(2026, 8, 22))
    assert not package.is_working(date(2026, 11, 24))


@pytest.mark.parametrize(
    "first_of_tet",
    [
        date(2021, 2, 12),
        date(2026, 2, 17),
        date(2027, 2, 6),
        date(2028, 1, 26),
        date(2029, 2, 13),
        date(2030, 2, 2),
    ],
)
def test_the_first_of_tet_is_the_package_s_new_year(first_of_tet: date) -> None:
    names = country_holidays("VN", years=first_of_tet.year)
    assert names[first_of_tet] == "Lunar New Year"
    assert names[first_of_tet - timedelta(days=1)] == "Lunar New Year's Eve"
    assert names[first_of_tet + timedelta(days=1)] == "Second Day of Lunar New Year"
