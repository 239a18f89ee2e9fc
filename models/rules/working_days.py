"""This file is which days the office works: the Vietnamese calendar under the office's own decisions."""

from collections.abc import Mapping
from datetime import date, timedelta

import holidays

DAY = timedelta(days=1)


class WorkingDays:
    """Monday to Friday less the public holidays, and what the office decided otherwise."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._calendar = holidays.country_holidays("VN")

    def is_working(self, day: date) -> bool:
        decided = self._overrides.get(day)
        return self._calendar.is_working_day(day) if decided is None else decided

    def add(self, day: date, count: int) -> date:
        """Go so many working days forward, or back where the count is negative."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def at_or_before(self, day: date) -> date:
        return day if self.is_working(day) else self.add(day, -1)

    def at_or_after(self, day: date) -> date:
        return day if self.is_working(day) else self.add(day, 1)

    def between(self, first: date, last: date) -> int:
        """Count the working days after the first and up to the last; 0 where none are left."""
        days = (first + DAY * n for n in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def last_of_week(self, day: date) -> date | None:
        """Give the Friday of this day's week, or the working day before it; None in a week off."""
        monday = day - DAY * day.weekday()
        working = [monday + DAY * n for n in range(5) if self.is_working(monday + DAY * n)]
        return working[-1] if working else None
