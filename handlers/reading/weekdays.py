"""This file is weekdays as Vietnamese type them: "thứ sáu", "chiều thứ hai tuần sau", "thứ 5 tuần trước"."""

import re
from datetime import date, timedelta

from handlers.reading.text import spoken

NAMES = (
    ("thu hai", "thu 2", "t2"),
    ("thu ba", "thu 3", "t3"),
    ("thu tu", "thu 4", "t4"),
    ("thu nam", "thu 5", "t5"),
    ("thu sau", "thu 6", "t6"),
    ("thu bay", "thu 7", "t7"),
    ("chu nhat", "cn"),
)
NUMBERS = {name: number for number, names in enumerate(NAMES) for name in names}
NAME = rf"(?:vao )?(?:(?:sang|chieu) )?(?P<name>{'|'.join(NUMBERS)})"
WEEKDAY = re.compile(rf"{NAME}(?: tuan (?P<week>nay|sau|toi))?")
BEFORE_A_DAY = re.compile(rf"{NAME},? (?=(?:ngay )?[0-9])")
A_WEEK = timedelta(days=7)
WEEKS = {"truoc": -1, "roi": -1, "vua roi": -1, "qua": -1, "vua qua": -1, "nay": 0, "sau": 1, "toi": 1}
OF_A_WEEK = re.compile(rf"{NAME},? tuan (?P<week>{'|'.join(WEEKS)})")


def ahead(text: str, *, today: date) -> tuple[date, ...]:
    """Give the day that a weekday means, or none where none was typed.

    Today's own name means today or a week on: both are given. A week begins on Monday.
    """
    found = WEEKDAY.fullmatch(spoken(text))
    if not found:
        return ()
    day = today + timedelta(days=NUMBERS[found["name"]] - today.weekday())
    if found["week"]:
        return (day,) if found["week"] == "nay" else (day + A_WEEK,)
    if day == today:
        return day, day + A_WEEK
    return (day,) if day > today else (day + A_WEEK,)


def of_a_week(text: str, *, today: date) -> date | None:
    """Give the day that a weekday of the last, this or the next week is; none where no week was typed."""
    found = OF_A_WEEK.fullmatch(spoken(text))
    if not found:
        return None
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=NUMBERS[found["name"]]) + WEEKS[found["week"]] * A_WEEK


def parted(text: str) -> tuple[int | None, str]:
    """Part a weekday from the day that it stands before: "thứ sáu, 20/11" is 4 and "20/11"."""
    words = spoken(text)
    found = BEFORE_A_DAY.match(words)
    return (NUMBERS[found["name"]], words[found.end() :]) if found else (None, text)
