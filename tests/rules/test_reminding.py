"""This file is the layout of reminders and summaries, by examples and over all the plan's years."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.rules import reminding, steps
from models.rules.reminding import About, Calendar, Duty, NoticeKind, Person, Planned, Promised
from models.rules.spans import Roll, Span, due_of
from models.rules.steps import Quiet
from models.rules.working_days import WorkingDays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2021, 1, 1), date(2030, 12, 31)
ABOUT = About(subject="NAM-2026:SCT", unit="SCT")

days = st.dates(min_value=FIRST, max_value=LAST)
hours = st.datetimes(datetime(2021, 1, 1), datetime(2030, 12, 31), timezones=st.just(ZONE))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn, near: date) -> Calendar:
    """Give the calendar under some decisions of the office about days near a day."""
    decided = st.integers(min_value=-30, max_value=30).map(lambda n: near + timedelta(days=n))
    return Calendar(WorkingDays(draw(st.dictionaries(decided, st.booleans(), max_size=6))), ZONE)


@st.composite
def duties(draw: st.DrawFn) -> tuple[Duty, Calendar]:
    """Give a duty: its due day by the default rule, its people; perhaps a promise, perhaps a unit's end."""
    named = draw(days)
    calendar = draw(calendars(named))
    rule = {"month": named.month, "day": named.day}
    due = due_of(rule, named.year, Roll.FORWARD, calendar.days).day
    near = st.integers(min_value=-40, max_value=20).map(
        lambda n: steps.morning(due + timedelta(days=n), ZONE)
    )
    people = [
        Person(id=number, joined_at=draw(near) + timedelta(hours=draw(st.integers(-9, 9))), quiet=quiet)
        for number, quiet in enumerate(
            draw(st.lists(st.sampled_from(Quiet), min_size=1, max_size=4)), start=1
        )
    ]
    made = draw(near)
    promised = Promised(day=made.date() + timedelta(days=draw(st.integers(0, 12))), by=1, at=made)
    duty = Duty(
        about=ABOUT,
        due=due,
        people=people,
        promised=promised if draw(st.booleans()) else None,
        since=draw(st.none() | near),
        last=draw(st.none() | near.map(datetime.date)),
    )
    return duty, calendar


def laid_out(duty: Duty, calendar: Calendar) -> list[Planned]:
    steps_of_it = steps.steps(duty.due, calendar.days, calendar.zone)
    found = reminding.overtaken(reminding.reminders(duty, steps_of_it, calendar))
    return sorted(found, key=lambda one: (one.at, one.addressee))


def in_office_hours(planned: Iterable[Planned], calendar: Calendar) -> bool:
    return all(steps.in_office_hours(one.at, calendar.days) for one in planned)


@given(duties())
def test_every_due_day_is_a_working_one_and_every_reminder_comes_on_a_working_morning(
    of: tuple[Duty, Calendar],
) -> None:
    duty, calendar = of
    assert calendar.days.is_working(duty.due)
    planned = laid_out(duty, calendar)
    assert in_office_hours(planned, calendar)
    assert {one.at.time() for one in planned} <= {steps.MORNING}


@given(duties())
def test_a_person_hears_of_a_duty_once_a_morning_and_the_next_time_ends_the_one_before(
    of: tuple[Duty, Calendar],
) -> None:
    planned = laid_out(*of)
    assert max(Counter((one.addressee, one.at) for one in planned).values(), default=1) == 1
    for person in {one.addressee for one in planned}:
        heard = [one for one in planned if one.addressee == person]
        assert all(one.at < one.until for one in heard)
        assert all(one.until <= after.at for one, after in pairwise(heard))


@given(duties())
def test_nobody_hears_of_what_was_over_before_they_or_the_duty_came_or_after_the_unit_ended(
    of: tuple[Duty, Calendar],
) -> None:
    duty, calendar = of
    joined = {person.id: person.joined_at for person in duty.people}
    for one in laid_out(duty, calendar):
        assert joined[one.addressee] < one.at
        assert duty.since is None or duty.since < one.at
        assert duty.last is None or one.at.date() <= duty.last


@given(duties())
def test_a_promise_silences_the_reminders_up_to_its_day(of: tuple[Duty, Calendar]) -> None:
    duty, calendar = of
    if duty.promised is not None:
        planned = laid_out(duty, calendar)
        reminded = [one for one in planned if one.kind is NoticeKind.REMINDER]
        assert all(one.at.date() > duty.promised.day for one in reminded)
        told = [one for one in planned if one.kind is NoticeKind.PROMISE]
        assert all(one.addressee == 1 and one.at.date() <= duty.promised.day for one in told)


@given(hours, st.data())
def test_whatever_happens_at_whatever_hour_is_told_in_office_hours(at: datetime, data: st.DataObject) -> None:
    calendar = data.draw(calendars(at.date()))
    people = [Person(id=1, joined_at=at - timedelta(days=400))]
    planned = [
        *reminding.urgent(NoticeKind.NUDGE, ABOUT, at, people, calendar),
        *reminding.returned(ABOUT, at, people, calendar),
        *reminding.asked(ABOUT, at, people, calendar),
        *reminding.lying(ABOUT, at, people[0], calendar),
        *reminding.waiting(at, people, calendar),
    ]
    assert len(planned) == 1 + 2 + 3 + 2 + 3
    assert in_office_hours(planned, calendar)
    assert all(at <= one.at < one.until for one in planned)


@given(days, st.data())
def test_a_week_is_told_of_on_its_last_working_day_and_a_month_on_its_first(
    due: date, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(due))
    span = Span(due - timedelta(days=20), due + timedelta(days=20))
    for day in reminding.weeks(span, {due}, (), calendar):
        assert day == calendar.days.last_of_week(day)
    for day in reminding.months(span, {due}, (), calendar):
        before = (day.replace(day=1) + timedelta(days=n) for n in range(day.day - 1))
        assert calendar.days.is_working(day)
        assert not any(calendar.days.is_working(one) for one in before)


def test_of_two_people_the_first_hears_all_and_the_second_the_last_five() -> None:
    calendar = Calendar(WorkingDays(), ZONE)
    long_ago = datetime(2026, 1, 5, 9, tzinfo=ZONE)
    people = [Person(id=1, joined_at=long_ago), Person(id=2, joined_at=long_ago)]
    heard = Counter(
        one.addressee for one in laid_out(Duty(about=ABOUT, due=date(2026, 11, 16), people=people), calendar)
    )
    assert heard == {1: 8, 2: 5}


def test_a_week_without_a_due_day_or_a_change_is_not_told_of() -> None:
    calendar = Calendar(WorkingDays(), ZONE)
    january = Span(date(2027, 1, 4), date(2027, 1, 31))
    assert [day for day in reminding.weeks(january, (), (), calendar) if day in january] == []
    changed = [datetime(2027, 1, 20, 9, tzinfo=ZONE)]
    assert [day for day in reminding.weeks(january, (), changed, calendar) if day in january] == [
        date(2027, 1, 22)
    ]
