"""This file is how a year's spans and due days follow from a round's rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from models.rules.working_days import WorkingDays


class Roll(StrEnum):
    """Where a due day goes that falls on a day off (Bộ luật Dân sự 2015, Điều 148: forward)."""

    FORWARD = "forward"
    BACKWARD = "backward"
    NONE = "none"


class Phrase(StrEnum):
    """How a deadline is worded: "trước ngày" leaves the named day out, "chậm nhất ngày" includes it."""

    BEFORE = "before"
    BY = "by"


@dataclass(frozen=True)
class Span:
    """Some days in a row, both ends included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def is_whole_years(self) -> bool:
        return (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)


@dataclass(frozen=True)
class Due:
    """When a report is due: the last good day by the words alone, and the one it moves to from a day off.

    `at` is the hour at which that day ends for the report; None is the day's own end.
    """

    nominal: date
    day: date
    at: time | None
    phrase: Phrase


class SpanName(StrEnum):
    """A span that has a name: of the administrative year, or of the calendar's."""

    QUARTER_1 = "quarter-1"
    QUARTER_2 = "quarter-2"
    QUARTER_3 = "quarter-3"
    QUARTER_4 = "quarter-4"
    HALF_1 = "half-1"
    HALF_2 = "half-2"
    NINE_MONTHS = "nine-months"
    YEAR = "year"
    CALENDAR_QUARTER_1 = "calendar-quarter-1"
    CALENDAR_QUARTER_2 = "calendar-quarter-2"
    CALENDAR_QUARTER_3 = "calendar-quarter-3"
    CALENDAR_QUARTER_4 = "calendar-quarter-4"
    CALENDAR_HALF_1 = "calendar-half-1"
    CALENDAR_HALF_2 = "calendar-half-2"
    CALENDAR_NINE_MONTHS = "calendar-nine-months"
    CALENDAR_YEAR = "calendar-year"


# (month, day, year) of the first and of the last day; year -1 is the year before the reporting year.
# The first eight are Nghị định 09/2019/NĐ-CP, Điều 12; nine months are not in it, but local rules cite it.
SPANS: Mapping[SpanName, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    SpanName.QUARTER_1: ((12, 15, -1), (3, 14, 0)),
    SpanName.QUARTER_2: ((3, 15, 0), (6, 14, 0)),
    SpanName.QUARTER_3: ((6, 15, 0), (9, 14, 0)),
    SpanName.QUARTER_4: ((9, 15, 0), (12, 14, 0)),
    SpanName.HALF_1: ((12, 15, -1), (6, 14, 0)),
    SpanName.HALF_2: ((6, 15, 0), (12, 14, 0)),
    SpanName.NINE_MONTHS: ((12, 15, -1), (9, 14, 0)),
    SpanName.YEAR: ((12, 15, -1), (12, 14, 0)),
    SpanName.CALENDAR_QUARTER_1: ((1, 1, 0), (3, 31, 0)),
    SpanName.CALENDAR_QUARTER_2: ((4, 1, 0), (6, 30, 0)),
    SpanName.CALENDAR_QUARTER_3: ((7, 1, 0), (9, 30, 0)),
    SpanName.CALENDAR_QUARTER_4: ((10, 1, 0), (12, 31, 0)),
    SpanName.CALENDAR_HALF_1: ((1, 1, 0), (6, 30, 0)),
    SpanName.CALENDAR_HALF_2: ((7, 1, 0), (12, 31, 0)),
    SpanName.CALENDAR_NINE_MONTHS: ((1, 1, 0), (9, 30, 0)),
    SpanName.CALENDAR_YEAR: ((1, 1, 0), (12, 31, 0)),
}


def day_in(rule: Mapping[str, Any], year: int) -> date:
    """Settle a rule {month, day, year: -1 | 0 | 1} in the reporting year."""
    return date(year + rule.get("year", 0), rule["month"], rule["day"])


def due_day(nominal: date, roll: Roll, days: WorkingDays) -> date:
    """Move a due day off a day off."""
    if roll is Roll.NONE or days.is_working(nominal):
        return nominal
    return days.add(nominal, 1 if roll is Roll.FORWARD else -1)


def due_of(rule: Mapping[str, Any], year: int, roll: Roll, days: WorkingDays) -> Due:
    """Settle a rule {month, day, year, phrase: "before" | "by", hour: "17:00"} in the reporting year.

    The phrase comes first, then the roll. "Before" never rolls forward: the day after its last good day
    is the named one, and that is too late.
    """
    phrase, hour = Phrase(rule.get("phrase", Phrase.BY)), rule.get("hour")
    nominal = day_in(rule, year)
    if phrase is Phrase.BEFORE:
        nominal -= timedelta(days=1)
        roll = Roll.BACKWARD if roll is Roll.FORWARD else roll
    at = time.fromisoformat(hour) if hour else None
    return Due(nominal=nominal, day=due_day(nominal, roll, days), at=at, phrase=phrase)
