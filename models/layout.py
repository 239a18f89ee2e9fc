"""This file is the layout of what the clock will bring, from the duties, the people and the days worked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlmodel import Session

from models import contact, deadline, draft, event, group, inquiry, period, plan, report, unit
from models.contact import Contact
from models.period import STILL_NEWS, Period
from models.report import Report
from models.rules import reminding, steps
from models.rules.reminding import About, Calendar, Duty, NoticeKind, Person, Planned
from models.rules.spans import Span
from models.rules.states import FILED
from models.rules.steps import Step
from models.rules.succession import Family
from models.rules.working_days import DAY
from models.unit import Unit

# What was due longer ago brings nothing more.
REACHES_BACK = timedelta(days=45)


def layout(session: Session, now: datetime, calendar: Calendar, *, through: date) -> list[Planned]:
    """Lay out all that will be said if nobody does anything more, of the periods begun until a day.

    Periods that have not begun are laid out by their rounds' rules, for the people of today.
    """
    scene = _Scene(session, now, calendar, through)
    parts = (_of_duties, _of_deadlines, _of_weeks, _of_review, _of_drafts, _of_questions)
    found = {one.key: one for part in parts for one in part(scene)}
    return sorted(reminding.overtaken(found.values()), key=lambda one: (one.at, one.addressee, one.key))


@dataclass(frozen=True)
class _Scene:
    """What the layout rests on, each asked for once."""

    session: Session
    now: datetime
    calendar: Calendar
    through: date

    @cached_property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def periods(self) -> list[Period]:
        """The periods that have begun, as far as they bring anything more."""
        gone = period.cancelled(self.session)
        begun = period.begun(self.session, self.today)
        return [one for one in begun if one.due >= self.today - REACHES_BACK and one.id not in gone]

    @cached_property
    def coming(self) -> list[Period]:
        """The periods that are not written down yet and are near, or will be by the day asked about."""
        until = max(self.through, self.today) + reminding.DUE_AHEAD
        begins, the_plan = Span(date(self.today.year - 2, 1, 1), until), plan.current(self.session)
        found = period.ahead(self.session, the_plan, begins, self.calendar.days)
        return [of for of in found if max(of.due, of.last) >= self.today]

    @cached_property
    def ahead(self) -> list[Period]:
        """The periods that will have begun by the day asked about."""
        return [of for of in self.coming if of.first <= max(self.through, self.today)]

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {row.code: row for row in unit.in_order(self.session)}

    @cached_property
    def holders(self) -> dict[int, set[str]]:
        """The units that have their row in each period, those let off too."""
        return report.holders(self.session, [of.id for of in self.periods if of.id])

    @cached_property
    def _owed(self) -> list[tuple[Report, Period]]:
        floor = self.today - REACHES_BACK
        return [
            (row, of)
            for row, of in report.owed(self.session, self.today)
            if row.due_on(of) >= floor or (row.returned_at is not None and row.returned_at.date() >= floor)
        ]

    @cached_property
    def owed(self) -> list[tuple[Report, Period]]:
        """What is owed, and by whom there is."""
        return [(row, of) for row, of in self._owed if not self.has_ended(row.unit)]

    @cached_property
    def left_behind(self) -> list[tuple[Report, Period]]:
        """What units owe that are no more: from the next tick on their successors do."""
        return [(row, of) for row, of in self._owed if self.has_ended(row.unit)]

    def has_ended(self, code: str) -> bool:
        last = self.units[code].last
        return last is not None and last < self.today

    @cached_property
    def duties(self) -> list[Duty]:
        """What is owed and will be, once each: as it is first given to a unit, by the latest due day."""
        found = [*_stored(self), *_to_come(self)]
        found.sort(key=lambda duty: (duty.since or self.now, -duty.due.toordinal()))
        first: dict[str, Duty] = {}
        for duty in found:
            first.setdefault(duty.about.subject, duty)
        return list(first.values())

    @cached_property
    def dues(self) -> set[date]:
        """The due days that are worth a summary."""
        return {duty.due for duty in self.duties} | {of.due for of in self.coming}

    @cached_property
    def changes(self) -> list[datetime]:
        """When something changed last, and last before each summary of late: it may be told still."""
        span = Span(self.today - timedelta(days=62), self.today)
        days = self.calendar.days
        told = [day for of in (steps.weekly, steps.monthly) for day in list(of(span, days))[-1:]]
        hours = {self.now + timedelta(seconds=1), *(self.calendar.morning(day) for day in told)}
        found = (event.last_of(self.session, "report", "activity", before=hour) for hour in hours)
        return [at for at in found if at is not None]

    @cached_property
    def leads(self) -> list[Person]:
        return [_person(row) for row in contact.leads(self.session)]

    @cached_property
    def observers(self) -> list[Person]:
        return [_person(row) for row in contact.observers(self.session)]

    @cached_property
    def groups(self) -> list[Person]:
        return [Person(id=row.chat_id, joined_at=row.subscribed_at) for row in group.subscribed(self.session)]

    @cached_property
    def contacts(self) -> Mapping[str, list[Contact]]:
        return contact.by_unit(self.session)

    @cached_property
    def family(self) -> Family:
        return unit.family(self.session)

    def people(self, code: str, first: int | None = None, since: datetime | None = None) -> list[Person]:
        """Give whom a message reaches at a unit: who took the report on, and when, then the others."""
        rows = [row for row in self.contacts.get(code, ()) if row.unreachable_since is None]
        people = [_person(row) for row in sorted(rows, key=lambda row: row.id != first)]
        return [_from(one, since) if since and one.id == first else one for one in people]

    @cached_property
    def _steps(self) -> dict[date, tuple[Step, ...]]:
        return {}

    def steps(self, due_day: date) -> tuple[Step, ...]:
        if due_day not in self._steps:
            self._steps[due_day] = steps.steps(due_day, self.calendar.days, self.calendar.zone)
        return self._steps[due_day]

    @cached_property
    def follows(self) -> dict[str, date]:
        """The day from which a unit carries on the work of one that ended."""
        found: dict[str, date] = {}
        for code, row in self.units.items():
            if row.last is not None and row.last < self.today:
                for heir in self.family.heirs(code, self.today):
                    found[heir] = max(found.get(heir, date.min), row.last + DAY)
        return found

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.calendar.zone)


def _stored(scene: _Scene) -> Iterator[Duty]:
    """Give what is owed, and what will be when a unit has ended: its successors owe it then."""
    rows = [row.id or 0 for row, _of in scene.owed]
    extended = deadline.last_given(scene.session, rows)
    promises = deadline.last_made(scene.session, rows)
    moved = event.last_each(scene.session, "period", "period.moved")
    for row, of in scene.owed:
        number = row.id or 0
        begun = scene.midnight(_begins(scene, row.unit, of))
        moments = (begun, of.asked_at, row.returned_at, extended.get(number), moved.get(f"period:{of.id}"))
        duty = Duty(
            about=_about(of, row.unit, report_id=number),
            due=row.due_on(of),
            people=scene.people(row.unit, row.contact_id, row.handed_at),
            promised=promises.get(number) if row.promised_for else None,
            since=max(one for one in moments if one is not None),
            last=scene.units[row.unit].last,
        )
        yield duty
        yield from _inherited(scene, row.unit, of, row.due_on(of))
    for row, of in scene.left_behind:
        yield from _inherited(scene, row.unit, of, row.due_on(of))


def _to_come(scene: _Scene) -> Iterator[Duty]:
    """Give what will be owed: in the periods to come, and by the units to come."""
    for of in (*scene.periods, *scene.ahead):
        for row in scene.units.values():
            if row.code not in scene.holders.get(of.id or 0, ()) and _will_owe(scene, row, of):
                yield _duty(scene, row, of, of.due, begins=max(of.first, row.first))
                yield from _inherited(scene, row.code, of, of.due)


def _will_owe(scene: _Scene, row: Unit, of: Period) -> bool:
    """Tell whether a unit gets its row as long as a period runs. A request has chosen its units."""
    day = max(scene.today, of.first, row.first)
    return not of.is_on_request and day <= max(of.due, of.last) and unit.is_alive(row, day)


def _inherited(scene: _Scene, code: str, of: Period, due: date) -> Iterator[Duty]:
    """Give what a unit's successors will owe in its place, if it ends before the duty does."""
    last = scene.units[code].last
    if last is None or last + DAY > max(of.due, of.last) + STILL_NEWS:
        return
    for heir in scene.family.heirs(code, last + DAY):
        row = scene.units[heir]
        if heir not in scene.holders.get(of.id or 0, ()):
            yield _duty(scene, row, of, due, begins=last + DAY)
            yield from _inherited(scene, heir, of, due)


def _duty(scene: _Scene, row: Unit, of: Period, due: date, *, begins: date) -> Duty:
    return Duty(
        about=_about(of, row.code),
        due=due,
        people=scene.people(row.code),
        since=scene.midnight(begins),
        last=row.last,
    )


def _begins(scene: _Scene, code: str, of: Period) -> date:
    """Give the day from which a unit owes: the period's first, its own, or that after another's end."""
    day = max(of.first, scene.units[code].first)
    if of.is_on_request or day > max(of.due, of.last):
        return max(day, scene.follows.get(code, day))
    return day


def _of_duties(scene: _Scene) -> Iterator[Planned]:
    for duty in scene.duties:
        yield from reminding.reminders(duty, scene.steps(duty.due), scene.calendar)
    for row, of in scene.owed:
        about, people = _about(of, row.unit, report_id=row.id), scene.people(row.unit, row.contact_id)
        told = (
            (NoticeKind.REQUEST, of.asked_at, people),
            (NoticeKind.RETURNED, row.returned_at, people),
            (NoticeKind.HANDED, row.handed_at, [one for one in people if one.id == row.contact_id]),
            (NoticeKind.NUDGE, row.nudged_at, people),
        )
        urgent = [
            one
            for kind, at, to in told
            if at is not None and (row.returned_at is None or at >= row.returned_at)
            for one in reminding.urgent(kind, about, at.astimezone(scene.calendar.zone), to, scene.calendar)
        ]
        if row.returned_at is not None:
            at = row.returned_at.astimezone(scene.calendar.zone)
            urgent += reminding.returned(about, at, people[:1], scene.calendar)
        last = scene.units[row.unit].last
        yield from (one for one in urgent if last is None or one.at.date() <= last)


def _of_deadlines(scene: _Scene) -> Iterator[Planned]:
    """Let the lead office and the groups hear how a deadline went, and who reported what they did."""
    for of in (*scene.periods, *scene.ahead):
        day = scene.calendar.days.add(of.due, 1)
        about = _about(of)
        to = (*scene.leads, *scene.groups)
        mark = of.due.isoformat()
        yield from reminding.summary(NoticeKind.DEADLINE, about, day, to, scene.calendar, mark=mark)
        if of.id is None:
            continue
        for row, _unit in report.in_period(scene.session, of):
            if (
                row.state in FILED
                and row.settled_at is not None
                and row.settled_at < scene.calendar.morning(day)
            ):
                own, people = _about(of, row.unit, report_id=row.id), scene.people(row.unit)
                yield from reminding.summary(NoticeKind.OWN, own, day, people, scene.calendar, mark=mark)


def _of_weeks(scene: _Scene) -> Iterator[Planned]:
    """Let the lead office and the groups hear each week, the leaders each month, if there is something."""
    reach = max((scene.today + timedelta(days=62), *(due + reminding.DUE_BEHIND for due in scene.dues)))
    span = Span(scene.today - timedelta(days=7), max(scene.through, reach))
    to, week, month = (*scene.leads, *scene.groups), About(subject="week"), About(subject="month")
    for day in reminding.weeks(span, scene.dues, scene.changes, scene.calendar):
        mark = f"{day:%G-W%V}"
        yield from reminding.summary(NoticeKind.WEEKLY, week, day, to, scene.calendar, mark=mark)
    for day in reminding.months(span, scene.dues, scene.changes, scene.calendar):
        mark = f"{day:%Y-%m}"
        yield from reminding.summary(
            NoticeKind.MONTHLY, month, day, scene.observers, scene.calendar, mark=mark
        )


def _of_review(scene: _Scene) -> Iterator[Planned]:
    waiting = report.waiting_for_review(scene.session)
    oldest = next((row.waits_since for row, _of, _unit in waiting), None)
    if oldest is not None:
        at = oldest.astimezone(scene.calendar.zone)
        yield from reminding.waiting(at, scene.leads, scene.calendar)


def _of_drafts(scene: _Scene) -> Iterator[Planned]:
    by_id = {row.id: row for rows in scene.contacts.values() for row in rows if row.unreachable_since is None}
    for row in draft.unfinished(scene.session, since=scene.now - REACHES_BACK):
        owner = by_id.get(row.contact_id)
        if owner is not None and row.is_of(owner.unit):
            about = About(subject=f"draft-{row.id}", unit=owner.unit)
            at = row.touched_at.astimezone(scene.calendar.zone)
            yield from reminding.lying(about, at, _person(owner), scene.calendar)


def _of_questions(scene: _Scene) -> Iterator[Planned]:
    """Let whoever recorded an activity hear what is asked about it, now and again; else the unit."""
    for row, about_activity in inquiry.open_ones(scene.session):
        people = scene.people(about_activity.unit, about_activity.recorded_by)[:1]
        about = About(subject=str(row.id), unit=about_activity.unit)
        asked = row.asked_at.astimezone(scene.calendar.zone)
        yield from reminding.asked(about, asked, people, scene.calendar)


def _about(of: Period, code: str | None = None, *, report_id: int | None = None) -> About:
    subject = of.code if code is None else f"{of.code}:{code}"
    return About(subject=subject, unit=code, report_id=report_id, period_id=of.id, title=of.title)


def _person(row: Contact) -> Person:
    return Person(id=row.id or 0, joined_at=row.joined_at, quiet=row.quiet)


def _from(person: Person, since: datetime) -> Person:
    """Let somebody hear only of what comes after an hour, as if they had joined then."""
    return replace(person, joined_at=max(person.joined_at, since))
