"""This file is every message that will go out, in order of its hour: for /lich and for the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import clock
from handlers.replies import calendar as words
from handlers.replies.calendar import Line
from handlers.replies.reply import Reply
from handlers.replies.words import plain
from handlers.request import Replies, Request
from models import contact, group, layout, ledger, outbox, period
from models.contact import Role
from models.ledger import Notice
from models.rules import steps
from models.rules.reminding import Calendar, NoticeKind, Planned
from models.rules.spans import Span
from models.rules.working_days import DAY

AHEAD = timedelta(days=92)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that a message tells."""

    kind: NoticeKind
    step: str
    title: str
    unit: str | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One message: when, to whom, and what it tells. `addressee` is as the ledger has it."""

    at: datetime
    addressee: int
    to: str
    unit: str | None
    things: tuple[Thing, ...]
    is_told: bool = False

    @property
    def kind(self) -> NoticeKind:
        return self.things[0].kind


def show(request: Request) -> Replies:
    """Answer /lich: all that will go out for the lead office, a person's own for everybody else."""
    return [_page(request, 0)]


def turn_to(request: Request) -> Replies:
    page = int(request.argument) if request.argument.isdecimal() else 0
    return [_page(request, page).over(request.said.message_id)]


def entries(session: Session, now: datetime, zone: ZoneInfo, span: Span) -> list[Entry]:
    """Give every message of a span: those sent, and those to come if nobody does anything more."""
    scene = _Scene(session, now, clock.calendar_of(session, zone))
    told = _told(scene, span)
    planned = layout.layout(session, now, scene.calendar, through=span.last)
    ahead = _gathered(scene, _hours(scene, planned))
    return sorted(
        (*told, *(one for one in ahead if one.at.date() in span)), key=lambda one: (one.at, one.to, one.kind)
    )


def as_json(entry: Entry) -> dict[str, Any]:
    """Give a message as data: what `calendar --format json` prints."""
    return {
        "at": entry.at.isoformat(timespec="minutes"),
        "to": entry.to,
        "unit": entry.unit,
        "kind": entry.kind.value,
        "about": [
            {"kind": one.kind.value, "step": one.step, "title": one.title, "unit": one.unit}
            for one in entry.things
        ],
        "told": entry.is_told,
    }


def as_text(found: Sequence[Entry]) -> str:
    """Give the messages as the terminal prints them."""
    return plain(words.listed([_line(one) for one in found]))


def _page(request: Request, page: int) -> Reply:
    today = request.now.date()
    found = entries(request.session, request.now, request.zone, Span(today, today + AHEAD))
    ahead = [one for one in found if not one.is_told]
    if request.contact.sees_everything:
        is_lead = request.contact.role is Role.LEAD
        return words.everything([_line(one) for one in ahead], page, may_decide=is_lead)
    return words.own([_line(one) for one in ahead if one.addressee == request.who], page)


def _line(entry: Entry) -> Line:
    return Line(
        at=entry.at,
        to=entry.to,
        unit=entry.unit or "",
        things=tuple((one.kind, one.title) for one in entry.things),
    )


@dataclass(frozen=True)
class _Scene:
    """Who the addressees are, each asked for once."""

    session: Session
    now: datetime
    calendar: Calendar

    @cached_property
    def people(self) -> Mapping[int, tuple[str, str | None]]:
        """Give the name and the unit of every addressee."""
        known: dict[int, tuple[str, str | None]] = {
            row.id or 0: (row.name, row.unit) for row in contact.everybody(self.session)
        }
        return known | {row.chat_id: (row.title, None) for row in group.subscribed(self.session)}

    @cached_property
    def titles(self) -> Mapping[int, str]:
        return {row.id or 0: row.title for row in period.begun(self.session, self.now.date())}


def _hours(scene: _Scene, planned: Sequence[Planned]) -> Iterator[tuple[datetime, Planned]]:
    """Give when each thing will be said: what was slept over, as soon as the bot may speak."""
    today, tomorrow = scene.now.date(), scene.calendar.after(scene.now.date(), 1)
    known = ledger.told_of(scene.session, [one.key for one in planned if one.until > scene.now])
    left = [one for one in planned if one.until > scene.now and one.key not in known]
    soon = {ledger.message_key(one, today) for one in left if one.at < tomorrow}
    said = outbox.known(scene.session, soon)
    for one in left:
        at = one.at if one.at > scene.now else _next_hour(scene)
        if at.date() == today and ledger.message_key(one, today) in said:
            at = tomorrow
        if at < one.until:
            yield at, one


def _next_hour(scene: _Scene) -> datetime:
    return steps.next_office_hour(scene.now, scene.calendar.days, scene.calendar.zone)


def _gathered(scene: _Scene, hours: Iterator[tuple[datetime, Planned]]) -> Iterator[Entry]:
    """Gather what one person hears in one message: of each morning all that is not urgent."""
    found: dict[tuple[int, date | str], list[tuple[datetime, Planned]]] = {}
    for at, one in hours:
        apart = one.key if one.is_urgent else at.date()
        found.setdefault((one.addressee, apart), []).append((at, one))
    order = list(NoticeKind)
    for (addressee, _apart), those in found.items():
        those.sort(key=lambda pair: order.index(pair[1].kind))
        name, home = scene.people.get(addressee, ("", None))
        yield Entry(
            at=min(at for at, _one in those),
            addressee=addressee,
            to=name,
            unit=home,
            things=tuple(
                Thing(kind=one.kind, step=one.step, title=one.about.title, unit=one.about.unit)
                for _at, one in those
            ),
        )


def _told(scene: _Scene, span: Span) -> Iterator[Entry]:
    zone, midnight = scene.calendar.zone, datetime.min.time()
    first = datetime.combine(span.first, midnight, zone)
    messages: dict[str, list[Notice]] = {}
    for row in ledger.told(scene.session, first, datetime.combine(span.last + DAY, midnight, zone)):
        messages.setdefault(f"{row.addressee} {row.message}", []).append(row)
    order = list(NoticeKind)
    for rows in messages.values():
        rows.sort(key=lambda row: order.index(row.kind))
        name, home = scene.people.get(rows[0].addressee, ("", None))
        at = rows[0].told_at or scene.now
        yield Entry(
            at=at.astimezone(zone),
            addressee=rows[0].addressee,
            to=name,
            unit=home,
            things=tuple(
                Thing(
                    kind=row.kind,
                    step=row.step,
                    title=scene.titles.get(row.period_id or 0, ""),
                    unit=row.unit,
                )
                for row in rows
            ),
            is_told=True,
        )
