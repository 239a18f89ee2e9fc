"""This file is weekdays to come, as they are typed on Wednesday 11/11/2026."""

from datetime import date

import pytest

from handlers.reading import weekdays

TODAY = date(2026, 11, 11)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("thứ năm", [12]),
        ("THỨ SÁU", [13]),
        ("t6", [13]),
        ("vào chiều thứ 6 ạ", [13]),
        ("chủ nhật", [15]),
        ("cn", [15]),
        ("thứ hai", [16]),  # this week's is over
        ("thứ ba", [17]),
        ("thứ tư", [11, 18]),  # today, or a week on
        ("thứ tư tuần này", [11]),
        ("thứ hai tuần này", [9]),
        ("thứ hai tuần sau", [16]),
        ("thứ sáu tuần tới", [20]),
        ("chủ nhật tuần sau", [22]),
        ("thứ tám", []),
        ("thứ sáu 13/11", []),
        ("13/11", []),
        ("", []),
    ],
)
def test_a_weekday_is_the_next_of_its_name(typed: str, days: list[int]) -> None:
    assert weekdays.ahead(typed, today=TODAY) == tuple(date(2026, 11, day) for day in days)


@pytest.mark.parametrize(
    ("typed", "weekday", "rest"),
    [
        ("thứ sáu, 20/11", 4, "20/11"),
        ("thứ 6 ngày 20/11/2026", 4, "ngay 20/11/2026"),
        ("Thứ Hai 16/11/2026", 0, "16/11/2026"),
        ("cn 15/11", 6, "15/11"),
        ("20/11", None, "20/11"),
        ("thứ sáu", None, "thứ sáu"),
    ],
)
def test_a_weekday_before_a_day_is_parted_from_it(typed: str, weekday: int | None, rest: str) -> None:
    assert weekdays.parted(typed) == (weekday, rest)
