"""This file is the ledger held against what is sent: a silent year and lively months, message by message."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import Session, col, select

from handlers import calendar
from handlers.calendar import Entry
from handlers.clock import calendar_of
from models import contact, deadline, group, period, plan, report, unit
from models.contact import Contact, Role
from models.database import turn
from models.draft import Draft, DraftState
from models.period import Period
from models.report import Report
from models.rules.reminding import URGENT, NoticeKind
from models.rules.spans import Span
from models.rules.states import FILED, OWED, ReportState
from models.rules.steps import Quiet
from models.rules.working_days import WorkingDays
from tests.chat import ZONE, Player, TestClock

LEAD, OBSERVER, GROUP = 501, 504, -900_000_001
PEOPLE = 701
# By what each thing of a silent year is known in a message.
SIGNS = {
    NoticeKind.REMINDER: "🔔",
    NoticeKind.DEADLINE: "📌",
    NoticeKind.WEEKLY: "🗓 <b>Tổng hợp tuần",
    NoticeKind.MONTHLY: "🗓 <b>Tiến độ đầu tháng",
}
JOINED = datetime(2026, 1, 5, 9, tzinfo=ZONE)
# Who hears it, at which hour, and of what: (kind, step, title, unit).
Sent = tuple[int, datetime]
Said = Counter[Sent]


@dataclass
class Office:
    """A province's people, and what arrived in their chats."""

    player: Player
    chats: dict[int, int]  # the ledger's addressees, and their chats
    arrived: dict[int, int] = field(default_factory=dict)

    def at(self, hour: datetime) -> None:
        self.player.clock.hour = hour

    def entries(self, span: Span) -> list[Entry]:
        with turn(self.player.engine) as session:
            return calendar.entries(session, self.player.clock.hour, ZONE, span)

    async def tick(self) -> list[tuple[int, str]]:
        """Let the clock bring what is due; give the messages that arrived, in whose chat.

        The picture that follows a group's summary of the week is a part of it, and comes nowhere else.
        """
        self.player.app.tick()
        await self.player.app.settle()
        news = []
        for chat_id in self.chats.values():
            shown = [one for one in self.player.standin.chat(chat_id) if one.by_bot]
            fresh = shown[self.arrived.get(chat_id, 0) :]
            words = [one.text for one in fresh if one.file is None]
            if len(words) < len(fresh):
                assert chat_id == GROUP
                assert SIGNS[NoticeKind.WEEKLY] in words[0]
                assert len(fresh) == 2
            news += [(chat_id, text) for text in words]
            self.arrived[chat_id] = len(shown)
        return news


@pytest.fixture
async def office(database: str) -> AsyncIterator[Office]:
    """Give forty units with a contact each, some with two, a lead, an observer and a group."""
    player = Player(database, TestClock(datetime(2026, 12, 18, 9, 0, tzinfo=ZONE)))
    chats = {}
    with turn(player.engine) as session:
        for row in session.exec(select(Contact)):
            if row.chat_id not in (LEAD, OBSERVER):
                session.delete(row)
        units = unit.alive_on(session, player.clock.hour.date())
        homes = [*units, *units[::6]]
        for number, home in enumerate(homes):
            quiet = {3: Quiet.FEWER, 5: Quiet.LAST}.get(number % 8, Quiet.ALL)
            session.add(
                Contact(
                    chat_id=PEOPLE + number,
                    name=f"Người {number}",
                    role=Role.CONTACT,
                    unit=home.code,
                    joined_at=JOINED,
                    quiet=quiet,
                )
            )
        session.flush()
        lead = contact.by_chat(session, LEAD)
        assert lead is not None
        group.subscribe(session, GROUP, "Tổ công tác 3483", by=lead.id or 0, now=player.clock.hour)
        chats = {row.id or 0: row.chat_id for row in contact.everybody(session)} | {GROUP: GROUP}
    for chat_id in chats.values():
        if chat_id < 0:
            player.standin.add_group(chat_id, "Tổ công tác 3483")
            player.standin.take_in(chat_id, LEAD)
        else:
            player.add(str(chat_id), chat_id, f"Người {chat_id}")
    yield Office(player, chats)
    player.close()


async def test_a_year_in_which_nobody_does_anything_brings_what_the_calendar_said(office: Office) -> None:
    await office.tick()
    foretold = office.entries(Span(date(2027, 1, 1), date(2027, 12, 31)))
    said: Said = Counter()
    for day in _days(date(2026, 12, 19), date(2027, 12, 31)):
        for hour in (time(7, 59), time(8), time(17)):
            office.at(datetime.combine(day, hour, ZONE))
            for chat_id, text in await office.tick():
                said[chat_id, office.player.clock.hour] += 1
                if day.year == 2027:
                    _is_told(text, [one for one in foretold if _is(one, office, chat_id)])
    of_2027 = Counter({one: count for one, count in said.items() if one[1].year == 2027})
    assert of_2027 == Counter((office.chats[one.addressee], one.at) for one in foretold)
    assert max(of_2027.values()) == 1
    assert {one[1].timetz() for one in of_2027} == {time(8, tzinfo=ZONE)}
    # Four rounds, 40 units and 47 contacts, of whom the second of a unit hears the last five of eight steps.
    assert len(foretold) > 1200
    kinds = Counter(thing.kind.value for one in foretold for thing in one.things)
    assert set(kinds) == {"reminder", "deadline", "weekly", "monthly"}


async def test_in_lively_months_what_is_sent_is_what_the_ledger_says_at_that_hour(
    office: Office,
) -> None:
    chance = random.Random(office.player.engine.dialect.name)
    deeds: Counter[str] = Counter()
    sent, spoken_to, urgent = 0, set[tuple[int, date]](), 0
    for hour in _hours(chance):
        office.at(hour)
        if chance.random() < 0.5:
            with turn(office.player.engine) as session:
                deeds[_live(session, chance, hour)] += 1
        if chance.random() < 0.03:
            await office.player.restart()
        foretold = [
            one
            for one in office.entries(Span(hour.date(), hour.date()))
            if not one.is_told and one.at <= hour and office.chats.get(one.addressee) is not None
        ]
        news = await office.tick()
        assert Counter(chat for chat, _text in news) == Counter(
            office.chats[one.addressee] for one in foretold
        ), hour
        with turn(office.player.engine) as session:
            days = calendar_of(session, ZONE).days
        assert not news or (days.is_working(hour.date()) and time(8) <= hour.time() < time(17)), hour
        for one in foretold:
            if one.kind in URGENT:
                urgent += 1
                continue
            assert (one.addressee, hour.date()) not in spoken_to, hour
            spoken_to.add((one.addressee, hour.date()))
        sent += len(news)
    # It was a lively one: else this would tell nothing.
    assert sent > 200
    assert urgent > 5
    assert len(deeds) == len(DEEDS)


def _live(session: Session, chance: random.Random, now: datetime) -> str:
    """Let somebody do something."""
    name = chance.choice(list(DEEDS))
    DEEDS[name](session, chance, now)
    session.flush()
    return name


def _file(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, OWED)
    if row is not None:
        state = chance.choice((ReportState.NIL, ReportState.SUBMITTED))
        report.settle(session, row, state, by=_lead(session), now=now)


def _return(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, FILED)
    if row is not None:
        report.give_back(session, row, "thiếu số liệu", by=_lead(session), now=now)


def _accept(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, FILED)
    if row is not None:
        report.accept(session, row, by=_lead(session), now=now)


def _excuse(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, OWED)
    if row is not None:
        report.excuse(session, row, "bão", by=_lead(session), now=now)


def _extend(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, OWED)
    of = period.get(session, row.period_id) if row else None
    if row is not None and of is not None:
        due = max(row.due_on(of), now.date()) + timedelta(days=chance.randint(1, 12))
        deadline.extend(session, row, due, "bão", by=_lead(session), now=now)


def _promise(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, OWED)
    people = contact.of_unit(session, row.unit) if row else ()
    if row is not None and people:
        day = now.date() + timedelta(days=chance.randint(0, 9))
        deadline.promise(session, row, day, by=people[0].id or 0, now=now)


def _hand_over(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, OWED)
    people = contact.of_unit(session, row.unit) if row else ()
    if row is not None and len(people) > 1:
        report.hand_over(session, row, people[-1].id or 0, by=people[0].id or 0, now=now)


def _nudge(session: Session, chance: random.Random, now: datetime) -> None:
    row = _some(session, chance, OWED)
    if row is not None:
        report.nudge(session, row, by=_lead(session), now=now)


def _get_lost(session: Session, chance: random.Random, now: datetime) -> None:
    row = chance.choice(
        session.exec(select(Contact).where(Contact.role == Role.CONTACT).order_by("id")).all()
    )
    if row.unreachable_since is None:
        contact.note_unreachable(session, row.chat_id, now=now)
    else:
        contact.note_reachable(session, row, now=now)


def _decide(session: Session, chance: random.Random, now: datetime) -> None:
    """Decide a week before that a day is off, or is worked."""
    day = now.date() + timedelta(days=chance.randint(7, 12))
    days = WorkingDays(plan.overrides(session))
    plan.decide_day(session, day, not days.is_working(day), "Thông báo", by=_lead(session), now=now)
    days = WorkingDays(plan.overrides(session))
    period.reckon_anew(session, plan.current(session), days, by=_lead(session), now=now)


def _end_a_unit(session: Session, chance: random.Random, now: datetime) -> None:
    alive = [one for one in unit.alive_on(session, now.date()) if one.last is None and one.code != "SKHCN"]
    if len(alive) > 30:
        code, heir = (one.code for one in chance.sample(alive, 2))
        last = now.date() + timedelta(days=chance.randint(0, 8))
        unit.end(session, code, last, [heir], by=_lead(session), now=now)


def _leave_a_draft(session: Session, chance: random.Random, now: datetime) -> None:
    people = session.exec(select(Contact).where(Contact.role == Role.CONTACT).order_by("id")).all()
    owner = chance.choice(people)
    session.add(
        Draft(
            contact_id=owner.id or 0,
            conversation="activity",
            state=DraftState.LEFT,
            step="title",
            answers={"title": "Tập huấn 5S"},
            facts={"unit": owner.unit},
            begun_at=now,
            touched_at=now,
        )
    )


def _record(session: Session, chance: random.Random, now: datetime) -> None:
    """Do what is no report and changes the figures: it is news for the week's summary."""
    row = _some(session, chance, (*OWED, *FILED))
    if row is not None:
        report.change(session, row, "looked at", by=_lead(session), now=now)


DEEDS: dict[str, Callable[[Session, random.Random, datetime], None]] = {
    "file": _file,
    "return": _return,
    "accept": _accept,
    "excuse": _excuse,
    "extend": _extend,
    "promise": _promise,
    "hand over": _hand_over,
    "nudge": _nudge,
    "get lost": _get_lost,
    "decide": _decide,
    "end a unit": _end_a_unit,
    "leave a draft": _leave_a_draft,
    "record": _record,
}


def _some(session: Session, chance: random.Random, states: tuple[ReportState, ...]) -> Report | None:
    rows = session.exec(
        select(Report, Period).where(Report.period_id == Period.id).order_by(col(Report.id))
    ).all()
    found = [row for row, _of in rows if row.state in states]
    return chance.choice(found) if found else None


def _lead(session: Session) -> int:
    found = contact.by_chat(session, LEAD)
    assert found is not None
    return found.id or 0


def _hours(chance: random.Random) -> Iterator[datetime]:
    """Give the hours at which the bot is up: it sleeps at times."""
    asleep_until = datetime.min.replace(tzinfo=ZONE)
    for day in _days(date(2026, 12, 19), date(2027, 4, 20)):
        for hour in (time(7, 30), time(8), time(10, 20), time(16, 59), time(18)):
            now = datetime.combine(day, hour, ZONE)
            if now < asleep_until:
                continue
            if chance.random() < 0.02:
                asleep_until = now + timedelta(hours=chance.choice((3, 20, 70)))
                continue
            yield now


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _is(one: Entry, office: Office, chat_id: int) -> bool:
    return office.chats[one.addressee] == chat_id and one.at == office.player.clock.hour


def _is_told(text: str, entries: list[Entry]) -> None:
    """Hold a message's words against what the calendar says of it."""
    (entry,) = entries
    assert all(thing.title in text and SIGNS[thing.kind] in text for thing in entry.things)
