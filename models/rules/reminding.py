"""This file is the layout of what the clock will bring: who hears what, and on which morning."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise, zip_longest
from zoneinfo import ZoneInfo

from models.rules import steps
from models.rules.spans import Span
from models.rules.steps import FOR_ALL, HEARD, Quiet, Step
from models.rules.working_days import WorkingDays

# A summary that a sleeping bot missed is still news until so many working days later, and no more after that.
SUMMARY_LASTS = 2
# Working days after which what lies is brought to mind, and once more.
LIES = (2, 5)
# Working days after which reports that wait for review are brought to mind.
WAITS = (3, 8, 13)
# A deadline is worth a summary from so long before it until so long after it.
DUE_AHEAD, DUE_BEHIND = timedelta(days=14), timedelta(days=30)


class NoticeKind(StrEnum):
    """What a person hears of. The urgent ones come by themselves; the others share the morning's message."""

    REQUEST = "request"
    RETURNED = "returned"
    INQUIRY = "inquiry"
    HANDED = "handed"
    NUDGE = "nudge"
    PROMISE = "promise"
    REMINDER = "reminder"
    DRAFT = "draft"
    OWN = "own"
    DEADLINE = "deadline"
    REVIEW = "review"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


URGENT = frozenset(
    {NoticeKind.REQUEST, NoticeKind.RETURNED, NoticeKind.INQUIRY, NoticeKind.HANDED, NoticeKind.NUDGE}
)
# Of these a person hears one at a time for one report.
REMINDING = frozenset({NoticeKind.PROMISE, NoticeKind.REMINDER})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can be reached, or a group. What was due before they joined does not concern them."""

    id: int
    joined_at: datetime
    quiet: Quiet = Quiet.ALL


@dataclass(frozen=True, kw_only=True)
class About:
    """What a notice is about. `subject` names it, whether it is stored or still to come."""

    subject: str
    unit: str | None = None
    report_id: int | None = None
    period_id: int | None = None
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """The day for which somebody promised a report, who did and when."""

    day: date
    by: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A report that is owed. Of `people` who is asked first is first.

    Mornings up to `since` are over: the duty, or its due day, is newer. `last` is the unit's last day.
    """

    about: About
    due: date
    people: Sequence[Person]
    promised: Promised | None = None
    since: datetime | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One thing that one person will hear: by itself, or in the message of that morning.

    `mark` names the occasion, such as a due day and its step: moved to another morning it stays the same.
    """

    kind: NoticeKind
    about: About
    step: str
    addressee: int
    at: datetime
    until: datetime
    mark: str

    @property
    def is_urgent(self) -> bool:
        return self.kind in URGENT

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.about.subject}:{self.mark}:{self.addressee}"


@dataclass(frozen=True)
class Calendar:
    """The days that are worked, and the office's clock."""

    days: WorkingDays
    zone: ZoneInfo

    def morning(self, day: date) -> datetime:
        return steps.morning(day, self.zone)

    def after(self, day: date, count: int) -> datetime:
        """Give the morning so many working days after a day."""
        return self.morning(self.days.add(day, count))


def reminders(duty: Duty, laid_out: Sequence[Step], calendar: Calendar) -> Iterator[Planned]:
    """Lay out a duty's reminders: early ones to whoever is asked first, the last ones to everybody.

    Until a promised day nobody is reminded; on its morning whoever promised is.
    """
    quiet_until = duty.promised.day if duty.promised else date.min
    for place, person in enumerate(duty.people):
        heard = [
            _planned(
                NoticeKind.REMINDER,
                duty.about,
                person,
                step.at,
                step.until,
                step.code,
                mark=f"{duty.due}{step.code}",
            )
            for step in laid_out
            if (place == 0 or step.offset >= FOR_ALL)
            and step.offset in HEARD[person.quiet]
            and step.at.date() > quiet_until
        ]
        yield from _still_owed(duty, _in_turn(heard), person)
        if duty.promised is not None and duty.promised.by == person.id:
            promise = _promise(duty.about, duty.promised, person, calendar)
            yield from _still_owed(duty, promise, person)


def returned(about: About, at: datetime, people: Sequence[Person], calendar: Calendar) -> Iterator[Planned]:
    """Lay out how a returned report that lies is brought to mind, counted from when that was told."""
    told = steps.next_office_hour(at, calendar.days, calendar.zone).date()
    for count in LIES:
        begins, ends = calendar.after(told, count), calendar.after(told, count + SUMMARY_LASTS)
        step = f"returned+{count}"
        for person in people:
            yield _planned(
                NoticeKind.REMINDER, about, person, begins, ends, step, mark=f"{_stamp(at)} {step}"
            )


def lying(about: About, touched_at: datetime, person: Person, calendar: Calendar) -> Iterator[Planned]:
    """Lay out how a draft that lies is brought to mind."""
    for count in LIES:
        begins = calendar.after(touched_at.date(), count)
        ends = calendar.after(touched_at.date(), count + SUMMARY_LASTS)
        yield _planned(
            NoticeKind.DRAFT, about, person, begins, ends, f"+{count}", mark=f"{_stamp(touched_at)}+{count}"
        )


def waiting(oldest: datetime, leads: Sequence[Person], calendar: Calendar) -> Iterator[Planned]:
    """Lay out how the lead office is told of reports that wait for its review."""
    about = About(subject="review")
    for count in WAITS:
        day, mark = calendar.days.add(oldest.date(), count), f"{oldest.date()}+{count}"
        yield from summary(NoticeKind.REVIEW, about, day, leads, calendar, mark=mark)


def summary(
    kind: NoticeKind, about: About, day: date, people: Iterable[Person], calendar: Calendar, *, mark: str
) -> Iterator[Planned]:
    """Lay out a summary for one morning; nobody hears of what was over before they joined."""
    at, until = calendar.morning(day), calendar.after(day, SUMMARY_LASTS)
    for person in people:
        if person.joined_at < at:
            yield _planned(kind, about, person, at, until, mark=mark)


def urgent(
    kind: NoticeKind,
    about: About,
    at: datetime,
    people: Iterable[Person],
    calendar: Calendar,
    *,
    mark: str = "",
) -> Iterator[Planned]:
    """Lay out what can't wait for a morning: it is said in the next office hour."""
    begins = steps.next_office_hour(at, calendar.days, calendar.zone)
    until = calendar.after(begins.date(), SUMMARY_LASTS)
    for person in people:
        yield _planned(kind, about, person, begins, until, mark=mark or _stamp(at))


def asked(about: About, at: datetime, people: Sequence[Person], calendar: Calendar) -> Iterator[Planned]:
    """Lay out a question: it is asked at once, and again while nobody answers."""
    yield from urgent(NoticeKind.INQUIRY, about, at, people, calendar)
    told = steps.next_office_hour(at, calendar.days, calendar.zone).date()
    for count in LIES:
        again, mark = calendar.after(told, count), f"{_stamp(at)}+{count}"
        yield from urgent(NoticeKind.INQUIRY, about, again, people, calendar, mark=mark)


def overtaken(planned: Iterable[Planned]) -> Iterator[Planned]:
    """Let what reminds one person of one report end where the next reminder begins, whatever its rule."""
    after: dict[tuple[int, str], datetime] = {}
    for one in sorted(planned, key=lambda one: (one.at, one.key), reverse=True):
        if one.kind not in REMINDING:
            yield one
            continue
        next_at = after.get((one.addressee, one.about.subject), one.until)
        after[one.addressee, one.about.subject] = one.at
        if one.at < next_at:
            yield replace(one, until=next_at) if next_at < one.until else one


def weeks(
    span: Span, dues: Iterable[date], changes: Collection[datetime], calendar: Calendar
) -> Iterator[date]:
    """Give the week's ends on which there is something to tell: a due day is near, or something changed."""
    yield from _worth_it(list(steps.weekly(_with_one_before(span), calendar.days)), dues, changes, calendar)


def months(
    span: Span, dues: Iterable[date], changes: Collection[datetime], calendar: Calendar
) -> Iterator[date]:
    """Give the months' beginnings on which there is something to tell."""
    yield from _worth_it(list(steps.monthly(_with_one_before(span), calendar.days)), dues, changes, calendar)


def _with_one_before(span: Span) -> Span:
    """Reach back over a month in which at least one working day lies: Tết is shorter."""
    return Span(span.first - timedelta(days=62), span.last)


def _worth_it(
    laid_out: Sequence[date], dues: Iterable[date], changes: Collection[datetime], calendar: Calendar
) -> Iterator[date]:
    near = [Span(due - DUE_AHEAD, due + DUE_BEHIND) for due in set(dues)]
    for before, day in pairwise(laid_out):
        has_changed = any(calendar.morning(before) <= at < calendar.morning(day) for at in changes)
        if has_changed or any(day in span for span in near):
            yield day


def _promise(about: About, promised: Promised, person: Person, calendar: Calendar) -> Iterator[Planned]:
    at = calendar.morning(calendar.days.at_or_before(promised.day))
    if promised.at < at:
        until, mark = calendar.after(at.date(), 1), promised.day.isoformat()
        yield _planned(NoticeKind.PROMISE, about, person, at, until, "promise", mark=mark)


def _in_turn(heard: Sequence[Planned]) -> Iterator[Planned]:
    """Let each be overtaken by the next that this person hears, and by no other."""
    for one, after in zip_longest(heard, heard[1:]):
        yield replace(one, until=after.at) if after else one


def _still_owed(duty: Duty, heard: Iterable[Planned], person: Person) -> Iterator[Planned]:
    """Leave out what was over when the duty or the person came, and what comes after the unit's end."""
    since = max(person.joined_at, duty.since) if duty.since else person.joined_at
    for one in heard:
        if since < one.at and (duty.last is None or one.at.date() <= duty.last):
            yield one


def _planned(
    kind: NoticeKind,
    about: About,
    person: Person,
    at: datetime,
    until: datetime,
    step: str = "",
    *,
    mark: str,
) -> Planned:
    return Planned(
        kind=kind,
        about=about,
        step=step,
        addressee=person.id,
        at=at,
        until=until,
        mark=mark,
    )


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"
