"""This file is what the clock brings: new periods, and what the ledger has for this hour."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from handlers import group, notices
from handlers.notices import Recipient
from handlers.replies.reply import Reply
from models import (
    batch,
    chain,
    contact,
    draft,
    errand,
    heartbeat,
    inbox,
    layout,
    ledger,
    outbox,
    period,
    plan,
    report,
)
from models.ledger import Notice
from models.period import STILL_NEWS
from models.rules import steps
from models.rules.reminding import Calendar, NoticeKind
from models.rules.working_days import WorkingDays

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
# Whoever has just answered a question is in the middle of something.
UNDISTURBED = timedelta(minutes=15)


def tick(session: Session, now: datetime, zone: ZoneInfo) -> Iterator[Reply]:
    """Do what is due and not done yet. It may come late or often: the ledger knows what was told."""
    if plan.loaded(session) is None:
        return
    calendar = calendar_of(session, zone)
    keep_house(session, now)
    chain.seal(session, now=now)
    look_ahead(session, now, calendar)
    if steps.in_office_hours(now, calendar.days):
        yield from speak(session, now, calendar)


def calendar_of(session: Session, zone: ZoneInfo) -> Calendar:
    return Calendar(WorkingDays(plan.overrides(session)), zone)


def open_periods(session: Session, now: datetime, days: WorkingDays) -> None:
    """Write down the periods that have begun, and what each living unit owes in them."""
    period.open_new(session, plan.current(session), now.date(), days)
    for one in period.begun(session, now.date()):
        if now.date() <= max(one.due, one.last) + STILL_NEWS:
            report.open_duties(session, one, now)


def keep_house(session: Session, now: datetime) -> None:
    """Let go of what is old, once a day."""
    house = heartbeat.take(session, "house", first=now - A_DAY)
    if house is not None and house.at <= now - A_DAY:
        house.at = now
        inbox.forget_old(session, now=now)
        outbox.forget_old(session, now=now)
        errand.forget_old(session, now=now)
        batch.forget_old(session, now=now)


def look_ahead(session: Session, now: datetime, calendar: Calendar) -> None:
    """Bring periods, duties and the ledger in line with the day and with what has changed."""
    beat = heartbeat.take(session, "ledger", first=now)
    if beat is None:
        return
    given_back = ledger.give_back(session, now)
    if given_back or beat.seen != ledger.seen(session, now.date()):
        open_periods(session, now, calendar.days)
        ledger.bring_in_line(session, layout.layout(session, now, calendar, through=now.date()), now)
        beat.at, beat.seen = now, ledger.seen(session, now.date())


def speak(session: Session, now: datetime, calendar: Calendar) -> Iterator[Reply]:
    """Tell what is due: what is urgent by itself, the rest in one message a person and day."""
    for addressee, rows in groupby(ledger.due(session, now), key=lambda row: row.addressee):
        recipient = notices.recipient(session, addressee)
        if recipient is None or draft.is_busy(session, addressee, since=now - UNDISTURBED):
            continue
        messages: dict[str, list[Notice]] = {}
        for row in rows:
            messages.setdefault(ledger.message_key(row, now.date()), []).append(row)
        for key, told in messages.items():
            if not outbox.has(session, key):
                yield from _told(session, recipient, told, key, now, calendar)


def _told(
    session: Session, to: Recipient, rows: list[Notice], key: str, now: datetime, calendar: Calendar
) -> Iterator[Reply]:
    """Tell one person; if that can't be put into words, the others hear theirs all the same."""
    try:
        said = notices.tell(session, to, rows, key, now, calendar)
        if to.is_group and any(row.kind is NoticeKind.WEEKLY for row in rows):
            _have_drawn(session, to.chat_id, now)
        yield said
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("%s could not be told", key)


def _have_drawn(session: Session, chat_id: int, now: datetime) -> None:
    """Let a picture follow a group's summary of the week, in the name of the lead office."""
    lead = next(iter(contact.leads(session)), None)
    if lead is not None and lead.id is not None:
        errand.put(session, group.PICTURE, str(chat_id), by=lead.id, now=now)
