"""This file is how a year's spans and due days follow from a round's rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.working_days import WorkingDays


class Roll(StrEnum):
    """Where a due day goes that falls on a day off (Bộ luật Dân sự 2015, Điều 148: forward)."""

    FORWARD = "forward"
    BACKWARD = "backward"
    NONE = "none"


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


def day_in(rule: Mapping[str, int], year: int) -> date:
    """Settle a rule {month, day, year: -1 | 0 | 1} in the reporting year."""
    return date(year + rule.get("year", 0), rule["month"], rule["day"])


def due_day(nominal: date, roll: Roll, days: WorkingDays) -> date:
    """Move a due day off a day off."""
    if roll is Roll.NONE or days.is_working(nominal):
        return nominal
    return days.add(nominal, 1 if roll is Roll.FORWARD else -1)
