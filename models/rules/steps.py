"""This file is when a unit that has not reported is reminded, and when the office hears."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.rules.working_days import WorkingDays

# Working days from the due day: before it, on its morning, after it.
OFFSETS = (-10, -5, -3, -1, 0, 1, 3, 5)
MORNING, EVENING = time(8), time(17, 30)
FRIDAY_SUMMARY = time(16)
# A reminder that no later one overtakes keeps its point for a working week.
LAST_STEP_LASTS = 5
# The Friday summary that a sleeping bot missed is still news on Monday, not on Thursday.
SUMMARY_LASTS = timedelta(days=3)


@dataclass(frozen=True)
class Step:
    """One reminder before or after a due day."""

    offset: int
    at: datetime
    until: datetime

    @property
    def code(self) -> str:
        return f"{self.offset:+d}"


def steps(due: date, days: WorkingDays, zone: ZoneInfo) -> tuple[Step, ...]:
    """Lay out every reminder for a due day; each keeps its point until the next begins."""
    on = [days.add(due, offset) if offset else _morning_of(due, days) for offset in OFFSETS]
    on.append(days.add(on[-1], LAST_STEP_LASTS))
    at = [datetime.combine(day, MORNING, zone) for day in on]
    return tuple(Step(offset, at[n], at[n + 1]) for n, offset in enumerate(OFFSETS))


def latest(laid_out: tuple[Step, ...], now: datetime, *, since: datetime) -> Step | None:
    """Give the step whose hour has come, the overtaken ones left out.

    `since` is when the person joined: what was due before concerns nobody who was not there.
    """
    due = [step for step in laid_out if since < step.at <= now < step.until]
    return due[-1] if due else None


def in_office_hours(now: datetime, days: WorkingDays) -> bool:
    return days.is_working(now.date()) and MORNING <= now.time() < EVENING


def latest_weekly(now: datetime, days: WorkingDays) -> datetime | None:
    """Give the week's summary hour that has come and is still news."""
    for day in (now.date(), now.date() - timedelta(days=7)):
        friday = days.last_of_week(day)
        if friday is None:
            continue
        at = datetime.combine(friday, FRIDAY_SUMMARY, now.tzinfo)
        if at <= now < at + SUMMARY_LASTS:
            return at
    return None


def after_deadline(due: date, days: WorkingDays, zone: ZoneInfo) -> datetime:
    """Give the morning after a deadline, when the lead office hears who reported."""
    return datetime.combine(days.add(due, 1), MORNING, zone)


def _morning_of(due: date, days: WorkingDays) -> date:
    """Give the due day itself, or the working day before a due day that nobody moved off a day off."""
    return due if days.is_working(due) else days.add(due, -1)
