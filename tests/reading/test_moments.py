"""This file is days to come with their hours, as officers type them for a deadline."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading import days, moments
from handlers.reading.unclear import Unclear

TODAY = date(2026, 11, 2)
XMAS_EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("24/12", XMAS_EVE, None),
        ("ngày 24/12/2026", XMAS_EVE, None),
        ("24-12-2026", XMAS_EVE, None),
        ("2026-12-24", XMAS_EVE, None),
        ("24 tháng 12 năm 2026", XMAS_EVE, None),
        ("16h ngày 24/12", XMAS_EVE, time(16)),
        ("16 giờ ngày 24/12/2026", XMAS_EVE, time(16)),
        ("trước 16h30 ngày 24/12", XMAS_EVE, time(16, 30)),
        ("16 giờ 30 phút, ngày 24/12", XMAS_EVE, time(16, 30)),
        ("24/12 16h", XMAS_EVE, time(16)),
        ("24/12/2026 lúc 09:05", XMAS_EVE, time(9, 5)),
        ("24/12/26 9h", XMAS_EVE, time(9)),
        ("4h chiều 24/12", XMAS_EVE, time(16)),
        ("5 giờ chiều ngày 24/12 ạ", XMAS_EVE, time(17)),
        ("8h sáng 24/12", XMAS_EVE, time(8)),
        ("8h sáng mai", date(2026, 11, 3), time(8)),
        ("12h trưa 24/12", XMAS_EVE, time(12)),
        ("0h 24/12", XMAS_EVE, time(0)),
        ("hôm nay", TODAY, None),
        ("16h hôm nay", TODAY, time(16)),
        ("17:00 ngày mai", date(2026, 11, 3), time(17)),
        ("chiều mai", date(2026, 11, 3), None),
        ("5h chiều mai", date(2026, 11, 3), time(17)),
        ("2/11", TODAY, None),
        ("01/03", date(2027, 3, 1), None),  # this year's is gone, next year's is near
        ("15/10/2026", date(2026, 10, 15), None),  # past, but with its year: that is for others to judge
    ],
)
def test_a_moment_is_read(typed: str, day: date, at: time | None) -> None:
    assert moments.moment(typed, today=TODAY) == moments.Moment(day, at)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31/11", days.NO_SUCH_DAY),
        ("30/02/2027", days.NO_SUCH_DAY),
        ("cuối tháng", days.NOT_DAYS),
        ("16h", days.NOT_DAYS),
        ("", days.NOT_DAYS),
        ("15-16/12/2026", moments.ONE_DAY),
        ("15/12, 16/12", days.SEVERAL),
        ("25h ngày 24/12", moments.NO_SUCH_HOUR),
        ("24h ngày 24/12", moments.NO_SUCH_HOUR),
        ("16h75 ngày 24/12", moments.NO_SUCH_HOUR),
        ("8h hoặc 9h ngày 24/12", moments.SEVERAL_HOURS),
        ("4h trưa 24/12", moments.WHICH_HALF),
        ("4h ngày 24/12", moments.WHICH_HALF),
        ("15/10", days.WHICH_YEAR),  # gone by, and the next one is almost a year ahead
        ("24/12/1926", days.WRONG_YEAR),
    ],
)
def test_what_is_doubtful_is_asked(typed: str, reason: str) -> None:
    with pytest.raises(Unclear) as unclear:
        moments.moment(typed, today=TODAY)
    assert unclear.value.reason == reason


@given(st.dates(date(2024, 1, 1), date(2031, 12, 31)), st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_a_day_with_its_year_is_itself_on_any_day(day: date, today: date) -> None:
    assert moments.moment(f"{day:%d/%m/%Y}", today=today).day == day


@given(st.dates(date(2024, 1, 1), date(2031, 12, 31)), st.integers(0, 182))
def test_a_near_day_needs_no_year(today: date, ahead: int) -> None:
    day = date.fromordinal(today.toordinal() + ahead)
    if (day.month, day.day) == (2, 29) and day.year != today.year:
        return
    assert moments.moment(f"{day:%d/%m}", today=today).day == day


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    with suppress(Unclear):
        assert isinstance(moments.moment(typed, today=TODAY).day, date)
