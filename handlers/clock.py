"""This file is what the clock brings: new periods, reminders to the silent, summaries to the lead office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import duty, progress
from handlers.replies import reminders
from handlers.replies.reply import Reply
from handlers.replies.words import speaking
from models import contact, heartbeat, inbox, outbox, period, plan, report
from models.contact import Contact
from models.period import Period
from models.report import Report
from models.rules import steps
from models.rules.steps import Step
from models.rules.working_days import WorkingDays

A_DAY = timedelta(days=1)


def tick(session: Session, now: datetime, zone: ZoneInfo) -> Iterator[Reply]:
    """Do what is due and not done yet. It may come late or often: each message has its key."""
    if plan.loaded(session) is None:
        return
    days = WorkingDays(plan.overrides(session))
    open_periods(session, now, days)
    keep_house(session, now)
    if steps.in_office_hours(now, days):
        yield from remind_the_silent(session, now, zone, days)
        yield from sum_up_deadlines(session, now, zone, days)
        yield from sum_up_the_week(session, now, zone, days)


def open_periods(session: Session, now: datetime, days: WorkingDays) -> None:
    """Write down the periods that have begun, and what each living unit owes in them."""
    period.open_new(session, plan.current(session), now.date(), days)
    for one in period.begun(session, now.date()):
        if now.date() <= max(one.due, one.last):
            report.open_duties(session, one, now.date())


def keep_house(session: Session, now: datetime) -> None:
    """Let go of what is old, once a day."""
    house = heartbeat.take(session, "house", first=now - A_DAY)
    if house is not None and house.at <= now - A_DAY:
        house.at = now
        inbox.forget_old(session, now=now)
        outbox.forget_old(session, now=now)


def remind_the_silent(session: Session, now: datetime, zone: ZoneInfo, days: WorkingDays) -> Iterator[Reply]:
    """Remind the contacts of every unit that owes a report, by the latest step whose hour has come."""
    for one in period.begun(session, now.date()):
        laid_out = steps.steps(one.due, days, zone)
        if not laid_out[0].at <= now < laid_out[-1].until:
            continue
        for row, unit in report.silent(session, one):
            if unit.last is not None and unit.last < now.date():
                continue  # nobody sits there any more
            said = outbox.said_of(session, row.id)
            for person in contact.of_unit(session, unit.code):
                step = steps.latest(laid_out, now, since=person.joined_at)
                if step is not None and _key(row, step, person) not in said:
                    yield from _remind(session, now, days, row, one, person, step)


def sum_up_the_week(session: Session, now: datetime, zone: ZoneInfo, days: WorkingDays) -> Iterator[Reply]:
    at = steps.latest_weekly(now, days)
    if at is None:
        return
    for person in contact.leads(session):
        yield from _summary(session, person, now, zone, f"weekly:{at.date()}", since=at)


def sum_up_deadlines(session: Session, now: datetime, zone: ZoneInfo, days: WorkingDays) -> Iterator[Reply]:
    """Tell the lead office on the morning after a deadline who reported and who did not."""
    for one in period.begun(session, now.date()):
        at = steps.after_deadline(one.due, days, zone)
        if not at <= now < at + steps.SUMMARY_LASTS:
            continue
        for person in contact.leads(session):
            yield from _summary(session, person, now, zone, f"deadline:{one.id}", since=at, of=one)


def _remind(
    session: Session, now: datetime, days: WorkingDays, row: Report, one: Period, person: Contact, step: Step
) -> Iterator[Reply]:
    key = _key(row, step, person)
    if outbox.has(session, key):
        return
    with speaking(person.locale):
        of = duty.head(session, row, one)
        said = reminders.reminder(of, days_left=days.between(now.date(), one.due), today=now.date())
    yield replace(said, kind="reminder", to=person.chat_id, key=key, report_id=row.id, expires_at=step.until)


def _key(row: Report, step: Step, person: Contact) -> str:
    return f"reminder:{row.id}:{step.code}:{person.id}"


def _summary(
    session: Session,
    person: Contact,
    now: datetime,
    zone: ZoneInfo,
    name: str,
    *,
    since: datetime,
    of: Period | None = None,
) -> Iterator[Reply]:
    key = f"summary:{name}:{person.id}"
    if person.joined_at >= since or outbox.has(session, key):
        return
    with speaking(person.locale):
        head = reminders.deadline_head(of.title, of.due) if of else reminders.weekly_head()
        said = progress.overview_reply(session, now, zone, head=head, of=of)
    yield replace(said, kind="summary", to=person.chat_id, key=key, expires_at=since + steps.SUMMARY_LASTS)
