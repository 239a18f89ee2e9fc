"""This file is weekdays to come as Vietnamese type them: "thứ sáu", "T6", "chiều thứ hai tuần sau"."""

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


def parted(text: str) -> tuple[int | None, str]:
    """Part a weekday from the day that it stands before: "thứ sáu, 20/11" is 4 and "20/11"."""
    words = spoken(text)
    found = BEFORE_A_DAY.match(words)
    return (NUMBERS[found["name"]], words[found.end() :]) if found else (None, text)
