"""This file is when a unit that has not reported is reminded, and when the bot may speak."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.rules.spans import Span
from models.rules.working_days import DAY, WorkingDays

# Working days from the due day: before it, on its morning, after it.
OFFSETS = (-10, -5, -3, -1, 0, 1, 3, 5)
# From this step on everybody of the unit is reminded, not only whoever is asked first.
FOR_ALL = -1
MORNING, EVENING = time(8), time(17)
# What no later step overtakes keeps its point for a working week.
LAST_STEP_LASTS = 5


class Quiet(StrEnum):
    """How often a person wants to be reminded. Nobody can choose never: the duty stays."""

    ALL = "all"
    FEWER = "fewer"
    LAST = "last"


HEARD: dict[Quiet, tuple[int, ...]] = {
    Quiet.ALL: OFFSETS,
    Quiet.FEWER: (-5, -1, 1, 5),
    Quiet.LAST: (-1, 3),
}


@dataclass(frozen=True)
class Step:
    """One reminder before or after a due day; it has a point from `at` until `until`."""

    offset: int
    at: datetime
    until: datetime

    @property
    def code(self) -> str:
        return f"{self.offset:+d}"


def steps(due: date, days: WorkingDays, zone: ZoneInfo) -> tuple[Step, ...]:
    """Lay out every reminder for a due day; each keeps its point until the next begins."""
    mornings: dict[date, int] = {}
    for offset in OFFSETS:
        # A due day off that nobody moved shares its morning with the step before it: once is enough.
        mornings.setdefault(days.add(due, offset) if offset else days.at_or_before(due), offset)
    at = [morning(day, zone) for day in mornings]
    at.append(morning(days.add(at[-1].date(), LAST_STEP_LASTS), zone))
    return tuple(Step(offset, at[n], at[n + 1]) for n, offset in enumerate(mornings.values()))


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Give the hour at which the bot speaks on a day."""
    return datetime.combine(day, MORNING, zone)


def evening(day: date, zone: ZoneInfo) -> datetime:
    """Give the hour from which the bot leaves people in peace."""
    return datetime.combine(day, EVENING, zone)


def in_office_hours(now: datetime, days: WorkingDays) -> bool:
    return days.is_working(now.date()) and MORNING <= now.time() < EVENING


def next_office_hour(now: datetime, days: WorkingDays, zone: ZoneInfo) -> datetime:
    """Give this hour within office hours, else the next working morning."""
    if in_office_hours(now, days):
        return now
    if days.is_working(now.date()) and now.time() < MORNING:
        return morning(now.date(), zone)
    return morning(days.add(now.date(), 1), zone)


def weekly(span: Span, days: WorkingDays) -> Iterator[date]:
    """Give each week's last working day within the span; a week off has none."""
    monday = span.first - DAY * span.first.weekday()
    while monday <= span.last:
        day = days.last_of_week(monday)
        if day is not None and day in span:
            yield day
        monday += timedelta(days=7)


def monthly(span: Span, days: WorkingDays) -> Iterator[date]:
    """Give each month's first working day within the span."""
    first = span.first.replace(day=1)
    while first <= span.last:
        day = days.at_or_after(first)
        if day in span:
            yield day
        first = (first + timedelta(days=31)).replace(day=1)
